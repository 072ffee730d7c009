"""Predicted and done, two tracks of strength, sets per muscle."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest

from preex import app


def said(answer):
    return html.unescape(answer.content.decode())


def test_the_review_counts_what_fell_inside(demo, store, demo_name):
    found = app.review(store, demo_name, at=datetime.now(UTC))
    page = said(demo.get("/progress"))
    assert f"<b>{found.all.count('inside')} of {len(found.all.sets)}</b>" in page
    assert page.count('data-testid="review-row"') == len(found.rows)


def test_pre_exhausted_sets_are_reviewed_apart_and_first(demo):
    page = said(demo.get("/progress"))
    rows = re.findall(r'data-testid="review-row">.*?<h2 class="third">(.*?)</h2>', page, re.DOTALL)
    assert [re.sub(r"<.*?>", "", row).split() for row in rows[:2]] == [
        ["Leg", "press"],
        ["Leg", "press", "pre-exhausted"],
    ]


def test_an_imported_log_can_be_predicted_anew(newcomer, store):
    from preex.core.performed import PerformedSet

    now = datetime.now(UTC)
    done = [
        PerformedSet(
            exercise="leg_press",
            load_kg=160.0,
            reps=8,
            at=now - timedelta(days=9 - i),
            workout=f"w{i}",
            source_id=f"{i}",
        )
        for i in range(8)
    ]
    store.athlete("me")
    store.record("me", done, at=now)
    assert 'href="/progress?replay"' in said(newcomer.get("/progress"))
    assert "of 7</b>" in said(newcomer.get("/progress?replay"))  # the first is nobody's to foretell


def test_a_pre_exhausted_set_sets_no_best(demo, store, demo_name):
    state = app.athlete_state(store, demo_name, at=datetime.now(UTC))
    press = next(s for s in state.strengths if s.exercise == "leg_press")
    card = re.search(
        r'data-testid="strength">(?:(?!data-testid).)*?Leg press.*?</section>',
        said(demo.get("/progress/strength")),
        re.DOTALL,
    )
    assert f"Best, fresh:</b> {round(press.fresh.best.e1rm_kg)} kg" in card.group()
    assert 'class="line-pre"' in card.group()
    assert 'class="line-fresh"' in card.group()


@pytest.mark.parametrize(("by", "quads"), [("direct", "6"), ("fractional", "6"), ("weighted", "6")])
def test_three_rounds_of_extension_and_press_are_six_sets_for_the_quads(newcomer, store, by, quads):
    """S72: quads 6, rectus femoris 3, glutes 3 and 2.25 weighted."""
    app.record_line(store, "me", "3x(leg extension 12x40 > leg press 8x160 gap 30)", at=datetime.now(UTC))
    page = said(newcomer.get(f"/progress/volume?by={by}"))
    table = re.search(r'data-testid="volume-table">(.*?)</table>', page, re.DOTALL).group(1)
    cells = dict(re.findall(r'<tr><th scope="row">(.*?)</th><td class="num">(.*?)</td>', table))
    assert cells["quads (vasti)"] == quads
    assert cells["front quad (rectus femoris)"] == ("3.75" if by == "weighted" else "3")
    assert cells["glutes"] == ("2.25" if by == "weighted" else "3")
    assert cells["Reps × load, t"] == "5.3"  # 3 (12 x 40 + 8 x 160) kg = 5,280 kg


def test_what_a_pair_costs_is_drawn_and_told_in_a_table(demo, store, demo_name):
    (cost,) = app.pair_costs(app.know(store, demo_name, at=datetime.now(UTC))).costs
    assert 'href="/progress/costs"' in said(demo.get("/progress"))
    card = re.search(r'data-testid="pair-costs">.*?</section>', said(demo.get("/progress/costs")), re.DOTALL).group()
    assert "Leg extension before leg press" in card
    assert card.count('class="range ') == 3
    cells = re.findall(r'<td class="num">(.*?)</td>', card)
    assert cells[0].replace("\N{MINUS SIGN}", "-") == f"{cost.literature.mean:.1f}"
    assert cells[8] == f"{100 * cost.pooled.mean / cost.fresh_reps:.0f} %"
    assert f"your {cost.n_sets} sets count" in card


def test_without_pairs_there_is_no_cost_to_show(newcomer):
    newcomer.post("/log", {"line": "leg press 8x160 rir 1"})
    assert "/progress/costs" not in said(newcomer.get("/progress"))
    assert "No pair to judge yet" in said(newcomer.get("/progress/costs"))


def test_a_fit_is_shown_with_its_ranges_and_what_the_log_could_not_tell(demo, store, demo_name):
    now = datetime.now(UTC)
    assert 'data-testid="fit"' not in said(demo.get("/progress"))
    found, _ = app.fit_athlete(store, demo_name, at=now)
    card = re.search(r'data-testid="fit">.*?</section>', said(demo.get("/progress")), re.DOTALL).group()
    assert found.verdicts[0] in card
    assert card.count('<th scope="row" lang="en">') == len(found.fit.estimates())
    gain = next(e for e in found.fit.estimates() if e.name == "gain")
    assert f"{gain.low:.3g} to {gain.high:.3g}" in card
    assert "not measurements of the body" in card
    app.forget_fit(store, demo_name, at=now)
    assert 'data-testid="fit"' not in said(demo.get("/progress"))
