"""Who may reach whose training: the whole table."""

from datetime import UTC, datetime, timedelta

import pytest

from preex.accounts.models import Grant, Role, User
from preex.accounts.rules import FOR_COACHES, READ, Scope, may, own_athlete
from preex.store import Store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def people(db):  # noqa: ARG001 - a fixture is asked for by its name
    """An owner, an admin, a coach and a stranger; each but the coach's scopes as the tests want them."""
    store = Store()
    found = {}
    for name in ("anna", "admin", "coach", "other"):
        found[name] = User.objects.create(username=name, is_admin=name == "admin", joined_at=NOW)
        athlete = store.athlete(name, create=True)
        Grant.objects.create(user=found[name], athlete_id=athlete.id, role=Role.OWNER, since=NOW)
    return found


@pytest.fixture
def let_in(people):
    def grant(*scopes, **when):
        athlete = Store().athlete("anna").id
        moments = {"since": NOW} | when
        return Grant.objects.create(
            user=people["coach"], athlete_id=athlete, role=Role.COACH, scopes=list(scopes), **moments
        )

    return grant


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize(("who", "allowed"), [("anna", True), ("admin", False), ("coach", False), ("other", False)])
def test_only_the_owner_may_do_anything_and_an_admin_may_nothing(people, who, allowed, scope):
    assert may(people[who], "anna", scope, at=NOW) is allowed


@pytest.mark.parametrize("asked", Scope)
@pytest.mark.parametrize("given", sorted(FOR_COACHES))
def test_a_coach_may_do_what_was_allowed_and_nothing_else(people, let_in, given, asked):
    let_in(given)
    assert may(people["coach"], "anna", asked, at=NOW) is (asked == given)


@pytest.mark.parametrize("scope", Scope)
def test_a_coach_with_every_scope_owns_nothing(people, let_in, scope):
    let_in(*Scope)
    assert may(people["coach"], "anna", scope, at=NOW) is (scope != Scope.OWN)


@pytest.mark.parametrize(
    ("when", "at", "allowed"),
    [
        ({}, NOW, True),
        ({"until": NOW + DAY}, NOW, True),
        ({"until": NOW + DAY}, NOW + DAY, False),
        ({"until": NOW}, NOW, False),
        ({"since": NOW + DAY}, NOW, False),
        ({"revoked_at": NOW - DAY}, NOW, False),
        ({}, NOW - DAY, False),
    ],
)
def test_a_grant_holds_from_its_beginning_to_its_end(people, let_in, when, at, allowed):
    let_in(Scope.LOG_READ, **when)
    assert may(people["coach"], "anna", Scope.LOG_READ, at=at) is allowed


def test_a_scope_this_version_does_not_know_gives_nothing(people, let_in):
    let_in("log:erase", "log:read")
    assert {scope for scope in Scope if may(people["coach"], "anna", scope, at=NOW)} == {Scope.LOG_READ}


@pytest.mark.parametrize("scope", Scope)
def test_nobody_who_is_locked_out_or_not_there_may_do_anything(people, scope):
    people["anna"].is_active = False
    assert not may(people["anna"], "anna", scope, at=NOW)
    assert not may(None, "anna", scope, at=NOW)
    assert not may(people["other"], "nobody", scope, at=NOW)


@pytest.mark.parametrize("scope", Scope)
def test_the_demo_lifter_can_be_looked_at_by_everybody_and_changed_by_nobody(people, scope):
    Store().athlete("demo", create=True)
    assert may(people["other"], "demo", scope, at=NOW) is (scope in READ)


def test_everybody_has_a_log_of_their_own_and_a_coach_no_second_one(people, let_in):
    let_in(*FOR_COACHES)
    assert {name: own_athlete(user, at=NOW) for name, user in people.items()} == {name: name for name in people}


def test_a_grant_on_an_athlete_the_command_line_removed_opens_nothing(people):
    from preex.store.models import AthleteRow

    AthleteRow.objects.filter(name="anna")._raw_delete("default")
    assert not may(people["anna"], "anna", Scope.LOG_READ, at=NOW)
    assert own_athlete(people["anna"], at=NOW) is None
