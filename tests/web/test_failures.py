"""Errors become status codes in one place, and pages that say what, why and what next."""

import pytest

from preex.errors import (
    Conflict,
    DataError,
    FieldError,
    NotFound,
    NotPermitted,
    OutOfRange,
    PreexError,
    Unavailable,
    UnitNeeded,
    UnknownExercise,
    ValidationError,
)
from preex.web import failures
from preex.web.failures import status_of
from preex.web.pages import learning, today


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ValidationError("x"), 422),
        (OutOfRange("x"), 422),
        (FieldError("a.b", "x"), 422),
        (UnitNeeded("x"), 422),
        (NotFound("x"), 404),
        (UnknownExercise("x"), 404),
        (Conflict("x"), 409),
        (NotPermitted("x"), 403),
        (Unavailable("x"), 503),
        (DataError("x"), 500),
        (PreexError("x"), 500),
    ],
)
def test_each_kind_of_error_has_its_status(error, status):
    assert status_of(error) == status


@pytest.mark.parametrize("error", [Unavailable, DataError, NotPermitted])
def test_an_error_of_a_verb_is_shown_with_its_hint(newcomer, monkeypatch, error):
    def fail(*_, **__):
        raise error("The log is elsewhere.", hint="Bring it back.")

    monkeypatch.setattr(today.app, "athlete_state", fail, raising=False)
    answer = newcomer.get("/")
    assert answer.status_code == status_of(error(""))
    assert "The log is elsewhere." in answer.content.decode()
    assert "Bring it back." in answer.content.decode()


def test_a_fault_of_ours_tells_nothing_of_its_inside(newcomer, monkeypatch):
    def fail():
        raise ZeroDivisionError("secret of the inside")

    monkeypatch.setattr(learning.app, "find_claims", fail, raising=False)
    newcomer.raise_request_exception = False
    answer = newcomer.get("/learn")
    assert answer.status_code == 500
    assert "a fault of PreEx" in answer.content.decode()
    assert "secret" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_a_page_that_is_not_there_says_so(newcomer):
    answer = newcomer.get("/no/such/page")
    assert answer.status_code == 404
    assert "There is no page /no/such/page" in answer.content.decode()


def test_a_body_larger_than_any_form_of_ours_is_refused_before_it_is_parsed(newcomer, strong_file, monkeypatch):
    monkeypatch.setattr(failures, "LARGEST_BODY", 2_000_000)
    answer = newcomer.post("/import", {"file": strong_file("x" * 3_000_000)})
    assert answer.status_code == 413
    assert "What was sent has 3 MB; 2 MB are the most." in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/pairs/P999", 404),
        ("/pairs?target=elbow+grease", 422),
        ("/pairs?joint=wing", 422),
        ("/pairs?kit=spaceship", 422),
        ("/progress/volume?by=weight", 404),
        ("/import/AAAAAAAAAAAAAAAAAAAAAA", 404),
        ("/import/..%2f..%2fetc", 404),
        ("/plan?days=9", 422),
        ("/plan?days=1&minutes=7000", 422),
        ("/plan?days=1&joints=wing", 422),
        ("/plan?days=1&goal=strength&goal_lift=flibberty", 422),
        ("/compare?isolation=&compound=", 422),
        ("/compare?isolation=leg_press&compound=leg_press", 422),
        ("/compare?isolation=leg_extension&compound=leg_press&load=-20", 422),
        ("/compare?isolation=leg_extension&compound=leg_press&load=heavy", 422),
        ("/compare?isolation=leg_extension&compound=leg_press&fresh_reps=877777", 422),
        ("/compare?isolation=leg_extension&compound=leg_press&gap=45", 422),
        ("/compare?isolation=" + "x" * 10_000 + "&compound=leg_press", 422),
        ("/compare?isolation=%00&compound=leg_press", 422),
    ],
)
def test_impossible_questions_are_answered_with_an_error_not_a_crash(newcomer, address, status):
    assert newcomer.get(address).status_code == status


def test_an_error_gives_value_range_and_next_step(newcomer):
    page = newcomer.get("/compare?isolation=leg_extension&compound=leg_press&load=-20").content.decode()
    assert "-20 is outside 0.5 to 2000; correct it or leave it empty." in page


def test_an_unknown_exercise_comes_with_proposals(newcomer):
    page = newcomer.get("/compare?isolation=leg_extnsion&compound=leg_press").content.decode()
    assert "Did you mean" in page
    assert "leg_extension" in page


def test_health_needs_no_store_and_readiness_does(newcomer, monkeypatch):
    from preex.web.pages import health

    assert newcomer.get("/readyz").json() == {"status": "ok"}

    def gone():
        raise Unavailable("no database.")

    monkeypatch.setattr(health, "Store", gone)
    assert newcomer.get("/healthz").json() == {"status": "ok"}
    answer = newcomer.get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


def test_a_damaged_log_is_not_ready(newcomer, home, monkeypatch):
    monkeypatch.setattr("preex.store.guard.home_of", lambda _: home)  # the tests keep their database in memory
    home.mkdir()
    (home / "preex.damaged").write_text("a page of the database is damaged", encoding="utf-8")
    answer = newcomer.get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "data_integrity")
