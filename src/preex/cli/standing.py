"""`preex status`, `volume` and `review`: where the athlete stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from preex import app
from preex.cli.clock import now
from preex.cli.output import Out, Table, Text, count
from preex.cli.verb import verb

if TYPE_CHECKING:
    from preex.app.costing import PairCost
    from preex.app.reviewing import Review
    from preex.app.standing import Status
    from preex.app.tracks import Track
    from preex.app.volume import Volume

_SHOWN = 8
_SHOWN_PAIRS = 5


@verb("preex status", "preex status --athlete anna --json")
@click.pass_obj
def status(out: Out) -> None:
    """Say where you stand and what to do next.

    Strength is kept as two tracks: a pre-exhausted set never sets a best and never lowers the fresh trend. What a pair
    costs you is what studies say, moved towards your own sets as far as these can tell.
    """
    with app.open_store() as store:
        found = app.athlete_state(store, out.athlete, at=now())
    out.answer(found.to_json, lambda: _status_text(found))


@verb("preex volume", "preex volume --by direct --week --weeks 8")
@click.option(
    "--by",
    type=click.Choice(["direct", "fractional", "weighted"]),
    default="fractional",
    help="Way of counting; fractional counts a helper's set half.",
)
@click.option("--week", is_flag=True, help="One column for each ISO week.")
@click.option("--weeks", type=int, default=4, show_default=True, help="How many, up to the week of the last set.")
@click.pass_obj
def volume(out: Out, by: str, week: bool, weeks: int) -> None:
    """Count sets per muscle and ISO week, in three ways."""
    with app.open_store() as store:
        found = app.weekly_volume(store, out.athlete, at=now(), by=by, weeks=weeks)
    out.answer(found.to_json, lambda: _weeks_text(found) if week else _mean_text(found))


@verb("preex review", "preex review --replay")
@click.option("--replay", is_flag=True, help="Predict the latest sets of the log anew, each from the sets before it.")
@click.pass_obj
def review(out: Out, replay: bool) -> None:
    """Show predicted against actual, fresh and pre-exhausted apart."""
    with app.open_store() as store:
        found = app.review(store, out.athlete, at=now(), replay=replay)
    out.answer(found.to_json, lambda: _review_text(found))


def _status_text(s: Status) -> Iterable[Text]:
    sets = s.known.sets
    span = f", {sets[0].at:%Y-%m-%d} to {sets[-1].at:%Y-%m-%d}" if sets else ""
    yield f"{s.known.profile.name}: {count(len(sets), 'set')} in {count(s.workouts, 'workout')}{span}."
    if s.strengths:
        yield ""
        rows = [
            (one.exercise, *_track_cells(one.fresh), *_track_cells(one.pre_exhausted)) for one in s.strengths[:_SHOWN]
        ]
        heads = ("e1RM, kg", "fresh now", "best", "on", "pre-exhausted now", "best", "on")
        yield Table(heads, rows, wrap=0)
        if len(s.strengths) > _SHOWN:
            yield f"and {len(s.strengths) - _SHOWN} more; --json lists all."
        yield ""
    yield from _costs_text(s.pair_costs)
    if s.known.fit and s.known.person:
        yield f"Predictions use your own constants: {s.known.fit.id}, {s.known.fit.at:%Y-%m-%d} (preex fit)."
    if s.plan:
        from preex.app.standing import plan_title

        yield f"Last plan: {s.plan.id}, {plan_title(s.plan)}, {s.plan.at:%Y-%m-%d}."
    for pain in s.notes.pains[:3]:
        ended = ", it ended a block" if pain.stopped else ""
        yield f"Pain: {pain.joint.replace('_', ' ')} {pain.level} of 10, {pain.at:%Y-%m-%d}{ended}."
    yield f"Next: {s.next_step}"


def _costs_text(costs: Sequence[PairCost]) -> Iterable[Text]:
    if not costs:
        return
    from preex.app.costing import TELLS

    rows = [
        (
            f"{c.isolation} > {c.compound}",
            c.n_sets,
            round(c.literature.mean, 1),
            round(c.own.mean, 1) if c.weight >= TELLS else None,
            f"{c.pooled.mean:.1f} ({c.pooled.q10:.1f} to {c.pooled.q90:.1f})",
            f"{100 * c.pooled.mean / c.fresh_reps:.0f} %",
            f"{100 * c.weight:.0f} %",
        )
        for c in costs[:_SHOWN_PAIRS]
    ]
    heads = ("costs, reps", "sets", "studies", "yours alone", "together, 80 %", "of the set", "your weight")
    yield Table(heads, rows, wrap=0)
    if len(costs) > _SHOWN_PAIRS:
        yield f"and {len(costs) - _SHOWN_PAIRS} more; --json lists all."
    yield ""


def _track_cells(track: Track | None) -> tuple[object, ...]:
    if track is None:
        return (None, None, None)
    return (round(track.trend_kg, 1), round(track.best.e1rm_kg, 1), track.best.on.isoformat())


def _mean_text(v: Volume) -> Iterable[Text]:
    if not v.weeks:
        yield "No sets yet. Import a log (preex import FILE) or record a set (preex log)."
        return
    from preex.core.volume import Counting

    yield f"Sets a week, mean of {v.weeks[0].name} to {v.weeks[-1].name}:"
    ways = sorted(Counting, key=lambda way: way is not v.by)  # the one asked for stands first
    rows = [(m.label, *(round(v.mean(m, way), 1) for way in ways)) for m in v.muscles]
    yield Table(("muscle", *(way.value for way in ways)), rows)


def _weeks_text(v: Volume) -> Iterable[Text]:
    if not v.weeks:
        yield from _mean_text(v)
        return
    yield f"Sets, counted {v.by.value}:"
    rows: list[tuple[object, ...]] = [
        (m.label, *(round(week.sets[v.by].get(m, 0.0), 1) for week in v.weeks)) for m in v.muscles
    ]
    rows.append(("kg moved", *(round(week.volume_load_kg) for week in v.weeks)))
    yield Table(("muscle", *(week.name for week in v.weeks)), rows)


def _review_text(r: Review) -> Iterable[Text]:
    if not r.all.sets:
        yield "No set was predicted yet. Record sets with preex log, or look back with preex review --replay."
        return
    yield f"{r.all.in_words}."
    rows = [
        (
            row.exercise.replace("_", " ") or "all exercises",
            row.condition.replace("_", "-"),
            f"{row.count('inside')} of {len(row.sets)}",
            row.count("above"),
            row.count("below"),
            f"{row.bias_reps:+.1f}",
        )
        for row in (*r.conditions, *r.rows)
        if row.sets
    ]
    yield Table(("exercise", "condition", "inside", "above", "below", "actual less predicted"), rows)
