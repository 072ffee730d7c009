"""Sessions in the database, under the hash of what the browser holds: who reads the table cannot log in with it.

Thirty days without a visit end a session, and ninety days end it in any case.
"""

from __future__ import annotations

import hashlib
import secrets
import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

IDLE_S = 30 * 86_400
ABSOLUTE_S = 90 * 86_400
TOUCH_S = 600  # how often a visit is noted; to note each would be a write for every page
_BEGAN, _SEEN = "began", "seen"  # keys of the session [s since 1970]
_KEY_LENGTH = 40  # hexadecimal digits that fit the columns of Django and allauth, 160 bits


class SessionStore(DatabaseStore):
    """A session whose key, in every table, is the hash of its secret."""

    secret: str | None = None  # known while the browser that holds it is answered

    @classmethod
    def held_by(cls, secret: str | None) -> SessionStore:
        """Return the session of a browser that shows this secret."""
        store = cls(_hashed(secret) if secret else None)
        store.secret = secret
        return store

    def _get_new_session_key(self) -> str:
        self.secret = secrets.token_urlsafe(32)
        return _hashed(self.secret)


class Sessions(SessionMiddleware):
    """Django's middleware, with the secret in the cookie in place of the key."""

    def process_request(self, request: HttpRequest) -> None:
        """Find the session of the cookie."""
        request.session = SessionStore.held_by(request.COOKIES.get(settings.SESSION_COOKIE_NAME))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save the session and hand out its secret."""
        answer = super().process_response(request, response)
        cookie = answer.cookies.get(settings.SESSION_COOKIE_NAME)
        secret = getattr(request.session, "secret", None)
        if cookie is not None and cookie.value and secret:
            answer.cookies[settings.SESSION_COOKIE_NAME] = secret  # the value alone; its attributes stay
        return answer


def begin(request: HttpRequest, **_: object) -> None:
    """Note when a login was."""
    request.session[_BEGAN] = request.session[_SEEN] = int(time.time())


def keep(request: HttpRequest) -> None:
    """Prolong the session of a visitor, or end one that is older than ninety days."""
    now = int(time.time())
    if now - request.session.get(_BEGAN, 0) > ABSOLUTE_S:
        logout(request)
    elif now - request.session.get(_SEEN, 0) > TOUCH_S:
        request.session[_SEEN] = now
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:_KEY_LENGTH]
