"""Looking at the demo lifter, and going back to one's own log."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from preex import app
from preex.web.visitor import look_at, look_at_own, visitor_of


@require_POST
def load(request: HttpRequest) -> HttpResponseRedirect:
    """Make the demo lifter at first use, and show their log."""
    here = visitor_of(request)
    look_at(request, app.load_demo(here.store, here.now))
    return redirect("today")


@require_POST
def leave(request: HttpRequest) -> HttpResponseRedirect:
    """Show one's own log again."""
    look_at_own(request)
    return redirect("today")
