"""What a lifter trains with, and in which unit each machine is marked."""

import html
from datetime import UTC, datetime

import pytest

from preex import app
from preex.catalogue import load_catalogue
from preex.core.exercise import LoadType

USUAL = {
    "have": "home", "bar": "20", "pairs_of_each": "2", "plates": "20, 10 5 2,5", "dumbbells": "5 7.5 10",
    "stack_step": "5", "stack_max": "100",
}  # fmt: skip


def said(answer):
    return html.unescape(answer.content.decode())


def test_a_gym_that_is_told_is_kept_shown_and_loaded(newcomer, store):
    assert newcomer.post("/settings/gym", USUAL).status_code == 302
    page = said(newcomer.get("/settings/gym"))
    assert 'value="20 10 5 2.5"' in page
    gym = app.gym_of(store.athlete("me"))
    bench = load_catalogue().exercise("barbell_bench_press")
    assert bench.load_type is LoadType.BARBELL
    assert gym.loadable_kg(bench)[:3] == (20.0, 25.0, 30.0)
    assert max(gym.loadable_kg(bench)) == 20 + 2 * 2 * (20 + 10 + 5 + 2.5)
    assert app.have_of(store.athlete("me")) == ("home",)


def test_an_empty_gym_is_a_usual_one_again(newcomer, store):
    newcomer.post("/settings/gym", USUAL)
    newcomer.post("/settings/gym", {})
    assert app.gym_of(store.athlete("me")).bar_kg == 20.0
    assert app.have_of(store.athlete("me")) is None


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("plates", "twenty", "Write numbers"),
        ("plates", "0 5", "above 0"),
        ("dumbbells", "-5", "above 0"),
        ("dumbbells", "nan", "above 0"),
        ("dumbbells", "sNaN", "Write numbers"),
        ("dumbbells", "1e999", "above 0"),
        ("dumbbells", "5000", "above 0"),
        ("stack_step", "0", "outside"),
        ("bar", "heavy", "Write a number"),
        ("pairs_of_each", "0", "outside"),
    ],
)
def test_kit_that_cannot_be_is_refused_and_nothing_changes(newcomer, store, field, value, told):
    before = store.athlete("me")
    answer = newcomer.post("/settings/gym", USUAL | {field: value})
    assert answer.status_code == 422
    assert told in said(answer)
    assert store.athlete("me") == before


def test_a_machine_marked_in_pounds_is_shown_and_typed_in_pounds_beside_others_in_kilograms(newcomer, store):
    newcomer.post("/settings/gym/unit", {"exercise": "Leg press", "machine_unit": "lb"})
    app.record_line(store, "me", "leg press 8x225; leg curl 10x40", at=datetime.now(UTC))
    press, curl = store.sets("me")
    assert press.load_kg == pytest.approx(102.058)  # 225 lb
    assert curl.load_kg == 40.0
    page = said(newcomer.get("/"))
    assert "8 × 225 lb" in page
    assert "10 × 40 kg" in page
    newcomer.post("/settings/gym/unit", {"exercise": "leg_press", "machine_unit": ""})
    assert "8 × 102.06 kg" in said(newcomer.get("/"))


def test_a_unit_for_no_exercise_is_refused(newcomer):
    answer = newcomer.post("/settings/gym/unit", {"exercise": "flibberty", "machine_unit": "lb"})
    assert answer.status_code == 422
    assert "the catalogue has no exercise" in said(answer).casefold()
