"""Why one block rather than another: points with their sentences.

A score is a sum of terms, so that every choice can say why it was made and what came second. One point is one set of
direct work for the target. The weights are expert estimates; they rank blocks that are all safe, and no term claims
growth.
"""

from __future__ import annotations

from dataclasses import dataclass

from preex.core.exercise import Exercise, FailureSafety
from preex.core.muscle import Muscle
from preex.core.pairing import JointAdvice, Pairing
from preex.planner import dosing
from preex.planner.background import Background
from preex.planner.lifter import Lifter

PER_VOLUME_PERCENT, PER_LOAD_PERCENT, PER_MINUTE = -0.05, -0.05, -0.1
GUIDED, SPOTTER, CAUTION, FRIENDLY = 0.5, -1.0, -1.5, 0.5
_TOO_SMALL_TO_SAY = 0.05
ONE_STATION, FAR, KNOWN, STUDIED, SURE = 0.3, -0.3, 0.7, 0.3, 0.2


@dataclass(frozen=True, slots=True)
class Term:
    """One reason for or against a block. [points]"""

    about: str  # what it weighs; two blocks are compared about by about
    points: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is weighed."""

    isolation: Exercise
    compound: Exercise
    target: Muscle
    pairing: Pairing
    added_sets: float  # of direct work for the target
    replaces_sets: bool  # other sets of the week are left out for them
    lost_volume_percent: float  # of the compound, against the traditional order
    load_cut_percent: float  # of the compound; 0 where the cut is wanted
    extra_minutes: float  # against the traditional order
    known: frozenset[str]  # exercises whose strength rests on the lifter's own sets


def terms_of(facts: Facts, lifter: Lifter, background: Background) -> tuple[Term, ...]:
    """Weigh a block for a lifter."""
    return (*_gain(facts, background), *_cost(facts), *_practical(facts, lifter), *_known(facts))


def why(terms: tuple[Term, ...], n: int = 4) -> tuple[str, ...]:
    """Return the sentences that weigh most."""
    return tuple(t.text for t in sorted(terms, key=lambda t: -abs(t.points))[:n])


def difference(best: tuple[Term, ...], second: tuple[Term, ...], n: int = 3) -> tuple[str, ...]:
    """Say what decided between two blocks, the heaviest first."""
    mine, theirs = {t.about: t for t in best}, {t.about: t for t in second}
    rows = []
    for about in dict.fromkeys((*mine, *theirs)):
        b, s = mine.get(about), theirs.get(about)
        lead = (b.points if b else 0.0) - (s.points if s else 0.0)
        if lead > _TOO_SMALL_TO_SAY:
            rows.append((lead, _sentence(b, s)))
    return tuple(text for _, text in sorted(rows, key=lambda row: -row[0])[:n])


def _sentence(best: Term | None, second: Term | None) -> str:
    if best and second:
        return f"{best.text}; with the other {second.text}"
    return f"only the choice: {best.text}" if best else f"the other: {second.text if second else ''}"


def _gain(f: Facts, background: Background) -> list[Term]:
    now = (background.weekly_sets or {}).get(f.target, 0.0)
    room = max(0.0, background.band[1] - now)
    sets = f.added_sets if f.replaces_sets else min(f.added_sets, room)
    overlap = min(e.involvement.get(f.target, 0.0) for e in (f.isolation, f.compound))
    return [
        Term("sets", sets, f"{sets:g} sets of direct work for the {f.target.label}"),
        Term("overlap", overlap, f"both exercises train the {f.target.label}"),
    ]


def _cost(f: Facts) -> list[Term]:
    terms = []
    lost, cut, minutes = f.lost_volume_percent, f.load_cut_percent, f.extra_minutes
    if lost >= 1:
        terms.append(Term("volume", PER_VOLUME_PERCENT * lost, f"{lost:.0f} % less work on {f.compound.name}"))
    if cut >= 1:
        terms.append(Term("load", PER_LOAD_PERCENT * cut, f"{cut:.0f} % less load on {f.compound.name}"))
    if abs(minutes) >= 1:
        word = "longer" if minutes > 0 else "shorter"
        terms.append(Term("minutes", PER_MINUTE * minutes, f"{abs(minutes):.0f} min {word} than the traditional order"))
    return terms


def _practical(f: Facts, lifter: Lifter) -> list[Term]:
    terms = []
    if dosing.is_guided(f.compound):
        terms.append(Term("safety", GUIDED, f"{f.compound.name} is guided, so a failed repetition is harmless"))
    elif f.compound.failure_safety is FailureSafety.SPOTTER:
        terms.append(Term("safety", SPOTTER, f"{f.compound.name} needs safeties or a spotter"))
    for joint in lifter.joints:
        part = joint.replace("_", " ")
        if f.pairing.advice_for(joint) is JointAdvice.CAUTION:
            terms.append(Term(f"caution {joint}", CAUTION, f"it asks for caution with your {part}"))
        if joint in f.pairing.joint_friendly_for:
            terms.append(Term(f"friendly {joint}", FRIENDLY, f"it is a good choice for your {part}"))
    if f.pairing.same_station:
        terms.append(Term("station", ONE_STATION, "both are done at one station"))
    elif f.pairing.changeover_s > 30:
        terms.append(Term("station", FAR, f"changing stations takes about {f.pairing.changeover_s} s"))
    return terms


def _known(f: Facts) -> list[Term]:
    own = [e for e in (f.isolation, f.compound) if e.id in f.known]
    terms = [Term(f"known {e.kind}", KNOWN, f"the load of {e.name} rests on your own sets") for e in own]
    if f.pairing.evidence:
        terms.append(Term("studied", STUDIED, "this pair has been studied"))
    if f.pairing.confidence == "high":
        terms.append(Term("review", SURE, "the pairing's review is of high confidence"))
    return terms
