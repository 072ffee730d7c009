"""`plan` while it is edited: a draft beside the saved plans, changed act by act, undone, and saved as a new plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from preex.app.athlete import Known, know
from preex.app.kit import gym_of
from preex.app.planning import Kept, saved_plan
from preex.catalogue import load_catalogue
from preex.core.plan import Prescription, Section, Strategy, WorkoutPlan
from preex.errors import Conflict, NotFound, ValidationError
from preex.planner import editing, redosing
from preex.planner.candidates import Scene
from preex.planner.check import check_plan
from preex.planner.document import Plan, PlannedDay
from preex.planner.draft import Draft, draft_from_json
from preex.planner.ledger import DayLedger, WeekSets, day_ledger, week_sets
from preex.planner.notices import Level, Notice
from preex.planner.retelling import retold
from preex.planner.sections import LoadBook
from preex.predictor import Predictor
from preex.units import LoadUnit

if TYPE_CHECKING:
    from preex.store import Store


class Act(StrEnum):
    """What can be done to a plan."""

    UP = "up"
    DOWN = "down"
    REMOVE = "remove"
    TAKE_OUT = "take_out"  # one exercise of a block
    PAIR = "pair"  # with the block after it
    SPLIT = "split"
    TURN = "turn"
    FIRST = "first"  # isolation first, same sets (S74)
    STRATEGY = "strategy"
    SWAP = "swap"
    CHANGE = "change"  # the numbers of a block
    ADD_EXERCISE = "add_exercise"
    ADD_PAIR = "add_pair"
    DAY_TWICE = "day_twice"
    WEEK_TWICE = "week_twice"
    DAY_UP = "day_up"
    DAY_DOWN = "day_down"
    REMOVE_DAY = "remove_day"
    START_OVER = "start_over"  # from the plan as it was saved
    TAKE_DAY = "take_day"  # as the plan saved meanwhile has it
    TAKE_THEIRS = "take_theirs"
    KEEP_MINE = "keep_mine"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNumbers:
    """Numbers of one exercise of a block."""

    reps: tuple[int, int]
    rir: tuple[float, float]
    load_kg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Numbers of a block, as somebody wants them. [s]"""

    rounds: int
    rest_s: float
    gap_s: float | None = None
    sets: tuple[SetNumbers, ...] = ()

    @classmethod
    def of(cls, section: Section) -> Numbers:
        """Return those that a block has."""
        return cls(
            rounds=editing.rounds_of(section),
            rest_s=editing.rest_of(section),
            gap_s=editing.gap_of(section),
            sets=tuple(
                SetNumbers(reps=(p.reps_low, p.reps_high), rir=(p.rir_low, p.rir_high), load_kg=p.load_kg)
                for p in editing.exercises_of(section)
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An edit: what, where, and with what."""

    act: Act
    day: int = 0
    block: int = 0
    at: int = 0
    word: str = ""  # a strategy, an exercise's id or a pairing's
    numbers: Numbers | None = None


@dataclass(frozen=True)
class Editor:
    """A draft with all that is needed to change it and to say what it gives."""

    draft: Draft
    version: int  # of the draft, to be named with the next edit
    latest: Kept | None  # the plan saved last
    known: Known

    @cached_property
    def base(self) -> Plan:
        """The saved plan the draft is a change of, with what was said about it; the draft's beginning without one."""
        if self.latest is not None and self.latest.id == self.draft.base:
            return self.latest.plan
        return self.draft.edits[0].plan

    @property
    def theirs(self) -> Kept | None:
        """The plan that was saved since the draft was opened, if any."""
        return self.latest if self.latest is not None and self.latest.id != self.draft.base else None

    @property
    def changed(self) -> bool:
        """True when saving would save something new."""
        return self.draft.base is None or [d.workout for d in self.draft.plan.days] != [
            d.workout for d in self.base.days
        ]

    @cached_property
    def predictor(self) -> Predictor:
        """Of the lifter."""
        return self.known.predictor()

    @cached_property
    def book(self) -> LoadBook:
        """Which loads are sure enough to write down."""
        return LoadBook(self.predictor)

    @cached_property
    def scene(self) -> Scene:
        """What doses and forecasts depend on."""
        return self._scene(())

    def _scene(self, also: tuple[str, ...]) -> Scene:
        plan, known = self.draft.plan, self.known
        return redosing.scene_of(
            plan, self.predictor, load_catalogue(), known.background, gym=gym_of(known.profile),
            unit=known.profile.unit or LoadUnit.KG, also=also,
        )  # fmt: skip

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What is to be said about the plan as it is."""
        return check_plan(self.draft.plan.to_json(), load_catalogue(), self.known.background)

    @cached_property
    def days(self) -> tuple[DayLedger, ...]:
        """What each day gives and takes."""
        return tuple(day_ledger(d.workout, self.scene) for d in self.draft.plan.days)

    @cached_property
    def weeks(self) -> tuple[WeekSets, ...]:
        """The week's sets, and what the edits changed."""
        return week_sets(self.draft.plan, self.base, self.scene)

    def after(self, wanted: Wanted) -> Draft:
        """Return the draft after an edit."""
        w, plan = wanted, self.draft.plan
        match w.act:
            case Act.DAY_TWICE | Act.WEEK_TWICE | Act.DAY_UP | Act.DAY_DOWN | Act.REMOVE_DAY:
                return self._did(w, "", _days(plan, w))
            case Act.START_OVER:
                return self._did(w, self.draft.base or "", replace(self.base, advice={}))
            case Act.TAKE_DAY | Act.TAKE_THEIRS | Act.KEEP_MINE:
                return self._reconciled(w)
            case Act.ADD_PAIR if not plan.days:
                return self._did(w, "", replace(plan, days=(PlannedDay(workout=self._first_day(w.word)),)))
            case _:
                about = ""
                if w.act not in {Act.ADD_PAIR, Act.ADD_EXERCISE} and w.day < len(plan.days):
                    about = _named(plan.days[w.day].workout, w.block)
                return self._did(
                    w, about or w.word, editing.with_workout(plan, w.day, lambda one: self._workout(one, w))
                )

    def _did(self, w: Wanted, about: str, plan: Plan) -> Draft:
        return self.draft.edited(w.act.value, about, plan)

    def _workout(self, workout: WorkoutPlan, w: Wanted) -> WorkoutPlan:
        catalogue, block = load_catalogue(), w.block
        ways: dict[Act, Callable[[], WorkoutPlan]] = {
            Act.UP: lambda: editing.moved(workout, block, -1),
            Act.DOWN: lambda: editing.moved(workout, block, 1),
            Act.REMOVE: lambda: editing.removed(workout, block),
            Act.TAKE_OUT: lambda: editing.removed(workout, block, w.at),
            Act.PAIR: lambda: redosing.paired(workout, block, self.scene, self.book),
            Act.SPLIT: lambda: editing.split(workout, block),
            Act.TURN: lambda: editing.changed(workout, block, editing.turned),
            Act.FIRST: lambda: editing.reordered(workout, block, catalogue.exercises),
            Act.ADD_PAIR: lambda: editing.with_blocks(workout, 0, (self._pair_block(w.word),), instead_of=0),
            Act.ADD_EXERCISE: lambda: editing.with_blocks(
                workout, len(workout.sections), (self._straight_block(w.word),), instead_of=0
            ),
        }
        return ways.get(w.act, lambda: editing.changed(workout, block, lambda s: self._block(s, w)))()

    def _block(self, section: Section, w: Wanted) -> Section:
        if w.act is Act.STRATEGY:
            if w.word not in set(Strategy):
                raise ValidationError(
                    f"there is no strategy {w.word[:40]!r}.", hint=f"Use one of {', '.join(Strategy)}."
                )
            return redosing.with_strategy(section, Strategy(w.word), self.scene, self.book)
        if w.act is Act.SWAP:
            new = load_catalogue().exercise(w.word)
            return redosing.with_stand_in(section, w.at, new, self._scene((w.word,)), self.book)
        if w.numbers is None:
            raise ValidationError("nothing was changed.", hint="Change a number first.")
        return _renumbered(section, w.numbers)

    def _straight_block(self, exercise_id: str) -> Section:
        new = load_catalogue().exercise(exercise_id)
        return redosing.straight_block(new, self._scene((new.id,)), self.book)

    def _pair_block(self, pairing_id: str) -> Section:
        pairing = load_catalogue().pairing(pairing_id)
        if not pairing.is_pre_exhaust:
            raise ValidationError(
                f"{pairing.id} is one to keep away from: {pairing.why}.", hint="Choose another pair under Pairings."
            )
        compound = _best_known(pairing.compounds, self.predictor)
        scene = self._scene((pairing.isolation, compound))
        return redosing.pair_block(pairing, compound, Strategy.KEEP_LOAD, scene, self.book)

    def _first_day(self, pairing_id: str) -> WorkoutPlan:
        return WorkoutPlan(title="Session", sections=(self._pair_block(pairing_id),))

    def _reconciled(self, w: Wanted) -> Draft:
        if self.theirs is None:
            raise ValidationError("no other plan was saved meanwhile.", hint="Save yours.")
        if w.act is Act.KEEP_MINE:
            return replace(self.draft, base=self.theirs.id)
        theirs, mine = self.theirs.plan, self.draft.plan
        if w.act is Act.TAKE_THEIRS:
            draft = self._did(w, self.theirs.id or "", replace(theirs, advice={}))
            return replace(draft, base=self.theirs.id)
        if not w.day < min(len(theirs.days), len(mine.days)):
            raise ValidationError(f"there is no day {w.day} in both plans.", hint="Reload the page.")
        days = (*mine.days[: w.day], theirs.days[w.day], *mine.days[w.day + 1 :])
        return self._did(w, self.theirs.id or "", replace(mine, days=days))


def open_editor(store: Store, athlete: str, *, at: datetime) -> Editor:
    """Return the plan being edited; the latest plan where none is.

    Raises
    ------
    NotFound : there is neither.
    """
    kept = store.plan_draft(athlete)
    latest = _latest(store, athlete)
    draft = draft_from_json(kept.draft) if kept and kept.draft else None
    if draft is None or (latest and not draft.can_be_undone and draft.base != latest.id):
        if latest is None:
            raise NotFound("there is no plan yet.", hint="Make one, and change it then.")
        draft = Draft.of(latest.plan, latest.id)
    return Editor(draft, kept.version if kept else 0, latest, know(store, athlete, at=at))


def edit_plan(store: Store, athlete: str, wanted: Wanted, *, at: datetime, version: int) -> Editor:
    """Change the draft by one edit, and keep it.

    Parameters
    ----------
    store, athlete, at : whose plan, and when.
    wanted : the edit.
    version : of the draft that was looked at.

    Raises
    ------
    Conflict : the draft was edited in another window since; nothing is changed then.
    ValidationError, NotFound : the edit cannot be made.
    """
    try:
        editor = open_editor(store, athlete, at=at)
    except NotFound:
        if wanted.act is not Act.ADD_PAIR:
            raise
        known = know(store, athlete, at=at)
        editor = Editor(Draft.of(Plan(lifter=known.lifter(), days=()), None), version, None, known)
    draft = editor.after(wanted)
    if (
        editor.draft.base is None and not editor.draft.plan.days
    ):  # begun with this pair: nothing before it to go back to
        draft = Draft.of(draft.plan, None)
    return _kept(store, athlete, replace(editor, draft=draft), at, version)


def undo_edit(store: Store, athlete: str, *, at: datetime, version: int) -> Editor:
    """Take the last edit back.

    Raises
    ------
    Conflict : the draft was edited in another window since.
    ValidationError : nothing was edited.
    """
    editor = open_editor(store, athlete, at=at)
    return _kept(store, athlete, replace(editor, draft=editor.draft.undone()), at, version)


def save_draft(store: Store, athlete: str, *, at: datetime, version: int, reason: str = "") -> Kept:
    """Save the draft as a new plan; the ones before it stay.

    Parameters
    ----------
    store, athlete, at : whose plan, and when.
    version : of the draft that was looked at.
    reason : to go on against a block about purpose; safety blocks stay.

    Raises
    ------
    Conflict : the draft was edited, or another plan was saved, since.
    ValidationError : something blocks the plan.
    """
    editor = open_editor(store, athlete, at=at)
    if editor.version != version:
        raise Conflict("the plan was edited in another window meanwhile.", hint="Look at it as it is now.")
    if editor.theirs is not None:
        raise Conflict(f"{editor.theirs.id} was saved meanwhile.", hint="Keep yours, or take the other.")
    if reason:
        edits = (
            *editor.draft.edits[:-1],
            replace(editor.draft.edits[-1], plan=replace(editor.draft.plan, override=reason)),
        )
        editor = replace(editor, draft=replace(editor.draft, edits=edits))
    blocks = [n.text for n in editor.notices if n.level is Level.BLOCK]
    if blocks:
        raise ValidationError(f"The plan is not saved yet. {' '.join(blocks)}", hint="Change the block it stands at.")
    plan = retold(editor.draft.plan, editor.base, editor.notices, editor.scene, editor.book)
    with store.whole(athlete):
        saved = store.save_plan(athlete, plan.to_json(), at=at, after=editor.draft.base)
        store.keep_plan_draft(athlete, {}, at=at, after=version)
    return Kept(saved, plan)


def _kept(store: Store, athlete: str, editor: Editor, at: datetime, version: int) -> Editor:
    kept = store.keep_plan_draft(athlete, editor.draft.to_json(), at=at, after=version)
    return replace(editor, version=kept.version)


def _latest(store: Store, athlete: str) -> Kept | None:
    try:
        return saved_plan(store, athlete)
    except NotFound:
        return None


def _days(plan: Plan, w: Wanted) -> Plan:
    match w.act:
        case Act.DAY_TWICE:
            return editing.with_day_twice(plan, w.day)
        case Act.WEEK_TWICE:
            return editing.with_week_twice(plan)
        case Act.REMOVE_DAY:
            return editing.without_day(plan, w.day)
        case _:
            return editing.with_day_moved(plan, w.day, -1 if w.act is Act.DAY_UP else 1)


def _named(workout: WorkoutPlan, block: int) -> str:
    """Name a block by its exercises' ids."""
    if not 0 <= block < len(workout.sections):
        return ""
    return " > ".join(dict.fromkeys(p.exercise for p in editing.exercises_of(workout.sections[block])))


def _best_known(compounds: tuple[str, ...], predictor: Predictor) -> str:
    """Return the compound the lifter has most of, else the first."""
    return max(compounds, key=lambda c: (predictor.strength(c).n_sets, -compounds.index(c)))


def _renumbered(section: Section, numbers: Numbers) -> Section:
    done = editing.exercises_of(section)
    if len(numbers.sets) != len(done):
        raise ValidationError(
            f"{len(numbers.sets)} exercises are told of; the block has {len(done)}.", hint="Reload the page."
        )
    for at, (was, now) in enumerate(zip(done, numbers.sets, strict=True)):
        section = editing.with_exercise(section, at, _set_of(was, now))
    section = editing.with_rest(editing.with_rounds(section, numbers.rounds), numbers.rest_s)
    return section if numbers.gap_s is None else editing.with_gap(section, numbers.gap_s)


def _set_of(was: Prescription, now: SetNumbers) -> Prescription:
    (low, high), (rir_low, rir_high) = now.reps, now.rir
    if rir_low > rir_high:
        raise ValidationError(f"reserve is {rir_low:g} to {rir_high:g}.", hint="Write the lower number first.")
    return replace(was, reps_low=low, reps_high=high, rir_low=rir_low, rir_high=rir_high, load_kg=now.load_kg)
