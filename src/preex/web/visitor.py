"""Who looks at a page: one person on this machine, at their own log or at the demo lifter's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from preex.app.demo import DEMO
from preex.errors import NotFound, PreexError
from preex.store import DEFAULT_ATHLETE, Athlete, Store
from preex.units import LoadUnit

ME = DEFAULT_ATHLETE
_CHOSEN = "athlete"  # key of the session


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whose log the pages show, where it is, and what time it is."""

    store: Store
    athlete: Athlete
    now: datetime  # UTC

    @property
    def name(self) -> str:
        """Name of the athlete, as the verbs want it."""
        return self.athlete.name

    @property
    def unit(self) -> LoadUnit:
        """Unit in which loads are shown and typed."""
        return self.athlete.unit or LoadUnit.KG

    @property
    def is_demo(self) -> bool:
        """True while looking at the demo lifter."""
        return self.name == DEMO

    @property
    def here(self) -> datetime:
        """Now, where the athlete is."""
        return self.now.astimezone(ZoneInfo(self.athlete.zone) if self.athlete.zone else None)


def visitor_of(request: HttpRequest) -> Visitor:
    """Return who looks at this page; the answer is kept with the request."""
    found = getattr(request, "visitor", None)
    if not isinstance(found, Visitor):
        found = _look_up(request)
        request.visitor = found  # type: ignore[attr-defined]
    return found


def look_at(request: HttpRequest, name: str) -> None:
    """Show this athlete's log from now on."""
    request.session[_CHOSEN] = name


def on_every_page(request: HttpRequest) -> dict[str, Any]:
    """Give every template the visitor. A page that tells of a failed store has to do without."""
    try:
        return {"visitor": visitor_of(request)}
    except PreexError:
        return {"visitor": None}


def _look_up(request: HttpRequest) -> Visitor:
    store = Store()
    session = getattr(request, "session", {})
    try:
        athlete = store.athlete(str(session.get(_CHOSEN, ME)))
    except NotFound:  # an old cookie, from before the database was
        athlete = store.athlete(ME)
    return Visitor(store, athlete, datetime.now(UTC))
