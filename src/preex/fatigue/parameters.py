"""The model's named constants: what each is, its unit, its prior, and who says so (`data/priors.csv`)."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from preex.core.exercise import Exercise, LoadType
from preex.core.muscle import Muscle
from preex.errors import DataError

FloatArray = npt.NDArray[np.float64]

PRIORS_FILE = "priors.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """One constant: centre, spread on its transformed scale, bounds, unit, status and source."""

    name: str
    centre: float
    transform: str  # fixed | normal | log | logit
    sd: float  # on the transformed scale
    unit: str
    low: float
    high: float
    status: str  # study | fitted | expert estimate
    dated: str  # when the centre was set, YYYY-MM or YYYY-MM-DD
    made_by: str  # what set it: a script of this project, the source as read, or judgement
    source: str
    effects: tuple[str, ...]  # findings of data/effects.csv it rests on; () = other sources, see `source`

    def at(self, z: npt.ArrayLike) -> FloatArray:
        """Value `z` prior standard deviations from the centre, clipped to the bounds."""
        shift = self.sd * np.asarray(z, dtype=float)
        match self.transform:
            case "log":
                value = self.centre * np.exp(shift)
            case "logit":
                value = 1 / (1 + np.exp(-np.log(self.centre / (1 - self.centre)) - shift))
            case _:
                value = self.centre + shift
        return np.asarray(np.clip(value, self.low, self.high))

    @property
    def bounds_z(self) -> tuple[float, float]:
        """Bounds in prior standard deviations from the centre; needs `sd` above 0."""
        scales: dict[str, Callable[[float], float]] = {"log": math.log, "logit": lambda p: math.log(p / (1 - p))}
        scale = scales.get(self.transform, float)
        middle = scale(self.centre)
        return (scale(self.low) - middle) / self.sd, (scale(self.high) - middle) / self.sd


@cache
def priors() -> Mapping[str, Prior]:
    """Load the packaged priors by name.

    Raises
    ------
    DataError : a row is malformed or its centre lies outside its bounds.
    """
    text = resources.files("preex.data").joinpath(PRIORS_FILE).read_text(encoding="utf-8")
    loaded = {}
    for line, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            fields: dict[str, Any] = row | {key: float(row[key]) for key in ("centre", "sd", "low", "high")}
            prior = Prior(**fields | {"effects": tuple(row["effects"].split(";")) if row["effects"] else ()})
        except (TypeError, ValueError, KeyError) as error:
            raise DataError(f"{PRIORS_FILE} line {line}: {error}") from error
        if not prior.low <= prior.centre <= prior.high:
            raise DataError(f"{PRIORS_FILE} line {line}: {prior.name} lies outside {prior.low:g} to {prior.high:g}.")
        loaded[prior.name] = prior
    return MappingProxyType(loaded)


@dataclass(frozen=True, kw_only=True)
class Constants:
    """Values of the model's constants: one number each, or one per draw, shape (n_draw,)."""

    lam: float
    rho: float
    nu: float
    tau_fast_s: Any
    tau_slow_s: Any
    beta: Any
    kappa: Any
    omega: Any
    gain: Any
    sigma: Any
    form_sd: float
    rep_s: float

    @cached_property
    def taus_s(self) -> FloatArray:
        """Fast and slow recovery times, shape (..., 2). [s]"""
        return np.moveaxis(np.array(np.broadcast_arrays(self.tau_fast_s, self.tau_slow_s), dtype=float), 0, -1)


_BETWEEN_LIFTERS = ("tau_fast_s", "tau_slow_s", "beta", "kappa", "omega", "gain", "sigma")


@cache
def centre() -> Constants:
    """Return every constant at its prior centre."""
    p = priors()
    return Constants(
        lam=p["lam"].centre,
        rho=p["rho"].centre,
        nu=p["nu"].centre,
        form_sd=p["form_sd"].centre,
        rep_s=p["rep_s"].centre,
        **{name: p[name].centre for name in _BETWEEN_LIFTERS},
    )


@dataclass(frozen=True, slots=True)
class Channels:
    """How an exercise reads and feeds the muscles' fatigue.

    muscles : (n_channel,) indices into `Muscle`.
    weight : (n_channel,) share of the exercise's strength each muscle carries (elasticity W), sums to 1.
    involvement : (n_channel,) 0 to 1; times kappa it is the share of a set's fatigue that stays in the muscle.
    phi : endurance, log-strength cost of one repetition at full drive. [1/rep]
    """

    muscles: npt.NDArray[np.intp]
    weight: FloatArray
    involvement: FloatArray
    phi: float


_INDEX = {muscle: i for i, muscle in enumerate(Muscle)}
_MACHINES = frozenset({LoadType.PLATE_MACHINE, LoadType.STACK})


def endurance(exercise: Exercise) -> float:
    """Return the population's phi of an exercise. [1/rep]"""
    at_the_knee = exercise.pattern in {"squat", "knee_extension"} and exercise.load_type in _MACHINES
    return priors()["phi.knee" if at_the_knee else "phi"].centre


@cache
def studied_patterns() -> Mapping[str, tuple[str, ...]]:
    """Return the movement patterns whose pre-exhaust cost was counted in repetitions, with the studies (S16)."""
    text = resources.files("preex.data").joinpath("studied_patterns.csv").read_text(encoding="utf-8")
    return MappingProxyType({r["pattern"]: tuple(r["studies"].split(";")) for r in csv.DictReader(text.splitlines())})


def unknown_channels() -> Channels:
    """Return the channels of an exercise whose muscles nobody knows: it tires only itself."""
    return Channels(np.array([len(Muscle)]), np.ones(1), np.zeros(1), priors()["phi"].centre)


def channels(exercise: Exercise) -> Channels:
    """Return the channels of an exercise: weights proportional to involvement times muscle size."""
    p = priors()
    trained = [(m, share) for m, share in exercise.involvement.items() if share > 0]
    if not trained:
        return unknown_channels()
    weight = np.array([share * p[f"size.{m}"].centre for m, share in trained])
    return Channels(
        muscles=np.array([_INDEX[m] for m, _ in trained], dtype=np.intp),
        weight=weight / weight.sum(),
        involvement=np.array([share for _, share in trained]),
        phi=endurance(exercise),
    )
