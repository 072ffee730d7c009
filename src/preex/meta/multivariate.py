"""Several outcomes a study, each with its own mean, with heterogeneity that may be correlated between outcomes."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize

from preex.errors import ValidationError
from preex.meta.dependence import blocks_of
from preex.meta.heterogeneity import NotConverged
from preex.meta.inputs import Floats, one_of


@dataclass(frozen=True, slots=True)
class Multivariate:
    """Means of outcomes.

    outcomes : (p,) names, sorted. beta, se : (p,). T : (p, p) covariance of true effects between studies.
    log_likelihood : of the fit.
    """

    outcomes: tuple[str, ...]
    beta: Floats
    se: Floats
    T: Floats
    log_likelihood: float

    @property
    def correlation(self) -> Floats:
        """Correlations of true effects between outcomes, (p, p)."""
        sd = np.sqrt(np.diag(self.T))
        return np.asarray(self.T / np.outer(sd, sd))


def multivariate(
    yi: ArrayLike, V: ArrayLike, outcome: Sequence[str], study: Sequence[Hashable], method: str = "REML"
) -> Multivariate:
    """Pool outcomes together, with an unstructured covariance between studies.

    Parameters
    ----------
    yi : (k,). V : (k, k) sampling covariance. outcome, study : (k,) labels.

    Raises
    ------
    ValidationError : fewer studies than would tell the covariance.
    NotConverged : the likelihood has no maximum that was found.

    Notes
    -----
    C. Berkey et al., Stat Med 17, 1998. The covariance is L L' with L lower triangular, so that it is one.
    """
    one_of("method", method, ("REML", "ML"))
    model = _Model(yi, V, outcome, study, reml=method == "REML")
    if len(model.rows) <= len(model.names):
        raise ValidationError(f"{len(model.rows)} studies cannot tell how {len(model.names)} outcomes vary together.")
    starts = [model.start * scale for scale in (1.0, 0.1)]
    runs = [minimize(model.deviance, start, method="BFGS", options={"gtol": 1e-7}) for start in starts]
    best = min(runs, key=lambda run: float(run.fun))
    if np.abs(best.jac).max() > 1e-2:
        raise NotConverged("the covariance between studies was not found.", hint="Pool each outcome on its own.")
    beta, cov, _ = model.fit(best.x)
    return Multivariate(model.names, beta, np.sqrt(np.diag(cov)), model.covariance(best.x), -0.5 * float(best.fun))


class _Model:
    """The deviance in the elements of L."""

    def __init__(
        self, yi: ArrayLike, V: ArrayLike, outcome: Sequence[str], study: Sequence[Hashable], *, reml: bool
    ) -> None:
        self.names = tuple(sorted(set(outcome)))
        self.lower = np.tril_indices(len(self.names))
        self.reml = reml
        design = np.array([[float(name == one) for name in self.names] for one in outcome])
        labels = [str(one) for one in study]
        self.rows = [np.flatnonzero([one == name for one in labels]) for name in dict.fromkeys(labels)]
        self.studies = blocks_of(yi, V, labels)
        self.designs = [design[r] for r in self.rows]
        self.start = np.eye(len(self.names))[self.lower] * float(np.asarray(yi, dtype=float).std())

    def covariance(self, x: Floats) -> Floats:
        L = np.zeros((len(self.names),) * 2)
        L[self.lower] = x
        return L @ L.T

    def fit(self, x: Floats) -> tuple[Floats, Floats, list[Floats]]:
        """Return means, their covariance and the inverse covariance of every study's effects."""
        T = self.covariance(x)
        both = list(zip(self.designs, self.studies, strict=True))
        inverses = [np.linalg.inv(b.V + Z @ T @ Z.T) for Z, b in both]
        cov = np.linalg.inv(sum(Z.T @ W @ Z for (Z, _), W in zip(both, inverses, strict=True)))
        beta = cov @ sum(Z.T @ W @ b.y for (Z, b), W in zip(both, inverses, strict=True))
        return beta, cov, inverses

    def deviance(self, x: Floats) -> float:
        beta, cov, inverses = self.fit(x)
        k, p = sum(len(b.y) for b in self.studies), len(self.names)
        value = k * np.log(2 * np.pi)
        for Z, b, W in zip(self.designs, self.studies, inverses, strict=True):
            e = b.y - Z @ beta
            value += float(e @ W @ e) - np.linalg.slogdet(W)[1]
        if self.reml:
            gram = sum(Z.T @ Z for Z in self.designs)
            value -= p * np.log(2 * np.pi) + np.linalg.slogdet(gram)[1] + np.linalg.slogdet(cov)[1]
        return float(value)
