"""`preex score`: how well sets are foretold, beside what a lifter could use instead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from preex import app
from preex.cli.clock import now
from preex.cli.failures import Failure
from preex.cli.many import PARTIAL, each_file, failed_json, failed_text
from preex.cli.output import Out, Table, Text, count
from preex.cli.verb import verb

if TYPE_CHECKING:
    from preex.app.scoring import Score, ScoredLog
    from preex.scoring import Row


@verb("preex score", "preex score strong.csv --unit kg", "preex score hevy.csv fitnotes.csv --json")
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option(
    "--format", "format_", default="auto", metavar="NAME", help="Format of the file; told from it unless given."
)
@click.option("--unit", metavar="kg|lb", help="Unit of the loads, for files that do not tell.")
@click.option("--tz", metavar="ZONE", help="Time zone of the file's times, as Europe/Berlin.")
@click.pass_context
def score(ctx: click.Context, files: tuple[str, ...], format_: str, unit: str | None, tz: str | None) -> None:
    """Score the forecasts of PreEx beside a lifter's rules of thumb.

    Each set is foretold from the sets before it; the later two thirds are scored. Every lifter counts once, so give
    files of several. Without a file the log you keep here is scored. Nothing is stored.
    """
    out = ctx.find_object(Out) or Out()
    failed: dict[str, Failure] = {}
    if files:
        logs, failed = each_file(files, lambda name: _score_file(out, name, format_, unit, tz))
    else:
        with app.open_store() as store, out.progress("score") as tick:
            logs = [app.score_own_log(store, out.athlete, at=now(), progress=tick)]
    for log in logs:
        if log.is_short:
            out.say(f"{log.name}: only {log.scores.n_set} sets could be scored; the figures will still change much.")
    found = app.Score.of(logs)
    for name in found.twice:
        out.say(f"{name} is left out: the same training is in another file.")
    out.answer(
        lambda: found.to_json() | ({"failed": failed_json(failed)} if failed else {}), lambda: _text(found, failed)
    )
    if failed:
        ctx.exit(PARTIAL)


def _score_file(out: Out, name: str, format_: str, unit: str | None, tz: str | None) -> ScoredLog:
    with out.progress(f"score {name}") as tick:
        return app.score_log(name, unit, tz, format_, progress=tick)


def _text(found: Score, failed: dict[str, Failure]) -> Iterable[Text]:
    for log in found.logs:
        yield f"{log.name}: {count(log.scores.n_set, 'set')} of {log.sets:,} scored, each foretold from those before it."
    yield found.in_words
    yield ""
    heads = ("forecaster", "off by", "PreEx/this", "log score", "CRPS", "in 50 %", "in 80 %", "in 95 %")
    yield Table(heads, [_cells(row) for row in found.rows], wrap=0)
    yield ""
    yield "Off by: repetitions, at most 10 counted. Log score and CRPS: lower is better. In 80 %: share of sets inside"
    yield "the 80 % range; an honest range holds a little more, as repetitions are whole numbers."
    if found.capacity:
        ours, last = (found.capacity[name] for name in ("preex", "epley_last"))
        yield f"Repetitions to failure, where effort was logged: PreEx off by {ours:.1f}, e1RM of the last set {last:.1f}."
    yield from failed_text(failed, "scored")


def _cells(row: Row) -> tuple[object, ...]:
    m = row.mean
    inside = (f"{share:.0%}" for share in (m.inside_50, m.inside_80, m.inside_95))
    return (row.label, f"{m.mae:.2f}", _against(row), f"{m.log_score:.2f}", f"{m.crps:.2f}", *inside)


def _against(row: Row) -> str | None:
    if row.share is None or row.name == "preex":
        return None
    value, low, high = row.share
    return f"{value:.2f}" if low is None else f"{value:.2f} ({low:.2f}-{high:.2f})"
