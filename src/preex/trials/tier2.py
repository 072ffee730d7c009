"""Does the verdict survive a heavier model? The effect drawn by NUTS, with wide-tailed days and answers that were rounded.

Columns and priors are those of `preex.trials.model`. What the exact mixture leaves out comes in: a day far off counts less (Student's t
with 4 degrees of freedom), what was said in steps is known only to lie between its cut points, and effort and discomfort have a trend
and days that resemble the day before, as repetitions do. With normal days and measured outcomes it is the same model, and must agree.

An audit, never the headline: drawing needs the extra `verify` and takes seconds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit, log_expit

from preex.errors import ValidationError
from preex.fatigue import nuts
from preex.fatigue.nuts import Sample, sample
from preex.trials.correlated import carried, whitened
from preex.trials.gaussian import fit
from preex.trials.model import Design, design_of
from preex.trials.ordinal import cuts, step_of
from preex.trials.priors import STOPPED, Scale
from preex.trials.result import Estimate
from preex.trials.schemes import Floats
from preex.trials.series import TWO_PAIR, Series
from preex.trials.verdict import Probabilities

DF = 4.0  # degrees of freedom of a day (design/statistics.md 4.3). Status: convention
TREND_SD = 0.15  # per workout, in units of a day's noise: that of repetitions, for points too. Status: assumed
# Draws that fall short of these say nothing; the exact mixture stands alone (design/statistics.md 4.3).
WORST_RHAT, LEAST_ESS = 1.01, 400.0


class Rounded:
    """Outcomes of which only the cut points around them are known, as functions of free numbers v.

    Parameters
    ----------
    y : (n,) outcomes as said. low, high : (n,) cut points; the same = measured; an end may be infinite.
    """

    def __init__(self, y: Floats, low: Floats, high: Floats) -> None:
        self._y = y
        self._between = np.flatnonzero(np.isfinite(low) & np.isfinite(high) & (high > low))
        self._open = np.flatnonzero(np.isfinite(low) != np.isfinite(high))
        self._low, self._width = low[self._between], (high - low)[self._between]
        self._up = np.where(np.isfinite(low[self._open]), 1.0, -1.0)
        self._from = np.where(self._up > 0, low[self._open], high[self._open])

    def __len__(self) -> int:
        return len(self._between) + len(self._open)

    def at(self, v: Floats) -> tuple[Floats, float]:
        """Return outcomes (n,) at v, and the log-determinant of their slopes."""
        inside, beyond = v[: len(self._between)], v[len(self._between) :]
        z = self._y.copy()
        z[self._between] = self._low + self._width * expit(inside)
        z[self._open] = self._from + self._up * np.exp(beyond)
        stretched = np.log(self._width) + log_expit(inside) + log_expit(-inside)
        return z, float(stretched.sum() + beyond.sum())

    def slope(self, v: Floats, by_outcome: Floats) -> Floats:
        """Return the slope over v of a function with the slope `by_outcome` (n,), and of the log-determinant."""
        inside, beyond = v[: len(self._between)], v[len(self._between) :]
        share = expit(inside)
        between = by_outcome[self._between] * self._width * share * (1 - share) + 1 - 2 * share
        return np.concatenate((between, by_outcome[self._open] * self._up * np.exp(beyond) + 1))


class Density:
    """Log posterior of a trial under the heavier model.

    Coordinates: coefficients around the exact mixture's, in its standard deviations; ln sigma in prior standard deviations; logit of phi
    over its range; one number for each rounded outcome.

    Parameters
    ----------
    series, scale, effect, level : as for `preex.trials.model.believe`.
    tails : days are Student's t with 4 degrees of freedom, their standard deviation still sigma; else normal.
    rounded : outcomes said in steps lie anywhere within them; else they are taken as said.

    Raises
    ------
    ValidationError : what ended the sets, which is no number around a line; nothing observed.
    """

    def __init__(
        self,
        series: Series,
        scale: Scale,
        effect: tuple[float, float],
        *,
        level: float | None = None,
        tails: bool = True,
        rounded: bool = True,
    ) -> None:
        if scale is STOPPED:
            raise ValidationError(
                "what ended the sets is a share, not a number around a line.", hint="Take another outcome."
            )
        with_trend = replace(scale, trend_sd=scale.trend_sd or TREND_SD * math.exp(scale.noise[0]))
        self.design: Design = design_of(series, with_trend, effect, level=level)
        start = fit(self.design.y, self.design.X, self.design.time, self.design.priors)
        self._centre = np.array([one.mean for one in start.coefficients])
        self._spread = np.array([one.sd for one in start.coefficients])
        self._tails = tails
        self._gap = np.diff(self.design.time)
        half = _step(series, self.design.y, scale) / 2 if rounded else 0.0
        self._outcome = Rounded(self.design.y, *_cut_points(self.design.y, half, ends=bool(scale.step)))

    def __len__(self) -> int:
        return len(self._centre) + 2 + len(self._outcome)

    def value_and_slope(self, u: Floats) -> tuple[float, Floats]:
        """Return the log posterior at `u`, up to a constant, and its gradient, (n_unknown,)."""
        priors, p = self.design.priors, len(self._centre)
        v, (beta, sigma, phi) = u[p + 2 :], self._read(u)
        z, stretched = self._outcome.at(v)
        value, by_e, by_log_sigma, by_phi = self._errors(z - self.design.X @ beta, sigma, phi)
        off = (beta - priors.mean) / priors.sd
        low, high = priors.phi_range
        share, far = expit(u[p + 1]), (phi - priors.phi[0]) / priors.phi[1]
        value += stretched - (off @ off + u[p] ** 2 + far**2) / 2 + log_expit(u[p + 1]) + log_expit(-u[p + 1])
        slope = np.empty_like(u)
        slope[:p] = self._spread * (-self.design.X.T @ by_e - off / priors.sd)
        slope[p] = by_log_sigma * priors.log_sigma[1] - u[p]
        slope[p + 1] = (by_phi - far / priors.phi[1]) * (high - low) * share * (1 - share) + 1 - 2 * share
        slope[p + 2 :] = self._outcome.slope(v, by_e)
        return float(value), slope

    def told(self, u: Floats) -> dict[str, Floats]:
        """Return coefficients, sigma and phi."""
        beta, sigma, phi = self._read(u)
        return {"beta": beta, "sigma": np.array([sigma]), "phi": np.array([phi])}

    def _read(self, u: Floats) -> tuple[Floats, float, float]:
        priors, p = self.design.priors, len(self._centre)
        low, high = priors.phi_range
        sigma = math.exp(priors.log_sigma[0] + priors.log_sigma[1] * u[p])
        return self._centre + self._spread * u[:p], sigma, float(low + (high - low) * expit(u[p + 1]))

    def _errors(self, e: Floats, sigma: float, phi: float) -> tuple[float, Floats, float, float]:
        """Return the log density of errors (n,), with its slopes over them, ln sigma and phi."""
        rho = carried(phi, self._gap)
        left, w = 1 - rho**2, whitened(e, rho)
        value, by_w = _day(w, sigma, tails=self._tails)
        later = by_w[1:] / np.sqrt(left)
        by_e = np.concatenate((by_w[:1], later))
        by_e[:-1] -= rho * later
        by_rho = by_w[1:] * (rho * w[1:] / left - e[:-1] / np.sqrt(left)) + rho / left
        even = (phi < 0) & (np.rint(self._gap) % 2 == 0)
        by_phi = float(by_rho @ (np.where(even, -1.0, 1.0) * self._gap * np.abs(phi) ** (self._gap - 1)))
        return float(value - np.log(left).sum() / 2), by_e, float(-len(e) - by_w @ w), by_phi


@dataclass(frozen=True, slots=True)
class Audit:
    """What draws of the heavier model say. [unit of the outcome]

    estimate, p : of the effect, as in a result. sd : standard deviation of the draws. sigma, phi : medians.
    rhat, ess : worst of all quantities. divergences : after warm-up. leapfrogs : mean gradients a draw.
    """

    estimate: Estimate
    p: Probabilities
    sd: float
    sigma: float
    phi: float
    rhat: float
    ess: float
    divergences: int
    leapfrogs: float

    @property
    def trusted(self) -> bool:
        """The chains agree, are long enough and never broke off; otherwise the exact mixture stands alone."""
        return self.rhat < WORST_RHAT and self.ess > LEAST_ESS and not self.divergences


def audit(
    density: nuts.Density,
    rope: float,
    *,
    arm: int = 1,
    draws: int = 1000,
    warm_up: int = 500,
    chains: int = 4,
    seed: int = 0,
    target_accept: float = 0.9,
) -> Audit:
    """Draw the effect under the heavier model.

    Parameters
    ----------
    density : `Density`, or `preex.trials.tier2_sets.SetDensity`.
    rope : half-width of what does not matter. arm : compared with the usual way. draws, warm_up : of each of the `chains`.
    target_accept : share of steps to accept; more where draws break off.

    Raises
    ------
    Unavailable : the extra `verify` is not installed.
    """
    drawn = sample(density, draws=draws, warm_up=warm_up, chains=chains, seed=seed, target_accept=target_accept)
    return audited(drawn, rope, arm=arm)


def audited(drawn: Sample, rope: float, *, arm: int = 1) -> Audit:
    """Summarise draws of `Density`."""
    effect = drawn.values["beta"][..., arm].ravel()
    lo95, lo80, median, hi80, hi95 = (float(q) for q in np.quantile(effect, (0.025, 0.1, 0.5, 0.9, 0.975)))
    below, above = float(np.mean(effect < -rope)), float(np.mean(effect > rope))
    return Audit(
        estimate=Estimate(median, float(effect.mean()), lo95, hi95, lo80, hi80),
        p=Probabilities(below, 1 - below - above, above, float(np.mean(effect < 0))),
        sd=float(effect.std()),
        sigma=float(np.median(drawn.values["sigma"])),
        phi=float(np.median(drawn.values["phi"])),
        rhat=float(drawn.rhat().max()),
        ess=float(drawn.ess().min()),
        divergences=drawn.divergences,
        leapfrogs=drawn.leapfrogs,
    )


def _day(w: Floats, sigma: float, *, tails: bool) -> tuple[float, Floats]:
    """Return the log density of independent days of standard deviation sigma, up to a constant, and its slope, (n,)."""
    if not tails:
        return float(-len(w) * math.log(sigma) - w @ w / (2 * sigma**2)), -w / sigma**2
    wide = (DF - 2) * sigma**2  # df times the squared scale of a t whose variance is sigma^2
    return float(-len(w) * math.log(sigma) - (DF + 1) / 2 * np.log1p(w**2 / wide).sum()), -(DF + 1) * w / (wide + w**2)


def _step(series: Series, y: Floats, scale: Scale) -> float:
    """Return the step in which outcomes were said, 1 where repetitions are all whole; 0 = measured, as is a mean of sets or the difference of two pairs."""
    if scale.step:
        return step_of(y)
    whole = scale.load is not None and series.design != TWO_PAIR and np.allclose(y - y[0], np.rint(y - y[0]))
    return 1.0 if whole else 0.0


def _cut_points(y: Floats, half: float, *, ends: bool) -> tuple[Floats, Floats]:
    if not ends or not half:
        return y - half, y + half
    low, high = zip(*(cuts(float(value), half) for value in y), strict=True)
    return np.array(low), np.array(high)
