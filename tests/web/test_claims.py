"""The pages of claims, and that no page says what studies give without what speaks against it (G-2)."""

import re
from html import unescape

import pytest

from preex.evidence.claims import ClaimStatus, claims

COUNTER = {"/learn/claims/S38", "/learn/claims/S39"}


def words_of(answer):
    """Return what is read on a page, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def links_of(answer):
    """Return where a page leads."""
    return set(re.findall(r'href="([^"]+)"', answer.content.decode()))


def listed(answer):
    """Return the claims a page lists."""
    return set(re.findall(r'<li id="(S\d+)"', answer.content.decode()))


def test_learning_answers_the_two_questions_and_links_what_it_rests_on(newcomer):
    answer = newcomer.get("/learn")
    said = words_of(answer)
    assert "What is pre-exhaust?" in said
    assert "Does it work?" in said
    assert "similar" in said
    assert "not clearly" in said
    assert links_of(answer) >= COUNTER


def test_the_list_narrows_down_by_how_claims_stand(newcomer):
    for status in ClaimStatus:
        shown = listed(newcomer.get(f"/learn/claims?status={status}"))
        assert shown == {c.id for c in claims().values() if c.status is status}
    assert listed(newcomer.get("/learn/claims")) == set(claims())


def test_a_filter_nobody_knows_shows_every_claim(newcomer):
    assert "80 claims" in words_of(newcomer.get("/learn/claims?status=true"))


@pytest.mark.parametrize("c", claims().values(), ids=lambda c: c.id)
def test_a_claim_has_a_page_with_both_sides_its_certainty_and_a_way_on(newcomer, c):
    answer = newcomer.get(f"/learn/claims/{c.id}")
    assert answer.status_code == 200
    said = words_of(answer)
    assert c.text in said
    if c.article_says and c.source_says:
        assert c.article_says in said
        assert c.source_says in said
    assert links_of(answer) & COUNTER


def test_a_claim_is_found_in_small_letters_and_a_missing_one_says_the_range(newcomer):
    assert newcomer.get("/learn/claims/s13").status_code == 200
    missing = newcomer.get("/learn/claims/S99")
    assert missing.status_code == 404
    assert "S1 to S80" in words_of(missing)


@pytest.mark.parametrize("address", ["/learn", "/learn/claims", *(f"/learn/claims/{id_}" for id_ in claims())])
def test_the_articles_figure_is_seen_only_beside_what_the_source_says(newcomer, address):
    said = words_of(newcomer.get(address))
    for hit in re.finditer(r"55 ?%", said):
        after = said[hit.end() :]
        assert after.startswith(
            (" of thigh length", " greater thickness gains than the control group. The source says")
        )


@pytest.mark.parametrize(
    "address", ["/compare?isolation=leg_extension&compound=leg_press", "/plan?days=1&lagging=quads", "/pairs/P053"]
)
def test_advice_on_a_page_can_be_asked_why(demo, address):
    answer = demo.get(address)
    assert '<details class="why">' in answer.content.decode()
    assert len({link for link in links_of(answer) if re.fullmatch(r"/learn/claims/S\d+", link)}) > 2


def test_a_number_stands_beside_where_it_was_read_and_what_it_is_compared_with(newcomer):
    said = words_of(newcomer.get("/learn/claims/S36"))
    assert said.count("quoted") >= 4
    assert "against leg press alone, 75 % of 1RM, 9 weeks" in said
    assert "no training, 9 weeks" in said


def test_each_study_behind_a_claim_is_one_tap_away(newcomer):
    links = links_of(newcomer.get("/learn/claims/S13"))
    assert {link.partition("#")[0] for link in links if link.startswith("/learn/evidence/")} == {
        f"/learn/evidence/{study}" for study in claims()["S13"].evidence
    }


def test_the_reasons_stand_below_the_question_they_are_about(newcomer):
    page = newcomer.get("/learn/claims/S38").content.decode()
    assert re.findall(r'/learn/evidence#(\w+)"', page) == list(claims()["S38"].questions)


def test_the_pair_of_the_classic_study_is_one_tap_from_its_claim(newcomer):
    answer = newcomer.get("/learn/claims/S21")
    assert "/pairs/P053" in links_of(answer)
    assert {"Vastus lateralis", "Rectus femoris"} == set(
        re.findall(r'data-head="Measured"><span lang="en">([^<]+)', answer.content.decode())
    )


def test_the_numbers_of_the_nine_week_trial_are_as_printed(newcomer):
    assert "16 against 15 % change" in words_of(newcomer.get("/learn/claims/S29"))
    assert "17 against 11 % change" in words_of(newcomer.get("/learn/claims/S32"))


def test_a_claim_about_some_findings_leads_to_a_pool_and_a_figure_of_these_alone(newcomer):
    asked = "/learn/evidence/questions/size_added?claim=S36"
    assert asked in newcomer.get("/learn/claims/S36").content.decode()
    page = newcomer.get(asked).content.decode()
    assert "2 findings it rests on" in page
    assert "0.37" in page  # of both sites of the outer quad; of all sites it is below 0
    figure = newcomer.get("/learn/evidence/figures/size_added.svg?claim=S36").content.decode()
    assert "vastus lateralis" in figure
    assert "gluteus maximus" not in figure
    assert newcomer.get("/learn/evidence/questions/size_added?claim=S99").status_code == 404
    assert newcomer.get("/learn/evidence/figures/emg.svg?claim=S36").status_code == 404


def test_every_question_a_claim_rests_on_is_answered_on_the_page_of_evidence(newcomer):
    answered = set(re.findall(r'id="(\w+)"', newcomer.get("/learn/evidence").content.decode()))
    assert {key for c in claims().values() for key in c.questions} - answered == set()
