"""`trial pool`: trials of several lifters beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from preex.errors import FieldError, NotFound, ValidationError
from preex.trials.allocation import Rule, rule
from preex.trials.bundle import trial_in
from preex.trials.conduct import Trial
from preex.trials.pool_audit import PoolAudit, audit_of
from preex.trials.pooled import Pooled, own, pool
from preex.trials.priors import SCALES
from preex.trials.protocol import sha256
from preex.trials.questions import OUTCOMES
from preex.trials.results import seen_upto
from preex.trials.series import Series


@dataclass(frozen=True, slots=True)
class TrialsPooled:
    """Trials of one question and outcome, pooled. audit : the same without a prior."""

    question: str
    outcome: str
    unit: str
    pooled: Pooled
    audit: PoolAudit

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.trial_pool/1`."""
        asked = {"question": self.question, "outcome": self.outcome, "unit": self.unit}
        return {**self.pooled.to_json(), **asked, **self.audit.to_json()}


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
    series = [one.series(upto=seen_upto(one)) for one in trials]
    lifters = [own(Path(name).stem, one, scale) for name, one in zip(files, series, strict=True)]
    pooled = pool(lifters, scale)
    drawn = [(s, _rule(one, s)) for one, s in zip(trials, series, strict=True)]
    return TrialsPooled(
        terms.question, terms.outcome, measured.unit, pooled, audit_of(drawn, lifters, scale, _generator(trials))
    )


def _rule(trial: Trial, series: Series) -> Rule:
    return rule(trial.protocol.terms.scheme, levels=series.levels)


def _generator(trials: Sequence[Trial]) -> np.random.Generator:
    """Return a generator that the protocols alone decide, so that the same files give the same bytes."""
    return np.random.Generator(np.random.PCG64(int(sha256([one.protocol.hash for one in trials])[:32], 16)))


def _read(name: str) -> Trial:
    if not Path(name).is_file():
        raise NotFound(f"there is no file {name[:80]!r}.", hint="Check the path.")
    return trial_in(Path(name).read_bytes())
