"""Does the result hang on one study, or on the order in which they came? And an exact test that needs no normality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike

from preex.errors import OutOfRange, ValidationError
from preex.meta.heterogeneity import Data, estimate
from preex.meta.inputs import Floats, effects
from preex.meta.pooling import MetaResult, random_effects
from preex.meta.weighted import intercept

_MOST_FLIPPED = 14  # 8,192 fits, about ten seconds
_EQUAL = 1e-8  # two statistics nearer than this share are the same but for rounding


def leave_one_out(yi: ArrayLike, vi: ArrayLike, method: str = "REML", test: str = "z") -> tuple[MetaResult, ...]:
    """Return the pool without each study in turn, k results.

    Raises
    ------
    ValidationError : fewer than two effects.
    """
    y, v = effects(yi, vi)
    if len(y) < 2:
        raise ValidationError("leaving out the one study leaves none.", hint="Give at least two.")
    keep = ~np.eye(len(y), dtype=bool)
    return tuple(random_effects(y[rest], v[rest], method, test) for rest in keep)


@dataclass(frozen=True, slots=True)
class Influence:
    """What each study does to the pool; all (k,).

    rstudent : how far it lies from the mean of the others, in standard errors of that distance.
    dffits : shift of the fitted value when left out, in its standard errors.
    cook_d : squared shift of the mean, in units of its variance.
    cov_r : variance of the mean without it over that with it; below 1 = the pool is more certain without it.
    hat : share of the weight.
    """

    rstudent: Floats
    dffits: Floats
    cook_d: Floats
    cov_r: Floats
    hat: Floats


def influence(yi: ArrayLike, vi: ArrayLike, method: str = "REML") -> Influence:
    """Return case diagnostics, each from a refit without the study.

    Notes
    -----
    W. Viechtbauer, M. Cheung, Res Synth Methods 1, 2010. doi:10.1002/jrsm.11.
    """
    y, v = effects(yi, vi)
    whole = random_effects(y, v, method, "z")
    without = leave_one_out(y, v, method)
    mu, se, tau2 = (np.array([getattr(one, name) for one in without]) for name in ("mu", "se", "tau2"))
    hat = Data(y, v, intercept(len(y))).fit(whole.tau2).leverage
    shift = whole.mu - mu
    return Influence(
        rstudent=(y - mu) / np.sqrt(v + tau2 + se**2),
        dffits=shift / np.sqrt(hat * (v + tau2)),
        cook_d=shift**2 / whole.se**2,
        cov_r=se**2 / whole.se**2,
        hat=hat,
    )


def cumulative(
    yi: ArrayLike, vi: ArrayLike, order: Sequence[float] | Floats, method: str = "REML", test: str = "z"
) -> tuple[tuple[int, ...], tuple[MetaResult, ...]]:
    """Pool the first study, the first two, and so on.

    Parameters
    ----------
    order : (k,) years or dates as numbers; equal ones keep the order given.

    Returns
    -------
    Places (from 0) in the order pooled, and k results.
    """
    y, v = effects(yi, vi)
    if len(order) != len(y):
        raise ValidationError(f"there are {len(order)} years for {len(y)} effects.")
    places = np.argsort(np.asarray(order, dtype=float), kind="stable")
    steps = [random_effects(y[places[:n]], v[places[:n]], method, test) for n in range(1, len(y) + 1)]
    return tuple(int(i) for i in places), tuple(steps)


def sign_flip_p(yi: ArrayLike, vi: ArrayLike, method: str = "REML", test: str = "knha") -> tuple[float, int]:
    """Test mu = 0 by all 2^k sign patterns; return the two-sided p and their number.

    Under "no effect on average" a study could as well have shown the opposite. Exact for any symmetric distribution, so the
    smallest p is 2 / 2^k.

    Raises
    ------
    OutOfRange : more than 14 effects, for which the exact test takes too long.

    Notes
    -----
    D. Follmann, M. Proschan, Biometrics 55, 1999. doi:10.1111/j.0006-341X.1999.00732.x.
    """
    y, v = effects(yi, vi)
    k = len(y)
    if not 2 <= k <= _MOST_FLIPPED:
        raise OutOfRange(
            f"there are {k} effects; all signs are tried for 2 to {_MOST_FLIPPED}.", hint="Use the test knha."
        )
    observed = _size(y, v, method, test)
    halves = ((1, *rest) for rest in product((1, -1), repeat=k - 1))  # the other half are their mirror images
    sizes = np.array([_size(y * np.array(signs), v, method, test) for signs in halves])
    return float(np.mean(sizes >= observed * (1 - _EQUAL))), 2**k


def _size(y: Floats, v: Floats, method: str, test: str) -> float:
    """Return |mu / se|, infinite where the effects do not spread at all."""
    data = Data(y, v, intercept(len(y)))
    fit = data.fit(estimate(data, method).tau2)
    scale = float(fit.cov[0, 0]) * (fit.rss / fit.df if test == "knha" else 1.0)
    return float("inf") if scale == 0 else abs(float(fit.beta[0])) / scale**0.5
