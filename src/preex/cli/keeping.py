"""`preex export`: the log as a file of its own."""

from __future__ import annotations

import click

from preex import app
from preex.cli.output import Out, count
from preex.cli.verb import verb


@verb("preex export log.zip", "preex export log.zip --athlete anna --force")
@click.argument("file", metavar="FILE.zip")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.pass_obj
def export(out: Out, file: str, force: bool) -> None:
    """Write everything you put in to a zip.

    It holds the sets without loss and as a spreadsheet, profile, plans and your names of exercises.
    `preex import FILE.zip` reads the sets again, here or on another machine.
    """
    with app.open_store() as store:
        done = app.export_log(store, out.athlete, file, replace=force)
    text = f"{done.file}: {count(done.sets, 'set')}, {count(done.plans, 'plan')}, {done.size / 1000:,.0f} kB."
    out.answer(done.to_json, lambda: [text])
