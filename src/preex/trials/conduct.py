"""A trial under way: check in, see the arm, train, record; look at the data when the protocol says so, and at no other time.

An arm is shown only after a check-in, so that skipping cannot depend on it. An arm not yet shown waits for the next workout; once
shown, a workout that is not done is missing in its arm. Nothing is drawn again. Everything here is a pure function of protocol, seed
and events: the same events always tell the same story.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property, reduce
from typing import Any, Self

from preex.errors import Conflict, DataError, FieldError, ValidationError
from preex.trials.events import Event, Kind, check_chain, following
from preex.trials.outcomes import series_of
from preex.trials.protocol import Protocol
from preex.trials.schemes import Arms
from preex.trials.series import Series
from preex.trials.standing import Standing, after, may_follow
from preex.trials.terms import within
from preex.trials.workouts import TrialSet, Workout

CHECK_IN_HOLDS = timedelta(hours=12)  # after that the lifter is asked anew how they feel
ARM_HOLDS = timedelta(
    hours=24
)  # after that a workout whose arm was shown was not done; done another day it would be another workout
AMENDABLE = (
    "rest_s",
    "gap_s",
    "per_week",
    "compound_load_kg",
    "isolation_load_kg",
)  # what changes no comparison of arms


@dataclass(frozen=True)
class Trial:
    """A trial: its protocol, its seed, and what happened."""

    protocol: Protocol
    seed: str
    events: tuple[Event, ...] = ()

    @classmethod
    def read(cls, protocol: Protocol, seed: str, events: Iterable[Event]) -> Self:
        """Return a trial that was kept, checked: chain, seed, and every arm that was shown.

        Raises
        ------
        DataError : anything was changed.
        """
        made = cls(protocol, seed, tuple(events))
        protocol.check_seed(seed)
        check_chain(made.events, protocol.hash)
        made._check_order()
        arms = protocol.sequence(seed, made.standing.levels)
        for one in made.standing.workouts:
            if one.arm != int(arms[one.number - 1]):
                raise DataError(
                    f"workout {one.number} has another arm than the one drawn for it.", hint="Restore it from a backup."
                )
        return made

    def _check_order(self) -> None:
        """Check that each event could follow those before it."""
        s = Standing(terms=self.protocol.terms)
        for event in self.events:
            try:
                fits = may_follow(s, event)
                s = after(s, event) if fits else s
            except (KeyError, IndexError, TypeError, ValueError):
                fits = False
            if not fits:
                raise DataError(
                    f"event {event.number} of the trial, {event.kind.value}, cannot follow those before it.",
                    hint="Restore it from a backup; a verdict on it would mean nothing.",
                )

    @cached_property
    def standing(self) -> Standing:
        """Where the trial stands."""
        return reduce(after, self.events, Standing(terms=self.protocol.terms))

    @cached_property
    def arms(self) -> Arms:
        """The arm of every planned workout, (n_workout,), those not shown yet too."""
        return self.protocol.sequence(self.seed, self.standing.levels)

    def series(self, outcome: str = "", *, upto: int | None = None) -> Series:
        """Return the series of an outcome; parameters and errors as of `preex.trials.outcomes.series_of`."""
        return series_of(self.protocol, self.arms, self.standing.workouts, outcome, upto=upto)

    def check_in(  # one argument for each thing that is asked
        self,
        at: datetime,
        *,
        ready: bool = True,
        readiness: float | None = None,
        sleep_h: float | None = None,
        soreness: float | None = None,
        gap_h: float | None = None,
        levels: Sequence[str] = (),
    ) -> Self:
        """Say how the lifter feels, before the arm is shown.

        Parameters
        ----------
        at : now.
        ready : to train; if not, the arm waits.
        readiness, soreness : 0 to 10. sleep_h : of the last night. [h] gap_h : since the muscle was last trained. [h]
        levels : the covariates the protocol names, in its order.

        Raises
        ------
        Conflict : the trial is over, or a workout is open.
        ValidationError : a number out of its range, or covariates missing.
        """
        self._going_on()
        self._nothing_open()
        if len(levels) != len(self.protocol.terms.covariates):
            names = ", ".join(self.protocol.terms.covariates) or "none"
            raise ValidationError(
                f"{len(levels)} covariates are told; the protocol names: {names}.", hint="Tell those."
            )
        told = {
            "readiness": (readiness, 10),
            "sleep_h": (sleep_h, 24),
            "soreness": (soreness, 10),
            "gap_h": (gap_h, 1e5),
        }
        data = {name: within(name, value, 0, high) for name, (value, high) in told.items()}
        return self._with(Kind.CHECK_IN, at, {"ready": ready, **data, "levels": list(levels)})

    def reveal(self, at: datetime) -> Self:
        """Show the arm of the next workout.

        Raises
        ------
        Conflict : no check-in within 12 h, the lifter was not ready, a workout is open, or the trial is over.
        """
        self._going_on()
        self._nothing_open()
        s = self.standing
        if s.check_in is None or s.checked_in_at is None or at - s.checked_in_at > CHECK_IN_HOLDS:
            raise Conflict("the arm is shown only after a check-in.", hint="Check in: preex trial next --ready.")
        if not s.check_in["ready"]:
            raise Conflict("you said that you are not ready to train.", hint="The arm waits; check in next time.")
        k = len(s.workouts)
        arm = int(self.protocol.sequence(self.seed, s.levels)[k])
        second = self.protocol.starts_with_second(self.seed)[k]
        return self._with(Kind.REVEAL, at, {"workout": k + 1, "arm": arm, "second_first": second})

    def record(  # one argument for each thing that is asked
        self,
        at: datetime,
        sets: Sequence[TrialSet],
        *,
        performed: int | None = None,
        pain: float | None = None,
        effort: float | None = None,
        minutes: float | None = None,
        note: str = "",
        log: Sequence[str] = (),
    ) -> Self:
        """Record the open workout as done.

        Parameters
        ----------
        at : now.
        sets : work sets of the pairs, in the order done.
        performed : arm done; None = as drawn. Another one is recorded as a swap; the workout stays in the arm drawn.
        pain, effort : worst joint pain, and effort of the workout, 0 to 10. minutes : of the pair. [min]
        note : what was not as planned. log : ids of the sets in the lifter's log.

        Raises
        ------
        Conflict : no workout is open.
        ValidationError : no sets, or a number out of its range.
        """
        workout = self._opened()
        if not sets:
            raise ValidationError(
                "no work set of the trial's pairs was done.", hint="Log them, or record it as missed."
            )
        if performed is not None and not 0 <= performed < self.protocol.terms.asked.n_arm:
            raise FieldError("performed", f"is {performed}; the trial has no such arm.")
        data = {
            "workout": workout.number,
            "sets": [one.to_json() for one in sets],
            "pain": within("pain", pain, 0, 10),
            "effort": within("effort", effort, 0, 10),
            "minutes": within("minutes", minutes, 0, 600),
            "note": note,
            **({"log": list(log)} if log else {}),
        }
        if performed is None or performed == workout.arm:
            return self._with(Kind.RECORD, at, data)
        swap = {"workout": workout.number, "performed": performed, "reason": note}
        return self._with(Kind.SWAP, at, swap)._with(Kind.RECORD, at, data)  # noqa: SLF001 - of its own kind

    def reopen(self, at: datetime, reason: str) -> Self:
        """Take back the record of the last workout; it is open again, in the arm drawn. What was recorded stays in the chain.

        Raises
        ------
        Conflict : there is none, the next arm was shown, a look saw it, a day passed since its arm was shown, or the trial is over.
        """
        self._going_on()
        self._nothing_open()
        s = self.standing
        if not s.may_reopen or at - s.workouts[-1].revealed_at > ARM_HOLDS:
            raise Conflict(
                "no record of the trial can be taken back: only the last one can, within a day and before a look saw it.",
                hint="Say what was wrong with it: preex trial deviate.",
            )
        return self._with(Kind.REOPEN, at, {"workout": s.workouts[-1].number, "reason": reason})

    def miss(self, at: datetime, reason: str) -> Self:
        """Record that the open workout is not done: it is missing in its arm.

        Raises
        ------
        Conflict : no workout is open; an arm that was not shown simply waits.
        """
        return self._with(Kind.MISS, at, {"workout": self._opened().number, "reason": reason or "not told"})

    def lapsed(self, at: datetime) -> Self:
        """Return the trial with an open workout of more than a day ago recorded as missed."""
        workout = self.standing.open
        if workout is None or at - workout.revealed_at <= ARM_HOLDS:
            return self
        return self.miss(at, "not done within a day of being shown")

    def pain_stop(self, at: datetime, pain: float, joint: str = "") -> Self:
        """Record that pain in a joint ended the open workout before its sets were done.

        Raises
        ------
        Conflict : no workout is open. OutOfRange : pain is not within 0 to 10.
        """
        data = {"workout": self._opened().number, "pain": within("pain", pain, 0, 10), "joint": joint}
        return self._with(Kind.PAIN_STOP, at, data)

    def deviate(self, at: datetime, text: str) -> Self:
        """Note that something was not as planned.

        Raises
        ------
        ValidationError : no text.
        """
        if not text.strip():
            raise ValidationError("a deviation needs words.", hint="Say what was not as planned.")
        return self._with(Kind.DEVIATION, at, {"workout": len(self.standing.workouts), "text": text.strip()})

    def amend(self, at: datetime, field: str, to: float, reason: str, *, pair: int = 0) -> Self:
        """Change a term that changes no comparison of arms, between workouts, dated and with a reason.

        Raises
        ------
        ValidationError : any other term, or no reason. Conflict : a workout is open, or the trial is over.
        """
        self._going_on()
        self._nothing_open()
        if field not in AMENDABLE:
            raise ValidationError(
                f"{field[:40]!r} is fixed since the protocol was locked.",
                hint=f"Only {', '.join(AMENDABLE)} may change; for anything else plan a new trial.",
            )
        if not reason.strip():
            raise ValidationError("an amendment needs a reason.", hint="Say why.")
        if field.endswith("load_kg"):
            self._load_may_change(pair)
        value = within(field, to, 0, 2000)
        return self._with(Kind.AMEND, at, {"field": field, "pair": pair, "to": value, "reason": reason.strip()})

    def look(self, at: datetime, *, verdict: str, conclusion: bool, predicted: float | None = None) -> Self:
        """Note that the data were looked at, and what was seen.

        Parameters
        ----------
        at : now.
        verdict : code. conclusion : it is one that ends the trial.
        predicted : chance of a conclusion at the end; below the protocol's limit the trial ends.

        Raises
        ------
        Conflict : no look is due.
        """
        due = self.standing.look_due
        if due is None:
            coming = self.standing.next_look
            when = f"The next look is after {coming} workouts" if coming else "There is none left"
            raise Conflict(f"no look is due. {when}; {self.standing.closed} are over.", hint="Train on.")
        data = {"workouts": due, "verdict": verdict, "conclusion": conclusion, "predicted": predicted}
        return self._with(Kind.LOOK, at, data)

    def end(self, at: datetime, reason: str = "withdrawn") -> Self:
        """End the trial before its time.

        Raises
        ------
        Conflict : it is over.
        """
        self._going_on()
        return self._with(Kind.END, at, {"reason": reason})

    def _with(self, kind: Kind, at: datetime, data: Mapping[str, Any]) -> Self:
        if at.tzinfo is None:
            raise ValidationError(f"the time {at.isoformat()} has no zone.", hint="Add it, as +02:00 or Z.")
        last = self.standing.last_at or self.protocol.locked_at
        if at < last:
            raise ValidationError(
                f"the time {at.isoformat()} is before {last.isoformat()}, when the last thing happened.",
                hint="Events of a trial are kept in the order they happen.",
            )
        return replace(self, events=(*self.events, following(self.events, self.protocol.hash, kind, at, data)))

    def _load_may_change(self, pair: int) -> None:
        """Check that a block is complete: within it loads are the same in every arm."""
        terms = self.protocol.terms
        if not 0 <= pair < len(terms.pairs):
            raise FieldError("pair", f"is {pair}; the trial has {len(terms.pairs)}.", hint="Count from 0.")
        into = self.standing.closed % terms.block
        if into:
            raise Conflict(
                "a load changes only between blocks, so that it is the same in every arm.",
                hint=f"Change it after {terms.block - into} more workouts.",
            )

    def _going_on(self) -> None:
        if self.standing.ended:
            raise Conflict(f"the trial is over: {self.standing.ended}.", hint="See preex trial analyse.")

    def _nothing_open(self) -> None:
        if self.standing.open:
            raise Conflict(
                f"workout {self.standing.open.number} is open: its arm was shown.",
                hint="Record it, or record it as missed: preex trial record --missed REASON.",
            )

    def _opened(self) -> Workout:
        if self.standing.open is None:
            raise Conflict(
                "no workout is open: its arm was not shown yet, so it waits for the next time.",
                hint="Check in and see it: preex trial next.",
            )
        return self.standing.open
