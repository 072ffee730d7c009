"""Random-effects meta-analysis of one effect a study: the mean, its interval, how much studies differ, the next study."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from typing import Any

from numpy.typing import ArrayLike
from scipy.stats import chi2, norm, t

from preex.meta.heterogeneity import Data, estimate, i2_h2, typical_variance
from preex.meta.inputs import Floats, check_level, effects, one_of
from preex.meta.names import COMMON, METHODS, TESTS
from preex.meta.weighted import Wls, intercept


@dataclass(frozen=True, slots=True, kw_only=True)
class MetaResult:
    """A pooled effect. Numbers are in the unit of the effects unless said.

    k : effects pooled.
    mu, se : the mean and its standard error.
    ci_low, ci_high : interval of the mean.
    statistic, df, p : mu / se, its t degrees of freedom (None = normal), two-sided p.
    tau2, tau2_se : variance of true effects between studies. [unit squared]
    i2 : share of the spread that is not chance within studies, 0 to 1.
    h2 : total over typical within-study variance, at least 1.
    q, q_p : Cochran's Q and its p against "all studies estimate one effect".
    pi_low, pi_high : where the true effect of a next study lies; None where that cannot be said (common effect, k = 1).
    method, test, level : as used; `test` may differ from what was asked, `notes` then says why.
    notes : what a reader must know, one sentence each.
    """

    k: int
    mu: float
    se: float
    ci_low: float
    ci_high: float
    statistic: float
    df: int | None
    p: float
    tau2: float
    tau2_se: float | None
    i2: float
    h2: float
    q: float
    q_p: float
    pi_low: float | None
    pi_high: float | None
    method: str
    test: str
    level: float
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the fields, with I2 in percent beside the share."""
        return asdict(self) | {"i2_percent": 100 * self.i2, "tau": math.sqrt(self.tau2), "notes": list(self.notes)}


def random_effects(
    yi: ArrayLike, vi: ArrayLike, method: str = "REML", test: str = "knha", *, level: float = 0.95
) -> MetaResult:
    """Pool effects of independent studies.

    Parameters
    ----------
    yi : (k,) effects, one a study.
    vi : (k,) their sampling variances, above 0. [unit squared]
    method : estimator of tau2: REML, DL, PM, ML, EB, SJ, HE, HS, HSk, PMM, DLIT; FE or EE for a common effect.
    test : "z" normal; "knha" Knapp and Hartung's with t(k - 1); "adhoc" the same, never narrower than its weights say.
    level : of both intervals, between 0 and 1.

    Returns
    -------
    The pooled effect. One study is returned as it is, with its own normal interval.

    Raises
    ------
    ValidationError : numbers missing or of two lengths; an unknown method or test.
    OutOfRange : a variance that is not above 0.
    NotConverged : a likelihood without a maximum.

    Notes
    -----
    Inverse-variance weights; W. Viechtbauer, J Stat Softw 36(3), 2010. doi:10.18637/jss.v036.i03. Knapp and Hartung,
    Stat Med 22, 2003. doi:10.1002/sim.1482.
    """
    one_of("test", test, TESTS)
    check_level(level)
    y, v = effects(yi, vi)
    if len(y) == 1:
        one_of("method", method, METHODS)
        return _single(y, v, method, level)
    data = Data(y, v, intercept(len(y)))
    spread = estimate(data, method)
    fit = data.fit(spread.tau2)
    factor, test, notes = _floored_if_flat(fit, test) if spread.tau2 == 0 else (variance_factor(fit, test), test, ())
    q = data.fit(0.0).rss
    result = _inference(fit, factor, test, level, tau2=spread.tau2, method=method)
    i2, h2 = _q_based(q, data.df) if method in COMMON else i2_h2(spread.tau2, typical_variance(data))
    return replace(result, tau2_se=spread.se, i2=i2, h2=h2, q=q, q_p=float(chi2.sf(q, data.df)), notes=notes)


def variance_factor(fit: Wls, test: str) -> float:
    """Return what the variance of the coefficients is multiplied by.

    1 for z; Knapp and Hartung's q = RSS / df for knha; max(1, q) for adhoc, which keeps the interval from being narrower
    than the weights say (C. Roever et al., BMC Med Res Methodol 15:99, 2015. doi:10.1186/s12874-015-0091-1).
    """
    q = fit.rss / fit.df
    return {"z": 1.0, "knha": q, "adhoc": max(1.0, q)}[test]


def _floored_if_flat(fit: Wls, test: str) -> tuple[float, str, tuple[str, ...]]:
    """Return factor, test and notes where tau2 = 0 and q may be below 1, or nothing at all."""
    q = variance_factor(fit, test)
    if test != "knha" or q >= 1:
        return q, test, ()
    if fit.is_exact:
        return 1.0, "adhoc", ("All effects are the same, so Knapp-Hartung has no spread to go by; its floor was used.",)
    return q, test, (f"Effects agree better than chance (q = {q:.2g}); the test adhoc does not make use of that luck.",)


def quantile(level: float, df: float | None) -> float:
    """Return the two-sided quantile of t(df), or of the normal without df."""
    upper = (1 + level) / 2
    return float(norm.ppf(upper) if df is None else t.ppf(upper, df))


def two_sided(statistic: float, df: float | None) -> float:
    """Return the two-sided p of a statistic under t(df), or under the normal without df."""
    return float(2 * (norm.sf(abs(statistic)) if df is None else t.sf(abs(statistic), df)))


def prediction_interval(
    mu: float, se: float, tau2: float, *, df: float | None, level: float = 0.95
) -> tuple[float, float]:
    """Return where the true effect of a next study lies: mu -+ quantile * sqrt(tau2 + se^2).

    df = k - 1 with Knapp and Hartung's se is the default of `random_effects`; k - 2 is J. Higgins, S. Thompson and
    D. Spiegelhalter's (J R Stat Soc A 172, 2009). None = normal, too narrow for few studies.
    """
    half = quantile(level, df) * math.sqrt(tau2 + se**2)
    return mu - half, mu + half


def _inference(fit: Wls, factor: float, test: str, level: float, *, tau2: float, method: str) -> MetaResult:
    mu, se = float(fit.beta[0]), math.sqrt(factor * float(fit.cov[0, 0]))
    df = None if test == "z" else fit.df
    half = quantile(level, df) * se
    low, high = (None, None) if method in COMMON else prediction_interval(mu, se, tau2, df=df, level=level)
    return MetaResult(
        k=len(fit.w),
        mu=mu,
        se=se,
        ci_low=mu - half,
        ci_high=mu + half,
        statistic=mu / se,
        df=df,
        p=two_sided(mu / se, df),
        tau2=tau2,
        tau2_se=None,
        i2=0.0,
        h2=1.0,
        q=0.0,
        q_p=1.0,
        pi_low=low,
        pi_high=high,
        method=method,
        test=test,
        level=level,
    )


def _single(y: Floats, v: Floats, method: str, level: float) -> MetaResult:
    """Return one study as it is: there is nothing to pool, and nothing that tells how studies differ."""
    fit = Data(y, v, intercept(1)).fit(0.0)
    note = "One study: its own interval, nothing is pooled; how much studies differ cannot be known."
    return replace(_inference(fit, 1.0, "z", level, tau2=0.0, method=method), pi_low=None, pi_high=None, notes=(note,))


def _q_based(q: float, df: int) -> tuple[float, float]:
    """Return I2 and H2 of the common-effect model: (Q - df) / Q and Q / df."""
    return (max(0.0, (q - df) / q) if q > 0 else 0.0), q / df
