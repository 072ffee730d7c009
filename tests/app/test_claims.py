import pytest

from preex import app
from preex.errors import NotFound
from preex.evidence.claims import ClaimStatus

PROMISED = {"id", "text", "kind", "status", "evidence", "certainty", "as_of"}  # the public interface
ADDED = {"article_says", "source_says", "why_certainty", "see"}


def test_all_eighty_come_unless_some_are_named():
    assert len(app.find_claims()) == 80
    assert [c.id for c in app.find_claims(["s36", "S13", "S36"])] == ["S36", "S13"]


def test_claims_are_found_by_how_they_stand():
    disputed = app.find_claims(status=ClaimStatus.DISPUTED)
    assert {"S6", "S24", "S27", "S36", "S61"} == {c.id for c in disputed}
    assert app.find_claims(["S13"], status=ClaimStatus.DISPUTED) == ()
    assert {c.id for c in app.find_claims(differing=True)} > {"S20", "S37"}


def test_an_unknown_claim_says_the_range_and_the_next_step():
    with pytest.raises(NotFound, match="S1 to S80") as caught:
        app.find_claims(["S13", "S0"])
    assert caught.value.hint == "List them: preex claims."


@pytest.mark.parametrize("c", app.find_claims(), ids=lambda c: c.id)
def test_a_claim_as_data_holds_what_was_promised(c):
    row = app.claim_json(c)
    assert row.keys() >= PROMISED | ADDED
    assert row["certainty"] in {"high", "moderate", "low", "very low", "none"}


def test_a_side_that_adds_nothing_is_null():
    assert app.claim_json(app.find_claims(["S4"])[0])["article_says"] is None


def test_reasons_in_short_come_once_each_in_order():
    assert [c["id"] for c in app.claims_json(["S54", "S13", "S54"])] == ["S54", "S13"]
