"""A trial in one file: protocol, seed, everything that happened, one row a workout, and the analysis, which runs again from it.

The same data give the same bytes; where they do not, the file was changed or another version of the analysis wrote it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from preex.errors import Conflict, DataError, FieldError, ValidationError
from preex.trials.conduct import Trial
from preex.trials.described import ENGINE_VERSION
from preex.trials.events import Event
from preex.trials.protocol import SCHEMA as PROTOCOL
from preex.trials.protocol import Protocol
from preex.trials.questions import OUTCOMES
from preex.trials.result import Result
from preex.trials.results import Analysed, results_of
from preex.trials.schemes import Floats
from preex.trials.workouts import Workout

SCHEMA = "preex.trial_export/1"


def bundle_of(trial: Trial) -> bytes:
    """Return the file of a trial that is over.

    Raises
    ------
    Conflict : it is not over; its seed would give the coming arms away.
    """
    _check_over(trial)
    return _written(trial, *_results(trial))


def _check_over(trial: Trial) -> None:
    if not trial.standing.ended:
        raise Conflict(
            "the trial is not over: its seed would give the coming arms away.",
            hint="Export it at the end; the protocol alone: preex trial export --protocol.",
        )


def _written(trial: Trial, found: Mapping[str, Result], why: str) -> bytes:
    """Return the file of a trial that is over, with its results, or why there are none."""
    values = {name: trial.series(name).y for name in OUTCOMES if name in found}
    document = {
        "schema": SCHEMA,
        "engine_version": ENGINE_VERSION,
        "ended": trial.standing.ended,
        "protocol": trial.protocol.to_json(),
        "seed": trial.seed,
        "events": [event.to_json() for event in trial.events],
        "data": [_row(one, values) for one in trial.standing.workouts],
        "results": {name: _rounded(result.to_json()) for name, result in found.items()},
        "no_result": why or None,
    }
    return (json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def trial_in(content: bytes) -> Trial:
    """Return the trial in a file, checked: seal, seed, chain of events, every arm.

    Raises
    ------
    FieldError : no such file. ValidationError : its protocol was never locked. DataError : anything was changed.
    """
    try:
        document = json.loads(content)
    except ValueError:
        document = None
    if isinstance(document, Mapping) and document.get("schema") == PROTOCOL:
        Protocol.from_json(document)
        raise ValidationError("a protocol alone holds no data.", hint="Give a trial that was exported.")
    if not isinstance(document, Mapping) or document.get("schema") != SCHEMA:
        raise FieldError("schema", f"this is no trial that was exported; it begins with {SCHEMA!r}.")
    protocol = Protocol.from_json(document.get("protocol"))
    seed, events = document.get("seed"), document.get("events")
    if not isinstance(seed, str) or not isinstance(events, list):
        raise DataError("the file has no seed or no events.", hint="Export the trial again.")
    return Trial.read(protocol, seed, [Event.from_json(one) for one in events])


def run_again(content: bytes) -> Analysed:
    """Return the results of the trial in a file, run again from its events.

    Raises
    ------
    FieldError, ValidationError, DataError : see `trial_in`; and where the analysis in the file is not what its events give.
    """
    trial = trial_in(content)
    found = results_of(trial)
    _check_over(trial)
    if _written(trial, found.results, "") != content:
        version = json.loads(content).get("engine_version")
        why = (
            f"version {version} of the analysis wrote it, this is {ENGINE_VERSION}" if version != ENGINE_VERSION else ""
        )
        raise DataError(
            f"the analysis in the file is not what its events give: {why or 'the file was changed'}.",
            hint="Trust the events, whose chain is whole: run preex trial export again from the log.",
        )
    return found


def _results(trial: Trial) -> tuple[Mapping[str, Result], str]:
    """Return every result, or none and why."""
    try:
        return results_of(trial).results, ""
    except ValidationError as error:
        return {}, str(error)


def _rounded(value: Any) -> Any:  # noqa: ANN401 - plain data
    """Return plain data with numbers to nine digits: sums differ in the last ones from machine to machine."""
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return float(f"{value:.9g}") if isinstance(value, float) else value


def _row(one: Workout, values: Mapping[str, Floats]) -> dict[str, Any]:
    """Return one workout as a row of numbers; values : outcome -> (n_workout, n_pair)."""
    return {
        "workout": one.number,
        "revealed_at": one.revealed_at.isoformat(),
        "assigned": one.arm,
        "performed": one.performed,
        "missing": one.missing or None,
        "pain": one.pain,
        **{name: [float(v) if math.isfinite(v) else None for v in y[one.number - 1]] for name, y in values.items()},
    }
