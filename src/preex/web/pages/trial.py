"""Trials: the list of them, and one under way with its next workout, its timeline and its protocol."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from preex import app
from preex.app.trial_choices import list_trials
from preex.app.trial_records import KeptTrial, instructions
from preex.app.trial_sheet import sheet_of
from preex.errors import ValidationError
from preex.plots.trial_course import course_figure, course_words
from preex.trials.conduct import Trial
from preex.trials.course import course_of
from preex.trials.events import Kind
from preex.trials.questions import OUTCOMES
from preex.trials.result import Result
from preex.trials.results import primary_of, seen_upto
from preex.trials.terms import Terms
from preex.trials.verdict import Verdict
from preex.trials.wording import SHORT
from preex.web.figures import shown as figure_shown
from preex.web.page import page
from preex.web.pages.trial_forms import AMENDED, Amend, CheckIn, Deviate, End, Miss, PainStop, Record
from preex.web.pages.trial_words import ENDED, TITLES, in_words, name_of, ways_of, weighed
from preex.web.visitor import Visitor, visitor_of


@require_safe
def trials(request: HttpRequest) -> HttpResponse:
    """List the trials; without one, say what a trial is and what it cannot tell."""
    visitor = visitor_of(request)
    listed = [
        {"id": one.id, "why": one.why, **(card_of(one.kept, visitor) if one.kept else {})}
        for one in list_trials(visitor.store, visitor.name)
    ]
    return page(request, "trials.html", part="progress", at="trials", listed=listed)


@require_safe
def one(request: HttpRequest, trial_id: str) -> HttpResponse:
    """Show a trial: what comes next, its timeline, and what was fixed."""
    visitor = visitor_of(request)
    return shown(request, visitor, app.trial_named(visitor.store, visitor.name, trial_id))


def shown(request: HttpRequest, visitor: Visitor, kept: KeptTrial, **wrong: Form) -> HttpResponse:
    """Render a trial; `wrong` are forms that could not be taken, by their names."""
    trial = kept.trial.lapsed(visitor.now)
    forms, seen = forms_of(trial, visitor) | wrong, _seen(trial)
    return page(
        request,
        "trial.html",
        part="progress",
        at="trials",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        lapsed=trial is not kept.trial,
        hash=trial.protocol.hash,
        commitment=trial.protocol.commitment,
        terms=trial.standing.terms,
        measured=OUTCOMES[trial.protocol.terms.outcome],
        weighed=weighed(trial.protocol.terms),
        arm_words=[_legend(trial.protocol.terms, arm) for arm in range(trial.protocol.terms.asked.n_arm)],
        timeline=list(timeline(trial, seen)),
        amendments=amendments_of(trial),
        notes=notes_of(trial),
        course=_course(kept.id, trial, seen) if seen else None,
        open=_open(trial),
        seed=trial.seed if trial.standing.ended else "",
        open_form=next(iter(wrong), ""),
        **card_of(KeptTrial(kept.id, trial), visitor),
        **forms,
    )


def amendments_of(trial: Trial) -> list[dict[str, Any]]:
    """Return what was changed, when, and why."""
    return [dict(a, words=AMENDED[a["field"]]) for a in trial.standing.amendments]


def notes_of(trial: Trial) -> list[dict[str, Any]]:
    """Return what was told not to be as planned, and of which workout; 0 = before the first."""
    return [{"at": e.at, **e.data} for e in trial.events if e.kind is Kind.DEVIATION]


def card_of(kept: KeptTrial, visitor: Visitor) -> dict[str, Any]:
    """Return what a list, and the head of a page, show of a trial."""
    s, p = kept.trial.standing, kept.trial.protocol
    ended = kept.trial.lapsed(visitor.now).standing.ended
    state = "over" if ended else "look due" if s.look_due else "workout open" if s.open else "under way"
    return {
        "id": kept.id,
        "title": TITLES[p.terms.question],
        "question": gettext(p.terms.asked.words),
        "pairs": p.terms.pairs,
        "standing": s,
        "planned": p.terms.workouts,
        "per_week": s.terms.per_week,
        "locked_at": p.locked_at,
        "state": state,
        "ended": ENDED.get(ended, ended),
        "verdict": SHORT[Verdict(s.looks[-1]["verdict"])] if s.looks else "",
        "share": f"{100 * s.closed / p.terms.workouts:.1f}%",
    }


def under_way(visitor: Visitor) -> dict[str, Any] | None:
    """Return the card of the latest trial that goes on; None = there is none."""
    listed = (one.kept for one in list_trials(visitor.store, visitor.name) if one.kept)
    return next((card_of(kept, visitor) for kept in listed if not kept.trial.lapsed(visitor.now).standing.ended), None)


def forms_of(trial: Trial, visitor: Visitor) -> dict[str, Any]:
    """Return the forms a trial takes now, by their names; None where it takes none."""
    s = trial.standing
    deviate = Deviate(auto_id="deviate_%s")
    if s.ended:
        return {"deviate": deviate}
    forms: dict[str, Any] = {"end": End(auto_id="end_%s"), "deviate": deviate}
    if s.open:
        record = record_form(trial, visitor)
        return forms | {"record": record, "miss": Miss(auto_id="miss_%s"), "pain_stop": PainStop(auto_id="pain_%s")}
    check_in = CheckIn(covariates=s.terms.covariates)
    return forms | {"amend": amend_form(trial, visitor), "check_in": check_in}


def record_form(trial: Trial, visitor: Visitor, given: Any = None) -> Record:  # noqa: ANN401 - a form's data
    """Return the form for the open workout."""
    workout = trial.standing.open
    assert workout is not None  # noqa: S101 - asked for an open workout only
    terms = trial.standing.terms
    return Record(given, sheet=sheet_of(trial, workout), terms=terms, shown=workout.arm, unit=visitor.unit)


def amend_form(trial: Trial, visitor: Visitor, given: Any = None) -> Amend:  # noqa: ANN401 - a form's data
    """Return the form for an amendment."""
    names = [name_of(pair.compound) for pair in trial.standing.terms.pairs]
    return Amend(given, pairs=names, unit=visitor.unit, auto_id="amend_%s")


def _legend(terms: Terms, arm: int) -> str:
    way = ways_of(terms, arm)[0]
    return f"{way['words']} on {way['on']}" if way["on"] else str(way["words"])


def _open(trial: Trial) -> dict[str, Any] | None:
    workout = trial.standing.open
    if workout is None:
        return None
    ways = ways_of(trial.standing.terms, workout.arm)
    return {
        "number": workout.number,
        "arm": workout.arm,
        "ways": reversed(ways) if workout.second_first else ways,
        "steps": instructions(trial.standing.terms, workout),
    }


def _seen(trial: Trial) -> Result | None:
    """Return what a look has shown; None before the first, and while one is due."""
    s = trial.standing
    if s.look_due or not (s.looks or s.ended):
        return None
    try:
        return primary_of(trial)
    except ValidationError:  # too little for any result
        return None


def _course(trial_id: str, trial: Trial, seen: Result) -> dict[str, Any]:
    told, address = course_of(trial, seen_upto(trial)), reverse("trial-course", args=[trial_id])
    said = gettext("Figure: every workout. {} The table below has the same numbers.").format(course_words(seen, told))
    draw = partial(course_figure, seen, told)
    return figure_shown(draw, address, f"{address}?narrow", alt=said, file=f"preex-{trial_id}-workouts.svg")


def timeline(trial: Trial, seen: Result | None) -> Iterator[dict[str, Any]]:
    """Yield one mark for each planned workout: arm by colour and shape, and how it went; what was measured only of those seen."""
    terms, done = trial.protocol.terms, {w.number: w for w in trial.standing.workouts}
    measured = {s.number: s for s in seen.sessions} if seen else {}
    for number in range(1, terms.workouts + 1):
        workout = done.get(number)
        mark: dict[str, Any] = {"number": number, "look": number in terms.looks, "block": number % terms.block == 0}
        if workout is None:
            yield mark | {"state": "to come"}
            continue
        state = (
            "missed" if workout.missing else "open" if not workout.closed else "done" if workout.as_drawn else "swapped"
        )
        yield mark | {
            "state": state,
            "arm": workout.arm,
            "words": in_words(terms, workout.arm),
            "on": workout.revealed_at,
            "performed": in_words(terms, workout.performed)
            if state == "swapped" and workout.performed is not None
            else "",
            "missing": workout.missing,
            "notes": workout.notes,
            "pain": workout.pain,
            "y": measured[number].y if number in measured else None,
            "second": measured[number].y_second if number in measured else None,
            "hidden": workout.performed is not None and number not in measured,
        }
