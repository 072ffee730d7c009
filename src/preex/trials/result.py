"""The result of a trial: one object, from which table, text, figure and JSON are made and nothing else is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any

import numpy as np
from scipy.stats import norm

from preex.meta.mixture import Mixture
from preex.trials.gates import Gate
from preex.trials.verdict import Probabilities, Verdict

SCHEMA = "preex.trial_result/1"
FORBIDDEN_CLAIMS = ("size", "strength_gain")


@dataclass(frozen=True, slots=True)
class Counts:
    """Workouts. per_arm : observed, by the name of the arm; with two pairs each workout counts in both."""

    assigned: int
    revealed: int
    observed: int
    per_arm: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is believed of the effect. [unit of the result]"""

    median: float
    mean: float
    lo95: float
    hi95: float
    lo80: float
    hi80: float

    @classmethod
    def of(cls, effect: Mixture) -> Estimate:
        """Summarise a posterior."""
        q = effect.quantile
        return cls(q(0.5), effect.mean, q(0.025), q(0.975), q(0.1), q(0.9))


@dataclass(frozen=True, slots=True)
class UnderPrior:
    """The word and the probabilities under another prior, before any gate."""

    verdict: Verdict
    p: Probabilities


@dataclass(frozen=True, slots=True)
class DesignTestResult:
    """The test by the draw.

    ci : None where no p below 0.05 can be reached; an end is None where the test rejects no effect on that side.
    note : how far p may be trusted.
    """

    p: float
    min_p: float
    n_sequences: int
    ci: tuple[float | None, float | None] | None
    estimate: float
    note: str


@dataclass(frozen=True, slots=True)
class Rir:
    """Effort. complete : share of sets with a reported RIR. arm_difference : what is tried minus the usual way. [reps]"""

    complete: float
    arm_difference: float | None


@dataclass(frozen=True, slots=True)
class Needs:
    """What more would take.

    sessions_for_80 : workouts that find an effect of `for_effect` with 80 % power at the lifter's own noise; None = above 160.
    weeks : they take. more : chance of a clear answer after so many more workouts. at_end : the same at the planned end.
    people : for growth and strength, how many a study would need, fewest and most.
    """

    sessions_for_80: int | None
    weeks: int | None
    for_effect: float | None
    more: tuple[tuple[int, float], ...] = ()
    at_end: float = 0.0
    people: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A workout whose arm was shown, as a figure shows it. state : observed or missed."""

    number: int
    arm: int
    y: float | None
    y_second: float | None
    load: float
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A trial's result.

    contrast : question and pairs. arms : names, the usual way first. arm : which of them is compared with it.
    outcome, what, unit : id, in words, and unit of every effect. better : 1 where more is better, else -1.
    estimate, p, design_test, sd, phi, trend : None where nothing may be said; phi and trend also where the model has none.
    verdict : of the primary outcome after every gate; of another one none stronger than "probably".
    grade : A to D; "" where nothing can be measured.
    drift : (workout, outcome) at both ends of the trend line; () = no trend is fitted to the outcome itself.
    density : (value, density) of the effect, for the figure.
    """

    engine_version: str
    protocol_hash: str
    contrast: str
    question: str
    arms: tuple[str, ...]
    arm: int
    outcome: str
    primary: bool
    what: str
    unit: str
    better: int
    design: str
    n: Counts
    estimate: Estimate | None
    p: Probabilities | None
    rope: float
    priors: Mapping[str, UnderPrior | None]
    design_test: DesignTestResult | None
    sd: float | None
    phi: float | None
    trend: float | None
    adherence: float
    rir: Rir
    gates: tuple[Gate, ...]
    verdict: Verdict
    grade: str
    grade_reasons: tuple[str, ...]
    needs: Needs
    bar: float
    sequential: bool
    expectation: int | None
    sensitivity: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    sessions: tuple[Session, ...] = ()
    drift: tuple[tuple[float, float], ...] = ()
    density: tuple[tuple[float, float], ...] = ()
    forbidden_claims: tuple[str, ...] = FORBIDDEN_CLAIMS

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.trial_result/1`."""
        document = {"schema": SCHEMA} | {f.name: _plain(getattr(self, f.name)) for f in fields(self)}
        document["needs"]["more"] = [{"sessions": n, "p_conclusive": p} for n, p in self.needs.more]
        return document

    @property
    def tried(self) -> str:
        """Name of the arm that is compared."""
        return self.arms[self.arm]


def density(effect: Mixture, points: int = 121) -> tuple[tuple[float, float], ...]:
    """Return values and their density, for the figure."""
    x = np.linspace(effect.quantile(0.0005), effect.quantile(0.9995), points)
    y = (effect.weight * norm.pdf(x[:, None], effect.centre, effect.spread)).sum(axis=1)
    return tuple(zip(x.tolist(), y.tolist(), strict=True))


def _plain(value: Any) -> Any:  # noqa: ANN401 - anything a result holds
    """Return plain data: dataclasses as objects, tuples as lists."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return _plain(asdict(value))
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.value if isinstance(value, StrEnum) else value
