"""What more workouts would bring: the chance of a clear answer, and how many it takes for an effect of a given size."""

from __future__ import annotations

import math

from scipy.optimize import brentq
from scipy.stats import nct, norm, t

from preex.meta.mixture import Mixture
from preex.trials.verdict import Bars

STEP = 4  # workouts, a block
_MOST = 160
POWER = 0.80
_OBSERVED = 0.9  # share of planned workouts that are observed (design/statistics.md 3.6)


def chance_of_answer(effect: Mixture, now: int, then: int, rope: float, bars: Bars) -> float:
    """Return the predicted chance that a trial of `then` workouts ends with a clear cost, a clear gain or no difference.

    Parameters
    ----------
    effect : as believed after `now` observed workouts. then : planned in all, above `now`. rope : half-width, > 0.

    Notes
    -----
    Normal in both steps: the error shrinks with the root of the workouts, and the estimate moves by what the error loses (D. J.
    Spiegelhalter, K. R. Abrams, J. P. Myles, "Bayesian approaches to clinical trials", 2004, section 6.6).
    """
    m, s = effect.mean, effect.sd
    if then <= now:
        below, above = effect.p_below(-rope), 1 - effect.p_below(rope)
        return float(max(below, above) > bars.clear or 1 - below - above > bars.same)
    s_then = s * math.sqrt(now / then)
    moves = math.sqrt(s**2 - s_then**2)
    far = rope + float(norm.ppf(bars.clear)) * s_then
    inside = _within(rope, s_then, bars.same)
    outside = norm.cdf((-far - m) / moves) + norm.sf((far - m) / moves)
    return float(outside + norm.cdf((inside - m) / moves) - norm.cdf((-inside - m) / moves))


def _within(rope: float, s: float, same: float) -> float:
    """Return how far from 0 an estimate may lie for "no difference"; 0 where its error is too large."""

    def gap(m: float) -> float:
        return float(norm.cdf((rope - m) / s) - norm.cdf((-rope - m) / s)) - same

    return float(brentq(gap, 0, rope)) if gap(0) > 0 > gap(rope) else 0.0


def power(effect: float, sd: float, n: int, *, two_pair: bool = False) -> float:
    """Return the chance of p < 0.05 by a t-test beside the trend, as a check of what simulation says.

    Parameters
    ----------
    effect : true. sd : of a workout's outcome around trend and arm; with two pairs of their difference. n : planned workouts.
    """
    seen = _OBSERVED * n
    df = seen - 3
    if df < 1:
        return 0.0
    far = abs(effect) / (sd * (1 if two_pair else 2) / math.sqrt(seen))
    edge = t.ppf(0.975, df)
    return float(nct.sf(edge, df, far) + nct.cdf(-edge, df, far))


def workouts_for(effect: float, sd: float, *, two_pair: bool = False) -> int | None:
    """Return how many planned workouts find an effect with 80 % power, in steps of 4; None above 160.

    Parameters
    ----------
    effect, sd : as for `power`.
    """
    for n in range(2 * STEP, _MOST + 1, STEP):
        if power(effect, sd, n, two_pair=two_pair) >= POWER:
            return n
    return None
