"""Does the model show what the data show? Residuals beside those of trials simulated from the posterior."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from preex.trials.correlated import carried
from preex.trials.model import Fitted
from preex.trials.schemes import Floats

DRAWS = 400
_NOTHING = 1e-300  # every workout on the line
STRANGE = 0.02  # share of simulated trials on one side below which the data are strange to the model


def misfit(fitted: Fitted, rng: np.random.Generator) -> tuple[str, ...]:
    """Return what the data have that simulated trials hardly ever have.

    Notes
    -----
    A. Gelman, X.-L. Meng, H. Stern, Stat Sin 6, 1996. Least-squares residuals do not depend on the coefficients, so that only noise
    and correlation need be drawn.
    """
    return tuple(name for name, p in predictive_p(fitted, rng).items() if not STRANGE <= p <= 1 - STRANGE)


def predictive_p(fitted: Fitted, rng: np.random.Generator) -> dict[str, float]:
    """Return the share of simulated trials with as large a value; ties count half. Empty below six workouts."""
    design, post = fitted.design, fitted.posterior
    n, p = design.X.shape
    if n < p + 3:
        return {}
    q, _ = np.linalg.qr(design.X)
    left = np.eye(n) - q @ q.T
    part = np.searchsorted(np.cumsum(post.weight), rng.random(DRAWS) * post.weight.sum())
    part = np.minimum(part, len(post.weight) - 1)
    noise = _noise(design.time, post.phi[part], post.sigma[part], rng)
    out = {}
    for name, statistic in _STATISTICS.items():
        simulated, seen = statistic(noise @ left), statistic((left @ design.y)[None])[0]
        out[name] = float(np.mean(simulated > seen) + 0.5 * np.mean(simulated == seen))
    return out


def _noise(time: Floats, phi: Floats, sigma: Floats, rng: np.random.Generator) -> Floats:
    """Draw errors, (n_draw, n)."""
    out = rng.standard_normal((len(phi), len(time)))
    for i, gap in enumerate(np.diff(time), start=1):
        rho = carried(phi, gap)
        out[:, i] = rho * out[:, i - 1] + np.sqrt(1 - rho**2) * out[:, i]
    return np.asarray(out * sigma[:, None])


def _spread(rest: Floats) -> Floats:
    return np.asarray(rest.std(axis=1))


def _follows(rest: Floats) -> Floats:
    return np.asarray((rest[:, 1:] * rest[:, :-1]).sum(axis=1) / np.maximum((rest**2).sum(axis=1), _NOTHING))


def _longest_run(rest: Floats) -> Floats:
    """Return the longest run of residuals of one sign, (n_draw,)."""
    up = rest > 0
    run, best = np.ones(len(rest)), np.ones(len(rest))
    for i in range(1, rest.shape[1]):
        run = np.where(up[:, i] == up[:, i - 1], run + 1, 1)
        best = np.maximum(best, run)
    return best


_STATISTICS: Mapping[str, Callable[[Floats], Floats]] = {
    "day-to-day noise": _spread,
    "how a workout follows the one before": _follows,
    "how long workouts stay on one side": _longest_run,
}
