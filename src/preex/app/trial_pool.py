"""`trial pool`: trials of several lifters beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from preex.errors import FieldError, NotFound, ValidationError
from preex.trials.bundle import trial_in
from preex.trials.conduct import Trial
from preex.trials.outcomes import series_of
from preex.trials.pooled import Pooled, own, pool
from preex.trials.priors import SCALES
from preex.trials.questions import OUTCOMES
from preex.trials.results import seen_upto
from preex.trials.series import Series


@dataclass(frozen=True, slots=True)
class TrialsPooled:
    """Trials of one question and outcome, pooled."""

    question: str
    outcome: str
    unit: str
    pooled: Pooled

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.trial_pool/1`."""
        return {**self.pooled.to_json(), "question": self.question, "outcome": self.outcome, "unit": self.unit}


def pool_trials(files: Sequence[str]) -> TrialsPooled:
    """Pool exported trials of two arms; each is checked, and only those whose lifter agreed are taken.

    Parameters
    ----------
    files : of `preex trial export`, one a lifter.

    Raises
    ------
    NotFound : no such file. DataError : one was changed.
    ValidationError : a lifter who did not agree, questions or outcomes that differ, or fewer than two.
    """
    trials = [_read(name) for name in files]
    if not trials:
        raise ValidationError("no trial is given.", hint="Give the files of preex trial export, one a lifter.")
    terms = trials[0].protocol.terms
    if terms.asked.n_arm > 2:
        raise FieldError("question", f"{terms.question} has {terms.asked.n_arm} arms; two are pooled.")
    for name, one in zip(files, trials, strict=True):
        own_terms = one.protocol.terms
        if not own_terms.consent:
            raise ValidationError(
                f"the lifter of {name} did not agree to pooling.",
                hint="Agreed is at the start: preex trial new --consent.",
            )
        if (own_terms.question, own_terms.outcome) != (terms.question, terms.outcome):
            raise ValidationError(
                f"{name} asks {own_terms.question} of {own_terms.outcome}, not {terms.question} of {terms.outcome}.",
                hint="Pool one question and outcome at a time.",
            )
    measured = OUTCOMES[terms.outcome]
    scale = SCALES[measured.code]
    lifters = [own(Path(name).stem, _series(one), scale) for name, one in zip(files, trials, strict=True)]
    return TrialsPooled(terms.question, terms.outcome, measured.unit, pool(lifters, scale))


def _series(trial: Trial) -> Series:
    s, p = trial.standing, trial.protocol
    return series_of(p, p.sequence(trial.seed, s.levels), s.workouts, upto=seen_upto(trial))


def _read(name: str) -> Trial:
    if not Path(name).is_file():
        raise NotFound(f"there is no file {name[:80]!r}.", hint="Check the path.")
    return trial_in(Path(name).read_bytes())
