"""What an operation of a training session may hold, checked field by field; `docs/api.md` describes each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from preex.core.limit import GAVE_OUT_WORDS
from preex.core.operations import Operation
from preex.errors import FieldError

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-{version}[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_ZONE = r"^([A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*)?$"
_LARGEST_CLOCK = 2**53 - 1  # the largest whole number a browser counts to
_LATER = frozenset({"expected"})  # fields that operations of older phones do not have
_Form = TypeVar("_Form", bound=BaseModel)
_MOMENT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$"


def _writable(text: str) -> str:
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError("holds a character no database takes; remove it")
    return text


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


def _known_word(word: str) -> str:
    if word.strip().casefold() not in _words():
        raise ValueError(f"nothing that gives out is called {word[:40]!r}; name a muscle, grip, breath or technique")
    return word


@cache
def _words() -> frozenset[str]:
    return frozenset({str(word) for word in GAVE_OUT_WORDS} | {str(word).replace("_", " ") for word in GAVE_OUT_WORDS})


Uuid7 = Annotated[
    str, Field(pattern=f"^{_UUID.replace('{version}', '7')}$", examples=["0199b3c0-8a00-7000-8000-000000000001"])
]
Uuid = Annotated[str, Field(pattern=f"^{_UUID.replace('{version}', '[1-8]')}$")]
Text = Annotated[str, Field(max_length=255), AfterValidator(_writable)]
Note = Annotated[str, Field(max_length=2000), AfterValidator(_writable)]
Reps = Annotated[int, Field(ge=0, le=1000)]
Rir = Annotated[float, Field(ge=0, le=100)]
Told = Annotated[float, Field(ge=0, le=1000)]
Seconds = Annotated[float, Field(ge=0, le=604_800)]
GaveOutWord = Annotated[str, Field(max_length=40), AfterValidator(_known_word)]
SetKindWord = Literal["working", "warmup", "drop", "failure"]


class _Strict(BaseModel):
    """No unknown fields, no text where a number belongs, no infinity."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class LoadTold(_Strict):
    """A load as typed; a decimal as text, so that nothing is rounded on the way."""

    value: Annotated[str, Field(pattern=r"^\d{1,5}(\.\d{1,4})?$")]
    unit: Literal["kg", "lb"]


class SessionStart(_Strict):
    """A session began."""

    session: Uuid7
    title: Text = ""
    plan: Annotated[str, Field(pattern=r"^P-[1-9]\d{0,8}$")] | None = None
    day: Annotated[int, Field(ge=0, le=1000)] | None = None
    local_date: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$"), AfterValidator(_day)]
    zone: Annotated[str, Field(max_length=64, pattern=_ZONE)] = ""  # phones know more zones than some servers


class Expected(_Strict):
    """What the screen said would be done of a set, before it was. [reps]"""

    mean: Told
    sd: Told
    q10: Told
    q50: Told
    q90: Told

    @model_validator(mode="after")
    def _ascending(self) -> Expected:
        if not self.q10 <= self.q50 <= self.q90:
            raise ValueError(f"has quantiles {self.q10:g}, {self.q50:g}, {self.q90:g}, which do not ascend")
        return self


class SetDone(_Strict):
    """A set was done."""

    session: Uuid7
    set: Uuid7
    exercise: Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_writable)]
    load: LoadTold
    reps: Reps
    rir: Rir | None = None
    set_kind: SetKindWord = "working"
    rest_before_s: Seconds | None = None
    rest_source: Literal["tapped", "estimated"] | None = None
    gap_planned_s: Seconds | None = None
    superset: Text | None = None
    position: Annotated[int, Field(ge=0, le=100_000)] = 0
    gave_out: GaveOutWord | None = None
    note: Note = ""
    expected: Expected | None = None


class Fields(_Strict):
    """What of a set may change."""

    reps: Reps = 0
    load: LoadTold = LoadTold(value="0", unit="kg")
    rir: Rir | None = None
    gave_out: GaveOutWord | None = None
    note: Note = ""
    set_kind: SetKindWord = "working"

    @model_validator(mode="after")
    def _something(self) -> Fields:
        if not self.model_fields_set:
            raise ValueError("name at least one field")
        return self


class SetChange(_Strict):
    """Fields of a set have other values; `after`: the changes of these fields that were on the screen."""

    set: Uuid7
    fields: Fields
    after: Annotated[list[Uuid7], Field(max_length=100)] | None = None


class OfSet(_Strict):
    """A set was removed, or restored."""

    set: Uuid7


class Swap(_Strict):
    """Another exercise is done instead."""

    session: Uuid7
    from_: Annotated[Text, Field(alias="from")]
    to: Text
    why: Literal["taken", "order", "other"]


class Pain(_Strict):
    """A joint hurt; `takes_back`: the report of it that was a mistake, `level` then being what it was before."""

    session: Uuid7
    joint: Text
    level: Annotated[int, Field(ge=0, le=10)]
    stopped: bool
    takes_back: Uuid7 | None = None


class OfSession(_Strict):
    """A session was finished, or reopened."""

    session: Uuid7


BODIES: Mapping[str, type[_Strict]] = {
    "session.start": SessionStart,
    "set.done": SetDone,
    "set.change": SetChange,
    "set.remove": OfSet,
    "set.restore": OfSet,
    "swap": Swap,
    "pain": Pain,
    "session.finish": OfSession,
    "session.reopen": OfSession,
}


class Envelope(_Strict):
    """What every operation has."""

    id: Uuid7
    device: Uuid
    clock: Annotated[int, Field(ge=0, le=_LARGEST_CLOCK)]
    at: Annotated[str, Field(pattern=_MOMENT)]
    kind: Literal[
        "session.start", "set.done", "set.change", "set.remove", "set.restore", "swap", "pain", "session.finish",
        "session.reopen",
    ]  # fmt: skip
    body: dict[str, Any]


def read_operation(document: object) -> Operation:
    """Read an operation as a phone sends it.

    Parameters
    ----------
    document : as JSON gives it.

    Raises
    ------
    FieldError : a field is missing, unknown, of the wrong kind or out of range; its path is named.
    """
    found = _checked(Envelope, document, "")
    body = _checked(BODIES[found.kind], found.body, "body")
    return Operation(
        id=found.id,
        device=found.device,
        clock=found.clock,
        at=_moment(found.at),
        kind=found.kind,
        body=_plain(body),
    )


def _plain(body: BaseModel) -> dict[str, Any]:
    """Return the body with what was left out filled in, except among the fields of a change and what came in later.

    An operation stored before a field came in must read the same when a phone repeats it.
    """
    if isinstance(body, SetChange):
        seen = {} if body.after is None else {"after": list(body.after)}
        return {"set": body.set, "fields": body.fields.model_dump(exclude_unset=True), **seen}
    dumped = body.model_dump(by_alias=True)
    return {name: value for name, value in dumped.items() if name not in _LATER or value is not None}


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        raise FieldError(
            "at", f"is {text!r}, which is no moment.", hint="Write it as 2026-11-24T18:05:00.000Z."
        ) from None
    if not 1900 <= found.year <= 2200:
        raise FieldError("at", f"is {text}; years run from 1900 to 2200.", hint="Correct the clock of the device.")
    return found


def _checked(form: type[_Form], document: object, path: str) -> _Form:
    try:
        return form.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(filter(None, [path, *(str(part) for part in first["loc"])])) or "operation"
        said = first["msg"].removeprefix("Value error, ")
        raise FieldError(where, f"{said[:1].lower()}{said[1:]}.", hint="See docs/api.md.") from None
