"""Each log in `data/` beside what must come out of it, worked out by hand.

An `.expected.json` names the options of the call, what must be counted, and of each set the fields worth telling. What
it leaves out is zero or empty.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from preex import logbook

DATA = Path(__file__).parent / "data"
PAIRS = sorted(DATA.glob("*.expected.json"))


def log_of(expected):
    """Return the log beside an expectation, whatever the ending of its name."""
    stem = expected.name.removesuffix(".expected.json")
    (log,) = (path for path in DATA.glob(f"{stem}.*") if path != expected)
    return log


def told(one, field):
    value = getattr(one, field)
    if field == "at":
        return value.isoformat()
    if field == "entered":
        return None if value is None else str(value)
    if isinstance(value, float):
        return round(value, 3)
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("pair", PAIRS, ids=lambda path: path.name.removesuffix(".expected.json"))
def test_a_log_reads_as_worked_out_by_hand(pair):
    expected = json.loads(pair.read_text(encoding="utf-8"))
    log = logbook.read(log_of(pair), **expected.get("options", {}))
    assert [[told(one, field) for field in expected["fields"]] for one in log.sets] == expected["sets"]
    assert [[p.line, p.column, p.text, p.reason] for p in log.problems] == expected.get("problems", [])
    counted = {name: getattr(log, name) for name in ("format", "unit", "rows", "rests", "notes", "duplicates")}
    assert counted == {name: expected.get(name, 0) for name in counted}
    assert log.workouts == expected.get("workouts", log.workouts)
    assert len(log.warnings) == len(expected.get("warnings", []))
    assert all(any(part in warning for warning in log.warnings) for part in expected.get("warnings", []))
    assert log.rows == len(log.sets) + log.rests + log.notes + log.duplicates + len(log.problems)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda path: path.name.removesuffix(".expected.json"))
def test_every_set_keeps_the_row_it_came_from(pair):
    expected = json.loads(pair.read_text(encoding="utf-8"))
    log = logbook.read(log_of(pair), **expected.get("options", {}))
    assert {one.source_line for one in log.sets} <= log.raw.keys()
    assert all(isinstance(json.loads(row), Mapping) for row in log.raw.values())
    assert len({one.source_id for one in log.sets}) == len(log.sets)
