"""What each page and each route of the API asks for, where people log in: the only list of it.

A page that is not named here needs all that can be read, and changes only what is one's own: what is new is closed to
coaches until somebody opens it here.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest

from preex.accounts.rules import READ, Scope

_READS = {"GET", "HEAD", "OPTIONS"}
_OF_NO_ATHLETE = ("account", "mfa_", "usersessions_")  # how the names begin of routes that concern whoever is logged in
_LOG = frozenset({Scope.LOG_READ})
# A plan names the goal, the experience and the irritable joints it spares: who plans has to know what hurts.
_PLANNED = frozenset({Scope.LOG_READ, Scope.BODY_READ, Scope.PAIN_READ})
_PLAN = _PLANNED | {Scope.PLAN_WRITE}
_LOGGING = frozenset({Scope.LOG_READ, Scope.LOG_WRITE})
_PREVIEW = frozenset({Scope.LOG_READ, Scope.BODY_READ})
OWN = frozenset({Scope.OWN})

# Route -> what reading needs. Notes of sets are shown by /log, the day's pain by /session and trials.
READING: Mapping[str, frozenset[Scope]] = {
    "today": _LOG,
    "compare": _PREVIEW,
    "plan": _PLANNED,
    "pairs": _LOG,
    "pair": _LOG,
    "pairs-compared": _LOG,
    "progress": _LOG,
    "strength": _LOG,
    "volume": _LOG,
    "volume-names": _LOG,
    "costs": _LOG,
    "trial-pool": _LOG,  # of files that whoever looks has chosen
    "trial-pool-figure": _LOG,
    "learn": _LOG,
    "claims": _LOG,
    "claim": _LOG,
    "evidence": _LOG,
    "evidence-figure": _LOG,
    "evidence-export": _LOG,
    "evidence-template": _LOG,
    "evidence-question": _LOG,
    "evidence-study": _LOG,
    "export": OWN,
    "api:status": _LOG,
    "api:volume": _LOG,
    "api:compare": _PREVIEW,
    "api:plans": _LOG,
    "api:current_plan": _PLANNED,
    "api:one_plan": _PLANNED,
}
# Route -> what changing needs.
CHANGING: Mapping[str, frozenset[Scope]] = {
    "log": _LOGGING,
    "log-undo": _LOGGING,
    "session-ranges": _LOG,  # a question that is too long for an address
    "plan": _PLAN,
    "plan-edit": _PLAN,
    "plan-undo": _PLAN,
    "plan-save": _PLAN,
    "trial-pool": _LOG,
    "trial-audit": READ,  # draws for seconds, and keeps nothing
    "api:send_operations": _LOGGING,
    "api:predict": _LOG,  # the same
    "api:plans": _PLAN,
    "api:current_plan": _PLAN,
    # Nobody's training: everybody may begin to look at the demo lifter, and stop.
    "demo": _LOG,
    "look-at-me": _LOG,
}

# What asks for the password or passkey once more: it takes everything out, or lets somebody in.
ASKS_AGAIN = frozenset({("GET", "export"), ("POST", "account-people-reset"), ("POST", "account-tokens")})


def needs(request: HttpRequest) -> frozenset[Scope]:
    """Return the scopes that a request needs, all of them."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    if name.startswith(_OF_NO_ATHLETE):
        return frozenset()
    return READING.get(name, READ) if request.method in _READS else CHANGING.get(name, OWN)
