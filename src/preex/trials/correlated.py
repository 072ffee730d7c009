"""Least squares for a series: with independent errors, and with errors that follow their neighbours, by REML."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.stats import t

from preex.errors import ValidationError
from preex.trials.schemes import Floats

_FARTHEST_PHI = 0.999
_POINTS = 81  # of the scan for phi


@dataclass(frozen=True, slots=True)
class Linear:
    """A fitted line.

    beta, se : (n_coefficient,). df : degrees of freedom. sigma : standard deviation of the errors.
    phi : correlation from one workout to the next; 0 where none was fitted.
    log_likelihood : restricted, or not, as it was fitted; that of `nlme`.
    """

    beta: Floats
    se: Floats
    df: int
    sigma: float
    phi: float
    log_likelihood: float

    @property
    def t(self) -> Floats:
        """Coefficients over their standard errors, (n_coefficient,)."""
        return self.beta / self.se

    @property
    def p(self) -> Floats:
        """Two-sided p of each coefficient, (n_coefficient,)."""
        return np.asarray(2 * t.sf(np.abs(self.t), self.df))

    def interval(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Return confidence limits of the coefficients, each (n_coefficient,)."""
        half = t.ppf((1 + level) / 2, self.df) * self.se
        return self.beta - half, self.beta + half


def ordinary(y: Floats, X: Floats) -> Linear:
    """Fit with independent errors.

    Parameters
    ----------
    y : (n,). X : (n, n_coefficient) of full rank, n above n_coefficient.

    Raises
    ------
    ValidationError : too few workouts, or columns that say the same.
    """
    _check(y, X)
    return _given_phi(y, X, np.arange(float(len(y))), 0.0, reml=True)


def autoregressive(y: Floats, X: Floats, time: Floats, *, reml: bool = True) -> Linear:
    """Fit with errors whose correlation is phi^(distance in workouts).

    Parameters
    ----------
    time : (n,) whole numbers of the workouts, growing; others in between are missing.
    reml : restricted likelihood, else the full one.

    Raises
    ------
    ValidationError : too few workouts, or columns that say the same.

    Notes
    -----
    J. C. Pinheiro, D. M. Bates, "Mixed-effects models in S and S-PLUS", 2000, section 5.3: `nlme::gls` with `corAR1`. The profile over
    phi is scanned and its best point refined, so that no start value is needed.
    """
    _check(y, X)

    def badness(phi: float) -> float:
        return -_given_phi(y, X, time, phi, reml=reml).log_likelihood

    scan = np.linspace(-_FARTHEST_PHI, _FARTHEST_PHI, _POINTS)
    best = int(np.argmin([badness(phi) for phi in scan]))
    low, high = scan[max(best - 1, 0)], scan[min(best + 1, _POINTS - 1)]
    found = minimize_scalar(badness, bounds=(low, high), method="bounded", options={"xatol": 1e-10})
    return _given_phi(y, X, time, float(found.x), reml=reml)


def carried(phi: float | Floats, gap: Floats) -> Floats:
    """Return the correlation of workouts `gap` numbers apart: phi^gap, negative over odd distances where phi is."""
    sign = np.where((phi < 0) & (np.rint(gap) % 2 == 1), -1.0, 1.0)
    return np.asarray(sign * np.abs(phi) ** np.abs(gap))


def whitened(table: Floats, rho: Floats) -> Floats:
    """Take from each row what the row before foretells: equal variances, no correlation.

    Parameters
    ----------
    table : (n,) or (n, n_column). rho : (n - 1,) correlation of each row with the one before.
    """
    by_row = rho if table.ndim == 1 else rho[:, None]
    return np.concatenate((table[:1], (table[1:] - by_row * table[:-1]) / np.sqrt(1 - by_row**2)))


def _given_phi(y: Floats, X: Floats, time: Floats, phi: float, *, reml: bool) -> Linear:
    rho = carried(phi, np.diff(time))
    scale = np.sqrt(1 - rho**2)
    y_w, X_w = whitened(y, rho), whitened(X, rho)
    q, r = np.linalg.qr(X_w)
    beta = np.linalg.solve(r, q.T @ y_w)
    n, p = X.shape
    df = n - p if reml else n
    rss = float(np.sum((y_w - X_w @ beta) ** 2))
    sigma2 = rss / df
    log_det = 2 * float(np.log(scale).sum())
    spread = math.log(2 * math.pi * sigma2) if sigma2 > 0 else -math.inf  # every outcome on the line
    inside = df * spread + df + log_det
    if reml:
        inside += 2 * float(np.log(np.abs(np.diag(r))).sum())
    root = np.linalg.inv(r)
    se = np.sqrt(rss / (n - p) * (root**2).sum(axis=1))
    return Linear(np.asarray(beta), np.asarray(se), n - p, math.sqrt(sigma2), phi, -inside / 2)


def _check(y: Floats, X: Floats) -> None:
    n, p = X.shape
    if n != len(y) or n <= p:
        raise ValidationError(f"{len(y)} workouts cannot tell {p} coefficients.", hint=f"At least {p + 1} are needed.")
    if np.linalg.matrix_rank(X) < p:
        raise ValidationError(
            "the arms cannot be told from the trend: columns say the same.", hint="Both arms must have been done."
        )
