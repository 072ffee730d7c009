"""Weighted least squares with known weights, and the traces that estimators of heterogeneity need.

With weights w, W = diag(w) and P = W - W X (X'WX)^-1 X'W. P is never formed: k = 10,000 effects cost what k rows cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from preex.errors import ValidationError
from preex.meta.inputs import Floats, inverse


@dataclass(frozen=True, slots=True)
class Wls:
    """A weighted least squares fit.

    X : (k, p) design.
    w : (k,) weights.
    beta : (p,) coefficients.
    cov : (p, p) (X'WX)^-1, their covariance where the weights are exact.
    residual : (k,) y - X beta.
    """

    X: Floats
    w: Floats
    beta: Floats
    cov: Floats
    residual: Floats

    @property
    def rss(self) -> float:
        """Weighted sum of squared residuals, Cochran's Q where w = 1 / v."""
        return float(self.w @ self.residual**2)

    @property
    def df(self) -> int:
        """Residual degrees of freedom, k - p."""
        return len(self.w) - len(self.beta)

    @property
    def leverage(self) -> Floats:
        """Diagonal of the hat matrix, (k,)."""
        return cast("Floats", self.w * np.einsum("kp,pq,kq->k", self.X, self.cov, self.X))

    def trace_p(self) -> float:
        """Return tr(P)."""
        return float(self.w.sum() - np.sum(self.cov * self._cross(self.w**2)))

    def trace_pp(self, left: Floats | float = 1.0, right: Floats | float = 1.0) -> float:
        """Return tr(P L P R) for diagonal L and R, given by their diagonals (k,) or a scalar."""
        outer = np.sum(self.w**2 * left * right)
        middle = np.sum(self.cov * self._cross(self.w**3 * left * right))
        inner = np.sum((self.cov @ self._cross(self.w**2 * left)) * (self.cov @ self._cross(self.w**2 * right)).T)
        return float(outer - 2 * middle + inner)

    def log_likelihood(self, *, reml: bool) -> float:
        """Return the log-likelihood of y ~ N(X beta, 1 / w), restricted or not, with all constants.

        The restricted one holds +log|X'X| / 2 (Harville 1974), as R's metafor prints it.
        """
        half = 0.5 * (np.log(self.w).sum() - self.rss)
        if not reml:
            return float(half - 0.5 * len(self.w) * np.log(2 * np.pi))
        gram, cov = (float(np.linalg.slogdet(one)[1]) for one in (self.X.T @ self.X, self.cov))
        return float(half - 0.5 * self.df * np.log(2 * np.pi) + 0.5 * (gram + cov))

    def _cross(self, weights: Floats) -> Floats:
        return self.X.T @ (weights[:, None] * self.X)


def wls(y: Floats, X: Floats, w: Floats) -> Wls:
    """Fit y = X beta by weights w.

    Parameters
    ----------
    y : (k,). X : (k, p) of full rank, which `design` has checked. w : (k,) above 0.
    """
    cov = inverse(X.T @ (w[:, None] * X))
    beta = cov @ (X.T @ (w * y))
    return Wls(X, w, beta, cov, y - X @ beta)


def intercept(k: int) -> Floats:
    """Return the design of a plain mean, (k, 1)."""
    return np.ones((k, 1))


def check_rank(X: Floats) -> None:
    """Refuse a design whose columns say the same thing.

    Raises
    ------
    ValidationError : more coefficients than effects less one, or columns that depend on each other.
    """
    k, p = X.shape
    if k <= p:
        raise ValidationError(f"{k} effects cannot estimate {p} coefficients.", hint="Use fewer moderators.")
    scale = np.abs(X).max(axis=0)
    if np.any(scale == 0) or np.linalg.matrix_rank(X / scale) < p:
        raise ValidationError(
            "the moderators depend on each other or do not vary.", hint="Leave out a moderator that the others give."
        )
