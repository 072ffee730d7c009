"""`preex export`, `backup`, `restore` and `doctor`: the log as a file of its own, and its care."""

from __future__ import annotations

from contextlib import suppress

import click

from preex import app
from preex.app.backup import BackedUp
from preex.app.doctor import Check, Checkup
from preex.cli.clock import now
from preex.cli.output import Out, Table, count
from preex.cli.verb import verb
from preex.errors import DataError


@verb("preex export log.zip", "preex export log.zip --athlete anna --force")
@click.argument("file", metavar="FILE.zip")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.pass_obj
def export(out: Out, file: str, force: bool) -> None:
    """Write everything you put in to a zip.

    It holds the sets without loss and as a spreadsheet, profile, plans, trials, fits, predictions, your names of
    exercises, what phones told, and studies of your own.
    `preex import FILE.zip` reads the sets again, here or on another machine.
    """
    with app.open_store() as store:
        done = app.export_log(store, out.athlete, file, replace=force)
    text = f"{done.file}: {count(done.sets, 'set')}, {count(done.plans, 'plan')}, {done.size / 1000:,.0f} kB."
    out.answer(done.to_json, lambda: [text])


@verb("preex backup", "preex backup /media/usb", "PREEX_BACKUP_KEY_FILE=~/backup.key preex backup")
@click.argument("folder", required=False)
@click.option("--drill", is_flag=True, help="Restore the newest backup to scratch and compare; make none.")
@click.pass_obj
def backup(out: Out, folder: str | None, drill: bool) -> None:
    """Back up everything; a backup counts once it was restored.

    It holds everything of everybody, is restored to scratch and compared before it counts. It goes to FOLDER, else to `backups` in the home folder, and older ones are thinned out: one a day for 7 days, a week
    for 4, a month for 12. Where $PREEX_BACKUP_KEY_FILE names a key it is encrypted; without that key nobody can read it.
    """
    done = app.drill(at=now(), folder=folder) if drill else app.back_up(at=now(), folder=folder)
    out.answer(done.to_json, lambda: _lines(done, drilled=drill))


@verb("preex restore log.zip", "preex restore ~/backups/preex-20261124T180500Z.sqlite3 --replace")
@click.argument("file")
@click.option("--replace", is_flag=True, help="Replace the log that is there, after a verified backup of it.")
@click.pass_obj
def restore(out: Out, file: str, replace: bool) -> None:
    """Make the log what a backup holds, or put an export back.

    FILE is what `preex backup` wrote, with everything of everybody, or what `preex export` wrote, of one athlete; that is
    put back into a log that is empty. Either is compared with what it holds before it counts.
    """
    done = app.restore(file, at=now(), athlete=out.athlete, replace=replace)
    kept = f" What was there is in {done.before}." if done.before else ""
    out.answer(done.to_json, lambda: [f"The log is what {done.file.name} holds: {count(done.sets, 'set')}.{kept}"])


@verb("preex doctor", "preex doctor --drill", "preex doctor --rebuild")
@click.option("--rebuild", is_flag=True, help="Work the sets that phones told out anew from their operations.")
@click.option("--drill", is_flag=True, help="First restore the newest backup to scratch, and read it.")
@click.pass_obj
def doctor(out: Out, rebuild: bool, drill: bool) -> None:
    """Check that the log is whole and could be restored.

    Looks at every page, the schema, the chain of operations, trials, the clock, the disk, and the last backup. Ends with
    8 where something stored is damaged.
    """
    if drill:
        with suppress(DataError):  # the check-up tells it
            app.drill(at=now())
    found = app.check_up(at=now(), rebuild=rebuild)
    out.answer(
        found.to_json, lambda: [Table(("", "what", "found"), [_row(one) for one in found.checks]), *_rebuilt(found)]
    )
    if found.damaged:
        raise click.exceptions.Exit(DataError.exit_code)


def _lines(done: BackedUp, *, drilled: bool) -> list[str]:
    about = done.about
    told = "restored to scratch, read and compared" if drilled else "verified"
    lines = [f"{done.file}: {told}; {count(about['sets'], 'set')}, {about['bytes'] / 1000:,.0f} kB."]
    if about["encrypted"]:
        lines.append("It is encrypted: without the key file nobody can read it. Keep a copy of the key elsewhere.")
    if done.removed:
        lines.append(f"Removed {count(len(done.removed), 'older backup')}.")
    return lines


def _row(one: Check) -> tuple[str, str, str]:
    return one.status, one.name, f"{one.text} {one.next}".strip()


def _rebuilt(found: Checkup) -> list[str]:
    return [
        f"{name}: {told['sets']} sets of phones, {told['after']}"
        for name, told in found.rebuilt.items()
        if told["sets"]
    ]
