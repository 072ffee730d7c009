"""Ending a session on another device."""

from __future__ import annotations

from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from preex.web.visitor import user_of


@require_POST
def end(request: HttpRequest, session_id: int) -> HttpResponseRedirect:
    """End one of one's own sessions; the device is logged out with its next request."""
    session = UserSession.objects.filter(user=user_of(request), pk=session_id).first()
    if session is None:
        raise Http404
    end_sessions(request, [session])
    messages.success(request, gettext("That device is logged out."))
    return redirect("usersessions_list")
