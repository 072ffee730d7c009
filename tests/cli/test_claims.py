import re

import pytest

from preex.cli.claims import STATUSES
from preex.evidence.claims import ClaimStatus, claims


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


def objects(value):
    """Yield every object of a document."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(inner)


def test_whatever_advises_or_warns_names_claims_that_exist(script, home):  # noqa: ARG001 - a database it may use
    """G-2, over every command that prints JSON."""
    found = [one for _, document in script("docs/generate_json.py").documents() for one in objects(document)]
    telling = [one for one in found if one.keys() & {"rule", "next_step", "change", "order_type"}]
    # What the means of a study changed by, and an answer under another assumption, are evidence and no advice.
    advising = [one for one in telling if not one.keys() & {"effect_id", "comparisons"}]
    assert len(advising) > 20
    assert [one for one in advising if not one.get("because")] == []
    assert {ref for one in found for ref in one.get("because", ())} <= set(claims())


@pytest.mark.parametrize(
    "words",
    [
        ("compare", "leg_extension", "leg_press"),
        ("plan", "new", "--lagging", "quads", "--months", "30"),
        ("pairs", "--seed-only", "--explain"),
    ],
)
def test_the_reasons_stand_in_the_text_too(preex, words):
    assert set(re.findall(r"\bS\d+\b", preex(*words).out)) & set(claims())


@pytest.mark.parametrize("claim", ["S13", "S20", "S36"])
def test_three_commands_lead_from_a_claim_to_its_figure_and_its_sources(preex, claim, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    following = preex("claims", claim).out.rpartition("Next: ")[2].strip().split("; ")
    ran = [preex(*words.split()[1:]) for words in following]
    assert [one.code for one in ran] == [0, 0]
    assert "<svg" in (tmp_path / f"{claim}.svg").read_text(encoding="utf-8")
    assert "Certainty: " in ran[0].out  # the pooled answer
    assert "doi.org" in ran[1].out  # the source


def test_the_first_command_pools_what_the_claim_was_judged_from(preex, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    command = preex("claims", "S36").out.rpartition("Next: ")[2].split("; ")[0].split()[1:]
    document = preex(*command, "--json").json
    (pool,) = document["pools"]
    assert document["filters"]["claim"] == "S36"
    assert [row["effect_id"] for row in pool["rows"]] == [
        "trindade2019_vastus_lateralis_a",
        "trindade2019_vastus_lateralis_b",
    ]
    judged = "Imprecision, -1: the interval {low:.2f} to {high:.2f} holds a difference and none.".format(
        **pool["estimate"]
    )
    assert judged in claims()["S36"].why
    said = preex(*command).out
    assert "2 findings it is about alone" in said
    assert "The muscles measured perhaps grow more" in said  # two sites of one muscle, not muscles
    assert "preex evidence --outcome size_added" in said
