"""Weighted least squares with known weights, and the traces that estimators of heterogeneity need.

With weights w, W = diag(w) and P = W - W X (X'WX)^-1 X'W. P is never formed: k = 10,000 effects cost what k rows cost. With
sqrt(W) X = Q R, P = sqrt(W) (I - Q Q') sqrt(W): a year as a moderator would cost X'WX half of its digits, and Q none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from preex.errors import ValidationError
from preex.meta.inputs import Floats, inverse

_ROUNDING = 1e-24  # of squares of doubles, with six digits lost on the way


@dataclass(frozen=True, slots=True)
class Wls:
    """A weighted least squares fit.

    X : (k, p) design.
    w : (k,) weights.
    beta : (p,) coefficients.
    cov : (p, p) (X'WX)^-1, their covariance where the weights are exact.
    residual : (k,) y - X beta.
    Q : (k, p) orthonormal basis of sqrt(W) X.
    log_det : of X'WX.
    """

    X: Floats
    w: Floats
    beta: Floats
    cov: Floats
    residual: Floats
    Q: Floats
    log_det: float

    @property
    def rss(self) -> float:
        """Weighted sum of squared residuals, Cochran's Q where w = 1 / v."""
        return float(self.w @ self.residual**2)

    @property
    def df(self) -> int:
        """Residual degrees of freedom, k - p."""
        return len(self.w) - len(self.beta)

    @property
    def is_exact(self) -> bool:
        """Whether residuals are rounding and no more, so that nothing can be learned from their spread."""
        return self.rss <= _ROUNDING * float(self.w @ (self.X @ self.beta) ** 2)

    @property
    def leverage(self) -> Floats:
        """Diagonal of the hat matrix, (k,)."""
        return np.asarray((self.Q**2).sum(axis=1))

    def trace_p(self) -> float:
        """Return tr(P)."""
        return float(self.w @ (1 - self.leverage))

    def trace_pp(self, left: Floats | float = 1.0, right: Floats | float = 1.0) -> float:
        """Return tr(P L P R) for diagonal L and R, given by their diagonals (k,) or a scalar."""
        outer = (self.w**2 * left * right) @ (1 - 2 * self.leverage)
        inner = np.sum(self._inside(left) * self._inside(right).T)
        return float(outer + inner)

    def log_likelihood(self, *, reml: bool) -> float:
        """Return the log-likelihood of y ~ N(X beta, 1 / w), restricted or not, with all constants.

        The restricted one holds +log|X'X| / 2 (Harville 1974), as R's metafor prints it.
        """
        half = 0.5 * (np.log(self.w).sum() - self.rss)
        if not reml:
            return float(half - 0.5 * len(self.w) * np.log(2 * np.pi))
        return float(half - 0.5 * self.df * np.log(2 * np.pi) + 0.5 * (_factored(self.X)[2] - self.log_det))

    def _inside(self, diagonal: Floats | float) -> Floats:
        """Return Q'W diag Q, (p, p)."""
        return np.asarray(self.Q.T @ ((self.w * diagonal)[:, None] * self.Q))


def wls(y: Floats, X: Floats, w: Floats) -> Wls:
    """Fit y = X beta by weights w.

    Parameters
    ----------
    y : (k,). X : (k, p) of full rank, which `check_rank` has seen to. w : (k,) above 0.
    """
    root = np.sqrt(w)
    Q, R, log_det = _factored(root[:, None] * X)
    back = inverse(R)
    beta = back @ (Q.T @ (root * y))
    return Wls(X, w, beta, back @ back.T, y - X @ beta, Q, log_det)


def _factored(X: Floats) -> tuple[Floats, Floats, float]:
    """Return Q and R of X and log|X'X|."""
    Q, R = np.linalg.qr(X)
    return np.asarray(Q), np.asarray(R), float(2 * np.log(np.abs(np.diag(R))).sum())


def intercept(k: int) -> Floats:
    """Return the design of a plain mean, (k, 1)."""
    return np.ones((k, 1))


def check_rank(X: Floats) -> None:
    """Refuse a design whose columns say the same thing.

    Raises
    ------
    ValidationError : as many coefficients as effects or more, or columns that depend on each other.
    """
    k, p = X.shape
    if k <= p:
        raise ValidationError(f"{k} effects cannot estimate {p} coefficients.", hint="Use fewer moderators.")
    scale = np.abs(X).max(axis=0)
    if np.any(scale == 0) or np.linalg.matrix_rank(X / scale) < p:
        raise ValidationError(
            "the moderators depend on each other or do not vary.", hint="Leave out a moderator that the others give."
        )
