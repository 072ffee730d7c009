"""What ended the sets: the target muscle or something else, as a difference in probability between the arms.

A workout counts as one observation, the share of its sets that the target ended: sets of one workout are too much alike to count as
several. An exact sum over a mesh of two logits.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit, log_expit

from preex.errors import OutOfRange, ValidationError
from preex.meta.mixture import Mixture
from preex.trials.schemes import Floats

_POINTS, _REACH = 121, 4.5  # a side of the mesh, over so many prior standard deviations
_NARROW = 0.004  # spread of each point, half the distance to its neighbour where they lie widest


def stopped_effect(
    share: Floats, tried: Floats, effect: tuple[float, float], *, level: tuple[float, float] = (0.0, 1.5)
) -> Mixture:
    """Return what to believe of the difference in probability that the target ends a set: what is tried minus the usual way.

    Parameters
    ----------
    share : (n,) of each workout's sets that the target ended, 0 to 1. tried : (n,) 1 or 0, the usual way.
    effect, level : mean and standard deviation of the priors, as logits. [log-odds]

    Raises
    ------
    ValidationError : nothing was told. OutOfRange : a share not within 0 to 1.
    """
    if not len(share):
        raise ValidationError("nobody said what ended a set.", hint="Record it: out quads.")
    outside = share[(share < 0) | (share > 1)]
    if outside.size:
        raise OutOfRange(f"a share is {outside[0]:g}; it lies between 0 and 1.")
    z = np.linspace(-_REACH, _REACH, _POINTS)
    middle, apart = (level[0] + level[1] * z)[:, None], (effect[0] + effect[1] * z)[None, :]
    usual, new = middle - apart / 2, middle + apart / 2
    log_post = -(z[:, None] ** 2 + z[None, :] ** 2) / 2
    for logit, arm in ((usual, 0), (new, 1)):
        ended, n = float(share[tried == arm].sum()), int(np.sum(tried == arm))
        log_post = log_post + ended * log_expit(logit) + (n - ended) * log_expit(-logit)
    weight = np.exp(log_post - log_post.max()).ravel()
    difference = (expit(new) - expit(usual)).ravel()
    used = weight > 1e-9 * weight.max()
    kept = weight[used] / weight[used].sum()
    return Mixture(kept, difference[used], np.full(len(kept), _NARROW))
