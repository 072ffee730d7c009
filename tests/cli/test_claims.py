import pytest

from preex.cli.claims import STATUSES
from preex.evidence.claims import ClaimStatus


def test_the_ledger_is_eighty_rows_in_order(preex):
    document = preex("claims", "--json").json
    assert document["schema"] == "preex.claims/1"
    assert [c["id"] for c in document["claims"]] == [f"S{n}" for n in range(1, 81)]


def test_the_list_marks_where_the_source_says_something_else(preex):
    lines = preex("claims").out.splitlines()
    assert len([line for line in lines if line.startswith("S")]) == 80
    assert {line.split()[0] for line in lines if line.endswith(" *")} == {
        "S6",
        "S20",
        "S24",
        "S27",
        "S36",
        "S37",
        "S61",
    }
    assert preex("claims", "--differs").out.count(" *\n") == 7


def test_one_claim_is_shown_in_full_however_it_is_typed(preex):
    said = preex("claims", "s36").out
    assert said.startswith("S36 ")
    assert all(words in said for words in ("article says", "source says", "certainty", "very low", "S37, S61"))


def test_claims_are_listed_by_how_they_stand(preex):
    assert {c["status"] for c in preex("claims", "--status", "disputed", "--json").json["claims"]} == {"disputed"}
    assert tuple(ClaimStatus) == STATUSES


@pytest.mark.parametrize("words", [("S99",), ("S13", "X1"), ("36",)])
def test_an_unknown_claim_is_not_found_and_the_range_is_said(preex, words):
    ran = preex("claims", *words, "--json")
    assert ran.code == 4
    assert "S1 to S80" in ran.error["message"]
    assert ran.error["hint"] == "List them: preex claims."


def test_a_standing_that_does_not_exist_is_a_wrong_command_line(preex):
    ran = preex("claims", "--status", "true", "--json")
    assert ran.code == 2
    assert "disputed" in ran.error["message"]


def test_what_no_claim_meets_is_an_empty_list_and_a_sentence(preex):
    words = ("claims", "--status", "context", "--differs")
    assert preex(*words, "--json").json["claims"] == []
    assert "Leave out a condition" in preex(*words).out
    assert "Leave it out" in preex("claims", "S13", "--status", "context").out
