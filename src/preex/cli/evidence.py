"""`preex evidence`: what studies say, how sure that is, and what a new study would change."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from preex import app
from preex.cli.clock import now
from preex.cli.evidence_text import added_text, changes_text, found_text
from preex.cli.files import read_json, read_text
from preex.cli.output import Out, Text
from preex.cli.verb import Family, shared_options, verb
from preex.errors import Conflict, ValidationError

if TYPE_CHECKING:
    from preex.app.evidence import EvidenceFound


@click.group(cls=Family, invoke_without_command=True)
@click.option("--outcome", default="", metavar="NAME", help="A question as compound_reps, or a kind as emg, strength.")
@click.option(
    "--contrast", default="", metavar="C1", help="C1 order, C2 isolation added, C3 rest between, C4 one more set."
)
@click.option("--population", default="", metavar="WHO", help="trained, untrained, recreational, men, women.")
@click.option("--design", default="", metavar="NAME", help="crossover, parallel, meta_analysis, ...")
@click.option("--study", default="", metavar="ID", help="One study: who, how, and what it found.")
@click.option("--claim", default="", metavar="ID", help="What a claim as S36 rests on, and what is pooled from it.")
@click.option("--plot", "plot_", metavar="FILE.svg", type=click.Path(path_type=Path), help="Write the figure.")
@click.option("--export", metavar="FILE.csv|.bib|.json", type=click.Path(path_type=Path), help="Write what was found.")
@click.pass_context
def evidence(
    ctx: click.Context,
    *,
    outcome: str,
    contrast: str,
    population: str,
    design: str,
    study: str,
    claim: str,
    plot_: Path | None,
    export: Path | None,
) -> None:
    """Show what studies say of pre-exhaust training.

    Every number says how it is known: read in the paper, quoted by another text, or recalled; recalled ones are never
    pooled, nor are studies that compare different things. Without options: the two questions everybody asks, and one
    line for each outcome.
    """
    if ctx.invoked_subcommand is not None:
        return
    out = ctx.find_object(Out) or Out()
    found = app.find_evidence(
        outcome, contrast=contrast, population=population, design=design, study=study, claim=claim
    )
    if plot_ is not None:
        _plot(out, found, plot_)
    if export is not None:
        export.write_text(app.export_evidence(found, export.suffix), encoding="utf-8")
        out.say(f"{export} is written.")
    out.answer(found.to_json, lambda: found_text(found))


evidence.params += shared_options()
evidence.examples = (
    "preex evidence --outcome compound_reps --plot reps.svg",
    "preex evidence --study trindade2019",
    "preex evidence --outcome strength --export strength.csv",
)


@verb("preex evidence add study.json", "preex evidence add study.csv --accept", family=evidence)
@click.argument("file", metavar="FILE")
@click.option("--accept", is_flag=True, help="Keep the study; without it, only what would change is shown.")
@click.pass_obj
def add(out: Out, file: str, accept: bool) -> None:
    """Check a study of your own and show what it changes in each answer.

    It is kept with your log, never among the packaged studies, and answers then say that they rest on a study of yours.
    """
    found = app.add_evidence(read_text(file), "stdin" if file == "-" else Path(file).name, accept=accept)
    out.answer(found.to_json, lambda: added_text(found))


@verb("preex evidence template study.json", "preex evidence template study.csv", family=evidence)
@click.argument("file", metavar="FILE.json|.csv", type=click.Path(path_type=Path))
@click.pass_obj
def template(out: Out, file: Path) -> None:
    """Write a file to fill in with a study, to add it or to suggest it.

    It holds an invented study, and as it stands can be added; replace every value.
    """
    text = app.study_template(file.suffix)
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(text)
    except FileExistsError:
        raise Conflict(f"{file} is there already.", hint="Name another file, or move that one.") from None
    out.answer(lambda: {"schema": "preex.evidence.template/1", "file": str(file)}, lambda: _written(file))


@verb("preex evidence changes", "preex evidence changes before.json", family=evidence)
@click.argument("before", required=False, metavar="[SNAPSHOT]")
@click.option(
    "--save", metavar="FILE.json", type=click.Path(path_type=Path), help="Write the answers of now as a snapshot."
)
@click.pass_obj
def changes(out: Out, before: str | None, save: Path | None) -> None:
    """Show how answers have changed since a snapshot; since the newest packaged one unless a file is named."""
    found = app.changes_of_evidence(read_json(before) if before else None)
    if save is not None:
        save.write_text(app.snapshot_text(now().date()), encoding="utf-8")
        out.say(f"{save} is written.")
    out.answer(found.to_json, lambda: changes_text(found))


def _plot(out: Out, found: EvidenceFound, path: Path) -> None:
    if path.suffix.lower() != ".svg":
        raise ValidationError(f"{path.name} is no .svg file.", hint="Name the figure as reps.svg.")
    drawn = app.draw_evidence(found)
    path.write_text(drawn.svg, encoding="utf-8")
    out.say(f"{path} is written: {drawn.shows}")
    if drawn.left:
        out.say(f"Not in it: {', '.join(drawn.left)}. One at a time: --outcome {drawn.left[0]}")


def _written(file: Path) -> Iterable[Text]:
    yield f"{file} is written. Fill it in, then: preex evidence add {file}"
