"""What a result says in plain words: every sentence and every row of the table from the result object alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from preex.trials.result import Result
from preex.trials.verdict import Verdict

ARMS: Mapping[str, str] = {
    "compound_first": "compound first",
    "isolation_first": "isolation first",
    "compound_only": "the compound alone",
    "isolation_added": "adding the isolation",
    "gap_10_s": "a gap of 10 s",
    "gap_60_s": "a gap of 60 s",
    "gap_180_s": "a gap of 180 s",
    "nothing": "nothing before it",
    "target_first": "tiring the target first",
    "helper_first": "tiring a helper first",
    "both_first": "tiring both first",
}
SHORT: Mapping[Verdict, str] = {
    Verdict.COST_CLEAR: "clearly a cost",
    Verdict.COST_LIKELY: "probably a cost",
    Verdict.ABOUT_SAME: "no difference that matters",
    Verdict.GAIN_LIKELY: "probably a gain",
    Verdict.GAIN_CLEAR: "clearly a gain",
    Verdict.CANNOT_TELL: "cannot tell yet",
    Verdict.NOT_MEASURABLE: "your data cannot answer this",
}


@dataclass(frozen=True, slots=True)
class _Unit:
    """How a unit is spoken: after a number, for lower and higher, and how many decimals it has."""

    after: str
    lower: str
    higher: str
    decimals: int = 1


_UNITS: Mapping[str, _Unit] = {
    "reps/set": _Unit(" reps per set", "fewer", "more"),
    "%": _Unit(" %", "less", "more", 0),
    "points": _Unit(" points", "lower", "higher"),
    "min": _Unit(" min", "shorter", "longer"),
    "steps": _Unit(" steps", "lower", "higher"),
    "mm": _Unit(" mm", "less", "more"),
    "%/4 wk": _Unit(" % in 4 weeks", "less", "more"),
    "probability": _Unit("", "less often", "more often", 2),
}


def headline(result: Result) -> str:
    """Return the verdict in a sentence or two."""
    if result.verdict == Verdict.NOT_MEASURABLE:
        return f"{result.reason} Measurements are shown with their error instead."
    if result.verdict in _SIDED:
        return _sided(result)
    if result.verdict == Verdict.ABOUT_SAME:
        return (
            f"Any difference is smaller than {_amount(result, result.rope)} ({_percent(_inside(result))}). "
            "Choose by comfort or time. It says nothing about growth."
        )
    return _undecided(result)


def lines(result: Result) -> tuple[str, ...]:
    """Return everything that is said, the headline first."""
    said = [headline(result)]
    if result.estimate is None:
        return tuple(said)
    said += [_grade(result), *_by_the_draw(result), _priors(result)]
    said += [gate.text for gate in result.gates if gate.text and gate.text not in said[0]]
    if result.expectation is not None:
        said.append(f"Before the start you expected {result.expectation:+d} on a scale of -3 to 3; nobody was blind.")
    if "among_those_done" in result.sensitivity:
        among = result.sensitivity["among_those_done"]
        said.append(
            f"Among workouts done as drawn: {_number(result, among['median'])} "
            f"({_number(result, among['lo95'])} to {_number(result, among['hi95'])})."
        )
    return tuple(said)


def table(result: Result) -> tuple[tuple[str, str], ...]:
    """Return the rows of the result's table: what, and how much."""
    rows = [
        ("compared", f"{ARMS[result.tried]} with {ARMS[result.arms[0]]}"),
        ("outcome", f"{result.what} [{result.unit}]"),
        ("verdict", SHORT[result.verdict]),
        ("workouts observed", f"{result.n.observed} of {result.n.revealed} shown, {result.n.assigned} planned"),
        *((f"with {ARMS[name]}", str(n)) for name, n in result.n.per_arm.items()),
    ]
    if result.estimate is None or result.p is None:
        return tuple(rows)
    e, p = result.estimate, result.p
    rows += [
        ("effect, median", _number(result, e.median)),
        ("95 %", f"{_number(result, e.lo95)} to {_number(result, e.hi95)}"),
        ("80 %", f"{_number(result, e.lo80)} to {_number(result, e.hi80)}"),
        (f"more than {_plain(result, result.rope)} below", _percent(p.below)),
        (f"within {_plain(result, result.rope)}", _percent(p.inside)),
        (f"more than {_plain(result, result.rope)} above", _percent(p.above)),
    ]
    if result.design_test:
        rows.append(("p by the draw", f"{result.design_test.p:.3g} (smallest possible {result.design_test.min_p:.3g})"))
    if result.sd is not None:
        rows.append(("day-to-day swing", _plain(result, result.sd)))
    rows += [
        ("done as drawn", _percent(result.adherence)),
        ("sets with known effort", _percent(result.rir.complete)),
        ("grade", result.grade),
    ]
    return tuple(rows)


def of_ten(p: float) -> int:
    """Return a probability as so many of ten; 10 and 0 only where it rounds to 100 and 0 %."""
    n = round(10 * p)
    if n == 10 and p < 0.995:
        return 9
    return 1 if n == 0 and p >= 0.005 else n


_SIDED = frozenset({Verdict.COST_CLEAR, Verdict.COST_LIKELY, Verdict.GAIN_LIKELY, Verdict.GAIN_CLEAR})


def _sided(result: Result) -> str:
    """Say a cost or a gain: the size, its interval, the chance that it matters."""
    if result.estimate is None or result.p is None:
        return ""
    cost = result.verdict in {Verdict.COST_CLEAR, Verdict.COST_LIKELY}
    sign = (-1 if cost else 1) * result.better
    e = result.estimate
    low, high = sorted((sign * e.lo95, sign * e.hi95))
    interval = f"{_bare(result, low)} to {_bare(result, high)}"
    does = "costs" if cost else "gains"
    what = "" if result.unit == "reps/set" else f" in {result.what}"
    size = f"about {_amount(result, sign * e.median)}{what} on {_on(result)}"
    if result.verdict in {Verdict.COST_CLEAR, Verdict.GAIN_CLEAR}:
        beyond = result.p.below if sign < 0 else result.p.above
        return (
            f"{_arm(result)} {does} you {size} (95 %: {interval}; {result.n.observed} workouts). "
            f"Chance that it is more than {_amount(result, result.rope)}: {_percent(beyond)}. It says nothing about growth."
        )
    chances = " and ".join(f"{_percent(p)} after {n} more workouts" for n, p in result.needs.more)
    return (
        f"{_arm(result)} probably {does} you {size} ({interval}). The chance of a clear answer: {chances}. "
        "It says nothing about growth."
    )


def _undecided(result: Result) -> str:
    if result.estimate is None:
        return "Cannot tell yet."
    e, unit = result.estimate, _UNITS[result.unit]
    said = f"Cannot tell yet: somewhere between {_signed(result, e.lo95)} and {_signed(result, e.hi95)}"
    said += f"{unit.after} on {_on(result)}. "
    if result.reason:
        return said + result.reason
    said += f"That is normal after {result.n.observed} workouts"
    said += f" with your day-to-day swing of {_plain(result, result.sd)}." if result.sd is not None else "."
    return f"{said} {_needed(result)}".strip()


def _needed(result: Result) -> str:
    needs = result.needs
    if needs.for_effect is None:
        return ""
    size = _amount(result, abs(needs.for_effect))
    if needs.sessions_for_80 is None:
        return f"An effect of {size} would take more than 160 workouts."
    if needs.sessions_for_80 <= result.n.observed:
        return f"An effect of {size} would probably have shown by now; a smaller one takes more workouts."
    return f"For an effect of {size} you need about {needs.sessions_for_80} workouts ({needs.weeks} weeks)."


def _grade(result: Result) -> str:
    hint = " (a hint only)" if result.grade == "D" else ""
    why = f": {' '.join(result.grade_reasons)}" if result.grade_reasons else "."
    return f"Quality of the evidence: {result.grade}{hint}{why}"


def _by_the_draw(result: Result) -> tuple[str, ...]:
    t = result.design_test
    if t is None:
        return ("This outcome is reported beside the primary one: no test, and no word stronger than probably.",)
    low, high = ("no limit" if end is None else _number(result, end) for end in t.ci or (None, None))
    interval = f"; 95 %: {low} to {high}" if t.ci else ""
    return (
        f"By the draw alone: p = {t.p:.3g} of {t.n_sequences:,} sequences, {t.min_p:.3g} at the least{interval}; {t.note}.",
    )


def _priors(result: Result) -> str:
    said = [f"{name}: {SHORT[under.verdict]}" for name, under in result.priors.items() if under]
    return f"Whatever is assumed beforehand - {'; '.join(said)}."


def _on(result: Result) -> str:
    pairs = [one.split(":") for one in result.contrast.split(" ") if ":" in one]
    place = 0 if result.outcome == "isolation_reps" else 1
    names = list(dict.fromkeys(pair[place].replace("_", " ") for pair in pairs))
    return " and ".join(names)


def _arm(result: Result) -> str:
    words = ARMS[result.tried]
    return words[0].upper() + words[1:]


def _inside(result: Result) -> float:
    return result.p.inside if result.p else 0.0


def _amount(result: Result, value: float) -> str:
    """Speak a size: half a rep, 1.8 reps per set."""
    if result.unit == "reps/set" and value == 0.5:
        return "half a rep per set"
    return f"{_bare(result, value)}{_UNITS[result.unit].after}"


def _plain(result: Result, value: float) -> str:
    return f"{_bare(result, value)}{_UNITS[result.unit].after.removesuffix(' per set')}"


def _bare(result: Result, value: float) -> str:
    text = f"{value:.{_UNITS[result.unit].decimals}f}"
    return text.removeprefix("-") if float(text) == 0 else text


def _number(result: Result, value: float) -> str:
    text = f"{value:+.{max(1, _UNITS[result.unit].decimals)}f}"
    return text.lstrip("+-") if float(text) == 0 else text


def _signed(result: Result, value: float) -> str:
    unit = _UNITS[result.unit]
    return f"{_bare(result, abs(value))} {unit.lower if value < 0 else unit.higher}"


def _percent(p: float) -> str:
    """Return a share in percent, never 0 or 100 unless it is."""
    if 0 < p < 0.005:
        return "< 1 %"
    return "> 99 %" if 0.995 <= p < 1 else f"{100 * p:.0f} %"
