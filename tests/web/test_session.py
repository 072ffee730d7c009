"""The page of the session, what it is given, and what keeps it on the phone."""

import gzip
import json
import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from preex import app
from preex.app.planning import new_plan

DATA = re.compile(r'<script id="session-data" type="application/json">(.*?)</script>', re.DOTALL)


def data_of(browser):
    return json.loads(DATA.search(browser.get("/session").content.decode()).group(1))


@pytest.fixture
def planner(demo, store, demo_name):
    new_plan(store, demo_name, at=datetime.now(UTC), told={"lagging": ["quads"]})
    return demo


def test_the_page_holds_the_plan_as_the_document_has_it(planner, store, demo_name):
    kept = app.saved_plan(store, demo_name)
    first = data_of(planner)["days"][0]
    assert first["workout"] == json.loads(json.dumps(kept.to_json()["days"][0]["workout"]))
    assert first["plan_id"] == kept.id


def test_every_exercise_that_can_come_up_is_told_of(planner):
    data = data_of(planner)
    known = {e["id"] for e in data["exercises"]}
    steps = [s for d in data["days"] for section in d["workout"]["sections"] for s in section["steps"]]
    planned = {s["exercise"] for s in steps if "exercise" in s}
    assert planned <= known
    swaps = {other for e in data["exercises"] if e["id"] in planned for other in e["swaps"]}
    assert swaps
    assert swaps <= known


def test_without_a_plan_and_a_log_there_is_nothing_to_begin(newcomer):
    assert data_of(newcomer)["days"] == []


def test_without_a_plan_the_last_workout_can_be_done_again(demo):
    (again,) = data_of(demo)["days"]
    assert again["plan_id"] is None
    assert again["workout"]["sections"]


def test_a_lifter_who_counts_in_pounds_has_a_gym_in_pounds(planner, store, demo_name):
    store.update_profile(demo_name, unit="lb")
    data = data_of(planner)
    assert data["unit"] == "lb"
    assert data["kits"]["lb"]["bar"] == 45
    assert data["kits"]["kg"]["bar"] == 20  # a load may be typed in the other unit
    assert {e["last"]["unit"] for e in data["exercises"] if e["last"]} == {"lb"}


def test_the_gym_that_was_told_is_the_gym_of_the_runner(planner, store, demo_name):
    app.update_gym(store, demo_name, bar_kg=15.0, plates_kg=[20.0, 10.0], dumbbells_kg=[6.0, 12.0], stack_step_kg=5.0)
    kits = data_of(planner)["kits"]
    assert (kits["kg"]["bar"], kits["kg"]["plates"], kits["kg"]["dumbbells"]) == (15, [20, 10], [6, 12])
    assert (kits["kg"]["stackStep"], kits["kg"]["stackMax"]) == (5, 200)
    assert (kits["lb"]["bar"], kits["lb"]["plates"][0]) == (45, 45)  # nobody told of machines in pounds


def test_a_machine_in_the_other_unit_comes_with_a_load_it_can_make(planner, store, demo_name):
    """A stack in pounds goes by 5, whatever its last load was in kilograms."""
    app.set_unit(store, demo_name, "leg_extension", "lb")
    data = data_of(planner)
    assert data["units"] == {"leg_extension": "lb"}
    before = [s for s in store.sets(demo_name) if s.exercise == "leg_extension"][-1]
    told = data["last"]["leg_extension"]
    assert told["unit"] == "lb"
    assert float(told["value"]) == 5 * round(before.load_kg / 0.45359237 / 5)
    assert data["last"]["leg_press"]["unit"] == "kg"


def test_the_page_runs_no_inline_code_and_asks_nothing_of_others(planner):
    answer = planner.get("/session")
    html = answer.content.decode()
    scripts = re.findall(r"<script\b([^>]*)>", html)
    assert len(scripts) == 2
    assert all('type="application/json"' in s or 'src="/session/app/' in s for s in scripts)
    assert not re.search(r"\son\w+=|<style|style=|https?://", DATA.sub("", html).replace("http://www.w3.org", ""))
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_a_plan_cannot_break_out_of_its_data(demo, store, demo_name):
    kept = new_plan(store, demo_name, at=datetime.now(UTC), told={"lagging": ["quads"]}).to_json()
    kept["days"][0]["workout"]["title"] = "</script><script>alert(1)</script>"
    store.save_plan(demo_name, kept, at=datetime.now(UTC))
    html = demo.get("/session").content.decode()
    assert html.count("<script") == 2
    assert data_of(demo)["days"][0]["title"] == "</script><script>alert(1)</script>"


def test_the_worker_keeps_all_that_the_page_needs(planner):
    worker = planner.get("/sw.js")
    assert worker.headers["Cache-Control"] == "no-cache"
    shell = json.loads(worker.content.decode().split("\n", 1)[0].removeprefix("const SHELL = ").removesuffix(";"))
    html = planner.get("/session").content.decode()
    wanted = set(re.findall(r'(?:href|src)="(/(?:static|session/app)/[^"]+)"', html))
    assert wanted <= set(shell["files"])
    main = next(address for address in shell["files"] if address.endswith("/main.js"))
    todo, seen = [main], set()
    while todo:
        address = todo.pop()
        seen.add(address)
        code = planner.get(address).content.decode()
        folder = address.rpartition("/")[0]
        todo += [found for name in re.findall(r'from "\./([\w.]+)"', code) if (found := f"{folder}/{name}") not in seen]
    assert seen <= set(shell["files"])
    for address in shell["files"]:
        if "/app/" in address:
            answer = planner.get(address)
            assert answer.status_code == 200
            assert answer.headers["Content-Type"].startswith("text/javascript")


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fsw.js", "main.js.map"])
def test_only_modules_are_served(newcomer, name):
    assert newcomer.get(f"/session/app/x/{name}").status_code == 404


def test_the_shell_is_small(planner):
    """200 kB compressed, the budget of the design."""
    shell = json.loads(planner.get("/sw.js").content.decode().split("\n", 1)[0][len("const SHELL = ") : -1])
    total = len(gzip.compress(planner.get("/session").content))
    for address in shell["files"]:
        answer = planner.get(address)
        total += len(gzip.compress(b"".join(answer.streaming_content) if answer.streaming else answer.content))
    assert total < 200_000


def asked(browser, document, **more):
    return browser.post("/session/ranges", json.dumps(document), content_type="application/json", **more)


def test_a_hard_set_that_was_done_lowers_what_is_expected_next(planner):
    ahead = {"exercise": "leg_press", "load_kg": 190, "rir": 1.5, "rest_before_s": 30}
    easy, hard = (
        asked(planner, {"sets": [{"exercise": "leg_extension", "load_kg": 75, "reps": reps}, ahead]}).json()["ranges"][
            1
        ]
        for reps in (3, 16)
    )
    assert hard["mean"] < easy["mean"]
    assert hard["low"] <= hard["mean"] <= hard["high"] <= hard["fresh"] + 8


@pytest.mark.parametrize(
    ("document", "word"),
    [
        ({"sets": [{"exercise": "nothing", "load_kg": 1, "reps": 1}]}, "sets[0].exercise"),
        ({"sets": [{"exercise": "leg_press", "load_kg": -1, "reps": 1}]}, "load_kg"),
        ([1], "JSON object"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_in_words(planner, document, word):
    answer = asked(planner, document)
    assert answer.status_code == 422
    assert word in answer.json()["error"]["message"]


def test_another_site_cannot_ask(demo):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = demo.cookies
    assert asked(strict, {"sets": []}).status_code == 403


def test_the_catalogue_on_the_phone_is_whole_and_small(planner):
    """120 kB, the budget of the free session's list."""
    catalogue = data_of(planner)["catalogue"]
    assert len(json.dumps(catalogue, separators=(",", ":"))) < 120_000
    known = {row[0] for row in catalogue["exercises"]}
    assert {e.id for e in app.find_exercises() if e.family == "strength"} == known
    for _, target, isolation, compounds, gap_s, *_ in catalogue["pairs"]:
        assert {isolation, *compounds} <= known
        assert target in catalogue["muscles"]
        assert 0 <= gap_s <= 60


def test_a_picked_exercise_comes_with_the_load_of_the_log(planner, store, demo_name):
    last = {s.exercise: s for s in store.sets(demo_name)}
    told = data_of(planner)["last"]
    assert told["leg_press"] == {"value": f"{last['leg_press'].load_kg:g}", "unit": "kg"}
    assert set(told) == set(last)


def post(browser, name, document):
    return browser.post(f"/session/trial/{name}", json.dumps(document), content_type="application/json")


def test_a_trial_shows_no_arm_before_its_check_in_and_keeps_it_after(planner, store, demo_name):
    app.new_trial(
        store,
        demo_name,
        at=datetime.now(UTC),
        seed="5eed",
        pairs=("leg_extension:leg_press",),
        weeks=4,
    )
    before = data_of(planner)["trial"]
    assert (before["workout"], before["check_in"], before["day"]) == (1, True, None)
    waits = post(planner, "check-in", {"ready": False}).json()["trial"]
    assert waits["day"] is None
    shown = post(planner, "check-in", {"ready": True, "readiness": 7, "levels": []}).json()["trial"]
    steps = [s for section in shown["day"]["workout"]["sections"] for s in section["steps"] if "exercise" in s]
    assert {s["exercise"] for s in steps} == {"leg_extension", "leg_press"}
    assert post(planner, "check-in", {}).json()["trial"]["day"] == shown["day"] == data_of(planner)["trial"]["day"]


def test_a_check_in_with_a_number_that_cannot_be_is_refused_in_words(planner, store, demo_name):
    app.new_trial(store, demo_name, at=datetime.now(UTC), seed="5eed", pairs=("leg_extension:leg_press",), weeks=4)
    answer = post(planner, "check-in", {"readiness": 99})
    assert answer.status_code == 422
    assert "readiness" in answer.json()["error"]["message"]


def test_a_workout_without_sets_cannot_be_recorded(planner, store, demo_name):
    app.new_trial(store, demo_name, at=datetime.now(UTC), seed="5eed", pairs=("leg_extension:leg_press",), weeks=4)
    post(planner, "check-in", {})
    answer = post(planner, "record", {"session": "nothing", "trial": "T-1", "pain": 0})
    assert answer.status_code == 404


def test_a_joint_that_ends_the_workout_before_a_set_closes_it(planner, store, demo_name):
    app.new_trial(store, demo_name, at=datetime.now(UTC), seed="5eed", pairs=("leg_extension:leg_press",), weeks=4)
    post(planner, "check-in", {})
    stop = {"session": "x", "trial": "T-1", "stopped": {"level": 5, "joint": "knee"}}
    assert post(planner, "record", stop).status_code == 200
    assert post(planner, "record", stop).status_code == 409
    assert data_of(planner)["trial"]["workout"] == 2


def test_progress_shows_a_joint_that_hurt(planner, store, demo_name):
    at = datetime.now(UTC)
    op = {
        "id": "0199b3c0-0000-7000-9000-000000000001", "device": "0199b3c0-0000-4000-8000-00000000000a", "clock": 1,
        "at": f"{at:%Y-%m-%dT%H:%M:%S}.000Z", "kind": "pain",
        "body": {"session": "0199b3c0-0000-7000-8000-000000000001", "joint": "low_back", "level": 6, "stopped": True},
    }  # fmt: skip
    app.take_ops(store, demo_name, [op], at)
    html = planner.get("/progress").content.decode()
    assert "low back: 6 of 10, flagged by your last session" in html
