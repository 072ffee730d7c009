"""The store: what the rest of PreEx may ask of the log.

Athletes are named in every call; there is no "current" one. Every method that changes something does so in one
transaction: it happens whole or, whatever raises or kills it, not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from django.db import DEFAULT_DB_ALIAS, connections

from preex.core.operations import Operation
from preex.core.performed import PerformedSet
from preex.errors import DataError
from preex.logbook.report import LogImport
from preex.store import athletes, chain, fits, guard, imports, names, operations, plans, rebuilding, sets, trials
from preex.store.failures import in_our_words
from preex.store.link import Link
from preex.store.records import (
    DEFAULT_ATHLETE,
    Athlete,
    BatchReport,
    ChainReport,
    LoggedOperation,
    PredictedSet,
    Rebuilt,
    SavedDraft,
    SavedFit,
    SavedPlan,
    SavedPrediction,
    SavedTrial,
    Taken,
    Undone,
)


class Store:
    """The log and all that is kept beside it.

    Every method may raise `NotFound` for an unknown athlete, `NotPermitted`, `Unavailable` or `DataError`. The athlete
    `me` is created when first asked for.

    Parameters
    ----------
    alias : Django's name of the connection; the web leaves it out and shares its own.
    owns_connection : close the connection at the end of the `with` statement.
    """

    def __init__(self, alias: str = DEFAULT_DB_ALIAS, *, owns_connection: bool = False) -> None:
        self._link = Link(alias)
        self._owns_connection = owns_connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._owns_connection:
            self.close()

    def close(self) -> None:
        """Close the connection."""
        connections[self._link.alias].close()

    def whole(self, athlete: str) -> AbstractContextManager[object]:
        """Make what is called inside one change of this athlete's data: it happens whole or not at all."""
        return self._link.writing(athlete)

    # ------------------------------------------------------------------ athletes

    def athletes(self) -> tuple[Athlete, ...]:
        """Return everybody, by name."""
        return athletes.athletes(self._link)

    def athlete(self, name: str = DEFAULT_ATHLETE, *, create: bool = False) -> Athlete:
        """Return one athlete.

        Parameters
        ----------
        name : 1 to 80 printable characters.
        create : make the athlete if there is none of this name.

        Raises
        ------
        NotFound : unknown, and not to be created; the hint names who comes close.
        FieldError : `name` cannot be a name.
        """
        return athletes.athlete(self._link, name, create=create)

    def update_profile(self, name: str, **fields: Any) -> Athlete:  # noqa: ANN401 - checked field by field
        """Change fields of an athlete's profile; the others stay.

        Parameters
        ----------
        name : the athlete.
        **fields : of `Athlete`, apart from `id` and `name`. `body_mass_kg` lies in 20 to 400.

        Raises
        ------
        ValidationError : an unknown field, or a value out of its range; nothing is changed then.
        """
        return athletes.update_profile(self._link, name, fields)

    # ------------------------------------------------------------------ files

    def import_log(
        self,
        athlete: str,
        log: LogImport,
        *,
        file_name: str,
        digest: str,
        at: datetime,
        dry_run: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> BatchReport:
        """Store the sets of a file that the athlete does not have yet, as one batch.

        Parameters
        ----------
        athlete : whose log.
        log : the file as read. Each set has a `source_id`, its identity: the same or a grown file adds only what is new.
        file_name, digest : what the file was called, and a digest of its bytes, for `batches`.
        at : now.
        dry_run : only count.
        progress : called with the number of sets written so far.

        Returns
        -------
        The batch. Its `id` is None if nothing was stored.

        Raises
        ------
        FieldError : a set that no log can hold, as a negative load; nothing is stored then.
        """
        file = imports.described(log, file_name, digest, at)
        return imports.import_log(self._link, athlete, log, file, dry_run=dry_run, progress=progress)

    def undo_import(self, athlete: str, batch_id: str, *, at: datetime | None = None) -> int:
        """Take a batch back; its sets can be imported again.

        Parameters
        ----------
        athlete : whose log.
        batch_id : as `B-7`.
        at : when; None = now.

        Returns
        -------
        Number of sets taken back.

        Raises
        ------
        NotFound : this athlete has no such batch.
        Conflict : it is undone already.
        """
        return imports.undo_import(self._link, athlete, batch_id, at or datetime.now(UTC))

    def batches(self, athlete: str) -> tuple[BatchReport, ...]:
        """Return the athlete's batches, undone ones too, the latest first."""
        return imports.batches(self._link, athlete)

    def raw_rows(self, athlete: str, batch_id: str) -> Mapping[int, str]:
        """Return the lines behind the sets of a batch, as they were read: line -> JSON object.

        Raises
        ------
        NotFound : this athlete has no such batch.
        """
        return imports.raw_rows(self._link, athlete, batch_id)

    # ------------------------------------------------------------------ sets

    def record(
        self,
        athlete: str,
        performed: Sequence[PerformedSet],
        *,
        at: datetime,
        plan_id: str | None = None,
        predictions: Sequence[SavedPrediction | None] | None = None,
    ) -> str:
        """Store sets the athlete has just done, as one entry.

        Parameters
        ----------
        athlete : whose log.
        performed : the sets in the order done. A `source_id` made by the client makes a repeated call harmless: sets
            stored before, even if taken back since, are left as they are.
        at : now.
        plan_id : the plan they follow, as `P-3`.
        predictions : for each set what was expected of it, or None.

        Returns
        -------
        Id of the entry, as `E-12`; of the earlier entry if all sets were stored before.

        Raises
        ------
        FieldError : a set that no log can hold, or an id that stands twice.
        Conflict : a set with the same id but other content is stored.
        NotFound : this athlete has no such plan.
        """
        return sets.record(self._link, athlete, performed, at, plan_id, predictions)

    def undo_last_record(self, athlete: str, *, at: datetime | None = None) -> Undone:
        """Take back the latest entry of `record` that stands.

        Raises
        ------
        NotFound : there is none.
        """
        return sets.undo_last_record(self._link, athlete, at or datetime.now(UTC))

    def sets(
        self, athlete: str, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[PerformedSet, ...]:
        """Return the athlete's sets, oldest first and in the order done, as they were put in.

        Parameters
        ----------
        athlete : whose log.
        since, until : only sets done in [since, until).
        """
        return sets.read_sets(self._link, athlete, since, until)

    def span(self, athlete: str, until: datetime | None = None) -> tuple[datetime | None, datetime | None]:
        """Return when the first and the last set was done; None for an empty log.

        Parameters
        ----------
        athlete : whose log.
        until : only sets done before.
        """
        return sets.span(self._link, athlete, until)

    def count_sets(self, athlete: str) -> int:
        """Return the number of the athlete's sets."""
        return sets.count_sets(self._link, athlete)

    def predictions(self, athlete: str) -> tuple[PredictedSet, ...]:
        """Return the sets that were recorded with a prediction, and the prediction, oldest first."""
        return sets.predictions(self._link, athlete)

    # ------------------------------------------------------------------ operations

    def take_operations(self, athlete: str, ops: Sequence[Operation], *, at: datetime) -> Taken:
        """Store what phones say happened, and bring the sets they speak of up to date, all in one transaction.

        Parameters
        ----------
        athlete : whose log.
        ops : in any order; one that is there already changes nothing. Their bodies are as `preex.app.operations` checks.
        at : now.

        Returns
        -------
        What became of them. Refused are those whose id is there with other content, and those that make a set whose
        id the log has from elsewhere; they do not stop the others.

        Raises
        ------
        FieldError : a value no log can hold; nothing is stored then.
        """
        return operations.take(self._link, athlete, ops, at)

    def operations_since(
        self, athlete: str, since: int = 0, *, limit: int = 200
    ) -> tuple[tuple[LoggedOperation, ...], int, bool]:
        """Return the operations after number `since`, at most `limit`; the number to go on from; and whether there are more.

        The number to go on from is smaller than `since` when the log is: it was restored from an older copy.
        """
        return chain.changes(self._link, athlete, since, limit)

    def operations_of(self, athlete: str, kinds: Sequence[str], *, since: datetime) -> tuple[Operation, ...]:
        """Return the operations of some kinds that arrived at `since` or later, in the order they arrived."""
        return chain.of_kinds(self._link, athlete, kinds, since)

    def verify_chain(self, athlete: str) -> ChainReport:
        """Check the hashes of the athlete's operations from the first, and say where a row was altered.

        Rows cut off the end leave a chain that holds, but with another head.
        """
        return chain.verify(self._link, athlete)

    def rebuild(self, athlete: str, *, at: datetime, keep: bool = True) -> Rebuilt:
        """Work out the sets that operations made anew, from all operations of the athlete.

        Parameters
        ----------
        athlete : whose log.
        at : now.
        keep : let the log hold what was worked out; False = compare only.
        """
        return rebuilding.rebuild(self._link, athlete, at, keep=keep)

    # ------------------------------------------------------------------ plans and names

    def save_plan(self, athlete: str, plan: Mapping[str, Any], *, at: datetime, after: str | None = None) -> str:
        """Keep a plan, a JSON object; return its id, as `P-3`.

        Parameters
        ----------
        after : id of the plan that this one is a change of.

        Raises
        ------
        FieldError : it cannot be written as JSON.
        Conflict : `after` is not the latest plan any more.
        """
        return plans.save_plan(self._link, athlete, plan, at, after)

    def latest_plan(self, athlete: str) -> SavedPlan | None:
        """Return the plan saved last; None if there is none."""
        return plans.latest_plan(self._link, athlete)

    def plan(self, athlete: str, plan_id: str) -> SavedPlan:
        """Return a plan by its id.

        Raises
        ------
        NotFound : this athlete has no such plan.
        """
        return plans.plan(self._link, athlete, plan_id)

    def plans(self, athlete: str) -> tuple[SavedPlan, ...]:
        """Return all plans of the athlete, the latest first."""
        return plans.plans(self._link, athlete)

    def plan_draft(self, athlete: str) -> SavedDraft | None:
        """Return the plan being edited; None if none ever was, `{}` in it once it is done with."""
        return plans.plan_draft(self._link, athlete)

    def keep_plan_draft(self, athlete: str, draft: Mapping[str, Any], *, at: datetime, after: int) -> SavedDraft:
        """Keep the plan being edited, a JSON object, in place of the one there.

        Raises
        ------
        Conflict : the one there is not version `after` any more; 0 = there is none.
        """
        return plans.keep_plan_draft(self._link, athlete, draft, at, after)

    def save_fit(
        self, athlete: str, person: Mapping[str, Any] | None, *, about: Mapping[str, Any], at: datetime
    ) -> SavedFit:
        """Keep what a fit found of an athlete, from now on the latest.

        Parameters
        ----------
        person : as `preex.fatigue.person.Person.to_json` gives it; None = predict with the population again.
        about : how the fit went, a JSON object.

        Raises
        ------
        ValidationError : not JSON, or `at` names no zone.
        """
        return fits.save_fit(self._link, athlete, person, about, at)

    def latest_fit(self, athlete: str) -> SavedFit | None:
        """Return the fit saved last; None if there is none."""
        return fits.latest_fit(self._link, athlete)

    def fits(self, athlete: str) -> tuple[SavedFit, ...]:
        """Return all fits of the athlete, the latest first."""
        return fits.all_fits(self._link, athlete)

    def name_map(self, athlete: str) -> Mapping[str, str]:
        """Return what the athlete means by names the catalogue does not know: name as written -> exercise id."""
        return names.name_map(self._link, athlete)

    def set_name(self, athlete: str, name: str, exercise_id: str) -> None:
        """Remember which exercise the athlete means by a name; an earlier meaning is replaced.

        Raises
        ------
        FieldError : an empty text, or one of more than 255 characters.
        """
        names.set_name(self._link, athlete, name, exercise_id)

    # ------------------------------------------------------------------ trials

    def save_trial(self, athlete: str, protocol: Mapping[str, Any], seed: str, *, at: datetime) -> str:
        """Keep a locked protocol, a JSON object, with its seed; return its id, as `T-1`.

        Raises
        ------
        FieldError : it cannot be written as JSON.
        """
        return trials.save_trial(self._link, athlete, protocol, seed, at)

    def append_trial_events(
        self, athlete: str, trial_id: str, events: Sequence[Mapping[str, Any]], *, after: int
    ) -> None:
        """Add what happened in a trial, JSON objects, to the `after` events that were read before.

        Raises
        ------
        NotFound : this athlete has no such trial.
        Conflict : it has other events meanwhile; nothing is added.
        """
        trials.append_events(self._link, athlete, trial_id, events, after)

    def trial(self, athlete: str, trial_id: str) -> SavedTrial:
        """Return a trial by its id.

        Raises
        ------
        NotFound : this athlete has no such trial.
        """
        return trials.trial(self._link, athlete, trial_id)

    def latest_trial(self, athlete: str) -> SavedTrial | None:
        """Return the trial saved last; None if there is none."""
        return trials.latest_trial(self._link, athlete)

    def trials(self, athlete: str) -> tuple[SavedTrial, ...]:
        """Return all trials of the athlete, the latest first."""
        return trials.trials(self._link, athlete)

    # ------------------------------------------------------------------ care

    def refuse_if_damaged(self) -> None:
        """Raise a `DataError` where damage was met before, so that nothing may be written."""
        guard.refuse_if_damaged(connections[self._link.alias].settings_dict)

    def check(self) -> None:
        """Read the whole database and check it.

        Raises
        ------
        DataError : a damaged page, an index that disagrees with its table, or a row whose parent is missing.
        """
        with in_our_words(self._link.alias):
            connection = connections[self._link.alias]
            if connection.vendor == "sqlite":
                with connection.cursor() as cursor:
                    found = [row[0] for row in cursor.execute("PRAGMA integrity_check").fetchall()]
                if found != ["ok"]:
                    raise DataError(f"the database is damaged: {found[0]}.", hint="Copy it aside, restore a backup.")
            connection.check_constraints()
