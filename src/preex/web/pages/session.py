"""The session: a page that goes on without a network, its modules, and the worker that keeps them on the phone."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from preex import app
from preex.app.scenario import read_scenario
from preex.errors import PreexError
from preex.web.language import on_every_page
from preex.web.pages.session_data import ranges_of, session_data
from preex.web.pages.session_json import read_json, refusal
from preex.web.settings import STATIC_ROOT
from preex.web.tags import asset
from preex.web.visitor import visitor_of

_FOREVER = "public, max-age=31536000, immutable"
_PICTURES = ("icon.svg", "icon-192.png", "icon-512.png")


@require_safe
def session(request: HttpRequest) -> HttpResponse:
    """Show the session runner."""
    shown = {"data": session_data(request, visitor_of(request)), "version": version()}
    return render(request, "session.html", shown)


@require_POST
def ranges(request: HttpRequest) -> JsonResponse:
    """Say what to expect of each set of a session: sets done have their repetitions, sets to come their reserve."""
    visitor = visitor_of(request)
    try:
        scenario = read_scenario(read_json(request))
        known = app.know(visitor.store, visitor.name, at=visitor.now)
        predictor = known.predictor({one.exercise for one in scenario.sets})
        outcome = app.simulate(scenario, predictor=predictor)
    except PreexError as error:
        return refusal(error)
    return JsonResponse({"schema": "preex.session_ranges/1", "ranges": ranges_of(outcome.sets)})


@require_safe
def module(request: HttpRequest, version: str, name: str) -> HttpResponse:  # noqa: ARG001 - the address alone names the version
    """Serve a module; its address changes with every version, so that old and new ones never meet."""
    if name not in _modules():
        raise Http404
    response = HttpResponse((_folder() / name).read_bytes(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = _FOREVER
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Serve the worker: what it keeps, then what it does."""
    spoken = on_every_page(request)
    said = {
        "lang": spoken["language"],
        "dir": spoken["direction"],
        "head": gettext("No network"),
        "text": gettext("This page needs the server. The session on this phone does not."),
        "open": gettext("Open the session"),
    }
    told = json.dumps({"version": version(), "files": _shell(), "page": reverse("session"), "said": said})
    code = Path(f"{STATIC_ROOT}/sw.js").read_text(encoding="utf-8")
    response = HttpResponse(f"const SHELL = {told};\n{code}", content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _shell() -> list[str]:
    """Return the addresses without which the page cannot start."""
    modules = [reverse("session-module", args=[version(), name]) for name in _modules()]
    styles = [asset(name) for name in ("preex.css", "session.css", "manifest.json", *_PICTURES)]
    return [*modules, *styles]


@cache
def version() -> str:
    """Return the digest of everything the phone keeps."""
    digest = hashlib.sha256()
    root = Path(f"{STATIC_ROOT}")
    page = root.parent / "templates" / "session.html"
    for path in [*(_folder() / n for n in _modules()), root / "sw.js", root / "session.css", root / "preex.css", page]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def _modules() -> tuple[str, ...]:
    return tuple(sorted(path.name for path in _folder().glob("*.js")))


def _folder() -> Path:
    return Path(f"{STATIC_ROOT}/app")
