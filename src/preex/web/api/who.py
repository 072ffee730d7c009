"""Who asks, and whose log they may see: the only place in the API that decides it.

There are no accounts yet: whoever reaches the server may ask for every athlete. Only on this machine itself is `me` meant
when nobody is named; over a network a forgotten name would silently be somebody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest

from preex.errors import FieldError
from preex.store import DEFAULT_ATHLETE, Store
from preex.web.serve import is_loopback


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose log is meant, where it is, and what time it is."""

    store: Store
    athlete: str
    now: datetime  # UTC


def asker_of(request: HttpRequest, athlete: str | None) -> Asker:
    """Return who asks.

    Parameters
    ----------
    request : as Django gives it.
    athlete : as named in the request; None = not named.

    Raises
    ------
    FieldError : nobody is named and the request comes from another machine.
    NotFound : there is no such athlete.
    """
    if athlete is None:
        if not is_on_this_machine(request):
            raise FieldError("athlete", "is missing.", hint="Name whose log is meant.")
        athlete = DEFAULT_ATHLETE
    store = Store()
    return Asker(store, store.athlete(athlete).name, datetime.now(UTC))


def is_on_this_machine(request: HttpRequest) -> bool:
    """Tell whether the request was made here, and not passed on by a proxy for somebody elsewhere."""
    passed_on = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not passed_on and is_loopback(request.META.get("REMOTE_ADDR", ""))
