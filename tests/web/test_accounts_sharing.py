"""Letting a coach in and sending them away."""

import re

import pytest

from preex.accounts.models import Grant

pytestmark = pytest.mark.usefixtures("accounts")


@pytest.fixture
def pair(join):
    """Anna, who trains, and Ben, who coaches."""
    anna, ben = join("anna", admin=True), join("ben")
    anna.post("/log", {"line": "leg press 8x160"})
    return anna, ben


def let_in(browser, *scopes, name="ben", days="90"):
    return browser.post("/account/sharing", {"name": name, "may": scopes or ["log:read"], "days": days})


def look(browser, name="me"):
    return browser.post("/account/look", {"athlete": name})


def test_a_coach_sees_whose_log_it_is_and_goes_back_to_their_own(pair):
    anna, ben = pair
    assert look(ben).status_code == 404
    assert let_in(anna).status_code == 302
    assert "<b>anna</b>" in ben.get("/account/sharing").content.decode()
    assert look(ben).status_code == 302
    page = ben.get("/").content.decode()
    assert "The log of anna" in page
    assert "Leg press" in page
    assert ben.post("/me").status_code == 302
    assert "The log of" not in ben.get("/").content.decode()
    assert "The log of" not in anna.get("/").content.decode()


def test_a_coach_changes_nothing_that_was_not_allowed(pair, store):
    anna, ben = pair
    let_in(anna, "log:read")
    look(ben)
    assert ben.post("/log", {"line": "leg press 8x170"}).status_code == 404
    assert ben.post("/settings", {"unit": "lb"}).status_code == 404
    assert ben.get("/settings").status_code == 404
    assert len(store.sets("me")) == 1
    let_in(anna, "log:read", "log:write")
    look(ben)
    ticket = re.search(r'name="ticket" value="([^"]+)"', anna.get("/log").content.decode()).group(1)
    assert ben.post("/log", {"line": "leg press 8x170", "ticket": ticket}).status_code == 302
    assert len(store.sets("me")) == 2
    assert store.sets("ben") == ()


def test_taken_back_it_ends_with_the_next_request_and_nothing_goes_to_another_log(pair, store):
    anna, ben = pair
    let_in(anna, "log:read", "log:write")
    look(ben)
    assert ben.get("/").status_code == 200
    grant = Grant.objects.get(role="coach")
    assert ben.post(f"/account/sharing/{grant.pk}/end").status_code == 404
    assert anna.post(f"/account/sharing/{grant.pk}/end").status_code == 302
    assert ben.post("/log", {"line": "leg press 8x170"}).status_code == 404
    assert store.sets("ben") == ()
    page = ben.get("/")
    assert page.status_code == 404
    assert "Use my own log" in page.content.decode()
    assert ben.get("/account").status_code == 200
    assert ben.post("/me").status_code == 302
    assert ben.get("/").status_code == 200
    assert Grant.objects.get(role="coach").revoked_at is not None


def test_nothing_about_health_is_ticked_before_somebody_ticks_it(pair):
    page = pair[0].get("/account/sharing").content.decode()
    ticked = re.findall(r'<input[^>]*name="may"[^>]*value="([^"]+)"[^>]*checked', page)
    assert ticked == ["log:read"]


def test_a_new_agreement_takes_the_place_of_the_one_before(pair):
    anna, _ = pair
    let_in(anna, "log:read", "pain:read")
    let_in(anna, "log:read")
    assert [one.scopes for one in Grant.objects.filter(role="coach", revoked_at=None)] == [["log:read"]]
    assert Grant.objects.filter(role="coach").count() == 2


@pytest.mark.parametrize("name", ["nobody", "anna", ""])
def test_nobody_and_oneself_are_no_coaches(pair, name):
    assert let_in(pair[0], name=name).status_code == 422
    assert not Grant.objects.filter(role="coach").exists()


@pytest.mark.parametrize("scope", ["own", "log:erase", ""])
def test_no_coach_is_let_in_to_what_is_not_for_coaches(pair, scope):
    assert let_in(pair[0], scope).status_code == 422
    assert not Grant.objects.filter(role="coach").exists()
