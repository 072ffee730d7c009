"""Is it worth it for you? Five lines and a sentence for the declared goal, never one number."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from preex.trials.result import Result
from preex.trials.verdict import Verdict
from preex.trials.wording import SHORT, headline

# What the line is called, and the outcomes that fill it.
_LINES: Mapping[str, tuple[str, ...]] = {
    "Compound reps": ("compound_reps",),
    "Isolation reps": ("isolation_reps",),
    "Total work": ("pair_volume",),
    "Effort and comfort": ("effort", "discomfort"),
    "Time": ("duration",),
}
# Three small trials, SMD 0.08 [-0.30, 0.44], one of them with more sets (design/statistics.md 2.7).
GROWTH = "Growth: unknown for one person; studies: no sign of a difference, certainty very low."

_COST = frozenset({Verdict.COST_CLEAR, Verdict.COST_LIKELY})
_GAIN = frozenset({Verdict.GAIN_CLEAR, Verdict.GAIN_LIKELY})
Results = Mapping[str, Result]


def worth(results: Results, goal: str) -> tuple[str, ...]:
    """Return the lines, growth, and the sentence for a goal.

    Parameters
    ----------
    results : by the outcome's id; one that was not recorded is absent. goal : id; "" = none declared.
    """
    said = []
    for name, outcomes in _LINES.items():
        known = [SHORT[results[o].verdict] for o in outcomes if o in results]
        said.append(f"{name}: {'; '.join(known) if known else 'not recorded'}.")
    rule = _RULES.get(goal)
    return (*said, GROWTH, *((rule(results),) if rule else ()))


def _strength(results: Results) -> str:
    verdict = _verdict(results, "compound_reps")
    if verdict in _COST:
        return "For a stronger compound: not for this goal."
    if verdict == Verdict.ABOUT_SAME:
        return "For a stronger compound: no harm seen."
    return "For a stronger compound: cannot tell; studies favour the compound first."


def _focus(results: Results) -> str:
    more = _verdict(results, "isolation_reps") in _GAIN or _verdict(results, "pair_volume") in _GAIN
    worse = _verdict(results, "discomfort") in _COST
    if not more or worse:
        return "For more work of the target muscle: no personal sign of benefit."
    cost = results.get("compound_reps")
    price = f" {headline(cost)}" if cost else ""
    return f"For more work of the target muscle: it does what you want, at a price.{price}"


def _comfort(results: Results) -> str:
    if _verdict(results, "discomfort") in _GAIN:
        return "For joints that hurt less: it helps you train more comfortably."
    return "For joints that hurt less: no personal sign of benefit."


def _time(results: Results) -> str:
    if _verdict(results, "duration") != Verdict.GAIN_CLEAR:
        return "For a shorter workout: no clear gain in time."
    return " ".join(headline(results[name]) for name in ("duration", "compound_reps") if name in results)


def _liking(_: Results) -> str:
    return "For a workout you like: a question of preference; the numbers are shown and do not decide."


_RULES: Mapping[str, Callable[[Results], str]] = {
    "compound_strength": _strength,
    "target_focus": _focus,
    "joint_comfort": _comfort,
    "time": _time,
    "enjoyment": _liking,
}


def _verdict(results: Results, outcome: str) -> Verdict:
    found = results.get(outcome)
    return found.verdict if found else Verdict.CANNOT_TELL
