"""What happens in a trial: check in and see the arm, record it, miss it, stop for pain; look, amend, end. Only a POST does it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from preex import app
from preex.app.trial_records import RecordedWorkout
from preex.app.trial_sheet import as_performed, line_of_sheet
from preex.app.trials import keep
from preex.errors import Conflict, FieldError, PreexError
from preex.logbook.line import LineError
from preex.trials.conduct import Trial
from preex.web.fields import refuse, sentence
from preex.web.pages.trial import amend_form, record_form, shown
from preex.web.pages.trial_forms import CheckIn, Deviate, End, Miss, PainStop, Record
from preex.web.pages.trial_words import in_words
from preex.web.visitor import Visitor, visitor_of

Step = Callable[[HttpRequest, str], HttpResponse]
Act = Callable[[Visitor, str, Any], str]


def _step(name: str, make: Callable[[HttpRequest, Visitor, Trial], Form | None]) -> Callable[[Act], Step]:
    """Turn what a form does into a view: a form that cannot be taken is shown again, what happened already is said and not repeated."""

    def of(act: Act) -> Step:
        @require_POST
        @wraps(act)
        def view(request: HttpRequest, trial_id: str) -> HttpResponse:
            visitor = visitor_of(request)
            kept = app.trial_named(visitor.store, visitor.name, trial_id)
            form = make(request, visitor, kept.trial)
            if form is None:
                messages.info(request, gettext("No workout is open any more; nothing was stored twice."))
                return redirect("trial", kept.id)
            if form.is_valid():
                try:
                    messages.success(request, act(visitor, kept.id, form))
                except Conflict as error:
                    messages.info(request, _conflict(error))
                except PreexError as error:
                    _refused(form, error)
                if not form.errors:
                    return redirect("trial", kept.id)
            return shown(request, visitor, kept, **{name: form})

        return view

    return of


def _conflict(error: Conflict) -> str:
    """Say what stands in the way; a next step that is a command is none here."""
    hint = "" if "preex " in error.hint else error.hint
    return sentence(f"{error.message} {hint}".strip())


def _refused(form: Form, error: PreexError) -> None:
    field = error.path if isinstance(error, FieldError) else "line" if isinstance(error, LineError) else None
    refuse(form, error, field)


def _when_open(
    make: Callable[[HttpRequest, Visitor, Trial], Form],
) -> Callable[[HttpRequest, Visitor, Trial], Form | None]:
    """Make a form only while a workout is open, and was shown less than a day ago."""

    def made(request: HttpRequest, visitor: Visitor, trial: Trial) -> Form | None:
        return make(request, visitor, trial) if trial.lapsed(visitor.now).standing.open else None

    return made


@_step("check_in", lambda request, _, trial: CheckIn(request.POST, covariates=trial.protocol.terms.covariates))
def check_in(visitor: Visitor, trial_id: str, form: CheckIn) -> str:
    """Check in and show the arm; who is not ready sees none, and it waits."""
    ready = "not_ready" not in form.data
    found = app.next_workout(visitor.store, visitor.name, trial_id, at=visitor.now, ready=ready, **form.told())
    said = gettext("Rest well. The arm waits, unseen, for the next time.")
    if found.workout:
        said = gettext("Your arm is drawn and shown below.")
    elif found.trial.standing.ended:
        said = gettext("The trial is over.")
    return " ".join((said, *(text for text in found.warnings if "preex trial" not in text)))


@_step("record", _when_open(lambda request, visitor, trial: record_form(trial, visitor, request.POST)))
def record(visitor: Visitor, trial_id: str, form: Record) -> str:
    """Record the open workout, from the sheet or from a line."""
    kept = app.trial_named(visitor.store, visitor.name, trial_id)
    terms, workout, told = kept.trial.standing.terms, kept.trial.standing.open, form.told()
    line = form.cleaned_data["line"]
    if not line and workout is not None:
        done = form.done()
        if told["performed"]:
            done = as_performed(kept.trial, workout, done, terms.asked.arm(told["performed"]))
        line = line_of_sheet(done, terms, visitor.unit)
    return _said(app.record_workout(visitor.store, visitor.name, line, trial_id, at=visitor.here, **told))


@_step("miss", _when_open(lambda request, *_: Miss(request.POST, auto_id="miss_%s")))
def miss(visitor: Visitor, trial_id: str, form: Miss) -> str:
    """Record that the open workout is not done."""
    reason = form.cleaned_data["reason"]
    return _said(app.miss_workout(visitor.store, visitor.name, reason, trial_id, at=visitor.now))


@_step("pain_stop", _when_open(lambda request, *_: PainStop(request.POST, auto_id="pain_%s")))
def pain_stop(visitor: Visitor, trial_id: str, form: PainStop) -> str:
    """Record that a joint ended the open workout."""
    told = form.cleaned_data
    done = app.stop_for_pain(
        visitor.store, visitor.name, float(told["pain"]), told["joint"], trial_id, at=visitor.now
    )  # fmt: skip
    return f"{_said(done)} {gettext('If pain persists, see a professional.')}"


@_step("amend", lambda request, visitor, trial: amend_form(trial, visitor, request.POST))
def amend(visitor: Visitor, trial_id: str, form: Any) -> str:  # noqa: ANN401 - an `Amend`
    """Change a term that touches no comparison of arms."""
    told = form.told()
    app.amend_trial(
        visitor.store, visitor.name, told["field"], told["to"], told["reason"], trial_id, at=visitor.now, pair=told["pair"]
    )  # fmt: skip
    return gettext("Amended, with the date and your reason.")


@_step("deviate", lambda request, *_: Deviate(request.POST, auto_id="deviate_%s"))
def deviate(visitor: Visitor, trial_id: str, form: Deviate) -> str:
    """Note that something was not as planned."""
    app.deviate_trial(visitor.store, visitor.name, form.cleaned_data["text"], trial_id, at=visitor.now)
    return gettext("Noted, with the date. It stands in the report, and no workout changes its way for it.")


@_step("end", lambda request, *_: End(request.POST, auto_id="end_%s"))
def end(visitor: Visitor, trial_id: str, form: End) -> str:  # noqa: ARG001 - being sure is all it asks
    """End a trial before its time."""
    app.end_trial(visitor.store, visitor.name, trial_id, at=visitor.now)
    return gettext("The trial is over. Its seed is shown below.")


@require_POST
def look(request: HttpRequest, trial_id: str) -> HttpResponse:
    """Look at the data, if the protocol says that it is time."""
    visitor = visitor_of(request)
    kept = app.trial_named(visitor.store, visitor.name, trial_id)
    keep(visitor.store, visitor.name, kept, kept.trial.lapsed(visitor.now))
    app.analyse_trial(visitor.store, visitor.name, trial_id, at=visitor.now)
    return redirect("trial-result", trial_id)


def _said(done: RecordedWorkout) -> str:
    """Say what was recorded, and what comes next."""
    s, workout = done.trial.standing, done.workout
    if workout.missing:
        said = gettext("Workout {number} counts as missing in its arm: {why}.").format(
            number=workout.number, why=workout.missing
        )
    else:
        n = len(workout.sets)
        said = ngettext("Workout {number} is recorded: {n} set.", "Workout {number} is recorded: {n} sets.", n).format(
            number=workout.number, n=n
        )
    if workout.performed is not None and not workout.as_drawn:
        did, drawn = in_words(s.terms, workout.performed), in_words(s.terms, workout.arm)
        said += " " + gettext("You did {did}; it stays as it was drawn: {drawn}.").format(did=did, drawn=drawn)
    return said
