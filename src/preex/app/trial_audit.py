"""`trial audit`: does a heavier model say the same of a trial? An audit beside the answer, never the answer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from preex.app.trials import trial_named
from preex.trials.priors import NEUTRAL, SCALES
from preex.trials.questions import OUTCOMES
from preex.trials.result import Result
from preex.trials.results import primary_of, seen_upto
from preex.trials.tier2 import LEAST_ESS, WORST_RHAT, Audit, Density, audit
from preex.trials.verdict import Bars, Verdict, judge, steps

if TYPE_CHECKING:
    from preex.store import Store

NOT_TRUSTED = "The draws cannot be trusted, so the answer stands alone."


@dataclass(frozen=True, slots=True)
class AuditedTrial:
    """What draws of the heavier model say beside the answer. result : of the outcome the trial rests on."""

    id: str
    result: Result
    audit: Audit

    @property
    def word(self) -> Verdict:
        """The word of the draws, before any gate, as that of each prior is."""
        return judge(self.audit.p, self.result.better, Bars(clear=self.result.bar))

    @property
    def expected(self) -> Verdict:
        """The word of the exact mixture, before any gate."""
        under = self.result.priors[NEUTRAL]
        return under.verdict if under else self.result.verdict

    @property
    def sentence(self) -> str:
        """What that means."""
        if not self.audit.trusted:
            return NOT_TRUSTED
        apart = steps(self.word, self.expected)
        if not apart:
            return "The heavier model says the same."
        return (
            f"The heavier model is {apart} step{'s' if apart > 1 else ''} apart: take the answer with that much care."
        )

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.trial_audit/1`."""
        a, e = self.audit, self.result.estimate
        return {
            "schema": "preex.trial_audit/1",
            "trial": self.id,
            "outcome": self.result.outcome,
            "unit": self.result.unit,
            "answer": {"verdict": self.expected.value, "estimate": asdict(e) if e else None},
            "heavier": {"verdict": self.word.value, "estimate": asdict(a.estimate), "p": asdict(a.p)},
            "trusted": a.trusted,
            "rhat": a.rhat,
            "ess": a.ess,
            "divergences": a.divergences,
            "limits": {"rhat": WORST_RHAT, "ess": LEAST_ESS},
            "sentence": self.sentence,
        }


def can_audit() -> bool:
    """Tell whether this machine can draw: the extra `verify` is installed."""
    return find_spec("nutpie") is not None


def audit_trial(store: Store, athlete: str, trial_id: str | None = None) -> AuditedTrial:
    """Draw the effect of a trial under the heavier model, as far as its looks, or its end, allow to see; takes 5 to 15 s.

    Parameters
    ----------
    store, athlete, trial_id : which trial; None = the latest.

    Returns
    -------
    The same trial gives the same draws.

    Raises
    ------
    Unavailable : the extra `verify` is not installed. Conflict : before the first look.
    ValidationError : too little for any result.
    """
    kept = trial_named(store, athlete, trial_id)
    result, trial = primary_of(kept.trial), kept.trial
    scale = SCALES[OUTCOMES[result.outcome].code]
    density = Density(trial.series(upto=seen_upto(trial)), scale, scale.effects[NEUTRAL])
    seed = int(trial.protocol.hash[:8], 16) % 2**31
    return AuditedTrial(kept.id, result, audit(density, result.rope, arm=result.arm, seed=seed))
