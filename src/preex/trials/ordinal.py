"""Effort and discomfort on a scale of 0 to 10: what is felt is continuous, what is said is the nearest step.

The cut points are known, half a step to each side and open at the ends, so that only two locations and one spread are left; an exact
sum over a mesh takes milliseconds. Near the top of the scale a plain difference of means is too small; this is not.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr

from preex.errors import OutOfRange, ValidationError
from preex.meta.mixture import Mixture
from preex.trials.schemes import Floats

LOW, HIGH = 0.0, 10.0
_STEP, _MARGIN = 0.05, 6.0  # of the mesh for the locations; how far beyond what was said [points]
_SIGMAS, _REACH = 21, 3.0  # points for ln sigma, over so many prior standard deviations
_TINY = 1e-300


def step_of(values: Floats) -> float:
    """Return the step in which values were said: 1, or 0.5 where a half was said. [points]"""
    return 1.0 if np.allclose(values, np.rint(values)) else 0.5


def cuts(value: float, half: float) -> tuple[float, float]:
    """Return between which values what is felt lies where `value` was said: half a step to each side, open at the ends. [points]"""
    return (-math.inf if value - half <= LOW else value - half), (math.inf if value + half >= HIGH else value + half)


def ordinal_effect(
    y: Floats,
    tried: Floats,
    effect: tuple[float, float],
    *,
    level: tuple[float, float] = (6.0, 3.0),
    noise: tuple[float, float] = (math.log(0.7), 0.4),
    step: float | None = None,
) -> tuple[Mixture, float]:
    """Return what to believe of the difference in location, and the median of the noise.

    Parameters
    ----------
    y : (n,) as said, 0 to 10. tried : (n,) 1 or 0, the usual way. effect, level : mean and standard deviation of the priors.
    noise : mean and standard deviation of ln of the spread. step : of what was said; None = as seen.

    Raises
    ------
    ValidationError : nothing said. OutOfRange : not within 0 to 10.
    """
    if not len(y):
        raise ValidationError("nothing was said.", hint="Record how hard the workout was.")
    outside = y[(y < LOW) | (y > HIGH)]
    if outside.size:
        raise OutOfRange(f"a value is {outside[0]:g}; the scale goes from 0 to 10.", hint="Correct it.")
    place = np.arange(y.min() - _MARGIN, y.max() + _MARGIN + _STEP, _STEP)
    z = np.linspace(-_REACH, _REACH, _SIGMAS)
    sigma = np.exp(noise[0] + noise[1] * z)
    half = (step_of(y) if step is None else step) / 2
    usual, new = (_log_likelihood(y[tried == a], place, sigma, half) for a in (0, 1))
    apart = place[None, :] - place[:, None]  # new minus usual
    middle = (place[None, :] + place[:, None]) / 2
    prior = -(((apart - effect[0]) / effect[1]) ** 2 + ((middle - level[0]) / level[1]) ** 2) / 2
    log_post = prior + usual[:, :, None] + new[:, None, :] - (z**2 / 2)[:, None, None]
    weight = np.exp(log_post - log_post.max())
    weight /= weight.sum()
    return _mixture(weight.sum(axis=0), len(place)), _median(sigma, weight.sum(axis=(1, 2)))


def _log_likelihood(y: Floats, place: Floats, sigma: Floats, half: float) -> Floats:
    """Return the log-likelihood of one arm, (n_sigma, n_place)."""
    out = np.zeros((len(sigma), len(place)))
    for value, many in zip(*np.unique(y, return_counts=True), strict=True):
        low, high = cuts(float(value), half)
        at = sigma[:, None]
        mass = ndtr((high - place) / at) - ndtr((low - place) / at)
        out += many * np.log(np.maximum(mass, _TINY))
    return out


def _mixture(joint: Floats, n: int) -> Mixture:
    """Return the difference as narrow normals one step of the mesh apart."""
    lag = np.arange(n)[None, :] - np.arange(n)[:, None] + n - 1
    weight = np.asarray(np.bincount(lag.ravel(), joint.ravel(), 2 * n - 1), dtype=np.float64)
    centre = np.asarray((np.arange(2 * n - 1) - (n - 1)) * _STEP, dtype=np.float64)
    used = weight > 1e-15
    return Mixture(
        np.asarray(weight[used] / weight[used].sum(), dtype=np.float64),
        centre[used],
        np.full(int(used.sum()), _STEP / 2),
    )


def _median(sigma: Floats, weight: Floats) -> float:
    return float(np.exp(np.interp(0.5, np.cumsum(weight), np.log(sigma))))
