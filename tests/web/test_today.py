"""The start: nothing there yet, the demo lifter, one's own log."""

from datetime import UTC, datetime, timedelta

from preex import app


def test_a_newcomer_is_shown_what_it_is_about_and_three_ways_to_begin(newcomer):
    page = newcomer.get("/").content.decode()
    assert 'data-testid="load-demo"' in page
    assert 'href="/import"' in page
    assert 'href="/log"' in page
    assert 'data-testid="example"' in page


def test_the_demo_lifter_is_one_click_away_and_says_what_it_is(newcomer):
    answer = newcomer.post("/demo", follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [("/", 302)]
    assert "Demo lifter, simulated" in page
    assert "Leg press" in page


def test_ones_own_log_stays_apart_from_the_demo_lifters(demo, store):
    demo.post("/log", {"line": "leg press 8x160"})
    assert store.count_sets("me") == 0
    demo.post("/me")
    assert 'data-testid="load-demo"' in demo.get("/").content.decode()


def test_a_cookie_of_an_athlete_that_is_gone_shows_ones_own_log(demo):
    from preex.store.models import AthleteRow

    AthleteRow.objects.filter(name="demo").delete()
    assert 'data-testid="load-demo"' in demo.get("/").content.decode()


def test_a_forged_cookie_chooses_nobody(newcomer, demo_name):
    newcomer.cookies["preex"] = f"{{'athlete': '{demo_name}'}}:forged"
    assert "Demo lifter" not in newcomer.get("/").content.decode()


def test_the_next_step_follows_the_log(newcomer, store):
    now = datetime.now(UTC)
    app.record_line(store, "me", "leg press 8x160", at=now - timedelta(days=1))
    assert "Plan the next session" in newcomer.get("/").content.decode()
    app.new_plan(store, "me", at=now - timedelta(hours=1))
    assert "Your session is planned" in newcomer.get("/").content.decode()
    app.record_line(store, "me", "leg press 8x160", at=now - timedelta(minutes=1))
    assert "What next?" in newcomer.get("/").content.decode()


def test_a_pre_exhausted_lift_is_marked_in_the_last_workouts(newcomer, store):
    app.record_line(store, "me", "leg extension 12x40 > leg press 8x160 gap 30", at=datetime.now(UTC))
    page = newcomer.get("/").content.decode()
    assert page.count('<span class="tag pre">pre-exhausted</span>') == 1
