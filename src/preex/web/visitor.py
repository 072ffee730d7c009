"""Who looks at a page, and whose log: one's own, the demo lifter's, or one that a coach was let into.

Where people log in, this and `preex.web.api.who` are the two places that ask who may see it; see `preex.accounts.rules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext

from preex.accounts.models import User
from preex.accounts.rules import Scope, own_athlete, owner_of, scopes_of
from preex.app.demo import DEMO
from preex.app.kit import unit_of
from preex.errors import NotFound, NotPermitted, PreexError
from preex.store import DEFAULT_ATHLETE, Athlete, Store
from preex.units import LoadUnit
from preex.web.reach import needs

ME = DEFAULT_ATHLETE
_CHOSEN = "athlete"  # key of the session


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whose log the pages show, where it is, and what time it is."""

    store: Store
    athlete: Athlete
    now: datetime  # UTC
    scopes: frozenset[Scope] = frozenset(Scope)  # what may be seen and done here
    user: User | None = None  # None = one person alone, who does not log in

    @property
    def name(self) -> str:
        """Name of the athlete, as the verbs want it."""
        return self.athlete.name

    @property
    def unit(self) -> LoadUnit:
        """Unit in which loads are shown and typed."""
        return self.athlete.unit or LoadUnit.KG

    def unit_of(self, exercise: str) -> LoadUnit:
        """Return the unit in which loads of an exercise are shown and typed."""
        return unit_of(self.athlete, exercise)

    @property
    def is_demo(self) -> bool:
        """True while looking at the demo lifter."""
        return self.name == DEMO

    @property
    def whose(self) -> str:
        """Name of the person whose log it is, as they log in."""
        return (owner_of(self.name, at=self.now) if self.user else None) or self.name

    @property
    def is_guest(self) -> bool:
        """True while looking at the training of somebody else, who let one in."""
        return Scope.OWN not in self.scopes and not self.is_demo

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


def look_at_own(request: HttpRequest) -> None:
    """Show one's own log from now on."""
    request.session.pop(_CHOSEN, None)


def on_every_page(request: HttpRequest) -> dict[str, Any]:
    """Give every template the visitor, and who is logged in. A page that tells of a failed store has to do without."""
    account = user_of(request)
    try:
        return {"visitor": visitor_of(request), "account": account}
    except NotFound:
        return {"visitor": None, "account": account, "astray": account is not None}
    except PreexError:
        return {"visitor": None, "account": account}


def user_of(request: HttpRequest) -> User | None:
    """Return who is logged in; None = nobody, or there are no accounts."""
    user = getattr(request, "user", None)
    return user if isinstance(user, User) else None


def _look_up(request: HttpRequest) -> Visitor:
    return _let_in(request) if settings.ACCOUNTS else _alone(request)


def _let_in(request: HttpRequest) -> Visitor:
    """Return a visitor who logged in, if they may do what the request asks for."""
    user, now = user_of(request), datetime.now(UTC)
    if user is None:
        raise NotPermitted("nobody is logged in.", hint="Log in first.")
    chosen = request.session.get(_CHOSEN)
    name = str(chosen) if chosen else own_athlete(user, at=now)
    scopes = scopes_of(user, name, at=now) if name else frozenset()
    # Let in no longer, one stays where one is until one says otherwise: a form of theirs must not land in one's own log.
    if name is None or not scopes or not needs(request) <= scopes:
        raise nobody(name)
    store = Store()
    return Visitor(store, store.athlete(name), now, scopes, user)


def nobody(name: str | None) -> NotFound:
    """Return the one answer for an athlete who does not exist and for one out of reach."""
    if not name:
        return NotFound(gettext("you have no log here."), hint=gettext("Ask for an invitation."))
    said = gettext("there is no athlete {name} that you may do this with.").format(name=repr(name[:80]))
    return NotFound(said, hint=gettext("Go back to your own log, or ask to be let in."))


def _alone(request: HttpRequest) -> Visitor:
    store = Store()
    session = getattr(request, "session", {})
    try:
        athlete = store.athlete(str(session.get(_CHOSEN, ME)))
    except NotFound:  # an old cookie, from before the database was
        athlete = store.athlete(ME)
    return Visitor(store, athlete, datetime.now(UTC))
