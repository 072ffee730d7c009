"""The comparison page and the pairing explorer."""

import html
import re

import pytest

from preex import app
from preex.web.pages.comparing import shown


def said(answer):
    return html.unescape(answer.content.decode())


@pytest.fixture
def page(demo):
    return said(demo.get("/compare?isolation=leg+extension&compound=leg+press"))


def test_four_ways_stand_side_by_side_with_range_and_table(page):
    for way in ("traditional", "keep_load", "keep_reps", "count_it"):
        assert f'data-testid="way-{way}"' in page
    assert "Mean, and the range that 8 of 10 days fall in" in page


def test_the_cost_is_shown_as_a_range(page):
    found = re.search(
        r'data-testid="prediction">.*?class="from">(\d+)<.*?class="to">(\d+)<.*?<small>(\d+)–(\d+) reps',
        page,
        re.DOTALL,
    )
    fresh, expected, low, high = map(int, found.groups())
    assert low <= expected <= high
    assert expected < fresh  # S13


def test_the_ledger_has_both_sides_and_neither_alone(page):
    assert "+3 sets that train it directly" in page  # S40
    assert re.search(r"Leg press</th><td>−\d+ % repetitions × load", page)  # S41


def test_what_takes_over_is_named(page):
    assert "Who takes over when it tires:</b> glutes, adductors." in page  # S26


def test_a_lighter_load_is_told_with_the_percent_it_was_cut(demo):
    found = app.compare("leg_extension", "leg_press", load_kg=200.0, fresh_reps=10)
    keep_reps = next(w for w in shown(found)["ways"] if w["id"] == "keep_reps")
    page = said(demo.get("/compare?isolation=leg_extension&compound=leg_press&load=200&fresh_reps=10"))
    assert keep_reps["outcome"].load_cut_percent > 0
    assert re.search(r"kg \(−\d+ %\)</b>", page)  # S71


def test_a_pair_in_the_usual_order_is_turned_round_and_told(demo):
    page = said(demo.get("/compare?isolation=leg_press&compound=leg_extension"))
    assert 'data-testid="notice-N-S2-order"' in page
    assert page.index("Leg extension") < page.index("Leg press")


def test_a_pair_that_is_none_is_blocked_with_the_reason(demo):
    page = said(demo.get("/compare?isolation=dumbbell_curl&compound=leg_press"))
    assert 'data-testid="notice-B-S2"' in page
    assert "Better not" in page


def test_loads_are_typed_and_shown_in_pounds_when_that_is_the_unit(newcomer, store):
    store.athlete("me")
    store.update_profile("me", unit="lb")
    page = said(newcomer.get("/compare?isolation=leg_extension&compound=leg_press&load=352.5&fresh_reps=10"))
    assert "352.5 lb" in page or "352.74 lb" in page


def test_a_decimal_comma_is_read_as_one(newcomer):
    page = said(newcomer.get("/compare?isolation=leg_extension&compound=leg_press&load=62,5&fresh_reps=10"))
    assert "<b>62.5 kg</b>" in page


def test_a_question_can_be_changed_where_it_was_asked(demo):
    page = said(demo.get("/compare?isolation=leg_extension&compound=leg_press&rounds=2"))
    assert 'name="isolation" value="Leg extension"' in page
    assert re.search(r'value="2"[^>]*checked', page)
    assert "2 rounds, gap" in page


def n_pairs(answer):
    return int(re.search(r'data-testid="n-pairs">(\d+)<', said(answer)).group(1))


def test_the_explorer_lists_every_pair_and_filters_as_the_catalogue_does(newcomer):
    assert n_pairs(newcomer.get("/pairs")) == len(app.find_pairs())
    assert n_pairs(newcomer.get("/pairs?seed=on")) == 13  # the seed's 11 combinations, two with variants
    assert n_pairs(newcomer.get("/pairs?target=quads")) == len(app.find_pairs(target="quads"))
    assert n_pairs(newcomer.get("/pairs?kit=home&station=on")) == len(app.find_pairs(have=["home"], same_station=True))
    knees = app.find_pairs(joints=["knee", "low_back"])
    assert n_pairs(newcomer.get("/pairs?joint=knee&joint=low_back")) == len(knees)


def test_when_few_are_left_the_page_says_which_condition_took_the_others(newcomer):
    page = said(newcomer.get("/pairs?target=quads&kit=hotel&joint=knee&seed=on"))
    assert "No pairing meets all of this" in page
    assert re.search(r'There would be.*?<a class="btn" href="/pairs\?[^"]*">\d+ ', page, re.DOTALL)


@pytest.mark.parametrize("pairing", [p for p in app.find_pairs() if p.type.value == "avoid"], ids=lambda p: p.id)
def test_what_to_keep_away_from_is_findable_with_the_safer_order(newcomer, pairing):
    page = said(newcomer.get(f"/pairs/{pairing.id}"))
    assert "not before this lift" in page
    assert "Do the compound first" in page
    assert 'href="/compare?' not in page


def test_a_deadlift_after_hip_thrusts_warns_a_sore_back_and_links_a_gentler_pair(newcomer):
    page = said(newcomer.get("/pairs/P070"))  # S51
    assert "low back: avoid" in page.casefold()
    assert 'href="/pairs/P074"' in page


@pytest.mark.parametrize("pairing", app.find_pairs()[::12], ids=lambda p: p.id)
def test_every_pair_has_a_page_that_shows_its_shared_muscle(newcomer, pairing):
    page = said(newcomer.get(f"/pairs/{pairing.id}"))
    assert f"<b>{pairing.target.label}</b>" in page
    assert pairing.why in page
