"""Standard errors of a multilevel mean that hold even if the covariance within studies was guessed wrongly.

CR2 is unbiased where the working model is right; its Satterthwaite degrees of freedom say how much it can be trusted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from preex.meta.inputs import Floats, inverse
from preex.meta.multilevel import Multilevel
from preex.meta.pooling import quantile, two_sided

LEAST_DF = 4.0  # below it a robust standard error may be absurdly small by luck (E. Tipton, Psychol Methods 20, 2015)


@dataclass(frozen=True, slots=True)
class Robust:
    """A robust standard error of the mean, with t(df), its p and interval; `reliable` = at least 4 df."""

    se: float
    df: float
    statistic: float
    p: float
    ci_low: float
    ci_high: float

    @property
    def reliable(self) -> bool:
        """Whether the degrees of freedom are enough for the standard error to mean something."""
        return self.df >= LEAST_DF


def contained(fit: Multilevel) -> Robust:
    """Return the model's own standard error with t(n - 1), n = studies: what a mean over studies can have."""
    return _robust(fit, fit.se, float(fit.studies - 1))


def cr1(fit: Multilevel) -> Robust:
    """Return the sandwich estimate times n / (n - 1), t(n - 1), n = studies; too small with few studies."""
    scores = [float(W.sum(axis=0) @ (b.y - fit.mu)) for b, W in fit.fitted]
    n = fit.studies
    return _robust(fit, fit.se**2 * math.sqrt(sum(s * s for s in scores) * n / (n - 1)), float(n - 1))


def cr2(fit: Multilevel) -> Robust:
    """Return the bias-reduced estimate with Satterthwaite degrees of freedom.

    Notes
    -----
    R. Bell, D. McCaffrey, Surv Methodol 28, 2002; J. Pustejovsky, E. Tipton, J Bus Econ Stat 36, 2018.
    doi:10.1080/07350015.2016.1247004. With M the working covariance of a study and H the hat matrix, residuals have the
    covariance M - 1 v 1', v = se^2; A makes it M again.
    """
    v = fit.se**2
    adjusted = [_adjusted(inverse(W), W, v) for _, W in fit.fitted]
    scores = [float(g @ (b.y - fit.mu)) for g, (b, _) in zip(adjusted, fit.fitted, strict=True)]
    sums = np.array([g.sum() for g in adjusted])
    own = [float(g @ np.linalg.solve(W, g)) for g, (_, W) in zip(adjusted, fit.fitted, strict=True)]
    P = np.diag(own) - v * np.outer(sums, sums)
    return _robust(fit, v * math.sqrt(sum(s * s for s in scores)), float(np.trace(P) ** 2 / np.sum(P * P)))


def _adjusted(M: Floats, W: Floats, v: float) -> Floats:
    """Return A' W 1, (m,), A = D' B^(-1/2) D, D'D = M, B = D (M - v 11') D'."""
    D = np.linalg.cholesky(M).T
    values, vectors = np.linalg.eigh(D @ (M - v) @ D.T)
    kept = values > 1e-12 * values.max()
    root = (vectors[:, kept] / np.sqrt(values[kept])) @ vectors[:, kept].T
    return np.asarray((D.T @ root @ D).T @ W.sum(axis=1))


def _robust(fit: Multilevel, se: float, df: float) -> Robust:
    statistic = fit.mu / se if se > 0 else math.copysign(math.inf, fit.mu)
    half = quantile(0.95, df) * se
    return Robust(se, df, statistic, two_sided(statistic, df), fit.mu - half, fit.mu + half)
