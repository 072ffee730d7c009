"""How well repetitions to failure are foretold, where the lifter logged effort: repetitions done plus those in reserve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from preex.catalogue import load_catalogue
from preex.core.performed import PerformedSet
from preex.scoring.forecasters import NO_FATIGUE, PREEX, Forecaster, Model
from preex.scoring.past import Past, is_scored
from preex.scoring.proper import FloatArray, absolute_error
from preex.scoring.rules import RULES

# These read repetitions to failure where they otherwise read repetitions: "last set" says what the last rated set had.
_RULES = ("last_set", "same_set", "epley_last", "brzycki_last", "fixed_fatigue")


class Capacity:
    """Foretells repetitions to failure beside the rules that can, on sets with RPE or RIR.

    The rules keep a diary of rated sets alone, each with its reserve added, so they know what the lifter could have done.
    """

    def __init__(self, everybody: Mapping[str, Forecaster], body_mass_kg: float) -> None:
        self._models = {
            name: one for name, one in everybody.items() if name in {PREEX, NO_FATIGUE} and isinstance(one, Model)
        }
        self._rules = {name: RULES[name] for name in _RULES if name in everybody}
        self._past = Past(load_catalogue().exercises, body_mass_kg)
        self._errors: dict[str, list[float]] = {name: [] for name in (*self._models, *self._rules)}

    def ask(self, done: PerformedSet) -> None:
        """Let everybody foretell a set, where it is rated."""
        if done.rir is None:
            return
        able, place = done.reps + done.rir, self._past.place(done)
        blind = replace(done, reps=0, rir=None)
        for name, model in self._models.items():
            self._errors[name].append(absolute_error(model.predictor.foresee(blind).capacity.quantile(0.5), able))
        for name, rule in self._rules.items():
            said = rule(self._past, place)
            self._errors[name].append(absolute_error(self._past.usual if said is None else said, able))

    def show(self, done: PerformedSet) -> None:
        """Write a rated set into the diary."""
        if not is_scored(done):
            self._past.learn(done)
        elif done.rir is not None:
            self._past.learn(done, reps=done.reps + done.rir)

    def errors(self) -> dict[str, FloatArray]:
        """Return everybody's errors, each of shape (n_rated,). [reps]"""
        return {name: np.array(errors) for name, errors in self._errors.items()}
