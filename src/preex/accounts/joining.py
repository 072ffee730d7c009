"""How people get in: links that work once. There is no open sign-up, and no mail is sent."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from preex.accounts.models import Grant, Link, LinkKind, Role, User
from preex.app.demo import DEMO
from preex.errors import FieldError, NotFound
from preex.store import DEFAULT_ATHLETE, Store

LIVES = {
    LinkKind.FIRST: timedelta(hours=1),
    LinkKind.INVITATION: timedelta(days=7),
    LinkKind.RESET: timedelta(days=1),
}


def hashed(secret: str) -> str:
    """Return what is kept of a secret that we made ourselves."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make_link(
    kind: LinkKind, *, at: datetime, made_by: User | None = None, user: User | None = None, note: str = ""
) -> str:
    """Make a link and return its code, which nobody can ask for again. Older links of its kind for the same user end."""
    code = secrets.token_hex(24)  # letters and digits, which survive every mail and terminal
    if kind != LinkKind.INVITATION:
        Link.objects.filter(kind=kind, user=user, used_at=None).delete()
    Link.objects.create(
        kind=kind, code_hash=hashed(code), made_by=made_by, user=user, note=note, made_at=at, until=at + LIVES[kind]
    )
    return code


def first_link(*, at: datetime) -> str | None:
    """Make the link of the first user; None when there is a user."""
    return None if User.objects.exists() else make_link(LinkKind.FIRST, at=at)


def link_of(kind: LinkKind, code: str, *, at: datetime) -> Link:
    """Return the link of a code.

    Raises
    ------
    NotFound : there is none, it was used, or it is too old; the text does not tell which.
    """
    link = Link.objects.filter(kind=kind, code_hash=hashed(code), used_at=None, until__gt=at).first()
    if link is None or (kind == LinkKind.FIRST and User.objects.exists()):
        raise NotFound(
            gettext("this link does not work: it was used, it is too old, or a part of it is missing."),
            hint=gettext("Ask for a new one."),
        )
    return link


def join(kind: LinkKind, code: str, *, name: str, password: str, store: Store, at: datetime) -> User:
    """Make the user of a link, with an athlete of their own. The first user is an admin and gets the log that was there.

    Raises
    ------
    NotFound : the link does not work.
    FieldError : the name is taken.
    """
    with transaction.atomic():
        _use(link_of(kind, code, at=at), at)
        first = kind == LinkKind.FIRST
        if User.objects.filter(username=name).exists():
            raise FieldError("name", gettext("is taken."), hint=gettext("Choose another."))
        user = User.objects.create_user(name, password, is_admin=first, joined_at=at)
        athlete = store.athlete(DEFAULT_ATHLETE if first else _free_name(store, name), create=True)
        Grant.objects.create(user=user, athlete_id=athlete.id, role=Role.OWNER, since=at)
    return user


def set_password(code: str, *, password: str, at: datetime) -> User:
    """Set the password of the user a link was made for. Every session of theirs ends with it.

    Raises
    ------
    NotFound : the link does not work.
    """
    with transaction.atomic():
        link = link_of(LinkKind.RESET, code, at=at)
        _use(link, at)
        if link.user is None:
            raise NotFound(gettext("this link is nobody's."), hint=gettext("Ask for a new one."))
        link.user.set_password(password)
        link.user.save(update_fields=["password"])
    return link.user


def _use(link: Link, at: datetime) -> None:
    if not Link.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
        raise NotFound(gettext("this link was used a moment ago."), hint=gettext("Ask for a new one."))


def _free_name(store: Store, name: str) -> str:
    """Return a name for a new athlete. One that exists belongs to somebody, or to nobody yet: neither is given away."""
    taken = {athlete.name for athlete in store.athletes()} | {DEMO, DEFAULT_ATHLETE}
    names = [name, *(f"{name}-{number}" for number in range(2, len(taken) + 3))]
    return next(free for free in names if free not in taken)
