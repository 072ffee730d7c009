"""What PreEx warns of: blocks, warnings and notes, each with its reasons and the next step.

A code is stable and serves as translation key, CLI code and test id. First letter: B blocks until a reason is given
(safety blocks cannot be lifted), W warns, N notes, R recommends. The rest names the claim it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from preex.core.exercise import Exercise, FailureSafety
from preex.core.muscle import Muscle
from preex.planner.lifter import Lifter

ISO_REPS = (10, 15)  # S54
ISO_TOP_RELATIVE_LOAD = 0.80  # S55
MAX_BLOCKS = 2  # S58
REVIEW_WEEKS = 6  # S58, expert
BASELINE_WEEKS = 4  # S59
SHORT_SHARE = 0.8  # done / planned sets below which a workout was cut short (S78)
PAIN_STOP, PAIN_RISE = 4, 2  # 0 to 10 (S62, expert)


class Level(StrEnum):
    """How loudly a notice speaks."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


_SPOKEN = {Level.BLOCK: "Blocked", Level.WARN: "Warning", Level.NOTE: "Note"}


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to know before going on."""

    code: str
    level: Level
    text: str
    because: tuple[str, ...]  # claim ids
    next_step: str = ""
    path: str = ""  # where in a plan, as `days[0].sections[1]`

    @property
    def key(self) -> str:
        """Translation key."""
        return "notice." + self.code.lower().replace("-", "_")

    @property
    def spoken(self) -> str:
        """The same for a screen reader: no symbols, the level said aloud."""
        words = f"{_SPOKEN[self.level]}. {self.text} {self.next_step}".strip()
        for sign, word in (
            (" %", " percent"),
            (" kg", " kilograms"),
            (" lb", " pounds"),
            (" s ", " seconds "),
            ("->", "then"),
        ):
            words = words.replace(sign, word)
        return words

    def at(self, path: str) -> Notice:
        """Return the same notice, pointing at a place in a plan."""
        return replace(self, path=path)

    def to_json(self) -> dict[str, object]:
        """Return plain data."""
        return {
            "code": self.code,
            "level": self.level.value,
            "text": self.text,
            "because": list(self.because),
            "next_step": self.next_step,
            "path": self.path,
        }


def blocked(notices: Iterable[Notice]) -> bool:
    """Tell whether any notice blocks."""
    return any(n.level is Level.BLOCK for n in notices)


def iso_reps_notice(reps_low: int, reps_high: int) -> Notice | None:
    """N-S54: isolation repetitions outside the usual 10 to 15."""
    low, high = ISO_REPS
    if low <= reps_low and reps_high <= high:
        return None
    shown = f"{reps_low}" if reps_low == reps_high else f"{reps_low} to {reps_high}"
    return Notice(
        "N-S54",
        Level.NOTE,
        f"{shown} isolation repetitions are outside the usual {low} to {high}.",
        ("S54",),
        "It can be saved as it is.",
    )


def iso_load_notice(relative_load: float) -> Notice | None:
    """N-S55: an isolation heavier than 80 % of the estimated maximum."""
    if relative_load <= ISO_TOP_RELATIVE_LOAD + 1e-9:
        return None
    return Notice(
        "N-S55",
        Level.NOTE,
        f"The isolation is planned at {relative_load * 100:.0f} % of the estimated maximum; "
        f"{ISO_TOP_RELATIVE_LOAD * 100:.0f} % is enough to tire the muscle.",
        ("S55",),
        "Choose a load you could lift about 12 times.",
    )


def no_lighter_notice(compound: Exercise) -> Notice:
    """N-S70: the compound cannot be made lighter, so the repetitions cannot be kept."""
    return Notice(
        "N-S70", Level.NOTE, f"{compound.name} cannot be made lighter with this kit, so expect fewer repetitions.", ("S70",),
        "Use assistance or a lighter variant to keep the repetitions.",
    )  # fmt: skip


def gap_notice(gap_s: float, changeover_s: float) -> Notice | None:
    """N-S56-changeover: the gap is shorter than the walk between the two stations."""
    if gap_s >= changeover_s:
        return None
    return Notice(
        "N-S56-changeover",
        Level.NOTE,
        f"You cannot walk there in time: changing stations takes about {changeover_s:.0f} s and the gap is {gap_s:.0f} s.",
        ("S56", "S57"),
        f"Plan {changeover_s:.0f} s or more, or choose a pair at one station.",
    )


def helper_first_notice(
    isolation: Exercise, compound: Exercise, wanted: Iterable[Muscle], target: Muscle | None
) -> Notice | None:
    """W-S22: the muscle tired first only helps in the compound, and the muscle wanted is another."""
    others = [m for m in wanted if compound.involvement.get(m, 0) >= 0.75 and isolation.involvement.get(m, 0) < 0.5]
    if target is None or target in set(wanted) or not others:
        return None
    return Notice(
        "W-S22",
        Level.WARN,
        f"{isolation.name} tires the {target.label}, which only help in {compound.name}: "
        f"expect fewer repetitions without more work for the {others[0].label}.",
        ("S22", "S23", "S26"),
        f"Start with an isolation exercise for the {others[0].label}.",
    )


def blocks_notice(n_blocks: int) -> Notice | None:
    """W-S58: more than two pre-exhaust blocks in one session."""
    if n_blocks <= MAX_BLOCKS:
        return None
    return Notice(
        "W-S58",
        Level.WARN,
        f"{n_blocks} pre-exhaust blocks in one session; it is a tool for one purpose, and {MAX_BLOCKS} are the most.",
        ("S58", "S68"),
        "Turn one block into the traditional order, or say why you want it.",
    )


def strength_notice(lifter: Lifter, compound: Exercise) -> Notice | None:
    """B-S65: getting stronger on this compound is the goal."""
    if not lifter.wants_strength_on(compound.id):
        return None
    return Notice(
        "B-S65",
        Level.BLOCK,
        f"You want to get stronger on {compound.name}; starting it tired works against that.",
        ("S65", "S66", "S67"),
        f"Do {compound.name} first, or go on and give a reason.",
    )


def baseline_notice(weeks: float | None) -> Notice | None:
    """N-S59: fewer than four weeks of compound work to judge by."""
    if weeks is not None and weeks >= BASELINE_WEEKS:
        return None
    known = "nothing is logged yet" if not weeks else f"the log covers {weeks:.0f} of {BASELINE_WEEKS} weeks"
    return Notice(
        "N-S59",
        Level.NOTE,
        f"No baseline yet: {known}, so nobody can say that a muscle does not respond.",
        ("S59",),
        "Import a log, or train the compounds for four weeks first.",
    )


def volume_notice(muscle: Muscle, sets_after: float, upper: float) -> Notice | None:
    """W-S68: the week would hold more sets than the lifter's own upper bound."""
    if sets_after <= upper + 1e-9:
        return None
    return Notice(
        "W-S68",
        Level.WARN,
        f"The week would hold {sets_after:g} sets for the {muscle.label}; your upper bound is {upper:g}.",
        ("S68", "S74"),
        "Let the isolation replace other sets instead of adding to them.",
    )


def dislike_notice(bad_workouts: int, of: int = 3) -> Notice | None:
    """R-S78: two of the last three sessions were cut short or dreaded."""
    if bad_workouts < 2:
        return None
    return Notice(
        "R-S78",
        Level.WARN,
        f"{bad_workouts} of the last {of} sessions were cut short or not looked forward to.",
        ("S78",),
        "Drop the block, or shorten it to two rounds.",
    )


def review_notice(weeks_on_block: float) -> Notice | None:
    """R-S58: six weeks on the same block call for a decision."""
    if weeks_on_block < REVIEW_WEEKS:
        return None
    return Notice(
        "R-S58",
        Level.WARN,
        f"{weeks_on_block:.0f} weeks on this block: time to decide.",
        ("S58", "S39"),
        "Keep it, drop it, or test it with an experiment.",
    )


def beginner_notice() -> Notice:
    """N-S79: why not yet."""
    return Notice(
        "N-S79",
        Level.NOTE,
        "In the first six months the added complexity gives little back.",
        ("S79", "S80"),
        "Do the compound first and add load over time; come back in six months.",
    )


def experience_notice() -> Notice:
    """N-S79-unknown: nobody said how long the lifter has trained."""
    return Notice(
        "N-S79-unknown",
        Level.NOTE,
        "How long you have trained is not known; this advice takes it for six months or more.",
        ("S79", "S80"),
        "Say whether you are a beginner, intermediate or experienced.",
    )


def safeties_notice(compound: Exercise) -> Notice | None:
    """W-X4: the second lift must not fail without safeties or a spotter."""
    if compound.failure_safety is not FailureSafety.SPOTTER:
        return None
    return Notice(
        "W-X4",
        Level.WARN,
        f"{compound.name} after a tiring set: the sticking point arrives early.",
        ("S26",),
        "Set the safeties or ask for a spotter before round 1, and stop with 2 or more repetitions left.",
    )


def pain_notice() -> Notice:
    """N-S62: the rule for training around a joint."""
    return Notice(
        "N-S62",
        Level.NOTE,
        f"Rate the joint's pain from 0 to 10 after each block; stop at {PAIN_STOP} or after a rise of {PAIN_RISE}.",
        ("S62", "S63"),
        "This is not medical advice; see a professional if pain persists.",
    )


def pain_stop(before: int | None, now: int) -> bool:
    """Tell whether a pain rating (0 to 10) ends the block."""
    return now >= PAIN_STOP or (before is not None and now - before >= PAIN_RISE)


def cut_short(planned_sets: int, done_sets: int) -> bool:
    """Tell whether a workout was cut short: under 80 % of its planned sets done (S78)."""
    return planned_sets > 0 and done_sets < SHORT_SHARE * planned_sets
