"""`trial analyse`, `report` and `export`: what a trial says, at the looks its protocol fixed and at no other time."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from preex.app.athlete import know
from preex.app.importing import read_log
from preex.app.theories import compare_theories
from preex.app.trial_hints import hint_of
from preex.app.trial_records import KeptTrial
from preex.app.trials import keep, trial_named
from preex.errors import Conflict, NotFound, ValidationError
from preex.meta.mixture import Mixture
from preex.trials.bundle import bundle_of, run_again
from preex.trials.emulation import Emulation
from preex.trials.interaction import interaction_of
from preex.trials.looks import looked
from preex.trials.priors import SCALES
from preex.trials.protocol import canonical
from preex.trials.questions import NOT_MEASURABLE, OUTCOMES, outcome
from preex.trials.report import report
from preex.trials.result import Result
from preex.trials.results import Analysed, refused, results_of

if TYPE_CHECKING:
    from preex.store import Store

_ID = re.compile(r"T-\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a trial, or an old log, says.

    result : of the outcome asked for; None of an old log. found : every result of the trial; None where nothing was looked at.
    hint : of an old log. overlap : of a two by two.
    """

    result: Result | None = None
    found: Analysed | None = None
    hint: Emulation | None = None
    overlap: Overlap | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.trial_result/1`."""
        said = self.result or self.hint
        more = {"interaction": self.overlap.to_json()} if self.overlap else {}
        return {**(said.to_json() if said else {}), **more}


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a two by two says of the theories of what ends a compound.

    interaction : what is believed of it, see `preex.trials.interaction`. [reps] expected : by theory, model-based. [reps]
    """

    interaction: Mixture
    expected: Mapping[str, float]

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        q = self.interaction.quantile
        return {
            "unit": "reps/set",
            "median": q(0.5),
            "lo95": q(0.025),
            "hi95": q(0.975),
            "p_above_half": 1 - self.interaction.p_below(0.5),
            "expected": dict(self.expected),
        }


@dataclass(frozen=True, slots=True)
class ExportedTrial:
    """A file that was written. [bytes]"""

    id: str
    file: str
    size: int
    whole: bool

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.trial_export_file/1`."""
        return {
            "schema": "preex.trial_export_file/1",
            "trial": self.id,
            "file": self.file,
            "bytes": self.size,
            "whole": self.whole,
        }


@dataclass(frozen=True, slots=True)
class ReportedTrial:
    """A report in Markdown."""

    id: str
    markdown: str

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.trial_report/1`."""
        return {"schema": "preex.trial_report/1", "trial": self.id, "markdown": self.markdown}


def analyse_trial(
    store: Store,
    athlete: str,
    target: str | None = None,
    *,
    at: datetime,
    measured: str = "",
    **log: Any,  # noqa: ANN401
) -> Answer:
    """Say what a trial tells, and note the look; or run an exported trial again; or read a hint from an old log.

    Parameters
    ----------
    store, athlete, at : whose trial, and when.
    target : id as `T-1`; a file; `log` = the athlete's own log; None = the latest trial.
    measured : an outcome; "" = the primary one.
    **log : `pair`, `unit` and `tz` for an old log.

    Raises
    ------
    Conflict : before the first look. ValidationError : an outcome never recorded, one arm alone, or a protocol never locked.
    DataError : something was changed. NotFound : no such trial, or no such file.
    """
    if target is not None and not _ID.fullmatch(target):
        return _of_file(store, athlete, target, at, measured, **log)
    kept = trial_named(store, athlete, target)
    if measured and outcome(measured).id in NOT_MEASURABLE:
        return Answer(refused(kept.trial, outcome(measured).id))
    return _chosen(results_of(_looked_at(store, athlete, kept, at).trial), measured)


def report_trial(store: Store, athlete: str, trial_id: str | None = None) -> ReportedTrial:
    """Write a trial up in Markdown: the answer, its numbers, and every item of CENT 2015.

    Raises
    ------
    Conflict : before the first look. ValidationError : too little for any result.
    """
    kept = trial_named(store, athlete, trial_id)
    found = results_of(kept.trial)
    return ReportedTrial(kept.id, report(kept.trial, found.results, found.worth))


def export_trial(
    store: Store,
    athlete: str,
    path: str | os.PathLike[str],
    trial_id: str | None = None,
    *,
    protocol_only: bool = False,
    replace: bool = False,
) -> ExportedTrial:
    """Write a trial to a file that runs again to the same bytes; or its protocol alone, to register it.

    Raises
    ------
    Conflict : the trial is not over, or the file is there and `replace` is false.
    NotFound, NotPermitted : there is no such folder, or it may not be written to.
    """
    kept = trial_named(store, athlete, trial_id)
    if not replace and Path(path).exists():
        raise Conflict(f"there is a file {str(path)!r} already.", hint="Choose another name, or --force.")
    protocol = kept.trial.protocol
    content = (canonical(protocol.to_json()) + "\n").encode() if protocol_only else bundle_of(kept.trial)
    Path(path).write_bytes(content)
    return ExportedTrial(kept.id, str(path), len(content), not protocol_only)


def _of_file(
    store: Store,
    athlete: str,
    target: str,
    at: datetime,
    measured: str,
    *,
    pair: str = "",
    **log: Any,  # noqa: ANN401
) -> Answer:
    if target == "log":
        return Answer(hint=hint_of(know(store, athlete, at=at).sets, pair))
    path = Path(target)
    if not path.is_file():
        raise NotFound(f"there is no trial and no file {target[:80]!r}.", hint="Give an id as T-1, a file, or log.")
    content = path.read_bytes()
    if content[:200].lstrip().startswith(b"{") and b"preex.trial" in content:
        return _chosen(run_again(content), measured)
    return Answer(hint=hint_of(read_log(path, **log).sets, pair))


def _chosen(found: Analysed, measured: str) -> Answer:
    if not measured:
        return Answer(found.primary, found, overlap=_overlap(found))
    name = outcome(measured).id
    if name in NOT_MEASURABLE:
        return Answer(refused(found.trial, name))
    if name not in found.results:
        raise ValidationError(
            f"{OUTCOMES[name].words}: never recorded in this trial.", hint=f"Recorded: {', '.join(found.results)}."
        )
    return Answer(found.results[name], found)


def _overlap(found: Analysed) -> Overlap | None:
    """Return the interaction of a two by two whose arms were all observed, beside what each theory expects of its exercises."""
    p = found.trial.protocol
    if p.terms.question != "two_by_two":
        return None
    series = found.trial.series(upto=found.workouts)
    target, helper = p.terms.pairs
    theories = compare_theories(target.isolation, target.compound, synergist_isolation=helper.isolation).theories
    try:
        interaction = interaction_of(series, SCALES[OUTCOMES[p.terms.outcome].code])
    except ValidationError:  # an arm is still missing
        return None
    return Overlap(interaction, {one.name: round(one.design.interaction_reps, 2) for one in theories})


def _looked_at(store: Store, athlete: str, kept: KeptTrial, at: datetime) -> KeptTrial:
    """Look at the data if it is time, and keep that one did."""
    s, p = kept.trial.standing, kept.trial.protocol
    if s.look_due is None:
        return kept
    found = looked(kept.trial.series(), p, s.look_due)
    predicted = None if found.predicted is None else round(found.predicted, 4)
    after = kept.trial.look(at, verdict=found.result.verdict.value, conclusion=found.conclusion, predicted=predicted)
    return keep(store, athlete, kept, after)
