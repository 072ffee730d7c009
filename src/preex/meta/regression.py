"""Do studies differ for a reason? Meta-regression on moderators, and comparison of subgroups.

With fewer than ten effects a moderator such tests find mostly chance: `preex.meta.policy` says when to use them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2, f

from preex.errors import ValidationError
from preex.meta.heterogeneity import Data, estimate, i2_h2, typical_variance
from preex.meta.inputs import Floats, check_level, effects, one_of, vector
from preex.meta.names import COMMON, TESTS
from preex.meta.pooling import MetaResult, quantile, random_effects, two_sided, variance_factor
from preex.meta.weighted import check_rank, intercept


@dataclass(frozen=True, slots=True, kw_only=True)
class Regression:
    """A meta-regression. Coefficients are in the unit of the effects per unit of the moderator.

    names : (p,) of the coefficients; the first is "intrcpt" unless there is no intercept.
    beta, se, statistic, p, ci_low, ci_high : (p,).
    cov : (p, p) of the coefficients.
    df : of t; None = normal.
    tau2, tau2_se, i2, h2 : residual heterogeneity; i2 a share of 0 to 1.
    q, q_p : of the residuals. qm, qm_df, qm_p : of all moderators at once; chi2(m), or F(m, df).
    r2 : share of tau2 the moderators explain, 0 to 1; None where there is no tau2 to explain.
    """

    k: int
    names: tuple[str, ...]
    beta: Floats
    se: Floats
    statistic: Floats
    p: Floats
    ci_low: Floats
    ci_high: Floats
    cov: Floats
    df: int | None
    tau2: float
    tau2_se: float | None
    i2: float
    h2: float
    q: float
    q_p: float
    qm: float
    qm_df: int
    qm_p: float
    r2: float | None
    level: float

    def predict(self, rows: ArrayLike) -> Prediction:
        """Return the mean effect and the interval of a next study at moderators.

        Parameters
        ----------
        rows : (n, p) with the intercept's 1 where there is one.
        """
        X = np.atleast_2d(np.asarray(rows, dtype=float))
        mean, se = X @ self.beta, np.sqrt(np.einsum("np,pq,nq->n", X, self.cov, X))
        crit = quantile(self.level, self.df)
        wide = np.sqrt(self.tau2 + se**2)
        return Prediction(mean, se, mean - crit * se, mean + crit * se, mean - crit * wide, mean + crit * wide)


@dataclass(frozen=True, slots=True)
class Prediction:
    """Effects at given moderators, each (n,): mean, standard error, its interval, the interval of a next study."""

    mean: Floats
    se: Floats
    ci_low: Floats
    ci_high: Floats
    pi_low: Floats
    pi_high: Floats


def meta_regression(
    yi: ArrayLike,
    vi: ArrayLike,
    moderators: Mapping[str, Sequence[Any] | Floats],
    method: str = "REML",
    test: str = "knha",
    *,
    with_intercept: bool = True,
    level: float = 0.95,
) -> Regression:
    """Regress effects on moderators.

    Parameters
    ----------
    yi, vi : (k,) effects and sampling variances.
    moderators : name -> (k,) numbers, or words for groups, which become indicators (first in alphabetical order = reference).
    method, test, level : as in `random_effects`.

    Raises
    ------
    ValidationError : a moderator of another length, that does not vary, or that the others give; too few effects.

    Notes
    -----
    S. Thompson, J. Higgins, Stat Med 21, 2002. doi:10.1002/sim.1187.
    """
    one_of("test", test, TESTS)
    check_level(level)
    y, v = effects(yi, vi)
    names, X = design(moderators, len(y), with_intercept=with_intercept)
    check_rank(X)
    data = Data(y, v, X)
    spread = estimate(data, method)
    fit = data.fit(spread.tau2)
    if test == "knha" and fit.is_exact:
        raise ValidationError(
            "the moderators fit every effect exactly.", hint="Use fewer moderators, or the test adhoc."
        )
    cov = fit.cov * variance_factor(fit, test)
    df = None if test == "z" else fit.df
    se = np.sqrt(np.diag(cov))
    crit = quantile(level, df)
    tested = slice(1, None) if with_intercept else slice(0, None)
    qm, m, qm_p = _omnibus(fit.beta[tested], cov[tested, tested], df)
    q = data.fit(0.0).rss
    i2, h2 = (0.0, 1.0) if method in COMMON else i2_h2(spread.tau2, typical_variance(data))
    return Regression(
        k=len(y),
        names=names,
        beta=fit.beta,
        se=se,
        statistic=fit.beta / se,
        p=np.array([two_sided(b / s, df) for b, s in zip(fit.beta, se, strict=True)]),
        ci_low=fit.beta - crit * se,
        ci_high=fit.beta + crit * se,
        cov=cov,
        df=df,
        tau2=spread.tau2,
        tau2_se=spread.se,
        i2=i2,
        h2=h2,
        q=q,
        q_p=float(chi2.sf(q, data.df)),
        qm=qm,
        qm_df=m,
        qm_p=qm_p,
        r2=_explained(data, spread.tau2, method),
        level=level,
    )


def design(
    moderators: Mapping[str, Sequence[Any] | Floats], k: int, *, with_intercept: bool = True
) -> tuple[tuple[str, ...], Floats]:
    """Return names (p,) and design (k, p): an intercept, numbers as they are, words as indicators of their groups."""
    names = ["intrcpt"] if with_intercept else []
    columns = [np.ones(k)] if with_intercept else []
    for name, values in moderators.items():
        if len(values) != k:
            raise ValidationError(f"the moderator {name!r} has {len(values)} values for {k} effects.")
        if all(isinstance(one, str) for one in values):
            levels = sorted({str(one) for one in values})
            for each in levels[1:] if columns else levels:
                names.append(f"{name}{each}")
                columns.append(np.array([float(one == each) for one in values]))
        else:
            names.append(name)
            columns.append(vector(name, np.asarray(values)))
    return tuple(names), np.column_stack(columns)


@dataclass(frozen=True, slots=True)
class Subgroups:
    """Pooled effects by group with one tau2 for all, and the test that groups differ.

    levels : (g,) names, sorted. estimate, se : (g,). qm, df, p : Wald test of equal means, chi2(g - 1).
    """

    levels: tuple[str, ...]
    estimate: Floats
    se: Floats
    tau2: float
    qm: float
    df: int
    p: float


def subgroups(yi: ArrayLike, vi: ArrayLike, groups: Sequence[str], method: str = "REML") -> Subgroups:
    """Pool within groups that share one tau2, which is safer where groups are small.

    Raises
    ------
    ValidationError : fewer than two groups, or as many groups as effects.
    """
    labels = [str(one) for one in groups]
    levels = tuple(sorted(set(labels)))
    if len(levels) < 2:
        raise ValidationError(f"there is {len(levels)} group; two are compared.", hint="Pool without groups.")
    each = meta_regression(yi, vi, {"": labels}, method, "z", with_intercept=False)
    contrast = meta_regression(yi, vi, {"": labels}, method, "z")
    return Subgroups(levels, each.beta, each.se, each.tau2, contrast.qm, contrast.qm_df, contrast.qm_p)


def separate_subgroups(
    yi: ArrayLike, vi: ArrayLike, groups: Sequence[str], method: str = "REML", test: str = "z"
) -> tuple[dict[str, MetaResult], float, float]:
    """Pool each group on its own; return the results, Q between groups and its p by chi2(g - 1).

    Q = sum of (mu_g - mean)^2 / se_g^2 with inverse-variance weights. M. Borenstein et al., Introduction to
    Meta-Analysis, 2009, chapter 19.
    """
    y, v = effects(yi, vi)
    labels = np.array([str(one) for one in groups])
    if len(labels) != len(y):
        raise ValidationError(f"there are {len(labels)} groups for {len(y)} effects.")
    results = {
        str(g): random_effects(y[labels == g], v[labels == g], method, test) for g in sorted(set(labels.tolist()))
    }
    if len(results) < 2:
        raise ValidationError("there is one group; two are compared.", hint="Pool without groups.")
    means, se = (np.array([getattr(one, name) for one in results.values()]) for name in ("mu", "se"))
    q = Data(means, se**2, intercept(len(means))).fit(0.0).rss
    return results, q, float(chi2.sf(q, len(means) - 1))


def _omnibus(beta: Floats, cov: Floats, df: int | None) -> tuple[float, int, float]:
    m = len(beta)
    if not m:
        return 0.0, 0, 1.0
    wald = float(beta @ np.linalg.solve(cov, beta))
    if df is None:
        return wald, m, float(chi2.sf(wald, m))
    return wald / m, m, float(f.sf(wald / m, m, df))


def _explained(data: Data, tau2: float, method: str) -> float | None:
    without = estimate(Data(data.y, data.v, intercept(data.k)), method).tau2
    return None if math.isclose(without, 0.0, abs_tol=1e-300) else max(0.0, 1 - tau2 / without)
