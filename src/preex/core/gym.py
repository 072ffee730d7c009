"""What a gym can load: bars, plates, dumbbells and stacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from preex.core.exercise import Exercise, LoadType
from preex.errors import OutOfRange
from preex.units import KG_PER_LB, LoadUnit

_METRIC_PLATES = (25.0, 20.0, 15.0, 10.0, 5.0, 2.5, 1.25)
_MOST_STEPS = 2000  # pins of a stack
_METRIC_DUMBBELLS = tuple(float(kg) for kg in range(1, 11)) + tuple(10 + 2.0 * i for i in range(1, 26))


# Usual kit of a gym that counts in pounds (practice, not measured). [lb]
_POUND_PLATES = (45.0, 35.0, 25.0, 10.0, 5.0, 2.5)
_POUND_DUMBBELLS = tuple(5.0 * i for i in range(1, 26))
_POUND_BAR, _POUND_STACK_STEP, _POUND_STACK_MAX = 45.0, 5.0, 400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gym:
    """Kit of one gym. Every plate size is owned in `pairs_of_each` pairs."""

    name: str = "standard metric gym"
    bar_kg: float = 20.0
    plates_kg: tuple[float, ...] = _METRIC_PLATES  # per side, descending
    pairs_of_each: int = 4
    dumbbells_kg: tuple[float, ...] = _METRIC_DUMBBELLS  # one hand, ascending
    stack_step_kg: float = 2.5  # with the add-on pin most stacks carry
    stack_max_kg: float = 200.0

    def __post_init__(self) -> None:
        """Refuse kit that cannot exist."""
        if self.bar_kg < 0 or self.pairs_of_each < 0 or self.stack_step_kg <= 0:
            raise OutOfRange("bar, plate pairs and stack step must be positive.", hint="Correct the gym.")
        if not self.stack_max_kg / self.stack_step_kg <= _MOST_STEPS:
            raise OutOfRange(
                f"a stack of {self.stack_max_kg:g} kg in steps of {self.stack_step_kg:g} kg has too many pins.",
                hint=f"Give steps that make {_MOST_STEPS} pins or fewer.",
            )

    def loadable_kg(self, exercise: Exercise) -> Sequence[float]:
        """Return every load the gym can make for `exercise`, ascending. [kg]"""
        if exercise.load_type is LoadType.BARBELL:
            return _sums(self.bar_kg, self.plates_kg, self.pairs_of_each)
        if exercise.load_type is LoadType.PLATE_MACHINE:
            return _sums(0.0, self.plates_kg, self.pairs_of_each)
        if exercise.load_type in {LoadType.DUMBBELL_EACH, LoadType.KETTLEBELL}:
            return self.dumbbells_kg
        if exercise.load_type in {LoadType.BODYWEIGHT, LoadType.BAND, LoadType.NONE}:
            return (0.0,)
        start = 0 if exercise.load_type in {LoadType.BODYWEIGHT_ADDED, LoadType.ASSISTED} else 1
        return tuple(i * self.stack_step_kg for i in range(start, round(self.stack_max_kg / self.stack_step_kg) + 1))

    def plates_per_side(self, load_kg: float, bar_kg: float | None = None) -> tuple[float, ...]:
        """Return the plates for one side of a bar, heaviest first. [kg]

        Raises
        ------
        OutOfRange : the load cannot be made exactly.
        """
        bar = self.bar_kg if bar_kg is None else bar_kg
        rest = (load_kg - bar) / 2
        side: list[float] = []
        for plate in self.plates_kg:
            count = min(self.pairs_of_each, int((rest + 1e-9) // plate))
            side += [plate] * count
            rest -= count * plate
        if rest < -1e-9 or rest > 1e-6:
            raise OutOfRange(f"{load_kg:g} kg cannot be made with a {bar:g} kg bar and these plates.")
        return tuple(side)


def usual_gym(unit: LoadUnit | str) -> Gym:
    """Return the usual kit of a gym that counts in this unit."""
    if unit != LoadUnit.LB:
        return Gym()
    return Gym(
        name="standard pound gym",
        bar_kg=_POUND_BAR * KG_PER_LB,
        plates_kg=tuple(lb * KG_PER_LB for lb in _POUND_PLATES),
        dumbbells_kg=tuple(lb * KG_PER_LB for lb in _POUND_DUMBBELLS),
        stack_step_kg=_POUND_STACK_STEP * KG_PER_LB,
        stack_max_kg=_POUND_STACK_MAX * KG_PER_LB,
    )


@lru_cache(maxsize=32)
def _sums(bar_kg: float, plates_kg: tuple[float, ...], pairs_of_each: int) -> tuple[float, ...]:
    sides = {0.0}
    for plate in plates_kg:
        sides = {round(s + n * plate, 6) for s in sides for n in range(pairs_of_each + 1)}
    return tuple(sorted(bar_kg + 2 * s for s in sides))
