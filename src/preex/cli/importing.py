"""`preex import`: foreign logs into the store, and out again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from preex import app
from preex.cli.clock import now
from preex.cli.failures import Failure
from preex.cli.many import PARTIAL, each_file, failed_json, failed_text
from preex.cli.output import Out, Table, Text, count
from preex.cli.verb import verb

if TYPE_CHECKING:
    from preex.app.importing import Imported
    from preex.store import Store

_SHOWN = 10
_TOTALS = ("rows", "sets", "rests", "notes", "duplicates", "workouts")


@dataclass(frozen=True, slots=True)
class _Options:
    format: str
    unit: str | None
    tz: str | None
    dry_run: bool
    create: bool


@verb("preex import strong.csv --unit kg", "preex import undo B-7", name="import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format", "format_", default="auto", metavar="NAME", help="Format of the file; told from it unless given."
)
@click.option("--unit", metavar="kg|lb", help="Unit of the loads, for files that do not tell.")
@click.option("--tz", metavar="ZONE", help="Time zone of the file's times, as Europe/Berlin.")
@click.option("--dry-run", is_flag=True, help="Read and count; store nothing.")
@click.option("--create", is_flag=True, help="Make the athlete named by --athlete if there is none yet.")
@click.pass_context
def import_(
    ctx: click.Context,
    files: tuple[str, ...],
    format_: str,
    unit: str | None,
    tz: str | None,
    dry_run: bool,
    create: bool,
) -> None:
    """Import training logs (Strong, Hevy, FitNotes, Fitbod, ...).

    Importing a file again adds only what is new. One bad line never stops the others; the exit code is then 9.
    `preex import undo BATCH` takes a file back. A file that is itself called undo is ./undo.
    """
    out = ctx.find_object(Out) or Out()
    if files[0] == "undo":
        _undo(out, files[1:])
        return
    options = _Options(format_, unit, tz, dry_run, create)
    with app.open_store() as store:
        done, failed = each_file(files, lambda name: _import_one(store, out, name, options))
    rows = [one.to_json() for one in done] + failed_json(failed)
    document = rows[0] if len(files) == 1 else _together(rows)
    out.answer(lambda: document, lambda: _text(done, failed))
    if failed or any(one.log.problems for one in done):
        ctx.exit(PARTIAL)


def _import_one(store: Store, out: Out, name: str, options: _Options) -> Imported:
    with out.progress(f"import {name}") as tick:
        imported = app.import_log(
            store,
            out.athlete,
            name,
            at=now(),
            unit=options.unit,
            tz=options.tz,
            format=options.format,
            dry_run=options.dry_run,
            create=options.create,
            progress=tick,
        )
    for warning in imported.log.warnings:
        out.say(f"{name}: {warning}")
    if imported.log.unmatched:
        out.say(f"{name}: some names are not in the catalogue. Say what they mean: preex name NAME EXERCISE.")
    return imported


def _undo(out: Out, batches: tuple[str, ...]) -> None:
    if len(batches) != 1:
        raise click.UsageError("undo needs one batch, as B-7. To import a file called undo, write ./undo.")
    with app.open_store() as store:
        sets = app.undo_import(store, out.athlete, batches[0], at=now())
    batch = batches[0].strip().upper()
    document = {"schema": "preex.import_undo/1", "batch": batch, "sets": sets}
    out.answer(lambda: document, lambda: [f"{batch} is taken back: {count(sets, 'set')}."])


def _together(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Add up several files to one document of the same shape, with the files in it."""
    read = [row for row in rows if "error" not in row]
    exercises = [row["exercises"] for row in read]
    return {
        "schema": "preex.import/1",
        **{name: sum(row[name] for row in read) for name in _TOTALS},
        "problems": [{"file": row["file"], **problem} for row in read for problem in row["problems"]],
        "exercises": {
            "matched": sum(one["matched"] for one in exercises),
            "unmatched": list(dict.fromkeys(name for one in exercises for name in one["unmatched"])),
            "unmatched_sets": sum(one["unmatched_sets"] for one in exercises),
        },
        "pairs": {kind: sum(row["pairs"][kind] for row in read) for kind in ("pre_exhaust", "traditional")},
        "first": min((row["first"] for row in read if row["first"]), default=None),
        "last": max((row["last"] for row in read if row["last"]), default=None),
        "files": rows,
    }


def _text(done: Iterable[Imported], failed: dict[str, Failure]) -> Iterable[Text]:
    for one in done:
        yield from _about(one)
    yield from failed_text(failed, "imported")


def _about(one: Imported) -> Iterable[Text]:
    data, log = one.to_json(), one.log
    if one.batch:
        what = f"{count(one.sets, 'new set')}, batch {one.batch}"
    else:
        what = f"{count(one.sets, 'set')} would be new; nothing was stored" if one.dry_run else "no new sets"
    span = f" from {data['first'][:10]} to {data['last'][:10]}" if log.sets else ""
    yield f"{one.file_name}: {what}. {log.format}, {count(log.workouts, 'workout')}{span}."
    yield (
        f"  {count(log.rows, 'row')} = {count(one.sets, 'set')} + {count(log.rests, 'rest')} + {count(log.notes, 'note')}"
        f" + {count(one.duplicates, 'duplicate')} + {count(len(log.problems), 'problem')}"
    )
    pairs = data["pairs"]
    yield f"  Pairs found: {pairs['pre_exhaust']:,} isolation first, {pairs['traditional']:,} compound first"
    if log.unmatched:
        most = sorted(log.unmatched.items(), key=lambda item: -item[1])
        named = ", ".join(f"{name} ({count:,})" for name, count in most[:_SHOWN])
        more = f" and {len(most) - _SHOWN} more" if len(most) > _SHOWN else ""
        yield f"  Not in the catalogue (sets): {named}{more}"
    if log.problems:
        rows = [(p.line, p.column, p.text, p.reason) for p in log.problems[:_SHOWN]]
        left = len(log.problems) - len(rows)
        yield Table(("line", "column", "text", "problem"), rows)
        if left:
            yield f"  and {left:,} more; --json lists all."
