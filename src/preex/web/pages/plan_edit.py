"""The plan being edited: every act is a form of its own, answered with a redirect to where it was done."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from preex import app
from preex.app.naming import exercise_named
from preex.app.plan_editing import Act, Editor, Wanted
from preex.catalogue import load_catalogue
from preex.core.pairing import Pairing
from preex.errors import Conflict, NotFound, PreexError, ValidationError
from preex.web.failures import status_of
from preex.web.page import page
from preex.web.pages.plan_edit_form import BlockForm
from preex.web.pages.plan_edit_view import shown
from preex.web.visitor import Visitor, visitor_of


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Show the plan being edited; a POST makes one edit."""
    visitor = visitor_of(request)
    if request.method == "POST":
        return _edited(request, visitor)
    return _page(request, visitor)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last edit back."""
    visitor = visitor_of(request)
    try:
        app.undo_edit(visitor.store, visitor.name, at=visitor.now, version=_whole(request, "version"))
    except PreexError as error:
        return _page(request, visitor, refused=error)
    return redirect("plan-edit")


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Save the plan being edited as a new one."""
    visitor = visitor_of(request)
    reason = request.POST.get("reason", "").strip()[:200]
    try:
        kept = app.save_draft(
            visitor.store, visitor.name, at=visitor.now, version=_whole(request, "version"), reason=reason
        )
    except PreexError as error:
        return _page(request, visitor, refused=error)
    messages.success(request, gettext("Saved as %(id)s. The plans before it are kept.") % {"id": kept.id})
    return redirect("plan")


def _edited(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    form = None
    try:
        wanted = _wanted(request)
        if wanted.act is Act.CHANGE:
            form = _numbers(request, visitor, wanted)
            if not form.is_valid():
                return _page(request, visitor, form=form)
            wanted = Wanted(act=wanted.act, day=wanted.day, block=wanted.block, numbers=form.numbers)
        app.edit_plan(visitor.store, visitor.name, wanted, at=visitor.now, version=_whole(request, "version"))
    except PreexError as error:
        return _page(request, visitor, form=form, refused=error)
    return redirect(reverse("plan-edit") + _place(wanted))


def _wanted(request: HttpRequest) -> Wanted:
    """Read an edit: `act` is its name, behind it perhaps a word, or the place of an exercise, as `strategy:keep_load`."""
    name, _, rest = request.POST.get("act", "").partition(":")
    if name not in set(Act):
        raise ValidationError(
            gettext("There is no edit %(name)r.") % {"name": name[:40]}, hint=gettext("Reload the page.")
        )
    act, at, word = Act(name), 0, rest
    if act in {Act.SWAP, Act.TAKE_OUT}:
        at = int(rest) if rest.isdecimal() and len(rest) < 3 else 0
        word = request.POST.get(f"to{at}", "")
    elif act is Act.ADD_EXERCISE:
        word = exercise_named(request.POST.get("exercise", "")).id
    elif act is Act.ADD_PAIR:
        word = request.POST.get("pair", "")
    return Wanted(act=act, day=_whole(request, "day"), block=_whole(request, "block"), at=at, word=word)


def _numbers(request: HttpRequest, visitor: Visitor, wanted: Wanted) -> BlockForm:
    editor = app.open_editor(visitor.store, visitor.name, at=visitor.now)
    days = editor.draft.plan.days
    if not (wanted.day < len(days) and wanted.block < len(days[wanted.day].workout.sections)):
        raise ValidationError(
            gettext("That block is not there any more."), hint=gettext("Look at the plan as it is now.")
        )
    section = days[wanted.day].workout.sections[wanted.block]
    return BlockForm(section, visitor.unit, (wanted.day, wanted.block), request.POST)


def _page(
    request: HttpRequest, visitor: Visitor, *, form: BlockForm | None = None, refused: PreexError | None = None
) -> HttpResponse:
    editor: Editor | None
    try:
        editor = app.open_editor(visitor.store, visitor.name, at=visitor.now)
    except NotFound:
        editor = None
    adding = _to_add(request)
    if editor is None and adding is None:
        return redirect("plan")
    status = HTTPStatus.OK
    if refused is not None:
        status = status_of(refused)
    elif form is not None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    said = (
        None
        if refused is None
        else {"text": refused.message, "hint": refused.hint, "conflict": isinstance(refused, Conflict)}
    )
    return page(
        request, "plan_edit.html", part="plan", at="plan", status=status, refused=said, adding=adding,
        reason=request.POST.get("reason", ""), **(shown(editor, visitor, form) if editor else {"days": [], "version": 0}),
    )  # fmt: skip


def _to_add(request: HttpRequest) -> dict[str, Any] | None:
    """Return the pair that a link from elsewhere wants to add."""
    wanted = request.GET.get("add", "")
    if not wanted:
        return None
    pairing: Pairing = load_catalogue().pairing(wanted)
    return {
        "id": pairing.id,
        "isolation": pairing.isolation,
        "compounds": pairing.compounds,
        "avoid": "" if pairing.is_pre_exhaust else pairing.why,
    }


def _place(wanted: Wanted) -> str:
    """Return the fragment of the page where the edit can be seen."""
    block = wanted.block + {Act.UP: -1, Act.DOWN: 1}.get(wanted.act, 0)
    if wanted.act in {Act.FIRST, Act.ADD_PAIR}:
        block = 0
    if wanted.act in {Act.DAY_TWICE, Act.WEEK_TWICE, Act.DAY_UP, Act.DAY_DOWN, Act.REMOVE_DAY, Act.ADD_EXERCISE}:
        return f"#day-{wanted.day}"
    if wanted.act in {Act.START_OVER, Act.TAKE_DAY, Act.TAKE_THEIRS, Act.KEEP_MINE}:
        return ""
    return f"#block-{wanted.day}-{max(block, 0)}"


def _whole(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "0")
    return int(text) if text.isdecimal() and len(text) < 9 else 0
