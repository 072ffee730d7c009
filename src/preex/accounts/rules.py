"""The one rule of who may reach whose training."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from preex.accounts.models import Grant, Role, User
from preex.app.demo import DEMO


class Scope(StrEnum):
    """What may be done with an athlete's training."""

    LOG_READ = "log:read"
    LOG_WRITE = "log:write"
    PLAN_WRITE = "plan:write"
    BODY_READ = "body:read"
    PAIN_READ = "pain:read"
    NOTES_READ = "notes:read"
    OWN = "own"  # what is the athlete's alone: the profile, trials, files, export, deletion


READ = frozenset({Scope.LOG_READ, Scope.BODY_READ, Scope.PAIN_READ, Scope.NOTES_READ})
FOR_COACHES = frozenset(Scope) - {Scope.OWN}


def may(user: User | None, athlete: str, scope: Scope, *, at: datetime) -> bool:
    """Tell whether a user may do this with an athlete's training.

    Parameters
    ----------
    user : who asks; None = nobody is logged in.
    athlete : name of the athlete, who need not exist: the answer is then the same as for one out of reach.
    scope : what is asked for.
    at : now.
    """
    return scope in scopes_of(user, athlete, at=at)


def scopes_of(user: User | None, athlete: str, *, at: datetime) -> frozenset[Scope]:
    """Return all that a user may do with an athlete's training; an admin may nothing more than others."""
    if (
        user is None or not user.is_active or "\0" in athlete
    ):  # no name has a NUL, and PostgreSQL takes no question with one
        return frozenset()
    if athlete == DEMO:  # simulated, nobody's, and there to be looked at
        return READ
    grant = grants_at(at).filter(user=user, athlete__name=athlete).first()
    if grant is None:
        return frozenset()
    return frozenset(Scope) if grant.role == Role.OWNER else FOR_COACHES & known_scopes(grant.scopes)


def own_athlete(user: User, *, at: datetime) -> str | None:
    """Return the name of the athlete a user is; None = they are none."""
    owned = grants_at(at).filter(user=user, role=Role.OWNER).order_by("pk")
    return owned.values_list("athlete__name", flat=True).first()


def owner_of(athlete: str, *, at: datetime) -> str | None:
    """Return the name of the user an athlete is; None = nobody's who logs in."""
    found = grants_at(at).filter(athlete__name=athlete, role=Role.OWNER)
    return found.values_list("user__username", flat=True).first()


def grants_at(at: datetime) -> QuerySet[Grant]:
    """Return the grants that hold at a moment, of athletes there are."""
    in_time = Q(until=None) | Q(until__gt=at)
    return Grant.objects.filter(in_time, revoked_at=None, since__lte=at, athlete__name__isnull=False)


def known_scopes(names: Iterable[str]) -> frozenset[Scope]:
    """Return the scopes of these names; what this version does not know gives nothing."""
    return frozenset(Scope(name) for name in names if name in set(Scope))
