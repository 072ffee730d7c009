"""What an answer says, made from its numbers alone: what, how much, how sure and why.

Words that promise or pretend are not used: see `FORBIDDEN`. "No difference" is not said either: few studies can show it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from preex.evidence.estimating import Estimate
from preex.evidence.pooled import Pooled
from preex.meta.certainty import Certainty
from preex.meta.contrast import Contrast, Outcome

FORBIDDEN = ("proves", "proven", "optimal", "activates more", "shocks the muscle", "responder", "no difference")
NEARLY_CERTAIN, PROBABLY, ABOUT_SAME = 0.99, 0.9, 0.9  # probabilities from which the words are used
COMPARED: Mapping[Contrast, str] = {
    Contrast.ORDER: "the same sets in the other order",
    Contrast.ADDED: "the compound without the isolation",
    Contrast.REST: "the same order without rest between",
    Contrast.EXTRA: "one set fewer of the same exercise",
}
_UNITS = {"smd": "SD", "log_ratio": "%", "dz": "spreads of changes"}


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in words. basis : what was compared, in how many studies and people."""

    answer: str
    amount: str
    certainty: str
    basis: str

    @property
    def lines(self) -> tuple[str, str, str]:
        """What, how much, how sure."""
        return self.answer, self.amount, self.certainty


def say(p: Pooled) -> Said:
    """Put an answer into words."""
    return Said(_answer(p), _amount(p), _certainty(p), basis(p))


def basis(p: Pooled) -> str:
    """Return what was compared with what, and on how many trials and people it rests."""
    joined = ", or the compound alone" if p.question.contrast is Contrast.ORDER and _is_mixed(p) else ""
    yours = f", with {_count(len(p.own), 'study', 'studies')} of yours" if p.own else ""
    return f"Against {COMPARED[p.question.contrast]}{joined}: {_rests_on(p)}{yours}."


def number(value: float, unit: str) -> str:
    """Write an effect in its unit; a log ratio as a change in percent."""
    return f"{100 * math.expm1(value):+.0f} %" if unit == "log_ratio" else f"{value:.2f}"


def unit_words(unit: str) -> str:
    """Return the unit of an estimate in words."""
    return _UNITS[unit]


def interval(e: Estimate) -> str:
    """Write best guess, unit and 95 % interval."""
    unit = "" if e.unit == "log_ratio" else f" {_UNITS[e.unit]}"
    return f"{number(e.mid, e.unit)}{unit} [{number(e.low, e.unit)}, {number(e.high, e.unit)}]"


def _edge(e: Estimate) -> str:
    return f"{100 * e.matters:g} %" if e.unit == "log_ratio" else f"{e.matters:g} {_UNITS[e.unit]}"


def verdict(p: Pooled) -> str:
    """Return what is concluded, in a word: more, less, same, neither (cannot be told) or none (no study)."""
    e, s = p.estimate, p.signs
    if e is None:
        agree = s.studies > 1 and s.studies in {s.more, s.less}
        return ("more" if s.more else "less") if agree else "neither" if s.studies else "none"
    if e.p_within >= ABOUT_SAME:
        return "same"
    if e.p_direction < PROBABLY:
        return "neither"
    return "more" if e.p_more > 0.5 else "less"


def _answer(p: Pooled) -> str:
    e, q, found = p.estimate, p.question, verdict(p)
    if found == "none":
        return "No study here has measured it."
    if found == "neither":
        return q.neither
    if found == "same" and e is not None:
        return f"About the same: any difference is smaller than {_edge(e)}."
    text = q.more if found == "more" else q.less
    if e is not None and e.p_direction >= NEARLY_CERTAIN and p.judgement.level >= Certainty.MODERATE:
        return f"{text.replace('{how} ', '')} Nearly certain ({_rests_on(p)})."
    sure = e is not None and p.judgement.level >= Certainty.LOW
    return text.replace("{how}", "probably" if sure else "perhaps")


def _amount(p: Pooled) -> str:
    e = p.estimate
    if e is None:
        return f"{_signs(p)} No size can be computed." if p.signs.studies else "So nothing can be said of it."
    if e.way == "printed":
        return _printed_amount(p)
    ahead = "" if e.next_low is None or e.next_high is None else _ahead(e.next_low, e.next_high, e)
    small = f"the chance that it is below {_edge(e)}, too small to matter, is {100 * e.p_within:.0f} %"
    return f"Best guess {interval(e)} from {_rests_on(p)}{ahead}; {small}."


def _ahead(low: float, high: float, e: Estimate) -> str:
    return f"; a new trial could be {number(low, e.unit)} to {number(high, e.unit)}"


def _printed_amount(p: Pooled) -> str:
    if not p.means:
        return f"How much is not known: only directions and p values are printed. {_signs(p)}"
    found = " and ".join(f"{100 * m:+.0f} %" for m in p.means)
    who = f"the {_count(len(p.means), 'study', 'studies')} that print means find" if len(p.means) > 1 else "one finds"
    ten = ""
    if p.question.family is Outcome.COMPOUND_REPS and all(m < 0 for m in p.means):
        low, high = 10 * -p.means[-1], 10 * -p.means[0]
        ten = f", {low:.1f} to {high:.1f} of 10 repetitions" if len(p.means) > 1 else f", {low:.1f} of 10 repetitions"
    return f"How much is not well known; {who} {found}{ten}. {_signs(p)}"


def _signs(p: Pooled) -> str:
    s = p.signs
    parts = ((s.more, "more"), (s.none, "no significant change"), (s.less, "less"))
    told = [(number, word) for number, word in parts if number]
    if len(told) > 1:
        listed = ", ".join(f"{number} {word}" for number, word in told)
        return f"Of {s.studies} studies that say which way: {listed}."
    word = told[0][1]
    return f"The one study that says finds {word}." if s.studies == 1 else f"All {s.studies} that say find {word}."


def _certainty(p: Pooled) -> str:
    if not p.trials:
        return "Certainty: none - no study."
    steps = p.amount.steps if p.amount else p.judgement.steps
    why = "; ".join(s.because.rstrip(".") for s in steps)
    level = p.judgement.level.label
    if p.amount is not None:
        level = f"direction {level}, amount {p.amount.level.label}"
    return f"Certainty: {level}{' - ' + why if why else ''}."


def _rests_on(p: Pooled) -> str:
    if p.estimate is None and not p.signs.studies:
        return "no study"
    trials = _count(p.trials, *(("study", "studies") if p.question.horizon == "acute" else ("trial", "trials")))
    parts = [f"{p.estimate.k} comparisons"] if p.estimate and p.estimate.k > p.trials else []
    return ", ".join([trials, *parts, *([f"{p.people} people"] if p.people else [])])


def _is_mixed(p: Pooled) -> bool:
    return any(r.finding.contrast is Contrast.ADDED for r in p.rows)


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


@dataclass(frozen=True, slots=True)
class TwoLines:
    """A question everybody asks, answered in two lines."""

    question: str
    lines: tuple[str, str]


def two_questions(found: Mapping[str, Pooled]) -> tuple[TwoLines, TwoLines]:
    """Answer what pre-exhaust is and whether it works, from the answers by key."""
    emg, reps, size = found["emg_target"], found["compound_reps"], found["size"]
    s = emg.signs
    idea = (
        f"The idea is that the tired muscle then works harder; of {_count(s.studies, 'study', 'studies')} of its activity "
        f"{s.more} found more, {s.none} no significant change and {s.less} less."
    )
    what = ("An isolation for a muscle, right before a compound exercise that uses the same muscle.", idea)
    growth = say(size)
    levels = f"Certainty: repetitions {reps.judgement.level.label}, growth {size.judgement.level.label}."
    does = (f"{say(reps).answer}", f"{growth.answer} {growth.amount} {levels}")
    return TwoLines("What is it?", what), TwoLines("Does it work?", does)
