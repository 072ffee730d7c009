"""Who asks, and whose log they may see: the only place in the API that decides it.

Where people log in, this and `preex.web.visitor` are the two places that ask who may see it; see `preex.accounts.rules`.
Without accounts, one person alone asks for every athlete. Only on this machine itself is `me` meant when nobody is named;
over a network a forgotten name would silently be somebody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest

from preex.accounts.rules import Scope, scopes_of
from preex.errors import FieldError, NotPermitted
from preex.store import DEFAULT_ATHLETE, Store
from preex.web.reach import needs
from preex.web.serve import is_loopback
from preex.web.visitor import nobody, user_of


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose log is meant, where it is, and what time it is."""

    store: Store
    athlete: str
    now: datetime  # UTC
    scopes: frozenset[Scope] = frozenset(Scope)  # what may be seen and done here


def asker_of(request: HttpRequest, athlete: str | None) -> Asker:
    """Return who asks.

    Parameters
    ----------
    request : as Django gives it.
    athlete : as named in the request; None = not named.

    Raises
    ------
    FieldError : nobody is named and the request comes from another machine.
    NotPermitted : the token that was sent is not for this.
    NotFound : there is no such athlete, or none that whoever asks may do this with.
    """
    if settings.ACCOUNTS:
        return _let_in(request, athlete)
    if athlete is None:
        if not is_on_this_machine(request):
            raise FieldError("athlete", "is missing.", hint="Name whose log is meant.")
        athlete = DEFAULT_ATHLETE
    store = Store()
    return Asker(store, store.athlete(athlete).name, datetime.now(UTC))


def _let_in(request: HttpRequest, athlete: str | None) -> Asker:
    if athlete is None:
        raise FieldError("athlete", "is missing.", hint="Name whose log is meant.")
    now = datetime.now(UTC)
    held = getattr(request, "token_scopes", frozenset(Scope))
    if not needs(request) <= held:
        wanted = ", ".join(sorted(needs(request)))
        raise NotPermitted(
            f"this token may not do this: it needs {wanted}.", hint="Make another under Account, Tokens."
        )
    scopes = held & scopes_of(user_of(request), athlete, at=now)
    if not needs(request) <= scopes:
        raise nobody(athlete)
    store = Store()
    return Asker(store, store.athlete(athlete).name, now, scopes)


def is_on_this_machine(request: HttpRequest) -> bool:
    """Tell whether the request was made here, and not passed on by a proxy for somebody elsewhere."""
    passed_on = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not passed_on and is_loopback(request.META.get("REMOTE_ADDR", ""))
