"""Many lifters in one model: level and effect vary from lifter to lifter, by REML. An audit of the pool of two stages.

y = X beta + b0 + b1 arm + e with b0, b1 and e independent and normal.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from preex.errors import ValidationError
from preex.trials.schemes import Floats

_STARTS = ((1.0, 0.5), (0.3, 0.1), (2.0, 1.5))  # relative standard deviations; a boundary may be a local best


@dataclass(frozen=True, slots=True)
class Mixed:
    """A fitted model.

    beta, se : (n_coefficient,) of X. sd_level, sd_effect : between lifters. sigma : within. [unit of y]
    deviance : -2 restricted log-likelihood, with the constants of lme4.
    """

    beta: Floats
    se: Floats
    sd_level: float
    sd_effect: float
    sigma: float
    deviance: float


@dataclass(frozen=True, slots=True)
class _Sums:
    """What one lifter adds: cross-products of [1, arm], X and y."""

    zz: Floats
    zx: Floats
    zy: Floats
    xx: Floats
    xy: Floats
    yy: float


@dataclass(frozen=True, slots=True)
class _At:
    """The profile at given relative standard deviations."""

    beta: Floats
    information: Floats
    sigma2: float
    deviance: float


def mixed(y: Floats, X: Floats, arm: Floats, lifter: Sequence[Hashable]) -> Mixed:
    """Fit by restricted likelihood.

    Parameters
    ----------
    y : (n,) outcomes. X : (n, n_coefficient) of full rank. arm : (n,) around 0. lifter : (n,) whose workout.

    Raises
    ------
    ValidationError : fewer than two lifters, or columns that say the same.

    Notes
    -----
    The profiled criterion of D. Bates et al., J Stat Softw 67(1), 2015. doi:10.18637/jss.v067.i01, for `(1 | lifter) + (0 + arm |
    lifter)`; random effects are taken out lifter by lifter, in 2 by 2 matrices.
    """
    names = list(dict.fromkeys(lifter))
    if len(names) < 2:
        raise ValidationError(f"{len(names)} lifter cannot tell how lifters differ.", hint="Pool two at least.")
    if np.linalg.matrix_rank(X) < X.shape[1]:
        raise ValidationError("columns say the same.", hint="Both arms must have been done.")
    rows = {name: np.array([other == name for other in lifter]) for name in names}
    sums = [_sums(y[i], X[i], arm[i]) for i in rows.values()]
    n = len(y)

    def badness(theta: Floats) -> float:
        return _profile(np.abs(theta), sums, n).deviance

    found = [minimize(badness, start, method="Nelder-Mead", options=_EXACT) for start in _STARTS]
    theta = np.abs(min(found, key=lambda one: float(one.fun)).x)
    best = _profile(theta, sums, n)
    sigma = math.sqrt(best.sigma2)
    se = sigma * np.sqrt(np.diag(np.linalg.inv(best.information)))
    return Mixed(best.beta, np.asarray(se), sigma * float(theta[0]), sigma * float(theta[1]), sigma, best.deviance)


_EXACT = {"xatol": 1e-9, "fatol": 1e-11, "maxiter": 2000}


def _sums(y: Floats, X: Floats, arm: Floats) -> _Sums:
    Z = np.column_stack((np.ones(len(y)), arm))
    return _Sums(Z.T @ Z, Z.T @ X, Z.T @ y, X.T @ X, X.T @ y, float(y @ y))


def _profile(theta: Floats, sums: Sequence[_Sums], n: int) -> _At:
    """Return fixed effects and criterion, sigma profiled out: V / sigma^2 = I + Z diag(theta^2) Z'."""
    log_det, xx, xy, yy = 0.0, 0.0, 0.0, 0.0
    for s in sums:
        L = np.linalg.cholesky(np.eye(2) + theta[:, None] * s.zz * theta)
        zx, zy = np.linalg.solve(L, theta[:, None] * s.zx), np.linalg.solve(L, theta * s.zy)
        log_det += 2 * float(np.log(np.diag(L)).sum())
        xx, xy, yy = xx + s.xx - zx.T @ zx, xy + s.xy - zx.T @ zy, yy + s.yy - float(zy @ zy)
    information = np.asarray(xx)
    beta = np.linalg.solve(information, xy)
    df = n - len(beta)
    sigma2 = (yy - float(beta @ xy)) / df
    _, log_det_x = np.linalg.slogdet(information)
    deviance = log_det + float(log_det_x) + df * (1 + math.log(2 * math.pi * sigma2))
    return _At(np.asarray(beta), information, sigma2, deviance)
