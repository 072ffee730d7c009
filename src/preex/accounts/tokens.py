"""Keys to the API: what a program of somebody may do in their name."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from preex.accounts.joining import hashed
from preex.accounts.models import Token, User
from preex.accounts.rules import READ, Scope
from preex.errors import OutOfRange, ValidationError

PREFIX = "preex_"  # so that programs which look for lost keys find ours
LONGEST_DAYS = 365
# What a token can be made for. None manages accounts, and none does what is its owner's alone.
KINDS: Mapping[str, frozenset[Scope]] = {
    "read": READ,
    "log": frozenset({Scope.LOG_READ, Scope.LOG_WRITE}),
    "plan": frozenset({Scope.LOG_READ, Scope.BODY_READ, Scope.PAIN_READ, Scope.PLAN_WRITE}),
}


def make_token(user: User, *, name: str, kinds: Iterable[str], days: int, at: datetime) -> str:
    """Make a token and return its key, which nobody can ask for again.

    Parameters
    ----------
    user : whose token.
    name : which program gets it.
    kinds : of `KINDS`, at least one.
    days : how long it works, 1 to 365. [days]
    at : now.

    Raises
    ------
    OutOfRange : it would work for longer than a year, or for no day.
    ValidationError : a kind is unknown, or none is named.
    """
    wanted = sorted(set(kinds))
    if not 1 <= days <= LONGEST_DAYS:
        raise OutOfRange(f"days is {days}; a token works for 1 to {LONGEST_DAYS} days.", hint="Make a new one then.")
    if not wanted or set(wanted) - KINDS.keys():
        raise ValidationError(f"{wanted} are no kinds of a token.", hint=f"Known: {', '.join(KINDS)}.")
    key = PREFIX + secrets.token_hex(24)
    until = at + timedelta(days=days)
    Token.objects.create(user=user, name=name, key_hash=hashed(key), scopes=wanted, made_at=at, until=until)
    return key


def token_of(key: str, *, at: datetime) -> Token | None:
    """Return the token of a key, and note its use to the hour; None = it opens nothing."""
    token = Token.objects.select_related("user").filter(key_hash=hashed(key)).first()
    if token is None or not token.works(at) or not token.user.is_active:
        return None
    if token.used_at is None or at - token.used_at > timedelta(hours=1):
        Token.objects.filter(pk=token.pk).update(used_at=at)
    return token


def scopes_of_token(token: Token) -> frozenset[Scope]:
    """Return what a token may do at most; its owner may do less by then."""
    return frozenset().union(*(KINDS.get(kind, frozenset()) for kind in token.scopes))


def revoke(user: User, token_id: int, *, at: datetime) -> bool:
    """End a token of a user at once; False = they have none of this number."""
    return bool(Token.objects.filter(pk=token_id, user=user, revoked_at=None).update(revoked_at=at))
