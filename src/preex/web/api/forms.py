"""What requests may hold, and what answers look like, for checking and for the description of the API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from preex.app.syncing import MOST_CHANGES, MOST_OPS
from preex.core.pairing import JOINTS

LARGEST_PAGE = 200
Name = Annotated[str, Field(min_length=1, max_length=80, description="Whose log; on this machine `me` if left out.")]
Word = Annotated[str, Field(max_length=200)]
Joint = Literal["knee", "shoulder", "elbow", "low_back"]
if set(Joint.__args__) != set(JOINTS):  # type: ignore[attr-defined]
    raise AssertionError("the joints of the API are not those of the catalogue")


class Ask(Schema):
    """Parameters of a request."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Whose(Ask):
    """A request about one athlete."""

    athlete: Name | None = None


class Paged(Ask):
    """A request for a part of a list."""

    cursor: Annotated[str, Field(max_length=200, description="As the answer before gave it.")] | None = None
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = LARGEST_PAGE


class WhosePaged(Paged, Whose):
    """A request for a part of a list of one athlete."""


class AskChanges(Whose):
    """Which operations."""

    since: Annotated[int, Field(ge=0, lt=2**63, description="`cursor` of the answer before; 0 = from the start.")] = 0
    limit: Annotated[int, Field(ge=1, le=MOST_CHANGES)] = MOST_CHANGES


class AskExercises(Paged):
    """Which exercises."""

    query: Annotated[Word, Field(description="Words that all fit.")] = ""


class AskPairs(Paged):
    """Which pairs."""

    target: Word | None = None
    have: Annotated[list[Word], Field(max_length=100, description="Equipment at hand.")] | None = None
    joint: Annotated[list[Joint], Field(max_length=4, description="Irritable.")] = Field(default_factory=list)
    seed_only: bool = False
    same_station: bool = False


class AskVolume(Whose):
    """Which weeks, counted how."""

    by: Literal["direct", "fractional", "weighted"] = "fractional"
    weeks: Annotated[int, Field(ge=1, le=520)] = 4


class AskClaims(Paged):
    """Which claims."""

    id: Annotated[list[Word], Field(max_length=100)] = Field(default_factory=list)
    status: Literal["theory", "supported", "mixed", "disputed", "contradicted", "practice", "context"] | None = None
    differing: bool = False


class AskEvidence(Ask):
    """Which answers."""

    outcome: Word = ""
    contrast: Word = ""
    population: Word = ""
    design: Word = ""
    study: Word = ""


class Told(Schema):
    """What the athlete says of themselves."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    months: Annotated[float, Field(ge=0, le=1200)] | None = None
    goal: Literal["muscle", "strength", "general"] | None = None
    goal_lift: Word | None = None
    lagging: Annotated[list[Word], Field(max_length=10)] | None = None
    joints: Annotated[list[Joint], Field(max_length=4)] | None = None


class AskCompare(Whose):
    """Two exercises, and how they are done."""

    isolation: Annotated[str, Field(min_length=1, max_length=200)]
    compound: Annotated[str, Field(min_length=1, max_length=200)]
    load_kg: Annotated[float, Field(gt=0, le=1000)] | None = None
    fresh_reps: Annotated[int, Field(ge=1, le=30)] | None = None
    gap_s: Annotated[float, Field(ge=0, le=600)] | None = None
    iso_load_kg: Annotated[float, Field(gt=0, le=1000)] | None = None
    iso_reps: Annotated[int, Field(ge=1, le=100)] | None = None
    iso_rir: Annotated[float, Field(ge=0, le=10)] | None = None
    rounds: Annotated[int, Field(ge=1, le=10)] | None = None
    rest_s: Annotated[float, Field(ge=0, le=900)] | None = None


class NewPlan(Told):
    """What to plan for."""

    days: Annotated[int, Field(ge=1, le=6)] = 1
    minutes: Annotated[int, Field(ge=20, le=180)] = 60
    have: Annotated[list[Word], Field(max_length=100)] | None = None
    train_around: Annotated[list[Word], Field(max_length=23)] = Field(default_factory=list)
    override: Word = ""
    dry_run: bool = False


class OpsSent(Schema):
    """Operations in any order. The same operation again is harmless, and a bad one does not stop the others."""

    model_config = ConfigDict(extra="forbid")

    athlete: Name | None = None
    ops: Annotated[list[Any], Field(max_length=MOST_OPS)]


class OpProblem(Schema):
    """Why an operation was refused."""

    code: str
    detail: str
    hint: str


class OpSettled(Schema):
    """What became of one operation."""

    id: str | None
    status: Literal["stored", "known", "refused"]
    problem: OpProblem | None


class OpsAnswer(Schema):
    """What became of each operation, in the order sent."""

    schema_: Annotated[Literal["preex.ops/1"], Field(alias="schema")]
    athlete: str
    results: list[OpSettled]
    cursor: int


class ChangesAnswer(Schema):
    """Operations in the order they arrived. No operation means that nothing is new, never that something is gone."""

    schema_: Annotated[Literal["preex.changes/1"], Field(alias="schema")]
    athlete: str
    ops: list[Any]
    cursor: int
    more: bool


class Document(Schema):
    """The document the command line prints with `--json`; docs/json.md lists its fields."""

    model_config = ConfigDict(extra="allow")

    schema_: Annotated[str, Field(alias="schema")]


class WrongField(Schema):
    """A field that is wrong: where in the body (JSON Pointer), or which parameter."""

    pointer: str | None = None
    parameter: str | None = None
    detail: str


class Problem(Schema):
    """What is wrong and what to do next (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str
    detail: str
    hint: str
    errors: list[WrongField]
    trace_id: str
