"""How the likelihood of each set changes with what is unknown: score and information, by differences.

The likelihood itself is `preex.fatigue.likelihood`, and is only called here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from preex.fatigue.fitting.sheet import Sheet
from preex.fatigue.likelihood import Stop, log_likelihood
from preex.fatigue.parameters import FloatArray, priors
from preex.fatigue.reps import margin

_STEP = 1e-3  # of log phi, log sigma and log blur
_NODES, _SHARES = (-(3**0.5), 0.0, 3**0.5), (1 / 6, 2 / 3, 1 / 6)  # Gauss-Hermite, exact to the fifth power
_TWICE = 2**0.5  # a set compared with another: what was left in either is unknown
_SMOOTH = 0.05  # of the margin, in scales of the noise
_TAIL = 0.5  # of the pull of Student's t by score over distance, which is an upper bound of its information


@dataclass(frozen=True, slots=True)
class At:
    """Where the likelihood is asked; arrays have the shape (n_set,).

    margin : expected log(strength / load) before the set. [log]
    spread : its variance, for levels and forms are not known for sure. [log^2]
    phi : endurance. [1/rep]
    sigma : noise of one set. [log]
    rest_noise : what not knowing the rests adds to it, as a standard deviation. [log]
    blur : of reserves as written; see `log_likelihood`. [1]
    lam : exponent.
    """

    margin: FloatArray
    spread: FloatArray
    phi: FloatArray
    sigma: float
    rest_noise: FloatArray
    blur: float
    lam: float


@dataclass(frozen=True, slots=True)
class Slopes:
    """Of every set, shape (n_set,); 0 for sets that tell nothing.

    value : expected log-likelihood.
    margin, log_phi, log_sigma, log_blur : its first derivatives, the others held.
    weight : information about the margin, >= 0: minus the second derivative, 0 in the tails of typing errors.
    pull : the same for a step that may start far away: in the tails, what leads back (score over distance).
    noise, loose, either : minus the second derivatives over log sigma, over log blur and over both, of either sign. What
        scatters may be the lifter or the writing down, so that neither is known as well as it would be alone.
    by_log_phi : what one unit of it adds to the margin that the set points to.
    """

    value: FloatArray
    margin: FloatArray
    log_phi: FloatArray
    log_sigma: FloatArray
    log_blur: FloatArray
    weight: FloatArray
    pull: FloatArray
    noise: FloatArray
    loose: FloatArray
    either: FloatArray
    by_log_phi: FloatArray


def values(sheet: Sheet, at: At) -> FloatArray:
    """Return the expected log-likelihood of every set, shape (n_set,): the mean over what its margin may be."""
    found = np.zeros(len(sheet))
    scale, away = np.hypot(at.sigma, at.rest_noise), np.sqrt(at.spread)
    for stop in Stop:
        i = sheet.rows(stop)
        evidence = sheet.evidence(stop)
        blur = at.blur * (_TWICE if stop is Stop.UNREPORTED else 1.0)
        for node, share in zip(_NODES, _SHARES, strict=True):
            margin_now = at.margin[i] + node * away[i]
            found[i] += share * log_likelihood(evidence, margin_now, at.phi[i], at.lam, scale[i], blur)
    return found


def slopes(sheet: Sheet, at: At) -> Slopes:
    """Return value, score and information of every set."""
    here = values(sheet, at)
    h = _SMOOTH * np.hypot(at.sigma, at.rest_noise)
    up, down = (values(sheet, replace(at, margin=at.margin + s * h)) for s in (1, -1))
    louder, softer = (values(sheet, replace(at, sigma=at.sigma * np.exp(s * _STEP))) for s in (1, -1))
    tougher, weaker = (values(sheet, replace(at, phi=at.phi * np.exp(s * _STEP))) for s in (1, -1))
    looser, tighter = (values(sheet, replace(at, blur=at.blur * np.exp(s * _STEP))) for s in (1, -1))
    both = values(sheet, replace(at, sigma=at.sigma * np.exp(_STEP), blur=at.blur * np.exp(_STEP)))
    target, by_log_phi = pointed_to(sheet, at.phi, at.lam)
    score, weight = (up - down) / (2 * h), np.maximum((2 * here - up - down) / h**2, 0.0)
    return Slopes(
        value=here,
        margin=score,
        log_phi=(tougher - weaker) / (2 * _STEP),
        log_sigma=(louder - softer) / (2 * _STEP),
        log_blur=(looser - tighter) / (2 * _STEP),
        weight=weight,
        pull=np.maximum(weight, _TAIL * _leading_back(score, target - at.margin, at)),
        noise=(2 * here - louder - softer) / _STEP**2,
        loose=(2 * here - looser - tighter) / _STEP**2,
        either=(louder + looser - here - both) / _STEP**2,
        by_log_phi=by_log_phi,
    )


def _leading_back(score: FloatArray, away: FloatArray, at: At) -> FloatArray:
    """Return score over distance where it leads towards what the set points to, at most Student's t information."""
    back = np.where(score * away > 0, score / np.where(away == 0, 1.0, away), 0.0)
    return np.minimum(back, 1.25 / (at.sigma**2 + at.rest_noise**2))


def pointed_to(sheet: Sheet, phi: FloatArray, lam: float) -> tuple[FloatArray, FloatArray]:
    """Return the margin each set points to, and how it goes with log phi, (n_set,) each."""
    left = np.select(
        [sheet.stop == stop for stop in (Stop.REPORTED, Stop.UNREPORTED, Stop.FAILURE)],
        [
            sheet.rir - priors()["rir_bias"].centre + 0.5,
            np.full(len(sheet), priors()["habit_rir"].centre + 0.5),
            np.full(len(sheet), 0.5),
        ],
        0.0,
    )
    total = np.maximum(sheet.reps + left, 1.0)
    spent = phi * (total - 1)
    return margin(total, phi, lam), spent / (1 + lam * spent)
