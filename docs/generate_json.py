# ruff: noqa: INP001 - a script beside the pages
"""Write `docs/json.md` from what the commands print with `--json`: python docs/generate_json.py."""

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from click.testing import CliRunner

from preex.app import scenario
from preex.catalogue import load_catalogue
from preex.cli import cli
from preex.core.muscle import Muscle
from preex.core.pairing import JOINTS

PAGE = Path(__file__).parent / "json.md"

OPENING = """\
# What is in the JSON that the commands print?

Every field of every document, with the kinds of value found in it when each command was run on a short log. This page is
made by `python docs/generate_json.py`, and a test sees to it that no command prints a field that is not here. New fields
may come; a field whose meaning changes brings a new number in `schema`.

Loads are in kilograms, times in seconds, shares from 0 to 1, moments in ISO 8601 with their zone. `[]` stands for each
element of a list, `{muscle}`, `{exercise}` and `{joint}` for any id. An uncertain figure is an object: `mean` is what to
expect, and four of five outcomes lie from `q10` to `q90`.
"""

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE"
LOG = f"""\
{HEADER}
2026-03-02 18:00:00,"Legs",1h,"Leg Press",1,100,10,0,0,8
2026-03-02 18:00:00,"Legs",1h,"Leg Press",2,100,nine,0,0,
2026-03-02 18:00:00,"Legs",1h,"Leg Extension (Machine)",1,40,12,0,0,
"""
PAIR = "leg extension 12x40 > leg press 8x95 gap 30 rir 1 out quads"

# Each command once, in an order in which it has something to tell.
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("import", "log.csv", "--unit", "kg"),
    ("import", "log.csv", "late.csv", "none.csv", "--unit", "kg"),
    ("exercises", "leg_press"),
    ("muscles",),
    ("pairs", "--target", "quads", "--explain"),
    ("predict", "scenario.json"),
    ("compare", "leg_extension", "leg_press", "--joint", "knee"),
    ("theory", "leg_extension", "leg_press"),
    ("plan", "new", "--lagging", "quads", "--months", "30"),
    ("plan", "check", "plan.json"),
    ("name", "Zorbing", "leg_press"),
    ("log", PAIR),
    ("status",),
    ("volume",),
    ("review",),
    ("score", "long.csv", "--unit", "kg"),
    ("score", "long.csv", "longer.csv", "log.csv", "--unit", "kg"),
    ("meta", "studies.csv"),
    ("claims", "S36"),
    ("evidence", "--outcome", "size"),
    ("evidence", "changes"),
    ("evidence", "template", "study.json"),
    ("evidence", "add", "study.json"),
    ("trial", "power", "--sd", "1.0", "--effect", "-1.5", "--sessions", "16", "--pairs", "2"),
    ("trial", "new", "--pair", "leg_extension:leg_press", "--weeks", "8", "--per-week", "2", "--seed", "7"),
    ("trial", "next", "--readiness", "7"),
    ("trial", "record", "3x(leg extension 12x40 rir 1 > leg press 8x160 rir 1)"),
    ("trial", "status"),
    ("trial", "list"),
    ("export", "log.zip"),
    ("backup",),
    ("doctor",),
    ("import", "long.csv", "longer.csv", "--unit", "kg"),
    ("fit",),
    ("undo",),
    ("import", "undo", "B-1"),
    ("import", "undo", "B-9"),
)
FOLDED = {m.value: "{muscle}" for m in Muscle} | dict.fromkeys(JOINTS, "{joint}")
KINDS = {str: "text", bool: "true or false", int: "number", float: "number", type(None): "null"}

FIGURE = {"mean", "sd", "q10", "q50", "q90"}

Fields = dict[str, set[str]]


def page() -> str:
    """Return the page."""
    parts = [OPENING]
    for words, document in documents():
        shown = " ".join(f'"{word}"' if " " in word else word for word in words)
        rows = (f"| `{path}` | {', '.join(sorted(kinds))} |" for path, kinds in fields_of(document).items())
        parts.append(f"## `preex {shown} --json`\n\n| field | value |\n|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def fields_of(document: object) -> Fields:
    """Return path -> kinds of value of every field of a document."""
    fields: Fields = {}
    _walk(document, "", fields)
    return fields


def documents() -> Iterator[tuple[tuple[str, ...], object]]:
    """Run every command in a folder and home of its own, and yield what it prints."""
    before, environment = Path.cwd(), dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        try:
            os.chdir(folder)
            os.environ |= {"PREEX_HOME": folder, "PREEX_NOW": "2026-03-30T18:00:00+00:00"}
            os.environ.pop("PREEX_DATABASE_URL", None)
            _write_inputs()
            for words in COMMANDS:
                yield words, json.loads(CliRunner().invoke(cli, [*words, "--json"]).stdout)
        finally:
            os.chdir(before)
            os.environ.clear()
            os.environ.update(environment)


def _write_inputs() -> None:
    Path("log.csv").write_text(LOG, encoding="utf-8")
    Path("late.csv").write_text(LOG.replace("03-02", "03-09").replace("Leg Press", "Zorbing"), encoding="utf-8")
    rows = (f'2026-01-{day:02} 18:00:00,"Legs",1h,"Leg Press",1,100,{8 + day % 3},0,0,8\n' for day in range(1, 31))
    long = f"{HEADER}\n{''.join(rows)}"
    Path("long.csv").write_text(long, encoding="utf-8")
    Path("longer.csv").write_text(long.replace("2026-01", "2025-12"), encoding="utf-8")
    Path("studies.csv").write_text("yi,vi\n-0.42,0.061\n-1.35,0.083\n-0.78,0.047\n", encoding="utf-8")
    text = scenario.__doc__ or ""
    Path("scenario.json").write_text(text[text.index("{") : text.rindex("]}") + 2], encoding="utf-8")
    sets = [{"exercise": e, "reps_low": 8, "reps_high": 12} for e in ("back_extension_45", "conventional_deadlift")]
    plan = {"schema": "preex.plan/1", "days": [{"workout": {"sections": [{"steps": sets}]}}]}
    Path("plan.json").write_text(json.dumps(plan), encoding="utf-8")


def _walk(value: object, path: str, fields: Fields) -> None:
    """Note the kind of every value below a place."""
    if isinstance(value, dict) and "mean" in value and value.keys() <= FIGURE:
        fields.setdefault(path, set()).add(f"figure: {', '.join(value)}")
    elif isinstance(value, dict):
        for name, inner in value.items():
            _walk(inner, f"{path}.{_folded(name)}".removeprefix("."), fields)
    elif isinstance(value, list):
        fields.setdefault(path, set()).add("list")
        _walk_all(value, f"{path}[]", fields)
    else:
        fields.setdefault(path, set()).add(KINDS[type(value)])


def _walk_all(values: Iterable[object], path: str, fields: Fields) -> None:
    for value in values:
        _walk(value, path, fields)


def _folded(name: str) -> str:
    return FOLDED.get(name) or ("{exercise}" if name in load_catalogue().exercises else name)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stderr.write(f"{PAGE} is written.\n")
