"""Letting a coach in, and sending them away: what an athlete agreed to, when, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from preex.accounts.models import Grant, Role, User
from preex.accounts.rules import FOR_COACHES, Scope, grants_at, owner_of
from preex.errors import FieldError, NotPermitted


def let_in(owner: User, coach: str, scopes: Iterable[str], *, days: int | None, at: datetime) -> Grant:
    """Let somebody in to one's own training; what they could do before ends.

    Parameters
    ----------
    owner : whose training.
    coach : the name they log in by.
    scopes : what they may do, of `FOR_COACHES`, at least one. All may read the log, and who plans what hurts.
    days : how long; None = until it is taken back. [days]
    at : now.

    Raises
    ------
    NotPermitted : `owner` has no training of their own.
    FieldError : nobody has this name, it is one's own, or a scope is unknown.
    """
    own = grants_at(at).filter(user=owner, role=Role.OWNER).first()
    if own is None:
        raise NotPermitted(gettext("you have no log here."), hint=gettext("Ask for an invitation."))
    found = User.objects.filter(username=coach.strip().lower(), is_active=True).exclude(pk=owner.pk).first()
    if found is None:
        raise FieldError("name", gettext("is nobody else's here."), hint=gettext("Ask them by which name they log in."))
    wanted = set(scopes)
    if not wanted or wanted - FOR_COACHES:
        raise FieldError("scopes", "name nothing a coach can do.", hint=f"Known: {', '.join(sorted(FOR_COACHES))}.")
    if Scope.PLAN_WRITE in wanted:  # a plan names goal and irritable joints, and spares them
        wanted |= {Scope.BODY_READ, Scope.PAIN_READ}
    with transaction.atomic():
        Grant.objects.filter(user=found, athlete_id=own.athlete_id, revoked_at=None).update(revoked_at=at)
        return Grant.objects.create(
            user=found,
            athlete_id=own.athlete_id,
            role=Role.COACH,
            scopes=sorted({*wanted, Scope.LOG_READ}),
            since=at,
            until=None if days is None else at + timedelta(days=days),
        )


def take_back(owner: User, grant_id: int, *, at: datetime) -> bool:
    """Send a coach away, with their next request; False = they were not let in by this owner."""
    own = grants_at(at).filter(user=owner, role=Role.OWNER).values("athlete_id")
    found = Grant.objects.filter(pk=grant_id, role=Role.COACH, athlete_id__in=own, revoked_at=None)
    return bool(found.update(revoked_at=at))


def coaches_of(owner: User, *, at: datetime) -> list[Grant]:
    """Return whom a user let in to their own training."""
    own = grants_at(at).filter(user=owner, role=Role.OWNER).values("athlete_id")
    return list(grants_at(at).filter(role=Role.COACH, athlete_id__in=own).select_related("user").order_by("since"))


def coached_by(coach: User, *, at: datetime) -> list[tuple[str, Grant]]:
    """Return into whose training a user was let: the name they log in by, and the grant."""
    found = grants_at(at).filter(user=coach, role=Role.COACH).select_related("athlete").order_by("athlete__name")
    return [(owner_of(one.athlete.name, at=at) or one.athlete.name, one) for one in found]
