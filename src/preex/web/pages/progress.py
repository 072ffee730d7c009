"""Progress: predicted against actual, strength on two tracks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from preex import app
from preex.accounts.rules import Scope
from preex.app.costing import TELLS, PairCost
from preex.app.recording import RecordedSet
from preex.app.reviewing import INSIDE, Row
from preex.app.session_notes import session_notes
from preex.app.tracks import Strength, Track
from preex.core.performed import PerformedSet
from preex.store import SavedFit
from preex.units import LoadUnit, from_kg
from preex.web.charts import Scale, polyline, range_bar
from preex.web.page import page
from preex.web.tags import plain, tenth
from preex.web.visitor import visitor_of

LAST_SETS = 10
LAST_POINTS = 40  # of a line of strength
IN_TABLE = 12  # of these in the table below it
MOST_LIFTS = 24  # on a page, the latest trained
MOST_PAIRS = 8
_SOURCES = (
    ("trad", gettext_lazy("studies")),
    ("fresh", gettext_lazy("your sets alone")),
    ("pre", gettext_lazy("together")),
)
_CHART = (320.0, 96.0)  # width and height of a strength chart, in its own units
_STRIP = 116.0  # height of a strip of sets [px]
_LINE_EVERY = 5  # reps
_WHERE = {"inside": gettext_lazy("inside"), "above": gettext_lazy("above"), "below": gettext_lazy("below")}
_LEAST_COST, _LEAST_CHANGE = 0.3, 0.5  # from which they are worth a word [reps], [s, reps or a load]
_BIAS = 0.5  # mean error from which it is worth a word [reps]


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """Show the last sets of each lift against their predictions; `?replay` predicts a whole log anew."""
    visitor = visitor_of(request)
    replay = "replay" in request.GET
    found = app.review(visitor.store, visitor.name, at=visitor.now, replay=replay)
    known, notes = found.known, session_notes(visitor.store, visitor.name, at=visitor.now)
    return page(
        request,
        "progress.html",
        part="progress",
        at="progress",
        replay=replay,
        n_sets=len(known.sets),
        notes=notes if Scope.PAIN_READ in visitor.scopes else notes.without_pain(),
        fit=_fit(known.fit),
        all=found.all,
        inside=found.all.count("inside"),
        conditions=[_condition(row) for row in found.conditions if row.sets],
        rows=[_row(row, found.isolations, visitor.unit) for row in _paired_first(found.rows)[:MOST_LIFTS]],
        paired=any(row.condition == "pre_exhausted" for row in found.rows),
        n_more=max(0, len(found.rows) - MOST_LIFTS),
    )


@require_safe
def costs(request: HttpRequest) -> HttpResponse:
    """Show what each pre-exhaust pair costs, by studies, by own sets and by both. It replays the log, so it has its page."""
    visitor = visitor_of(request)
    known = app.know(visitor.store, visitor.name, at=visitor.now)
    found = app.pair_costs(known).costs[:MOST_PAIRS]
    return page(request, "progress_costs.html", part="progress", at="progress", costs=_costs(found))


@require_safe
def strength(request: HttpRequest) -> HttpResponse:
    """Show estimated strength over time, fresh and pre-exhausted apart."""
    visitor = visitor_of(request)
    state = app.athlete_state(visitor.store, visitor.name, at=visitor.now)
    drawn = [one for one in state.strengths if one.workouts > 1]
    lifts = [_lift(one) for one in drawn[:MOST_LIFTS]]
    return page(
        request,
        "strength.html",
        part="progress",
        at="strength",
        lifts=sorted(lifts, key=lambda lift: lift["pre"] is None),
        n_more=len(drawn) - len(lifts),
        once=[one for one in state.strengths if one.workouts <= 1][:MOST_LIFTS],
    )


def _fit(saved: SavedFit | None) -> dict[str, Any] | None:
    """Return what the log told of the lifter's constants, if it was asked; a forgotten fit tells nothing."""
    if saved is None or "estimates" not in saved.about:
        return None
    return {
        "at": saved.at,
        "used": saved.person is not None,
        "first": saved.about["verdicts"][0],
        "verdicts": saved.about["verdicts"][1:],
        "sets": saved.about["sets"],
        "estimates": [e | {"told_percent": 100 * (1 - min(e["shrinkage"], 1))} for e in saved.about["estimates"]],
    }


def _paired_first(rows: Sequence[Row]) -> list[Row]:
    """Order: lifts done pre-exhausted and their fresh twins before all others, the latest trained first."""
    paired = {row.exercise for row in rows if row.condition == "pre_exhausted"}
    last = {e: max(r.sets[-1].set.at for r in rows if r.exercise == e) for e in {r.exercise for r in rows}}
    return sorted(
        rows, key=lambda r: (r.exercise not in paired, -last[r.exercise].timestamp(), r.exercise, r.condition)
    )


def _condition(row: Row) -> dict[str, Any]:
    return {
        "name": row.condition.replace("_", "-"),
        "kind": _kind(row),
        "n": len(row.sets),
        "inside": row.count("inside"),
        "bias": row.bias_reps,
    }


def _row(row: Row, isolations: Mapping[str, PerformedSet], unit: LoadUnit) -> dict[str, Any]:
    """Stand the last sets of a lift side by side, oldest first, on one scale."""
    last = row.sets[-LAST_SETS:]
    top = _LINE_EVERY * math.ceil(max(max(s.expected.q90, s.set.reps) for s in last) / _LINE_EVERY)
    inside = sum(s.verdict == "inside" for s in last)
    sets = [_column(s, i, len(last), top, isolations.get(s.set.source_id or "")) for i, s in enumerate(last)]
    return {
        "exercise": row.exercise,
        "kind": _kind(row),
        "n": len(last),
        "inside": inside,
        "tone": "good" if inside >= INSIDE * len(last) else "warn",
        "leans": _leans(row.bias_reps),
        "cost": _cost_said(sets[-1]),
        "moved": _moved(sets[-2], sets[-1], unit) if len(sets) > 1 else "",
        "lines": [(_y(reps, top), reps) for reps in range(0, top + 1, _LINE_EVERY)],
        "sets": sets,
        "latest": sets[-1],
    }


def _column(s: RecordedSet, i: int, n: int, top: float, isolation: PerformedSet | None) -> dict[str, Any]:
    high, low = _y(s.expected.q90, top), _y(s.expected.q10, top)
    return {
        "done": s,
        "where": _WHERE[s.verdict],
        "gap_s": s.set.rest_before_s if isolation else None,
        "reserve": isolation.rir if isolation else None,
        "x": f"{10 + 88 * (i + 0.5) / max(n, 5):.1f}%",
        "top": high,
        "height": max(2.0, round(low - high, 1)),
        "mean": _y(s.expected.mean, top),
        "dot": _y(s.set.reps, top),
    }


def _y(reps: float, top: float) -> float:
    """Return the height at which repetitions stand in a strip. [px from its upper end]"""
    return round(8 + _STRIP * (1 - reps / top), 1)


def _kind(row: Row) -> str:
    return "pre" if row.condition == "pre_exhausted" else "fresh"


def _leans(bias_reps: float) -> str:
    """Say which way the sets lean, with an arrow that needs no colour."""
    reps = tenth(abs(bias_reps))
    if abs(bias_reps) < _BIAS:
        return gettext("→ as expected, on average")
    if bias_reps > 0:
        return gettext("↑ %(reps)s reps more than expected, on average") % {"reps": reps}
    return gettext("↓ %(reps)s reps fewer than expected, on average") % {"reps": reps}


def _cost_said(last: Mapping[str, Any]) -> str:
    """Say what took repetitions off the last set, and in which circumstances, where the prediction of that day kept it."""
    s: RecordedSet = last["done"]
    fresh, tired = (s.expected.details.get(key) for key in ("fresh_capacity_mean", "capacity_mean"))
    if s.pre_exhausted_by is None or fresh is None or tired is None or fresh - tired < _LEAST_COST:
        return ""
    said = gettext("Last time the isolation was expected to take %(n)s reps off %(fresh)s")
    parts = [said % {"n": tenth(fresh - tired), "fresh": f"{fresh:.0f}"}]
    if last["gap_s"] is not None:
        parts.append(gettext("gap %(now)s s") % {"now": plain(round(last["gap_s"]))})
    if last["reserve"] is not None:
        parts.append(gettext("isolation ended with %(now)s in reserve") % {"now": plain(last["reserve"])})
    return ", ".join(parts) + "."


def _moved(before: Mapping[str, Any], last: Mapping[str, Any], unit: LoadUnit) -> str:
    """Say what was different in the last set from the one before it, as far as the prediction looks at it."""
    one, other = before["done"].set, last["done"].set
    changes = [
        (gettext("gap %(now)s s, before %(then)s s"), before["gap_s"], last["gap_s"]),
        (gettext("isolation ended with %(now)s in reserve, before %(then)s"), before["reserve"], last["reserve"]),
        (
            gettext("load %(now)s {unit}, before %(then)s {unit}").replace("{unit}", unit),
            from_kg(one.load_kg, unit),
            from_kg(other.load_kg, unit),
        ),
    ]
    said = [
        words % {"now": plain(round(now, 1)), "then": plain(round(then, 1))}
        for words, then, now in changes
        if then is not None and now is not None and abs(now - then) >= _LEAST_CHANGE
    ]
    return "; ".join(said)


def _lift(one: Strength) -> dict[str, Any]:
    """Draw both tracks of a lift into one chart."""
    tracks = [t for t in (one.fresh, one.pre_exhausted) if t]
    points = [p for t in tracks for p in t.points[-LAST_POINTS:]]
    x = Scale(*_ends([p.on.toordinal() for p in points]))
    y = Scale.around([p.e1rm_kg for p in points])
    return {
        "exercise": one.exercise,
        "fresh": _track(one.fresh, x, y),
        "pre": _track(one.pre_exhausted, x, y),
        "low": y.low,
        "high": y.high,
        "first_on": min(p.on for p in points),
        "last_on": one.last_on,
    }


def _track(track: Track | None, x: Scale, y: Scale) -> dict[str, Any] | None:
    if track is None:
        return None
    shown = track.points[-LAST_POINTS:]
    line = polyline([(float(p.on.toordinal()), p.e1rm_kg) for p in shown], x, y, *_CHART)
    return {
        "line": line,
        "marks": [tuple(pair.split(",")) for pair in line.split()],
        "trend": track.trend_kg,
        "best": track.best,
        "points": shown[: -IN_TABLE - 1 : -1],
    }


def _costs(costs: Sequence[PairCost]) -> dict[str, Any]:
    """Draw what each pair costs, by studies, own sets and both, on one scale that holds "nothing"."""
    shown = [(c, c.literature, c.own if c.weight >= TELLS else None, c.pooled) for c in costs]
    scale = Scale.around([0.0, *(v for c in costs for f in (c.literature, c.pooled) for v in (f.q10, f.q90))])
    rows = [
        {
            "cost": cost,
            "bars": [
                (kind, name, figure, 100 * figure.mean / cost.fresh_reps, range_bar(scale, figure, tick=0.0))
                for (kind, name), figure in zip(_SOURCES, figures, strict=True)
                if figure
            ],
        }
        for cost, *figures in shown
    ]
    return {"rows": rows, "ends": scale.ends}


def _ends(days: list[int]) -> tuple[float, float]:
    return (float(min(days)), float(max(*days, min(days) + 1)))
