"""Do small studies show larger effects, as they do when dull results stay unpublished?

Each test refuses fewer than ten effects, where it cannot tell a funnel from chance (J. Sterne et al., BMJ 343:d4002, 2011);
`least` lowers the bar for those who know better. Trim and fill is a picture, not a correction to believe.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import kendalltau, rankdata, t

from preex.errors import ValidationError
from preex.meta.heterogeneity import NotConverged
from preex.meta.inputs import Floats, effects, one_of
from preex.meta.pooling import MetaResult, random_effects
from preex.meta.regression import Regression, meta_regression
from preex.meta.weighted import wls

LEAST = 10
_ROUNDS = 100


class TooFewStudies(ValidationError):
    """The question cannot be answered with so few effects."""

    code = "too_few_studies"


def enough(yi: ArrayLike, vi: ArrayLike, least: int, what: str) -> tuple[Floats, Floats]:
    """Return the effects, or refuse.

    Raises
    ------
    TooFewStudies : fewer than `least`.
    """
    y, v = effects(yi, vi)
    if len(y) < least:
        raise TooFewStudies(
            f"{what} needs {least} effects; there are {len(y)}.",
            hint="Look at the funnel, and say that nobody can tell.",
        )
    return y, v


@dataclass(frozen=True, slots=True)
class Line:
    """A weighted line through the funnel, with multiplicative error: coefficients (2,), t(df).

    beta[0] is the effect a study without error would show; beta[1] how effects grow with their error.
    """

    beta: Floats
    se: Floats
    t: Floats
    p: Floats
    ci_low: Floats
    ci_high: Floats
    df: int


def egger(yi: ArrayLike, vi: ArrayLike, *, least: int = LEAST) -> Line:
    """Regress effects on their standard errors: t[1], p[1] are Egger's test, and beta[0] is PET.

    M. Egger et al., BMJ 315:629, 1997. PET: T. Stanley, H. Doucouliagos, Res Synth Methods 5, 2014. doi:10.1002/jrsm.1095.
    """
    y, v = enough(yi, vi, least, "Egger's test")
    return _line(y, v, np.sqrt(v))


def peese(yi: ArrayLike, vi: ArrayLike, *, least: int = LEAST) -> Line:
    """Regress effects on their variances; beta[0] is PEESE, to be used where PET differs from 0."""
    y, v = enough(yi, vi, least, "PEESE")
    return _line(y, v, v)


def funnel_regression(
    yi: ArrayLike, vi: ArrayLike, on: str = "se", method: str = "REML", test: str = "knha", *, least: int = LEAST
) -> Regression:
    """Regress effects on "se" or "variance" with random effects: Egger, PET and PEESE with additive error."""
    one_of("on", on, ("se", "variance"))
    y, v = enough(yi, vi, least, "a regression on the error")
    moderator = {"sqrt(vi)": np.sqrt(v)} if on == "se" else {"vi": v}
    return meta_regression(y, v, moderator, method, test)


def begg(yi: ArrayLike, vi: ArrayLike, *, least: int = LEAST) -> tuple[float, float]:
    """Correlate standardised effects with their variances by ranks; return Kendall's tau and its normal p.

    C. Begg, M. Mazumdar, Biometrics 50, 1994. doi:10.2307/2533446.
    """
    y, v = enough(yi, vi, least, "Begg's test")
    mean = float(np.average(y, weights=1 / v))
    found = kendalltau((y - mean) / np.sqrt(v - 1 / np.sum(1 / v)), v, method="asymptotic")
    return float(found.statistic), float(found.pvalue)


@dataclass(frozen=True, slots=True)
class Filled:
    """A funnel made symmetric.

    missing, missing_se : studies thought missing, with standard error. side : "left" or "right".
    filled_yi, filled_vi : (missing,) what was added. pool : of all, added ones included.
    """

    missing: int
    missing_se: float
    side: str
    filled_yi: Floats
    filled_vi: Floats
    pool: MetaResult


def trim_and_fill(
    yi: ArrayLike,
    vi: ArrayLike,
    method: str = "REML",
    estimator: str = "L0",
    side: str = "auto",
    *,
    least: int = LEAST,
) -> Filled:
    """Estimate how many studies are missing on one side, and add their mirror images.

    Parameters
    ----------
    estimator : of their number, "L0" or "R0". side : "auto" = where the regression on the error says they lack.

    Raises
    ------
    TooFewStudies : fewer than `least` effects. NotConverged : their number does not settle.

    Notes
    -----
    S. Duval, R. Tweedie, Biometrics 56, 2000. doi:10.1111/j.0006-341X.2000.00455.x.
    """
    one_of("estimator", estimator, ("L0", "R0"))
    one_of("side", side, ("auto", "left", "right"))
    y, v = enough(yi, vi, least, "trim and fill")
    if side == "auto":
        side = "right" if meta_regression(y, v, {"se": np.sqrt(v)}, method, "z").beta[1] < 0 else "left"
    turn = -1.0 if side == "right" else 1.0
    order = np.argsort(turn * y, kind="stable")
    missing, se, centre = _missing(turn * y[order], v[order], method, estimator)
    far = order[len(y) - missing :]
    added = turn * (2 * centre - turn * y[far])
    pool = random_effects(np.concatenate((y, added)), np.concatenate((v, v[far])), method, "z")
    return Filled(missing, se, side, added, v[far], pool)


def _missing(y: Floats, v: Floats, method: str, estimator: str) -> tuple[int, float, float]:
    """Trim effects (sorted, the surplus on the right) until their number settles; return it, its se and the centre."""
    missing = 0
    for _ in range(_ROUNDS):
        kept = len(y) - missing
        centre = random_effects(y[:kept], v[:kept], method, "z").mu
        again, se = _count(y - centre, estimator)
        if again == missing:
            break
        missing = min(again, len(y) - 2)
    else:
        raise NotConverged("the number of missing studies does not settle.", hint="Show the funnel as it is.")
    return missing, se, centre


def _count(distance: Floats, estimator: str) -> tuple[int, float]:
    """Return Duval and Tweedie's R0 or L0, rounded, with its standard error."""
    k = len(distance)
    away = np.abs(distance) / max(np.abs(distance).max(), np.finfo(float).tiny)
    ranks = rankdata(away.round(10))  # mirror images are as far from the centre as each other, whatever rounding says
    if estimator == "R0":
        left = ranks[distance < 0]
        missing = max(0, k - int(left.max(initial=0.0)) - 1)
        return missing, float(np.sqrt(2 * missing + 2))
    wilcoxon = ranks[distance > 0].sum()
    raw = (4 * wilcoxon - k * (k + 1)) / (2 * k - 1)
    variance = (
        k * (k + 1) * (2 * k + 1)
        + 10 * raw**3
        + 27 * raw**2
        + 17 * raw
        - 18 * k * raw**2
        - 18 * k * raw
        + 6 * k**2 * raw
    ) / 24
    return max(0, int(np.round(raw))), float(4 * np.sqrt(max(0.0, variance)) / (2 * k - 1))


def _line(y: Floats, v: Floats, x: Floats) -> Line:
    fit = wls(y, np.column_stack((np.ones(len(y)), x)), 1 / v)
    se = np.sqrt(np.diag(fit.cov) * fit.rss / fit.df)
    statistic = fit.beta / se
    half = t.ppf(0.975, fit.df) * se
    return Line(fit.beta, se, statistic, 2 * t.sf(np.abs(statistic), fit.df), fit.beta - half, fit.beta + half, fit.df)
