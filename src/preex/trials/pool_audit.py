"""Does the pool of lifters stand up? The same trials by their draws alone, and in one model without a prior."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import t

from preex.errors import ValidationError
from preex.trials.allocation import Rule
from preex.trials.mixed import mixed
from preex.trials.model import design_of
from preex.trials.pooled import Own, pooled_p
from preex.trials.priors import NEUTRAL, Scale
from preex.trials.randomisation import reference
from preex.trials.series import Series

EFFECT = 1  # column of the effect


@dataclass(frozen=True, slots=True)
class OneModel:
    """All lifters in one model by REML. [unit of the outcome; of each workout's difference where it holds two pairs]

    mean, lo95, hi95 : effect; the interval by Student's t with lifters - 1 degrees of freedom, as lifters are what was sampled.
    sd_lifters : of the effect between lifters. sd_day : from day to day.
    """

    mean: float
    lo95: float
    hi95: float
    sd_lifters: float
    sd_day: float


@dataclass(frozen=True, slots=True)
class PoolAudit:
    """What needs no prior. p : of all draws together, two-sided, not adjusted for looks. one_model : None = designs differ, or too little."""

    p: float
    one_model: OneModel | None

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        names = OneModel.__dataclass_fields__
        one = None if self.one_model is None else {name: getattr(self.one_model, name) for name in names}
        return {"design_test": {"p": self.p, "note": "not adjusted for looks"}, "one_model": one}


def audit_of(
    trials: Sequence[tuple[Series, Rule]], lifters: Sequence[Own], scale: Scale, rng: np.random.Generator
) -> PoolAudit:
    """Audit a pool.

    Parameters
    ----------
    trials : each lifter's series, of two arms, with the rule that drew it. lifters : as pooled, in the same order.
    rng : draws everybody's sequences anew.
    """
    references = [reference(series, rule, rng) for series, rule in trials]
    p = pooled_p(references, [one.se for one in lifters], rng)
    return PoolAudit(p, _one_model([series for series, _ in trials], scale))


def _one_model(trials: Sequence[Series], scale: Scale) -> OneModel | None:
    """Fit level, effect and trend with levels and effects that vary between lifters."""
    if len({series.design for series in trials}) > 1:
        return None
    designs = [design_of(series, scale, scale.effects[NEUTRAL]) for series in trials]
    X = np.concatenate([one.X[:, : one.names.index("trend") + 1] for one in designs])
    y, whose = (
        np.concatenate([one.y for one in designs]),
        np.repeat(np.arange(len(designs)), [len(d.y) for d in designs]),
    )
    try:
        found = mixed(y, X, X[:, EFFECT], whose.tolist())
    except ValidationError:  # a single arm in all of them
        return None
    half = float(t.ppf(0.975, len(trials) - 1) * found.se[EFFECT])
    mean = float(found.beta[EFFECT])
    return OneModel(mean, mean - half, mean + half, found.sd_effect, found.sigma)
