"""Where people log in: the wall, the first account, invitations, and whose log is whose."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver

from preex.accounts.joining import first_link, make_link
from preex.accounts.models import Grant, Link, LinkKind, Role, User
from preex.web.wall import OPEN

PASSWORD = "leg press in the morning"  # noqa: S105 - of the accounts made here
DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("accounts")


def log_in(name, password=PASSWORD, **headers):
    browser = Client(**headers)
    return browser, browser.post("/account/login", {"login": name, "password": password})


@pytest.mark.parametrize(
    "address", ["/", "/log", "/settings", "/plan", "/learn", "/sw.js", "/account", "/account/people"]
)
def test_who_is_unknown_is_sent_to_the_login(address):
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login?next=")


def test_behind_the_wall_is_every_route_but_the_ways_in():
    """No route is open that nobody listed."""
    routes = get_resolver().reverse_dict
    opened = set()
    for name in {name for name in routes if isinstance(name, str)} - OPEN:
        (pattern, _), *_ = routes.getlist(name)[0][0]
        address = "/" + re.sub(r"%\(\w+\)s", str(uuid4()) if "user_id" in pattern else "1", pattern)
        if Client().get(address).status_code not in {302, 401, 404}:
            opened.add(name)
    assert opened == set()


def test_whoever_watches_the_server_needs_no_account():
    assert Client().get("/healthz").json() == Client().get("/readyz").json() == {"status": "ok"}


def test_the_api_asks_for_a_login_and_says_how():
    assert Client().post("/api/v1/ops", {}, content_type="application/json").status_code == 401
    answer = Client().get("/api/v1/status?athlete=me")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "unauthorized"


def test_a_form_sent_after_the_login_ended_changes_nothing_and_says_so():
    answer = Client().post("/log", {"line": "leg press 8x160"})
    assert answer.status_code == 401
    assert "Nothing was changed" in answer.content.decode()


def test_a_fresh_installation_has_no_user():
    """T9: none is shipped."""
    assert User.objects.count() == 0


def test_the_first_account_gets_the_log_that_was_there_and_its_link_works_once(store):
    store.update_profile("me", goal="muscle")
    code = first_link(at=datetime.now(UTC))
    assert code not in str(list(Link.objects.values()))
    browser = Client()
    address = f"/account/first/{code}"
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"name": "Anna", "password": PASSWORD}).headers["Location"] == "/"
    user = User.objects.get()
    assert (user.username, user.is_admin) == ("anna", True)
    grant = Grant.objects.get()
    assert (grant.user, grant.athlete.name, grant.role) == (user, "me", Role.OWNER)
    assert Client().get(address).status_code == 404
    assert Client().post(address, {"name": "eve", "password": PASSWORD}).status_code == 404
    assert first_link(at=datetime.now(UTC)) is None


@pytest.mark.parametrize(
    ("kind", "lasts"), [(LinkKind.FIRST, DAY / 24), (LinkKind.INVITATION, 7 * DAY), (LinkKind.RESET, DAY)]
)
def test_a_link_ends(kind, lasts):
    now = datetime.now(UTC)
    user = User.objects.create(username="anna", joined_at=now) if kind == LinkKind.RESET else None
    for age, status in ((lasts - timedelta(minutes=1), 200), (lasts + timedelta(minutes=1), 404)):
        code = make_link(kind, user=user, at=now - age)
        assert Client().get(f"/account/{kind.value}/{code}").status_code == status
    assert Client().get(f"/account/{kind.value}/wrong").status_code == 404


def test_a_newer_link_for_the_first_account_ends_the_older():
    older, newer = first_link(at=datetime.now(UTC)), first_link(at=datetime.now(UTC))
    assert Client().get(f"/account/first/{older}").status_code == 404
    assert Client().get(f"/account/first/{newer}").status_code == 200


def test_an_admin_invites_and_who_is_invited_has_a_log_of_their_own(join, store):
    anna = join("anna", admin=True)
    page = anna.post("/account/people/invite", {"note": "Ben"}).content.decode()
    link = re.search(r"http://testserver(/account/invitation/\w+)", page).group(1)
    assert link not in anna.get("/account/people").content.decode()
    ben = Client()
    assert ben.post(link, {"name": "ben", "password": PASSWORD}).status_code == 302
    assert ben.get(link).status_code == 404
    ben.post("/log", {"line": "leg press 8x160"})
    assert [len(store.sets(name)) for name in ("me", "ben")] == [0, 1]
    assert "ben" in anna.get("/account/people").content.decode()
    assert ben.get("/account/people").status_code == 404
    assert ben.post("/account/people/invite").status_code == 404


def test_a_new_athlete_gets_nobody_elses_log(join, store):
    store.athlete("ben", create=True)
    join("anna", admin=True)
    join("ben")
    owned = Grant.objects.get(user__username="ben").athlete.name
    assert owned == "ben-2"


@pytest.mark.parametrize("name", ["", "x" * 33, "a b", "ann\N{CYRILLIC SMALL LETTER A}", "-ann", "ann-", "<b>", "a/b"])
def test_a_name_that_could_be_mistaken_is_refused(name):
    code = make_link(LinkKind.INVITATION, at=datetime.now(UTC))
    answer = Client().post(f"/account/invitation/{code}", {"name": name, "password": PASSWORD})
    assert answer.status_code == 422
    assert not User.objects.exists()


def test_a_taken_name_is_told_and_the_link_still_works(join):
    join("anna", admin=True)
    code = make_link(LinkKind.INVITATION, at=datetime.now(UTC))
    answer = Client().post(f"/account/invitation/{code}", {"name": "anna", "password": PASSWORD})
    assert answer.status_code == 422
    assert "taken" in answer.content.decode()
    assert Client().get(f"/account/invitation/{code}").status_code == 200


def test_a_coach_reaches_what_was_allowed_until_it_is_taken_back(join, store):
    anna, ben = join("anna", admin=True), join("ben")
    anna.post("/log", {"line": "leg press 8x160"})
    grant = Grant.objects.create(
        user=User.objects.get(username="ben"), athlete_id=store.athlete("me").id, role=Role.COACH,
        scopes=["log:read"], since=datetime.now(UTC),
    )  # fmt: skip
    assert ben.get("/api/v1/status?athlete=me").status_code == 200
    assert ben.get("/api/v1/changes?athlete=me").status_code == 404  # its notes and pain were not allowed
    answer = ben.post("/api/v1/plans?athlete=me", {"days": 1}, content_type="application/json")
    assert answer.status_code == 404
    grant.revoked_at = datetime.now(UTC)
    grant.save()
    assert ben.get("/api/v1/status?athlete=me").status_code == 404


def test_out_of_reach_looks_like_not_there(join):
    """404 with the same words, so that nobody learns who trains here."""
    join("anna", admin=True)
    ben = join("ben")
    bodies = []
    for name in ("me", "xx"):
        answer = ben.get(f"/api/v1/status?athlete={name}")
        assert answer.status_code == 404
        told = {key: value for key, value in answer.json().items() if key != "trace_id"}
        bodies.append(str(told).replace(repr(name), "?"))
    assert bodies[0] == bodies[1]


def test_nobody_named_is_nobody_meant(join):
    """T26: no athlete is guessed."""
    anna = join("anna", admin=True)
    assert anna.get("/api/v1/status").status_code == 422


@pytest.mark.usefixtures("_demo_lifter")
def test_everybody_may_look_at_the_demo_lifter_and_go_back(join):
    ben = join("ben")
    assert ben.post("/demo").status_code == 302
    assert "Demo lifter" in ben.get("/").content.decode()
    assert ben.post("/log", {"line": "leg press 8x160"}).status_code == 404
    assert ben.post("/me").status_code == 302
    assert "simulated" not in ben.get("/settings").content.decode()


def test_who_is_locked_out_is_out_with_the_next_request(join):
    anna, ben = join("anna", admin=True), join("ben")
    user = User.objects.get(username="ben")
    anna.post(f"/account/people/{user.pk}/active")
    assert ben.get("/").status_code == 302
    assert log_in("ben")[1].headers["Location"] == "/account/inactive"
    anna.post(f"/account/people/{user.pk}/active")
    assert log_in("ben")[1].headers["Location"] == "/"
    me = User.objects.get(username="anna")
    anna.post(f"/account/people/{me.pk}/active")
    assert anna.get("/").status_code == 200
