"""A trial's effect under other choices than those of its protocol: each a median with its 95 % interval."""

from __future__ import annotations

from typing import Any

import numpy as np

from preex.errors import ValidationError
from preex.meta.mixture import Mixture
from preex.trials.correlated import ordinary
from preex.trials.model import Extra, Fitted, believe
from preex.trials.priors import NEUTRAL, Scale
from preex.trials.protocol import Protocol
from preex.trials.schemes import Floats
from preex.trials.series import TWO_PAIR, Series

LEAST_COMPLIANCE = (
    0.80  # of workouts done as drawn, below which the estimate among those done is shown beside the other
)


def sensitivity(
    series: Series, effect: Mixture, fitted: Fitted | None, scale: Scale, arm: int, protocol: Protocol
) -> dict[str, Any]:
    """Return the estimate under other choices.

    Parameters
    ----------
    effect : as believed. fitted : its model; None = of an outcome on a scale of 0 to 10. arm : compared with the usual way.

    Returns
    -------
    carryover, curve : with such a column. least_squares : without a prior. among_those_done : effect / compliance, below 80 % done as
    drawn. pairs : of each of two pairs. arms : of each of more than two arms.
    """
    out: dict[str, Any] = {}
    if fitted:
        prior = scale.effects[NEUTRAL]
        for extra in Extra:
            out[extra.value] = _line(believe(series, scale, prior, extra=(extra,)).effect_of(arm))
        out["least_squares"] = _least_squares(fitted, arm)
        compliance = series.compliance(arm)
        if series.adherence < LEAST_COMPLIANCE and compliance > 0:
            out["among_those_done"] = {name: value / compliance for name, value in _line(effect).items()}
            out["compliance"] = compliance
    if series.design == TWO_PAIR:
        out["pairs"] = _by_pair(series, scale, effect, protocol)
    if series.n_arm > 2 and fitted:
        names = protocol.terms.asked.arms
        out["arms"] = {names[k]: _line(fitted.effect_of(k)) for k in range(1, series.n_arm)}
    return out


def _by_pair(series: Series, scale: Scale, mean: Mixture, protocol: Protocol) -> dict[str, dict[str, float]]:
    """Return the effect on each pair: their mean from the difference of the pairs, their difference from the sum.

    With equal noise both are independent, so that the effect on a pair is the mean and half the difference.
    """
    total = Series.of(series.assigned, series.y.sum(axis=1), session=series.session)
    sd = scale.effects[NEUTRAL][1]
    level = 2 * scale.intercept[0] if scale.intercept else None
    apart = believe(total, scale, (0.0, 2 * sd), level=level).effect
    m, d = _quantiles(mean), _quantiles(apart)
    out = {}
    for pair, sign in zip(protocol.terms.pairs, (0.5, -0.5), strict=True):
        both = np.sort((m[:, None] + sign * d[None, :]).ravel())
        lo, middle, hi = np.quantile(both, (0.025, 0.5, 0.975))
        out[pair.id] = {"median": float(middle), "lo95": float(lo), "hi95": float(hi)}
    return out


def _quantiles(effect: Mixture, n: int = 99) -> Floats:
    return np.array([effect.quantile((k + 0.5) / n) for k in range(n)])


def _line(effect: Mixture) -> dict[str, float]:
    return {"median": effect.quantile(0.5), "lo95": effect.quantile(0.025), "hi95": effect.quantile(0.975)}


def _least_squares(fitted: Fitted, arm: int) -> dict[str, float] | None:
    """Return the plain line beside it; None where it has no solution."""
    try:
        found = ordinary(fitted.design.y, fitted.design.X)
    except ValidationError:
        return None
    low, high = found.interval()
    return {"median": float(found.beta[arm]), "lo95": float(low[arm]), "hi95": float(high[arm])}
