"""What a written load means to the muscles: resistance, body mass and help counted."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from preex.core.exercise import Exercise, LoadType
from preex.fatigue.lift import population_level
from preex.fatigue.parameters import FloatArray

_LEAST_OWN = 0.1  # share of the body mass moved that no assistance takes away (expert estimate)
_LEAST_KG = 1.0


@dataclass(frozen=True, slots=True)
class Resistance:
    """How one lifter's written loads of one exercise become resistance.

    own_kg : body mass moved, added to the written load. [kg]
    helps : the written load is assistance.
    unwritten_kg : resistance where nothing is written and body mass does not count (a band, a machine's pin left out,
        an exercise nobody knows): the load the population would use. [kg]
    """

    own_kg: float
    helps: bool
    unwritten_kg: float

    @classmethod
    def of(cls, exercise: Exercise | None, body_mass_kg: float) -> Resistance:
        """Return the resistance of an exercise; None = one the catalogue does not know."""
        own_kg = exercise.body_mass_share * body_mass_kg if exercise else 0.0
        helps = exercise is not None and exercise.load_type is LoadType.ASSISTED
        return cls(own_kg, helps, math.exp(population_level(exercise).mean))

    def moved_kg(self, load_kg: float) -> float:
        """Return the resistance of a written load, at least 1 kg. [kg]"""
        return float(self.all_moved_kg(load_kg))

    def all_moved_kg(self, load_kg: npt.ArrayLike) -> FloatArray:
        """Return the resistance of each written load, shape (...), at least 1 kg. [kg]"""
        load_kg = np.asarray(load_kg, dtype=float)
        moved_kg = self.own_kg + (-load_kg if self.helps else load_kg)
        if self.own_kg <= 0:
            moved_kg = np.where(load_kg <= 0, self.unwritten_kg, moved_kg)
        return np.maximum(moved_kg, max(_LEAST_KG, _LEAST_OWN * self.own_kg))

    def written_kg(self, moved_kg: float) -> float:
        """Return the load to write for a resistance; negative where body mass alone is more. [kg]"""
        return max(0.0, self.own_kg - moved_kg) if self.helps else moved_kg - self.own_kg
