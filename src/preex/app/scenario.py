"""The question behind `predict`: an athlete and a sequence of sets, checked field by field.

    {"athlete": {"body_mass_kg": 80, "ten_rm_kg": {"leg_press": 180, "leg_extension": 60}},
     "sets": [{"exercise": "leg_extension", "load_kg": 60, "reps": "failure"},
              {"exercise": "leg_press", "load_kg": 180, "reps": "failure", "rest_before_s": 0}]}

A set has a `load_kg` or a `relative_load` (share of the fresh 1RM), and ends at `reps` (a number, or "failure") or with
`rir` repetitions in reserve. `athlete` may hold strengths as `ten_rm_kg` or `one_rm_kg`, or nothing at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from preex.catalogue import load_catalogue
from preex.core.exercise import Family
from preex.errors import FieldError

MOST_SETS = 200


class _Strict(BaseModel):
    """No unknown fields, no text where a number belongs, no infinity."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


def _known(name: object) -> object:
    catalogue = load_catalogue()
    if not isinstance(name, str):
        return name
    exercise = catalogue.exercises.get(name)
    if exercise is None:
        from preex.catalogue.choosing import did_you_mean

        raise ValueError(f"there is no exercise {name[:60]!r}. {did_you_mean(name, catalogue.exercises)}")
    if exercise.family is not Family.STRENGTH:
        raise ValueError(f"{name!r} is not a strength exercise.")
    return name


def _ends_at(reps: object) -> object:
    if reps == "failure" or reps is None:
        return reps
    if isinstance(reps, bool) or not isinstance(reps, int) or not 1 <= reps <= 200:
        raise ValueError(f'is {str(reps)[:40]!r}; it must be a whole number from 1 to 200, or "failure".')
    return reps


ExerciseName = Annotated[str, BeforeValidator(_known)]
LoadKg = Annotated[float, Field(gt=0, le=2000)]


class AthleteInput(_Strict):
    """What is known of the athlete; strengths as load of ten repetitions to failure, or of one."""

    body_mass_kg: float | None = Field(default=None, ge=20, le=400)
    ten_rm_kg: dict[ExerciseName, LoadKg] = Field(default_factory=dict)
    one_rm_kg: dict[ExerciseName, LoadKg] = Field(default_factory=dict)


class SetInput(_Strict):
    """One set to predict."""

    exercise: ExerciseName
    load_kg: float | None = Field(default=None, ge=0, le=2000)
    relative_load: float | None = Field(default=None, gt=0, le=1.5)
    reps: Annotated[int | Literal["failure"] | None, BeforeValidator(_ends_at)] = None
    rir: float | None = Field(default=None, ge=0, le=20)
    rest_before_s: float | None = Field(default=None, ge=0, le=86_400)

    @model_validator(mode="after")
    def _one_of_each(self) -> SetInput:
        if (self.load_kg is None) == (self.relative_load is None):
            raise ValueError("needs either load_kg or relative_load.")
        if (self.reps is None) == (self.rir is None):
            raise ValueError('needs either reps (a number or "failure") or rir.')
        return self


class Scenario(_Strict):
    """A sequence of sets and who does them."""

    athlete: AthleteInput = Field(default_factory=AthleteInput)
    sets: list[SetInput] = Field(min_length=1, max_length=MOST_SETS)

    @model_validator(mode="after")
    def _one_strength_each(self) -> Scenario:
        both = self.athlete.ten_rm_kg.keys() & self.athlete.one_rm_kg.keys()
        if both:
            raise ValueError(f"athlete has both ten_rm_kg and one_rm_kg of {', '.join(sorted(both))}; give one.")
        return self


def read_scenario(document: Scenario | Mapping[str, Any] | object) -> Scenario:
    """Check a scenario.

    Raises
    ------
    FieldError : a field is missing, unknown, of the wrong kind or out of range; the text begins with its path, as
        `sets[1].load_kg`.
    """
    if isinstance(document, Scenario):
        return document
    try:
        return Scenario.model_validate(document)
    except ValidationError as error:
        first, *others = error.errors(include_url=False, include_context=False)
        also = ", ".join(dict.fromkeys(_path(other["loc"]) for other in others))
        hint = f"Also wrong: {also}." if also else "See the documentation of `preex predict`."
        raise FieldError(_path(first["loc"]), _in_words(first), hint=hint) from None


def _path(loc: tuple[int | str, ...]) -> str:
    """Write a place as people write it: `sets[0].load_kg`."""
    text = ""
    for step in loc:
        if isinstance(step, int):
            text += f"[{step}]"
        elif step != "[key]":  # pydantic's mark of the key of a mapping
            text += f".{step}" if text else step
    return text or "scenario"


_WORDS = {
    "missing": "is missing.",
    "extra_forbidden": "is no field of a scenario.",
    "model_type": "must be an object.",
    "model_attributes_type": "must be an object.",
    "too_short": "is empty; it needs at least one set.",
    "too_long": f"holds too many sets; {MOST_SETS} are the most.",
}


def _in_words(error: Mapping[str, Any]) -> str:
    kind, given = str(error["type"]), repr(error["input"])[:40]
    if kind == "value_error":
        return str(error["msg"]).removeprefix("Value error, ")
    if kind in _WORDS:
        return _WORDS[kind]
    said = str(error["msg"]).removeprefix("Input should be ")
    return f"is {given}; it must be {said}."
