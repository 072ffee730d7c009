"""Logging in one line, from the browser."""

import html
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from preex.core.performed import PerformedSet

PAIR = "leg extension 12x40 > leg press 8x160 gap 30 rir 1"


def said(answer):
    return html.unescape(answer.content.decode())


def test_a_line_becomes_sets_and_shows_them_beside_what_was_expected(newcomer, store):
    answer = newcomer.post("/log", {"line": PAIR}, follow=True)
    first, second = store.sets("me")
    assert (first.exercise, first.reps, first.load_kg) == ("leg_extension", 12, 40.0)
    assert (second.exercise, second.reps, second.rest_before_s, second.rir) == ("leg_press", 8, 30.0, 1.0)
    assert re.search(r"Recorded 2 sets; \d of 2 inside the predicted range", said(answer))
    assert said(answer).count('data-testid="prediction"') == 2


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("leg press 8x-160", "the load is -160; it lies between 0 and 2000"),
        ("leg press -8x160", "repetitions are -8"),
        ("leg press 877777x160", "lie between 1 and 200"),
        ("leg press 8x9999999", "lies between 0 and 2000"),
        ("flibberty flop 8x160", "the catalogue has no exercise"),
        ("leg press", "has no repetitions and load"),
        ("", "This field is required"),
        ("leg press 10x?", "leg press"),
        ("x" * 6000, "at most 5000"),
        ("leg press 8x160\x00", "Null characters"),
    ],
)
def test_a_line_that_cannot_be_is_pointed_at_and_nothing_is_stored(newcomer, store, line, told):
    answer = newcomer.post("/log", {"line": line})
    assert answer.status_code in {404, 422}
    assert told.casefold() in said(answer).casefold()
    assert store.count_sets("me") == 0


def test_the_form_asks_what_gave_out_in_the_last_set_and_the_line_comes_first(newcomer, store):
    newcomer.post("/log", {"line": PAIR, "gave_out": "glutes"})
    assert [s.gave_out for s in store.sets("me")] == [None, "glute_max"]
    newcomer.post("/log", {"line": "leg press 8x160 out breath", "gave_out": "quads"})
    assert store.sets("me")[-1].gave_out == "breath"
    page = said(newcomer.get("/log"))
    assert "gave out: glutes" in page
    assert "gave out: breath" in page
    answer = newcomer.post("/log", {"line": PAIR, "gave_out": "willpower"})
    assert answer.status_code == 422
    assert store.count_sets("me") == 3


def test_what_was_typed_stays_in_the_form_with_a_caret_below_the_fault(newcomer):
    answer = newcomer.post("/log", {"line": "leg press 8x160 zzz"})
    assert "leg press 8x160 zzz" in said(answer)
    pointer = re.search(r'data-testid="pointer">(.*?)</pre>', said(answer), re.DOTALL).group(1)
    assert pointer.splitlines()[1].index("^") == pointer.splitlines()[0].index("zzz")


def test_the_same_form_sent_twice_is_stored_once(newcomer, store):
    sent = {"line": PAIR, "ticket": str(uuid4())}
    newcomer.post("/log", sent)
    answer = newcomer.post("/log", sent, follow=True)
    assert store.count_sets("me") == 2
    assert "recorded already" in said(answer)


def test_two_forms_with_the_same_line_are_two_workouts_parts(newcomer, store):
    newcomer.post("/log", {"line": PAIR, "ticket": str(uuid4())})
    newcomer.post("/log", {"line": PAIR, "ticket": str(uuid4())})
    assert store.count_sets("me") == 4


def test_the_last_entry_can_be_taken_back_once(newcomer, store):
    newcomer.post("/log", {"line": PAIR})
    assert "Taken back: 2 sets" in said(newcomer.post("/log/undo", follow=True))
    assert store.count_sets("me") == 0
    assert newcomer.post("/log/undo").status_code == 404


def test_yesterdays_workout_is_logged_at_the_time_where_the_lifter_is(newcomer, store):
    store.update_profile(store.athlete("me").name, zone="Asia/Tokyo")
    newcomer.post("/log", {"line": PAIR, "at": "2026-03-01T07:30"})
    (first, _) = store.sets("me")
    assert first.at == datetime(2026, 2, 28, 22, 30, tzinfo=UTC)  # Tokyo is nine hours ahead of UTC
    assert first.local_date == "2026-03-01"


def test_loads_without_a_unit_are_in_the_lifters(newcomer, store):
    store.athlete("me")
    store.update_profile("me", unit="lb")
    answer = newcomer.post("/log", {"line": "leg press 8x225"}, follow=True)
    (done,) = store.sets("me")
    assert done.load_kg == pytest.approx(102.058)
    assert "225 lb" in said(answer)


def test_the_examples_beside_the_form_can_be_logged_as_they_stand(newcomer):
    examples = re.findall(r"<code>(.*?)</code>", newcomer.get("/log").content.decode(), re.DOTALL)
    assert len(examples) == 4
    for line in examples:
        assert newcomer.post("/log", {"line": html.unescape(line)}).status_code == 302


def test_a_line_in_the_address_waits_in_the_form(newcomer):
    assert ">\nleg press 8x160</textarea>" in newcomer.get("/log?line=leg+press+8x160").content.decode()


@pytest.mark.parametrize(
    "evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}", "'-alert(1)-'"]
)
def test_names_from_a_log_are_shown_and_never_run(newcomer, store, evil):
    now = datetime.now(UTC)
    done = [
        PerformedSet(
            exercise=evil, name=evil, note=evil, workout=evil, load_kg=10.0, reps=5, at=now - timedelta(minutes=i),
            source_id=f"{i}",
        )
        for i in (2, 1)
    ]  # fmt: skip
    store.athlete("me")
    store.record("me", done, at=now)
    for address in ("/", "/log", "/progress?replay", "/progress/strength", "/progress/volume", "/import"):
        page = newcomer.get(address).content.decode()
        assert "<script" not in page
        assert "<img src=x" not in page
    shown = newcomer.get("/").content.decode()
    assert html.escape(evil) in shown


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><svg onload=alert(1)>'])
def test_what_is_typed_comes_back_escaped(newcomer, evil):
    for answer in (
        newcomer.post("/log", {"line": evil}),
        newcomer.get("/log", {"line": evil, "plan": evil}),
        newcomer.get("/compare", {"isolation": evil, "compound": evil}),
        newcomer.get("/plan", {"days": "1", "goal": "strength", "goal_lift": evil, "override": evil}),
        newcomer.post("/settings", {"unit": "kg", "goal_lift": evil, "zone": evil}),
        newcomer.get("/pairs", {"target": evil}),
        newcomer.get(f"/pairs/{evil.replace('/', '')}"),
    ):
        assert evil not in answer.content.decode()
        assert "<script>" not in answer.content.decode()
