"""The body as a map and as a field; the explorer's filters; pairs side by side; the week's sets drawn."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.template import engines

from preex import app
from preex.core.muscle import Muscle
from preex.core.pairing import JOINTS, JointAdvice
from preex.core.performed import PerformedSet
from preex.web.choices import MUSCLES
from preex.web.fields import chips

SHOWN = [m for m in Muscle if m is not Muscle.ROTATOR_CUFF]


def said(answer):
    return html.unescape(answer.content.decode())


def offered(page):
    return re.findall(r'<article class="card pairing[^"]*" data-testid="pair" id="(P\d+)"', page)


class Lagging(forms.Form):
    lagging = chips(MUSCLES, several=True, label="Muscles that lag")


# ---------------------------------------------------------------- the body


@pytest.mark.parametrize("address", ["/pairs", "/progress/volume"])
def test_the_map_has_a_named_link_for_each_muscle(demo, address):
    page = said(demo.get(address))
    for muscle in SHOWN:
        assert (
            page.count(f'<use href="#m-{muscle.value}"/></a>') + page.count(f'<use href="#m-{muscle.value}"/><use') == 1
        )
    links = re.findall(r'<a class="muscle [^"]*" href="([^"]+)" aria-label="([^"]+)"><title>([^<]+)</title>', page)
    assert len(links) == len(SHOWN)
    assert all(label == title for _, label, title in links)


def test_a_muscle_of_the_map_leads_to_its_pairs_and_keeps_the_other_filters(newcomer):
    page = said(newcomer.get("/pairs?station=on"))
    link = re.search(r'href="([^"]+)" aria-label="Lats:', page).group(1)
    assert offered(said(newcomer.get(link))) == offered(said(newcomer.get("/pairs?station=on&target=lats")))
    assert all(p.same_station for p in app.find_pairs() if p.id in offered(said(newcomer.get(link))))


def test_a_field_of_muscles_is_shown_as_a_body_whose_regions_belong_to_their_inputs(newcomer):  # noqa: ARG001 - Django's settings
    form = Lagging({"lagging": ["quads"]})
    page = engines["django"].from_string("{% body_pick form.lagging %}").render({"form": form})
    labels = re.findall(r"<label .*?</label>", page, re.DOTALL)
    assert len(labels) == len(MUSCLES)
    quads = next(label for label in labels if 'value="quads"' in label)
    assert "checked" in quads
    assert re.findall(r'href="#m-(\w+)"', quads) == ["quads_vasti", "rectus_femoris"]


# ---------------------------------------------------------------- the explorer


@pytest.mark.parametrize("joint", JOINTS)
def test_no_filter_offers_what_a_joint_flagged_in_the_settings_should_avoid(newcomer, store, joint):
    store.athlete("me")
    app.update_profile(store, "me", joints=[joint])
    harmful = {p.id for p in app.find_pairs() if p.advice_for(joint) is JointAdvice.AVOID}
    for query in ("", "?seed=on", "?target=quads", "?target=glutes", "?cost=high", "?beginner=on", "?kind=pre_exhaust"):
        assert not harmful & set(offered(said(newcomer.get(f"/pairs{query}"))))


@pytest.mark.parametrize("address", ["/pairs/{}", "/pairs/compare?pair={}"])
def test_a_pair_that_a_flagged_joint_should_avoid_leads_to_no_plan(newcomer, store, address):
    store.athlete("me")
    app.update_profile(store, "me", joints=["low_back"])
    harmful = next(p.id for p in app.find_pairs() if p.is_pre_exhaust and p.advice_for("low_back") is JointAdvice.AVOID)
    page = said(newcomer.get(address.format(harmful)))
    assert "low back" in page
    assert "Plan this pair" not in page
    assert "/compare?isolation" not in page


def test_a_painful_joint_is_told_in_numbers_that_add_up(newcomer):
    page = said(newcomer.get("/pairs?target=quads&joint=knee"))
    usable = [p for p in app.find_pairs(target="quads") if p.is_pre_exhaust]
    caution = sum(p.advice_for("knee") is JointAdvice.CAUTION for p in usable)
    hidden = sum(p.advice_for("knee") is JointAdvice.AVOID for p in usable)
    assert caution + hidden == len(usable)
    assert f"No pair here is risk-free for a painful knee: {caution} with caution, {hidden} hidden." in page


def test_every_relaxation_that_is_offered_leads_to_as_many_pairs_as_it_says(newcomer):
    page = said(newcomer.get("/pairs?target=quads&kit=hotel&joint=knee&seed=on"))
    offers = re.findall(r'<li><a class="btn" href="(/pairs[^"]*)">(\d+) ', page)
    assert offers
    for address, n in offers:
        assert f'data-testid="n-pairs">{n}<' in said(newcomer.get(address.partition("#")[0]))


def test_a_filter_that_is_on_can_be_taken_off_by_itself(newcomer):
    page = said(newcomer.get("/pairs?target=quads&station=on"))
    off = dict(re.findall(r'<a class="chip on" href="([^"#]*)[^"]*" aria-label="Take off: ([^"]+)"', page))
    assert off == {"/pairs?station=on": "Quads", "/pairs?target=quads": "Same station only"}


def test_what_to_keep_away_from_is_listed_by_itself_with_the_safer_order(newcomer):
    page = said(newcomer.get("/pairs?kind=avoid"))
    assert set(offered(page)) == {p.id for p in app.find_pairs() if p.type.value == "avoid"}
    assert page.count("not before this lift") == page.count("Safer order") == len(offered(page))


@pytest.mark.parametrize("cost", ["low", "medium", "high"])
def test_a_cost_narrows_to_usable_pairs_of_that_cost(newcomer, cost):
    found = [p for p in app.find_pairs() if p.id in offered(said(newcomer.get(f"/pairs?cost={cost}")))]
    assert found
    assert all(p.cost_class == cost and p.is_pre_exhaust for p in found)


def test_an_unknown_cost_is_refused(newcomer):
    assert newcomer.get("/pairs?cost=free").status_code == 422


def test_three_pairs_stand_side_by_side_and_a_fourth_is_said_to_be_left_out(newcomer):
    page = said(newcomer.get("/pairs/compare?pair=P001&pair=P002&pair=P003&pair=P004"))
    assert re.findall(r'<th scope="col"><a href="/pairs/(P\d+)"', page) == ["P001", "P002", "P003"]
    assert "4 were marked; the first 3 are shown." in page
    assert newcomer.get("/pairs/compare?pair=P999").status_code == 404
    assert "Nothing is marked" in said(newcomer.get("/pairs/compare"))


# ---------------------------------------------------------------- the week


def test_bars_tell_the_isolation_before_a_compound_apart(newcomer, store):
    """3 extensions right before 3 presses: of 6 sets for the vasti 3 were direct work of the press, 3 the isolation's."""
    app.record_line(store, "me", "3x(leg extension 12x40 > leg press 8x160 gap 30)", at=datetime.now(UTC))
    page = said(newcomer.get("/progress/volume?view=bars"))
    assert "quads (vasti): 6.0 sets; 3.0 directly, 0.0 helping, 3.0 as isolation before a compound" in page
    assert "glutes: 3.0 sets; 3.0 directly, 0.0 helping, 0.0 as isolation before a compound" in page


def test_the_same_isolation_after_the_compound_is_direct_work(newcomer, store):
    app.record_line(store, "me", "leg press 8x160 x3; leg extension 12x40 x3", at=datetime.now(UTC))
    assert "quads (vasti): 6.0 sets; 6.0 directly" in said(newcomer.get("/progress/volume?view=bars"))


def test_a_muscle_over_the_band_is_hatched_and_says_so(newcomer, store):
    app.record_line(store, "me", "leg curl 10x40 x25", at=datetime.now(UTC))
    page = said(newcomer.get("/progress/volume"))
    assert re.search(r'aria-label="Hamstrings: 25.0 sets a week, over 20">.*?fill="url\(#over\)"', page)
    assert page.count('fill="url(#over)"') == 1


def test_a_tapped_muscle_tells_its_number(newcomer, store):
    app.record_line(store, "me", "leg curl 10x40 x4", at=datetime.now(UTC))
    page = said(newcomer.get("/progress/volume?muscle=hamstrings"))
    card = re.search(r'data-testid="touched">.*?</section>', page, re.DOTALL).group()
    assert "<b>4.0</b>" in card
    assert "under 10" in card


def test_without_a_log_the_body_is_grey_and_says_what_colours_it(newcomer):
    page = said(newcomer.get("/progress/volume"))
    assert "Log or import to colour me" in page
    assert "tone-1" not in page


def test_names_without_muscles_are_counted_and_can_be_told_what_they_are(newcomer, store):
    now = datetime.now(UTC)
    store.athlete("me")
    done = [
        PerformedSet(
            exercise="Monster Thing", load_kg=40.0, reps=10, at=now - timedelta(hours=1), workout="w", source_id=f"{i}"
        )
        for i in range(2)
    ]
    store.record("me", done, at=now)
    assert "1 exercise has no muscles yet" in said(newcomer.get("/progress/volume"))
    assert "Monster Thing" in said(newcomer.get("/progress/volume/names"))
    wrong = newcomer.post("/progress/volume/names", {"name": "Monster Thing", "exercise": "zzzz"})
    assert wrong.status_code == 422
    assert newcomer.post("/progress/volume/names", {"name": "Monster Thing", "exercise": "Leg curl"}).status_code == 302
    page = said(newcomer.get("/progress/volume?view=bars"))
    assert "no muscles yet" not in page
    assert "hamstrings: 2.0 sets" in page


def test_the_week_takes_as_many_queries_for_a_long_log_as_for_a_short_one(
    newcomer, store, django_assert_max_num_queries
):
    now = datetime.now(UTC)
    store.athlete("me")
    for i in range(3):
        done = [
            PerformedSet(
                exercise="leg_press",
                load_kg=100.0,
                reps=8,
                at=now - timedelta(days=n),
                workout=f"{i}-{n}",
                source_id=f"{i}-{n}",
            )
            for n in range(200 * i, 200 * (i + 1))
        ]
        store.record("me", done, at=now)
        with django_assert_max_num_queries(12):
            newcomer.get("/progress/volume")


def test_a_band_of_ones_own_decides_what_is_over_and_goes_along(newcomer, store):
    app.record_line(store, "me", "leg curl 10x40 x9", at=datetime.now(UTC))
    page = said(newcomer.get("/progress/volume?low=4&high=8"))
    assert "Hamstrings: 9.0 sets a week, over 8" in page
    assert "Your band: 4 to 8 sets." in page
    assert "view=bars&by=fractional&low=4&high=8" in page
    wrong = said(newcomer.get("/progress/volume?low=8&high=4"))
    assert "4 is not more than 8" in wrong
    assert "over 8" not in wrong
