"""From a series to its posterior: which columns enter, under which priors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from preex.meta.mixture import Mixture
from preex.trials.gaussian import Posterior, Priors, fit
from preex.trials.priors import WIDE, Scale
from preex.trials.schemes import Arms, Floats
from preex.trials.series import NOT_DONE, TWO_PAIR, Series

CARRYOVER_SD = 0.3  # of what the arm before leaves behind, in units of a day's noise (design/statistics.md 3.4)


class Extra(StrEnum):
    """A column that is added to see whether the effect depends on leaving it out."""

    CARRYOVER = "carryover"
    CURVE = "curve"


@dataclass(frozen=True, slots=True)
class Design:
    """Observed outcomes (n,), columns (n, n_coefficient), numbers of the workouts (n,) and priors."""

    y: Floats
    X: Floats
    time: Floats
    priors: Priors
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A posterior with the names of its coefficients."""

    posterior: Posterior
    design: Design

    @property
    def effect(self) -> Mixture:
        """What is believed of the effect: arm 1 minus the usual way."""
        return self.effect_of(1)

    def effect_of(self, arm: int) -> Mixture:
        """Return what is believed of the effect of one of more arms."""
        return self.posterior.coefficients[arm]

    def coefficient(self, name: str) -> Mixture | None:
        """Return what is believed of a coefficient; None where it did not enter."""
        return self.posterior.coefficients[self.design.names.index(name)] if name in self.design.names else None


def believe(
    series: Series,
    scale: Scale,
    effect: tuple[float, float],
    *,
    level: float | None = None,
    extra: tuple[Extra, ...] = (),
) -> Fitted:
    """Return what to believe of a trial under one prior of the effect.

    Parameters
    ----------
    effect : mean and standard deviation of the prior.
    level : expected outcome, as the target of repetitions; None = that of the scale.
    extra : columns to add. What the arm before left behind enters by itself where workouts follow within 48 h.
    """
    design = design_of(series, scale, effect, level=level, extra=extra)
    return Fitted(fit(design.y, design.X, design.time, design.priors), design)


def design_of(
    series: Series,
    scale: Scale,
    effect: tuple[float, float],
    *,
    level: float | None = None,
    extra: tuple[Extra, ...] = (),
) -> Design:
    """Return columns and priors: intercept, effect, trend, and load or carryover where they vary."""
    seen, two = series.observed, series.design == TWO_PAIR
    time, noise = series.session[seen], math.exp(scale.noise[0])
    arm = series.assigned[seen]
    late = time - time.mean()
    rows = [
        ("intercept", np.ones(len(time)), *_intercept(scale, level, noise, two=two)),
        *((f"effect{k}", _coded(arm, k, series.n_arm, two=two), *effect) for k in range(1, series.n_arm)),
        ("trend", late, 0.0, scale.trend_sd or 1e-6 * noise),
    ]
    load = series.load_term[seen]
    if scale.load and np.ptp(load) > 0:
        rows.append(("load", load, *scale.load))
    if Extra.CARRYOVER in extra or series.short_gaps.any():
        rows.append(("carryover", _before(series, two=two)[seen], 0.0, CARRYOVER_SD * noise))
    if Extra.CURVE in extra:
        half = max(float(np.abs(late).max()), 1.0)
        rows.append(("curve", (late / half) ** 2, 0.0, scale.trend_sd * half))
    names, columns, mean, sd = zip(*rows, strict=True)
    X = np.column_stack(columns)
    return Design(series.value[seen], X, time, Priors(mean, sd, scale.noise), names)


def _coded(arm: Arms, k: int, n_arm: int, *, two: bool) -> Floats:
    """Return the column of arm k, around its mean in a balanced trial."""
    tried = (arm == k).astype(float)
    return np.asarray(2 * tried - 1 if two else tried - 1 / n_arm)


def _intercept(scale: Scale, level: float | None, noise: float, *, two: bool) -> tuple[float, float]:
    if scale.intercept is None:
        return 0.0, WIDE * noise
    mean, sd = scale.intercept
    return (0.0, math.sqrt(2) * sd) if two else (mean if level is None else level, sd)


def _before(series: Series, *, two: bool) -> Floats:
    """Return the arm done in the workout before, as the effect is coded; 0 where that was over 48 h ago or never."""
    before = np.concatenate(([NOT_DONE], series.performed[:-1]))
    coded = _coded(np.minimum(before, 1), 1, 2, two=two)  # any arm but the usual one
    near = series.short_gaps if series.short_gaps.any() else np.ones(len(series), dtype=bool)
    return np.where((before >= 0) & near, coded, 0.0)
