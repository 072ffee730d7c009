"""The plan editor in the browser: every act a form, nothing lost, a conflict shown from both sides."""

import html
import re

import pytest

from preex.store import Store
from preex.units import from_kg

WISH = {"days": "1", "minutes": "60", "have": "full_gym", "lagging": "quads"}


def said(answer):
    return html.unescape(answer.content.decode())


def page_of(browser, address="/plan/edit"):
    return said(browser.get(address))


def version_of(browser):
    return re.search(r'name="version" value="(\d+)"', page_of(browser)).group(1)


def do(browser, act, *, day=0, block=0, **also):
    sent = {"version": version_of(browser), "act": act, "day": day, "block": block, **also}
    return browser.post("/plan/edit", sent)


def blocks(browser):
    """Exercises of each block, in the order shown."""
    return re.findall(r'data-testid="block" aria-label="([^"]+)"', page_of(browser))


@pytest.fixture
def planned(demo):
    """The demo lifter with a saved plan: a quad pair first, straight sets after."""
    assert demo.post("/plan", WISH).status_code == 302
    return demo


def test_a_plan_can_be_changed_undone_and_saved_as_a_new_one(planned, store, demo_name):
    before = blocks(planned)
    answer = do(planned, "down", block=0)
    assert (answer.status_code, answer["Location"]) == (302, "/plan/edit#block-0-1")
    assert blocks(planned) == [before[1], before[0], *before[2:]]
    assert len(store.plans(demo_name)) == 1  # a draft is no plan yet
    assert "Changes not saved yet" in said(planned.get("/plan"))
    planned.post("/plan/edit/undo", {"version": version_of(planned)})
    assert blocks(planned) == before
    do(planned, "down", block=0)
    answer = planned.post("/plan/edit/save", {"version": version_of(planned)}, follow=True)
    assert "Saved as P-2. The plans before it are kept." in said(answer)
    assert [p.id for p in store.plans(demo_name)] == ["P-2", "P-1"]
    assert blocks(planned) == [before[1], before[0], *before[2:]]
    assert "Nothing changed yet." in page_of(planned)


def test_each_way_to_do_the_pair_is_one_button_and_shows_what_it_costs(planned):
    assert 'value="strategy:keep_load" aria-pressed="false"' in page_of(planned)
    do(planned, "strategy:keep_load")
    page = page_of(planned)
    assert 'value="strategy:keep_load" aria-pressed="true"' in page
    fresh, now, low, high = map(
        int, re.search(r'(\d+) →</span> <b>(\d+)</b> <span class="muted">\((\d+)–(\d+)\)', page).groups()
    )
    assert low <= now <= high
    assert now < fresh
    do(planned, "strategy:traditional")
    assert "All sets of the compound, then all of the isolation." in page_of(planned)
    assert blocks(planned)[0] == "Leg press, Leg extension"
    do(planned, "strategy:keep_reps")
    assert blocks(planned)[0] == "Leg extension, Leg press"
    assert re.search(r"less load is less tension", page_of(planned))  # S71


def test_numbers_are_changed_where_they_stand_and_mistakes_are_told_beside_their_field(planned):
    numbers = {
        "b0-0-rounds": "2", "b0-0-gap": "45", "b0-0-rest": "150", "b0-0-low0": "12", "b0-0-high0": "15",
        "b0-0-load0": "62,5", "b0-0-left0": "1", "b0-0-most0": "2", "b0-0-low1": "8", "b0-0-high1": "10",
        "b0-0-load1": "", "b0-0-left1": "1", "b0-0-most1": "3",
    }  # fmt: skip
    assert do(planned, "change", **numbers).status_code == 302
    page = page_of(planned)
    assert "2 rounds, gap 45 s, rest 2:30 min" in page
    assert "12–15 × 62.5 kg" in page
    answer = do(planned, "change", **{**numbers, "b0-0-rounds": "99", "b0-0-high0": "3"})
    assert answer.status_code == 422
    assert "99 is outside 1 to 20" in said(answer)
    assert "3 is less than 12." in said(answer)
    assert "2 rounds, gap 45 s" in page_of(planned)


def test_a_load_left_as_it_is_shown_in_pounds_stays_the_load_it_was(planned, store, demo_name):
    store.update_profile(demo_name, unit="lb")
    do(planned, "up", block=1)
    draft = store.plan_draft(demo_name).draft["edits"][-1]["plan"]["days"][0]["workout"]["sections"]
    one = next(i for i, s in enumerate(draft) if len(s["steps"]) == 2 and "load_kg" in s["steps"][0])
    step, place = draft[one]["steps"][0], f"b0-{one}-"
    shown = f"{from_kg(step['load_kg'], 'lb'):.2f}".rstrip("0").rstrip(".")
    assert f"× {shown} lb" in page_of(planned)
    sent = {"rounds": 5, "rest": 60, "low0": 8, "high0": 10, "load0": shown, "left0": 1, "most0": 2}
    assert do(planned, "change", block=one, **{place + k: v for k, v in sent.items()}).status_code == 302
    after = store.plan_draft(demo_name).draft["edits"][-1]["plan"]["days"][0]["workout"]["sections"][one]
    assert (after["rounds"], after["steps"][0]["load_kg"]) == (5, step["load_kg"])


def test_the_week_is_in_sight_and_shows_what_the_edits_changed(planned):
    page = page_of(planned)
    assert 'data-testid="volume-bar"' in page
    assert 'class="delta"' not in page
    do(planned, "remove", block=0)
    bar = page_of(planned).split('data-testid="volume-bar"')[1].split("</section>")[0]
    first = re.sub(r"<[^>]+>|\s+", " ", bar)
    assert re.search(r"Quads +[\d.]+ +−[\d.]+", first)  # what changed comes first


def test_exercises_and_pairs_are_added_swapped_and_taken_out(planned):
    before = blocks(planned)
    do(planned, "add_exercise", exercise="Dumbbell curl")
    assert blocks(planned) == [*before, "Dumbbell curl"]
    do(planned, "add_pair", pair="P001")
    assert blocks(planned)[0] == "Dumbbell fly (flat), Barbell bench press"
    do(planned, "take_out:0", block=0)
    assert blocks(planned)[0] == "Barbell bench press"
    do(planned, "swap:0", block=0, to0="machine_chest_press")
    assert blocks(planned)[0] == "Machine chest press"
    answer = do(planned, "add_exercise", exercise="no such thing")
    assert answer.status_code in {404, 422}
    assert 'data-testid="refused"' in said(answer)


def test_a_link_from_the_pairings_asks_and_changes_nothing(planned, store, demo_name):
    page = page_of(planned, "/plan/edit?add=P053")
    assert "Add this pair?" in page
    assert store.plan_draft(demo_name) is None
    assert "Not added" in page_of(planned, f"/plan/edit?add={_avoided()}")
    assert planned.get("/plan/edit?add=P999").status_code == 404


def _avoided():
    from preex.catalogue import load_catalogue

    return next(p.id for p in load_catalogue().pairings if p.type.value == "avoid")


def test_a_plan_can_begin_with_a_pair(newcomer, store):
    assert newcomer.get("/plan/edit").status_code == 302  # nothing to change yet
    assert "Begin a plan with it" in page_of(newcomer, "/plan/edit?add=P053")
    newcomer.post("/plan/edit", {"version": 0, "act": "add_pair", "pair": "P053", "day": 0})
    assert len(blocks(newcomer)) == 1
    newcomer.post("/plan/edit/save", {"version": version_of(newcomer)})
    assert [p.id for p in store.plans("me")] == ["P-1"]


def test_a_second_window_does_not_overwrite_the_first(planned):
    old = version_of(planned)
    do(planned, "down", block=0)
    order = blocks(planned)
    answer = planned.post("/plan/edit", {"version": old, "act": "remove", "day": 0, "block": 0})
    assert answer.status_code == 409
    assert "Changed meanwhile" in said(answer)
    assert blocks(planned) == order


def test_a_plan_saved_meanwhile_is_shown_beside_and_each_can_be_kept(planned, store, demo_name, demo):
    do(planned, "down", block=0)
    mine = blocks(planned)
    theirs = store.latest_plan(demo_name).plan
    theirs["days"][0]["workout"]["sections"].pop()
    store.save_plan(demo_name, theirs, at=_now())
    page = page_of(planned)
    assert "P-2 was saved while you edited" in page
    assert demo.post("/plan/edit/save", {"version": version_of(planned)}).status_code == 409
    do(planned, "take_theirs")
    assert len(blocks(planned)) == len(mine) - 1
    planned.post("/plan/edit/undo", {"version": version_of(planned)})
    assert blocks(planned) == mine  # nothing is lost
    planned.post("/plan/edit/save", {"version": version_of(planned)})
    assert len(store.plans(demo_name)) == 3


def test_mine_can_be_kept_over_theirs(planned, store, demo_name):
    do(planned, "down", block=0)
    mine = blocks(planned)
    store.save_plan(demo_name, store.latest_plan(demo_name).plan, at=_now())
    do(planned, "keep_mine")
    assert "Two plans" not in page_of(planned)
    planned.post("/plan/edit/save", {"version": version_of(planned)})
    assert store.latest_plan(demo_name).id == "P-3"
    assert blocks(planned) == mine


def _now():
    from datetime import UTC, datetime

    return datetime.now(UTC)


def test_a_block_about_purpose_stands_beside_its_block_until_a_reason_is_given(planned, store, demo_name):
    document = store.latest_plan(demo_name).plan
    document["lifter"] |= {"goal": "strength", "goal_lift": "leg_press"}
    store.save_plan(demo_name, document, at=_now())
    do(planned, "down", block=0)
    page = page_of(planned)
    assert page.count('data-testid="notice-B-S65"') == 1
    assert "1 block" in page
    answer = planned.post("/plan/edit/save", {"version": version_of(planned)})
    assert answer.status_code == 422
    assert "The plan is not saved yet." in said(answer)
    planned.post("/plan/edit/save", {"version": version_of(planned), "reason": "six weeks as a test"})
    assert store.latest_plan(demo_name).plan["override"] == "six weeks as a test"


def test_a_week_can_be_written_out_twice_but_not_for_ever(demo):
    demo.post("/plan", {**WISH, "days": "4"})
    do(demo, "week_twice")
    assert page_of(demo).count('data-testid="day"') == 8
    assert "Repeat the week" not in page_of(demo)
    assert do(demo, "week_twice").status_code == 422
    do(demo, "remove_day", day=7)
    assert page_of(demo).count('data-testid="day"') == 7


def test_three_ways_to_begin_ask_the_planner_and_forget_nothing(demo, store, demo_name):
    page = said(demo.get("/plan?new"))
    for start in ("lagging", "joint", "traditional"):
        assert f'data-testid="start-{start}"' in page
    store.update_profile(demo_name, joints={"knee": "irritable"})
    wish = {"start": "traditional", "days": "3", "minutes": "60", "have": "full_gym"}
    assert 'class="block pre"' not in said(demo.get("/plan", wish))
    demo.post("/plan", wish)
    athlete = Store().athlete(demo_name)
    assert athlete.lagging == ("quads_vasti", "rectus_femoris")
    assert athlete.joints == {"knee": "irritable"}


@pytest.mark.parametrize(
    "sent",
    [
        {"act": "explode"},
        {"act": "up", "day": "99"},
        {"act": "down", "block": "²"},
        {"act": "strategy:sideways"},
        {"act": "swap:x", "to0": "no_such_exercise"},
        {"act": "change", "block": "77"},
        {"act": "add_pair", "pair": "P999"},
        {"act": "take_theirs"},
    ],
)
def test_what_no_form_of_ours_sends_changes_nothing(planned, sent, store, demo_name):
    before = blocks(planned)
    answer = planned.post("/plan/edit", {"version": version_of(planned), "day": 0, "block": 0, **sent})
    if sent["act"] != "down":  # an odd number is no number: the first block is meant
        assert answer.status_code in {404, 422}
        assert 'data-testid="refused"' in said(answer)
        assert blocks(planned) == before
        assert store.plan_draft(demo_name) is None
