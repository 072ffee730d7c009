"""`preex log` and `preex undo`: record what was done, take it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from preex import app
from preex.cli.clock import now
from preex.cli.output import Out, Text, count
from preex.cli.verb import verb
from preex.core.limit import gave_out_label
from preex.errors import ValidationError

if TYPE_CHECKING:
    from preex.app.recording import Recorded, RecordedSet
    from preex.core.performed import PerformedSet

_AHEAD = timedelta(minutes=5)  # clocks of two machines differ


@verb(
    'preex log "leg extension 12x40 > leg press 8x160 gap 30 rir 1"',
    'preex log "3x(cable fly 12x15 > bench press 8x80 @9 gap 20 rest 120)"',
)
@click.argument("line", nargs=-1, required=True)
@click.option("--at", "when", metavar="TIME", help="When, as 2026-11-24T18:30 or with a zone; now unless given.")
@click.option("--plan", metavar="P-3", help="The plan the sets follow.")
@click.option("--dry-run", is_flag=True, help="Say what would be recorded; store nothing.")
@click.pass_obj
def log(out: Out, line: tuple[str, ...], when: str | None, plan: str | None, dry_run: bool) -> None:
    """Record sets in one line, each beside what was expected of it.

    EXERCISE REPSxLOAD, with `>` before the exercise that follows directly and `;` or ` + ` between others. After a
    set: gap S (since the set before), rest S (before the next), rir N, @RPE, fail, warmup, drop, x3 sets, out triceps
    (what gave out: a muscle, grip, breath or technique). 12x90lb, 8x62,5 and 10xbw+5 are loads; 3x(A 12x40 > B 8x160)
    is three rounds.
    """
    with app.open_store() as store:
        recorded = app.record_line(store, out.athlete, " ".join(line), at=_moment(when), dry_run=dry_run, plan=plan)
        note = app.trial_note(store, out.athlete)
    out.answer(recorded.to_json, lambda: _recorded_text(recorded))
    if note:
        out.say(note)


@verb("preex undo", "preex undo --json")
@click.pass_obj
def undo(out: Out) -> None:
    """Take back what was logged last; repeat it to go further back.

    An imported file is taken back with `preex import undo BATCH`.
    """
    with app.open_store() as store:
        undone = app.undo_record(store, out.athlete, at=now())
    said = [f"{undone.id} is taken back: {', '.join(map(_short, undone.sets))}.", *filter(None, [undone.trial])]
    out.answer(undone.to_json, lambda: said)


def _moment(text: str | None) -> datetime:
    """Read a time as typed; one without a zone is in the zone of this machine."""
    if text is None:
        return now()
    try:
        moment = datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        raise ValidationError(f"--at is {text[:40]!r}; it is no time.", hint="Write it as 2026-11-24T18:30.") from None
    if moment > now() + _AHEAD:
        raise ValidationError(
            f"--at is {text[:40]!r}; that is still to come.", hint="Log what was done, as it was done."
        )
    return moment


def _recorded_text(recorded: Recorded) -> Iterable[Text]:
    for one in recorded.sets:
        yield _beside(one)
    if recorded.entry:
        yield f"Recorded as {recorded.entry}; preex undo takes it back."
    else:
        yield "Nothing was recorded (--dry-run)."


def _beside(one: RecordedSet) -> str:
    p = one.expected
    tired = f", after {_words(one.pre_exhausted_by)}" if one.pre_exhausted_by else ""
    told = f"; gave out: {gave_out_label(one.set.gave_out)}" if one.set.gave_out else ""
    return f"{_short(one.set)}{tired}, predicted {p.mean:.1f} ({p.q10:.0f}-{p.q90:.0f}): {one.verdict}{told}"


def _short(done: PerformedSet) -> str:
    load = f" x {done.entered}" if done.entered else ""
    return f"{_words(done.exercise)} {count(done.reps, 'rep')}{load}"


def _words(exercise: str) -> str:
    return exercise.replace("_", " ")
