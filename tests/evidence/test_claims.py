import pytest

from preex.errors import NotFound
from preex.evidence.claims import ClaimStatus, claim, claims, in_words

CERTAINTY = ("none", "very low", "low", "moderate", "high")


def test_the_claims_are_exactly_s1_to_s80():
    assert list(claims()) == [f"S{n}" for n in range(1, 81)]


@pytest.mark.parametrize("c", claims().values(), ids=lambda c: c.id)
def test_every_claim_fits_a_phone_and_says_where_it_stands(c):
    assert 10 <= len(c.text) <= 140
    assert c.evidence_refs
    assert c.certainty in CERTAINTY
    assert c.status in ClaimStatus
    assert set(c.see) <= set(claims())


def test_the_theory_is_never_a_finding_and_links_to_what_speaks_against_it():
    assert claim("S3").status is ClaimStatus.THEORY
    assert {"S20", "S21", "S26"} <= set(claim("S3").see)
    assert all("S3" in claim(other).see for other in ("S20", "S21", "S26"))


def test_the_disputed_outer_quad_number_is_never_repeated_as_an_effect():
    assert claim("S36").status is ClaimStatus.DISPUTED
    assert all("55" not in c.text for c in claims().values())
    assert "S36" in claim("S61").see


def test_the_cost_on_the_compound_is_surer_than_any_claim_about_growth():
    growth = ("S34", "S35", "S36", "S38", "S40", "S61")
    assert all(CERTAINTY.index(claim("S13").certainty) >= CERTAINTY.index(claim(g).certainty) for g in growth)


def test_the_trials_four_strength_gains_are_as_published():
    # Trindade et al. 2019: leg press and leg extension, pre-exhaust then comparison group.
    gains = {"S29": "16 %", "S30": "17 %", "S31": "15 %", "S32": "11 %"}
    assert all(gain in claim(c).text for c, gain in gains.items())


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
