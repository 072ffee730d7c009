"""Draw from a posterior that is known by its log density and slope in NumPy: NUTS by nutpie, and how far the draws may be trusted.

Needs the extra `verify` (nutpie and, with it, ArviZ).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

import numpy as np

from preex.errors import Unavailable
from preex.fatigue.parameters import FloatArray


class Density(Protocol):
    """What is drawn from, over coordinates near standard normal."""

    def __len__(self) -> int:
        """Return the number of coordinates."""

    def value_and_slope(self, u: FloatArray) -> tuple[float, FloatArray]:
        """Return the log posterior at `u`, up to a constant, and its gradient, both over (n_unknown,)."""

    def told(self, u: FloatArray) -> dict[str, FloatArray]:
        """Return what is kept of each draw, by name."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Draws. values : by name, each (n_chain, n_draw, n). divergences : after warm-up. leapfrogs : mean number of gradients a draw took."""

    values: Mapping[str, FloatArray]
    divergences: int
    leapfrogs: float

    def quantities(self) -> FloatArray:
        """Return everything drawn, side by side, shape (n_chain, n_draw, n_quantity)."""
        return np.concatenate(list(self.values.values()), axis=2)

    def rhat(self) -> FloatArray:
        """Return the rank-normalised split R-hat of each quantity; 1 = the chains agree."""
        return self._by_arviz("rhat")

    def ess(self) -> FloatArray:
        """Return the effective number of draws in the bulk of each quantity."""
        return self._by_arviz("ess")

    def _by_arviz(self, name: str) -> FloatArray:
        measure: Callable[..., Any] = getattr(import_module("arviz"), name)
        all_ = self.quantities()
        return np.array([float(measure(np.ascontiguousarray(all_[..., k]))) for k in range(all_.shape[2])])


def sample(density: Density, *, draws: int, warm_up: int, chains: int, seed: int, target_accept: float = 0.8) -> Sample:
    """Draw from a posterior by NUTS.

    Parameters
    ----------
    density : the posterior.
    draws, warm_up : of each chain, the warm-up not kept.
    chains : side by side, on as many cores.
    seed : of the random numbers.
    target_accept : share of steps to accept, 0 to 1.

    Raises
    ------
    Unavailable : the extra `verify` is not installed.
    """
    try:
        sampler = import_module("nutpie")
        compiled = import_module("nutpie.compiled_pyfunc")
    except ModuleNotFoundError:
        raise Unavailable(
            "drawing a posterior needs nutpie, which is not installed.", hint="pip install 'preex[verify]'"
        ) from None
    names = {name: value.shape for name, value in density.told(np.zeros(len(density))).items()}
    model = compiled.from_pyfunc(
        len(density),
        lambda: density.value_and_slope,
        lambda *_seeds: density.told,
        [np.dtype(float)] * len(names),
        list(names.values()),
        list(names),
        make_initial_point_fn=lambda seed: 0.1 * np.random.default_rng(seed).standard_normal(len(density)),
    )
    trace = sampler.sample(
        model,
        draws=draws,
        tune=warm_up,
        chains=chains,
        cores=chains,
        seed=seed,
        save_warmup=False,
        progress_bar=False,
        target_accept=target_accept,
    )
    stats = trace.sample_stats
    return Sample(
        values={name: np.asarray(trace.posterior[name]) for name in names},
        divergences=int(stats["diverging"].sum()),
        leapfrogs=float(stats["n_steps"].mean()),
    )
