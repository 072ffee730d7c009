"""Rules for everything the product says (requirements G-1, G-2, G-4; G-3 is in tests/web/test_claims.py)."""

import csv
import json
import re
from pathlib import Path

import pytest

from preex import app
from preex.catalogue import load_catalogue
from preex.evidence.claims import claims
from preex.evidence.pooled import packaged_answers
from preex.evidence.wording import say
from preex.fatigue.parameters import priors, studied_patterns

ROOT = Path(__file__).parents[1]
PACKAGE, DATA = ROOT / "src" / "preex", ROOT / "src" / "preex" / "data"
# Everything that can reach a reader: program, templates, data, documents.
SAID = [
    path
    for folder, kinds in ((PACKAGE, (".py", ".html", ".csv", ".json", ".svg", ".md")), (ROOT / "docs", (".md",)))
    for path in sorted(folder.rglob("*"))
    if path.suffix in kinds and "_build" not in path.parts
] + [ROOT / "README.md", ROOT / "CHANGELOG.md"]
BANNED = ("guaranteed", "proven to build more", "clearly superior", "activates more")


def one_line(path):
    return " ".join(path.read_text(encoding="utf-8").split())


def table(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def studies():
    return {row["study_id"] for row in table("studies")}


def test_the_ledger_holds_s1_to_s80_once_each_with_standing_and_origin():  # G-1
    rows = table("claims")
    assert [row["id"] for row in rows] == [f"S{n}" for n in range(1, 81)]
    assert all(row["status"] for row in rows)
    assert all(claims()[row["id"]].evidence_refs for row in rows)


def test_every_claim_that_program_and_pages_name_is_in_the_ledger():  # G-2
    named = set()
    for path in (*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")):
        named |= set(re.findall(r"[\"'#/](S\d+)\b", path.read_text(encoding="utf-8")))
    assert len(named) > 40
    named |= {ref for pairing in load_catalogue().pairings for ref in app.pair_because(pairing)}
    assert named - set(claims()) == set()


def test_nothing_says_more_than_studies_do():  # G-4
    assert len(SAID) > 200
    # The list of what may not be said is the one place where it stands.
    said = {path: re.sub(r"FORBIDDEN = \([^)]*\)", "", one_line(path)).casefold() for path in SAID}
    assert [(path.name, phrase) for path in SAID for phrase in BANNED if phrase in said[path]] == []


def test_fifty_five_per_cent_is_never_an_effect():
    """The article's figure stands in its own words in the ledger; elsewhere it is a place on the thigh, or other work.

    The others: volume lost from set to set in Ratamess 2007, "-15 to -55 %".
    """
    allowed = re.compile(r"of thigh length|thickness gains than the control group", re.IGNORECASE)
    found = {}
    for path in SAID:
        text = one_line(path)
        for hit in re.finditer(r"(?<![\d.,])55(?:\.0)? ?(?:%|per ?cent)", text):
            after, before = text[hit.end() : hit.end() + 60], text[max(0, hit.start() - 8) : hit.start()]
            if not allowed.search(after) and not before.endswith("-15 to -"):
                found[path.name] = text[max(0, hit.start() - 60) : hit.end() + 60]
    assert found == {}


def test_no_answer_made_of_the_tables_gives_the_articles_figure_as_an_effect_either():
    told = {c.id: json.dumps(app.claim_json(c), ensure_ascii=False) for c in claims().values()}
    told |= {key: " ".join(say(answer).lines) for key, answer in packaged_answers().items()}
    figure = re.compile(r"(?<![\d.,])55(?:\.0)? ?(?:%|per ?cent)(?! of thigh length)")
    assert [key for key, text in told.items() if figure.search(text)] == ["S36"]
    assert len(figure.findall(told["S36"])) == 1  # in what the article says
    assert figure.search(app.claim_json(claims()["S36"])["article_says"])
    assert [key for key, text in told.items() for phrase in BANNED if phrase in text.casefold()] == []


def test_the_outer_quad_is_stored_in_millimetres_and_never_as_the_articles_figure():
    rows = [row for row in table("effects") if row["study_id"] == "trindade2019"]
    numbers = [float(cell) for row in rows for cell in row.values() if re.fullmatch(r"-?\d+(\.\d+)?", cell or "")]
    assert 55.0 not in numbers
    assert 0.55 not in numbers  # the site is told in words
    outer = [row for row in rows if row["measured"] == "vastus lateralis" and row["mean_1"]]
    assert {row["unit"] for row in outer} == {"mm"}
    assert len(outer) == 2


def test_every_study_that_a_table_names_is_a_study(studies):
    named = {
        "claims": {one for c in claims().values() for one in c.evidence},
        "pairings": {one for p in load_catalogue().pairings for one in p.evidence},
        "studied_patterns": {one for found in studied_patterns().values() for one in found},
        "effects": {row["study_id"] for row in table("effects")},
    }
    assert all(named.values())
    assert {name: sorted(found - studies) for name, found in named.items() if found - studies} == {}


def test_every_number_of_the_model_says_where_it_is_from():
    rows = table("priors")
    assert all(row["source"] and row["made_by"] for row in rows)
    assert {row["status"] for row in rows} <= {"fitted", "study", "expert estimate"}


def test_the_constants_of_the_model_rest_on_findings_that_were_read_and_not_held_out():
    findings = {row["effect_id"]: row for row in table("effects")}
    rested = {one for prior in priors().values() for one in prior.effects}
    assert len(rested) > 20
    assert {(findings[one]["split"], findings[one]["verification"] == "recalled") for one in rested} == {
        ("calibration", False)
    }
    cited = {p.name for p in priors().values() if p.effects}
    assert {"phi", "kappa", "tau_fast_s", "rho"} <= cited


def test_json_of_the_package_names_no_claim_that_does_not_exist():
    for path in DATA.glob("*.json"):
        text = json.dumps(json.loads(path.read_text(encoding="utf-8")))
        assert set(re.findall(r'"(S\d+)"', text)) <= set(claims())
