"""The ledger S1 to S80. Expected values: the list of requirements and the papers' abstracts."""

import re

import pytest

from preex.core.table import read_table
from preex.errors import DataError, NotFound
from preex.evidence.claims import Check, ClaimStatus, build, claim, claims, in_words

CERTAINTY = ("none", "very low", "low", "moderate", "high")


def altered(id_, **cells):
    """Return the packaged table with some cells of one row changed; None = without that row."""
    import csv
    import io

    table = read_table("claims")
    rows = [dict(row) for row in table.rows]
    if cells:
        next(row for row in rows if row["id"] == id_).update(cells)
    else:
        rows = [row for row in rows if row["id"] != id_]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().splitlines(keepends=True)


def test_the_claims_are_exactly_s1_to_s80():
    assert list(claims()) == [f"S{n}" for n in range(1, 81)]


@pytest.mark.parametrize("c", claims().values(), ids=lambda c: c.id)
def test_every_claim_fits_a_phone_and_says_where_it_stands(c):
    assert 10 <= len(c.text) <= 140
    assert max(len(c.article_says), len(c.source_says)) <= 350
    assert c.evidence_refs
    assert c.certainty in CERTAINTY
    assert c.status in ClaimStatus
    assert set(c.beside) <= set(claims()) - {c.id}
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", c.as_of)


@pytest.mark.parametrize("c", claims().values(), ids=lambda c: c.id)
def test_a_difference_is_told_from_both_sides_and_a_certainty_has_a_reason(c):
    if c.check in (Check.DIFFERS, Check.NUANCE):
        assert c.article_says
        assert c.source_says
    assert all(len(sentence) > 5 for sentence in c.why)
    assert c.evidence or not c.computed


def test_the_differences_are_those_found_when_the_article_was_read_beside_its_sources():
    # Requirements, section 3: S6, S20 and S24, S27, S36 and S61, S37; S38 was told of more studies.
    assert {c.id for c in claims().values() if c.differs} == {"S6", "S20", "S24", "S27", "S36", "S37", "S61"}
    assert claim("S38").check is Check.NUANCE
    assert {"fisher2014", "aguiar2015"} <= set(claim("S38").evidence)
    assert "RBR-4s9zftf" in claim("S38").source_says


def test_the_theory_is_never_a_finding_and_is_linked_both_ways_with_what_speaks_against_it():
    assert claim("S3").status is ClaimStatus.THEORY
    assert set(claim("S3").contradicted_by) == {"S20", "S21", "S26"}
    assert all("S3" in claim(other).beside for other in ("S20", "S21", "S25", "S26"))


def test_the_disputed_outer_quad_number_is_a_place_and_never_an_effect():
    assert claim("S36").status is ClaimStatus.DISPUTED
    assert all("55" not in c.text for c in claims().values())
    told = {c.id: c.source_says for c in claims().values() if "55 %" in c.source_says}
    assert list(told) == ["S36"]
    assert told["S36"].count("55 %") == told["S36"].count("55 % of thigh length is where it was measured")
    assert [c.id for c in claims().values() if "55 %" in c.article_says] == ["S36"]
    assert "S36" in claim("S61").see


def test_the_outer_quad_is_compared_with_every_arm_of_the_trial():
    # Thickness at 55 % of thigh length: 20.9 to 27.4, 21.5 to 27.3 and 22.5 to 24.1 mm.
    for before, after in ((20.9, 27.4), (21.5, 27.3), (22.5, 24.1)):
        assert f"{100 * (after / before - 1):.0f} % ({after - before:.1f} mm)" in claim("S36").source_says


def test_the_trials_people_and_arms_are_told_as_they_were():
    said = claim("S27").source_says
    assert all(words in said for words in ("untrained men", "9 weeks", "once a week", "n 12", "n 7", "leg press alone"))


def test_the_cost_on_the_compound_is_surer_than_any_claim_about_growth():
    growth = ("S34", "S35", "S36", "S38", "S40", "S61")
    assert all(CERTAINTY.index(claim("S13").certainty) >= CERTAINTY.index(claim(g).certainty) for g in growth)


def test_the_trials_four_strength_gains_are_as_published():
    # Trindade et al. 2019: leg press and leg extension, pre-exhaust then comparison group.
    gains = {"S29": "16 %", "S30": "17 %", "S31": "15 %", "S32": "11 %"}
    assert all(gain in claim(c).text for c, gain in gains.items())


def test_the_gap_of_the_leg_extension_is_never_told_without_the_adjustment():
    assert "no clear difference" in claim("S33").text
    assert all("starting strength" in claim(c).source_says for c in ("S30", "S32"))


def test_the_name_is_credited_to_more_than_one_person():
    text = claim("S6").text
    assert sum(name in text for name in ("Kennedy", "Jones", "Weider")) >= 2
    assert "invented" not in text


def test_an_id_is_found_however_it_is_typed_and_an_unknown_one_says_the_range():
    assert claim(" s13 ").id == "S13"
    with pytest.raises(NotFound, match="S1 to S80"):
        claim("S81")


def test_reasons_read_as_sentences_with_their_standing():
    assert in_words(["S54"])[0].startswith("S54: ")
    assert in_words(["S54"])[0].endswith("(practice)")


@pytest.mark.parametrize(
    ("id_", "cells", "said"),
    [
        ("S40", {}, "line 41: id is 'S41'; allowed: S40"),
        ("S80", {}, "S80"),
        ("S7", {"id": "S6"}, "an id that no earlier row uses"),
        ("S7", {"status": "true"}, "status is 'true'"),
        ("S7", {"see": "S99"}, "see is 'S99'; allowed: ids S1 to S80"),
        ("S36", {"source_says": ""}, "both article_says and source_says"),
        ("S20", {"questions": "emg target"}, "questions is 'emg target'"),
        ("S20", {"questions": ""}, "basis is 'computed'; allowed: recorded"),
        ("S20", {"why": ""}, "why is ''"),
    ],
)
def test_a_broken_ledger_is_refused_with_line_field_and_what_is_allowed(id_, cells, said):
    with pytest.raises(DataError, match=re.escape(said)):
        build(read_table("claims", altered(id_, **cells)))


def test_no_word_of_the_ledger_says_more_than_a_small_trial_can():
    said = " ".join(
        f"{c.text} {c.article_says} {c.source_says} {' '.join(c.why)}" for c in claims().values()
    ).casefold()
    for word in ("proves", "proven", "optimal", "activates more", "shocks the muscle", "responder", "no difference"):
        assert word not in said
