"""The first minutes: a few taps, no account, nothing typed, and a session that waits."""

import html
import time

import pytest

from preex.planner.document import plan_from_json

MOST_TAPS, MOST_S, LEAST_PX = 14, 120.0, 44.0


def said(answer):
    return html.unescape(answer.content.decode())


def answered(browser, **answers):
    """Answer the questions; return what the last one led to."""
    for step, answer in answers.items():
        reply = browser.post(f"/begin/{step}", {step: answer})
        assert reply.status_code == 302, said(reply)
    return reply


def test_a_bigger_muscle_leads_to_a_saved_session_that_can_be_started(newcomer, store):
    end = answered(newcomer, goal="muscle", experience="intermediate", lagging=["chest"], equipment="home", unit="lb")
    assert end.headers["Location"] == "/"
    me = store.athlete("me")
    assert (me.experience, me.goal, me.unit, me.gym["have"]) == ("intermediate", "muscle", "lb", ["home"])
    assert set(me.lagging) == {"pec_clavicular", "pec_sternal"}
    page = said(newcomer.get("/"))
    assert 'data-testid="start-session"' in page
    assert 'href="/session#start"' in page
    assert store.latest_plan("me").id == "P-1"


def test_a_beginner_gets_the_usual_order_and_the_reason(newcomer, store):
    answered(newcomer, goal="muscle", experience="beginner", lagging=["quads"], equipment="full_gym", unit="kg")
    plan = plan_from_json(store.latest_plan("me").plan)
    assert not any(section.strategy for section in plan.days[0].workout.sections)
    page = said(newcomer.get("/"))
    assert "In the usual order." in page
    assert "Under six months" in page


def test_a_joint_that_hurts_is_trained_around(newcomer, store):
    answered(
        newcomer,
        goal="joint",
        experience="experienced",
        joint="knee",
        lagging=["quads"],
        equipment="full_gym",
        unit="kg",
    )
    assert dict(store.athlete("me").joints) == {"knee": "irritable"}
    assert "knee" in plan_from_json(store.latest_plan("me").plan).lifter.joints


def test_a_stronger_lift_is_planned_in_the_usual_order(newcomer, store):
    answered(
        newcomer, goal="strength", experience="experienced", lift="barbell_bench_press", equipment="full_gym", unit="kg"
    )
    me = store.athlete("me")
    assert (me.goal, me.goal_lift) == ("strength", "barbell_bench_press")
    assert "barbell_bench_press" in str(store.latest_plan("me").plan["days"])


def test_whoever_just_logs_is_asked_for_no_muscle(newcomer, store):
    reply = answered(newcomer, goal="log", experience="intermediate")
    assert reply.headers["Location"] == "/begin/equipment"
    answered(newcomer, equipment="hotel", unit="kg")
    assert store.athlete("me").goal == "general"


def test_whoever_leaves_halfway_goes_on_where_they_left_and_nothing_is_kept_of_them(newcomer, store):
    answered(newcomer, goal="muscle", experience="intermediate", lagging=["chest"])
    assert (store.athlete("me").goal, store.latest_plan("me")) == ("", None)
    assert 'data-testid="begin-on"' in said(newcomer.get("/"))
    assert newcomer.get("/begin").headers["Location"] == "/begin/equipment"
    assert "checked" in said(newcomer.get("/begin/lagging"))


def test_an_answer_can_be_changed_on_the_way_back(newcomer, store):
    answered(newcomer, goal="muscle", experience="beginner", lagging=["chest"])
    answered(newcomer, goal="log", experience="experienced", equipment="full_gym", unit="kg")
    me = store.athlete("me")
    assert (me.goal, me.experience, me.lagging) == ("general", "experienced", ())


@pytest.mark.parametrize(
    ("step", "answer", "told"),
    [
        ("goal", "world peace", "Choose one."),
        ("experience", "", "Choose one."),
        ("equipment", "moon base", "Choose one."),
        ("unit", "stone", "Choose one."),
        ("lagging", ["chest", "lats", "quads"], "two are the most"),
        ("lagging", ["wings"], "wings"),
    ],
)
def test_what_is_no_answer_is_asked_again(newcomer, step, answer, told):
    reply = newcomer.post(f"/begin/{step}", {step: answer})
    assert reply.status_code == 422
    assert told in said(reply)


def test_a_question_that_is_not_due_leads_to_the_one_that_is(newcomer):
    assert newcomer.get("/begin/unit").headers["Location"] == "/begin/goal"
    assert newcomer.get("/begin/shoe-size").status_code == 404
    assert newcomer.post("/begin/unit", {"unit": "kg"}).headers["Location"] == "/begin/goal"


def test_the_demo_lifter_does_not_begin(demo, store, demo_name):
    before = store.athlete(demo_name)
    assert demo.post("/begin/goal", {"goal": "log"}).headers["Location"] == "/"
    assert store.athlete(demo_name) == before


def test_pounds_come_first_where_they_are_usual(newcomer):
    answered(newcomer, goal="log", experience="intermediate", equipment="hotel")
    page = newcomer.get("/begin/unit", headers={"accept-language": "en-US,en;q=0.9"}).content.decode()
    assert page.index("unit-lb") < page.index("unit-kg")


def test_a_thumb_gets_from_nothing_to_a_running_session_without_typing(chromium, served, tmp_path):
    with served(tmp_path, "-c", "import preex.web; preex.web.serve(port=0)") as base:
        phone = chromium.new_context(base_url=base, viewport={"width": 360, "height": 640}, has_touch=True)
        page = phone.new_page()
        begun, taps = time.monotonic(), 0
        page.goto("/")
        way = ("goal-muscle", "experience-intermediate", "lagging-chest", "begin-next", "equipment-full_gym")
        for test_id in (*way, "onboarding-done", "start-session"):
            target = page.get_by_test_id(test_id)
            tapped = page.locator("label", has=target).locator(".chip") if "lagging" in test_id else target
            assert tapped.bounding_box()["height"] >= LEAST_PX
            tapped.tap()
            taps += 1
        page.wait_for_url("**/session*")
        assert taps <= MOST_TAPS
        assert time.monotonic() - begun < MOST_S
        phone.close()


def test_the_first_minutes_work_without_javascript(chromium, served, tmp_path):
    with served(tmp_path, "-c", "import preex.web; preex.web.serve(port=0)") as base:
        plain = chromium.new_context(base_url=base, java_script_enabled=False, viewport={"width": 320, "height": 640})
        page = plain.new_page()
        page.goto("/")
        for test_id in ("goal-log", "experience-experienced"):
            page.get_by_test_id(test_id).click()
        page.go_back()
        for test_id in ("experience-intermediate", "equipment-hotel", "onboarding-done"):
            page.get_by_test_id(test_id).click()
        page.get_by_test_id("start-session").wait_for()
        plain.close()
