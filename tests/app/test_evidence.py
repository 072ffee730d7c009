"""What is asked of the evidence is found, drawn, exported and added to, and numbers always say how they are known."""

import json

import pytest

from preex import app
from preex.app.evidence import EvidenceFound
from preex.errors import Conflict, NotFound, ValidationError
from preex.evidence.base import packaged
from preex.evidence.pooled import packaged_answers


@pytest.fixture
def mine(tmp_path):
    """Return a study of one's own as text, and a home to keep it in."""
    return app.study_template(".json"), tmp_path


def test_without_a_wish_everything_is_found():
    found = app.find_evidence()
    assert isinstance(found, EvidenceFound)
    assert len(found.answers) == len(packaged_answers())
    assert len(found.rows) == len(packaged().findings)
    assert [two.question for two in found.two_lines] == ["What is it?", "Does it work?"]
    assert not found.varied


def test_the_document_is_json_and_every_number_has_its_level():
    document = app.find_evidence("strength").to_json()
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert document["schema"] == "preex.evidence/1"
    for pool in document["pools"]:
        assert all(row["verification"] for row in (*pool["rows"], *pool["beside"]))
        assert pool["answer"]
        assert pool["why"]
        assert pool["fingerprint"]
    assert all(effect["verification"] for effect in document["effects"])
    assert {e["study_id"] for e in document["effects"]} == {s["id"] for s in document["studies"]}


def test_an_outcome_brings_what_its_answer_hangs_on():
    pool = app.find_evidence("size").to_json()["pools"][0]
    assert pool["sensitivity"][0]["change"] == "as it is"
    assert pool["sensitivity"][0]["mid"] == pool["estimate"]["mid"]
    assert len(pool["sensitivity"]) > 5


def test_a_study_brings_its_effects_and_the_questions_it_bears_on():
    found = app.find_evidence(study="trindade2019")
    assert {f.study for f in found.rows} == {"trindade2019"}
    assert [s.id for s in found.studies] == ["trindade2019"]
    assert {p.question.key for p in found.answers} == {
        "strength_compound_added",
        "strength_isolation_added",
        "size_added",
        "lean_mass_added",
    }


def test_a_contrast_limits_questions_and_rows():
    found = app.find_evidence(contrast="c4")
    assert not found.answers
    assert {f.study for f in found.rows} == {"aguiar2015", "aguiar2016"}


def test_people_and_design_limit_what_is_pooled():
    trained = app.find_evidence("compound_reps", population="trained").answers[0]
    assert {r.finding.study for r in trained.rows if r.weight} == {"soares2016", "pinto2018", "barbosa2021"}
    assert trained.fingerprint != packaged_answers()["compound_reps"].fingerprint
    assert not app.find_evidence("compound_reps", design="parallel").answers[0].rows


@pytest.mark.parametrize(
    "wish", [{"outcome": "joy"}, {"contrast": "C9"}, {"population": "elves"}, {"design": "guess"}, {"study": "nobody"}]
)
def test_a_wish_that_is_not_known_says_what_is(wish):
    with pytest.raises(NotFound) as error:
        app.find_evidence(**wish)
    assert error.value.hint


def test_a_figure_is_of_one_question_or_of_all_muscle_activity():
    forest = app.draw_evidence(app.find_evidence("compound_reps"))
    assert forest.svg.startswith("<svg")
    assert "Augustsson 2003" in forest.svg
    assert not forest.left
    several = app.draw_evidence(app.find_evidence("strength"))
    assert several.left[0] == "strength_isolation"
    assert "activity" in app.draw_evidence(app.find_evidence("emg")).shows
    with pytest.raises(NotFound):
        app.draw_evidence(app.find_evidence("pain"))


def test_the_same_figure_gives_the_same_bytes():
    one, other = (app.draw_evidence(app.find_evidence("size")).svg for _ in range(2))
    assert one == other


def test_files_are_made_by_their_suffix():
    found = app.find_evidence("rpe")
    assert app.export_evidence(found, ".csv").startswith("effect_id,")
    assert app.export_evidence(found, ".bib").startswith("@article{vilacaalves2014,")
    assert json.loads(app.export_evidence(found, ".json")) == found.to_json()
    with pytest.raises(ValidationError, match=r"\.csv, \.bib, \.json"):
        app.export_evidence(found, ".xlsx")


def test_a_study_shows_what_it_changes_before_it_is_kept(mine):
    text, home = mine
    added = app.add_evidence(text, "mine.json", home=home)
    assert [(a.question.key, b.trials) for a, b in added.changed] == [("strength_isolation", 2)]
    assert added.path is None
    assert not app.known_evidence(home).own
    assert added.to_json()["changed"][0]["after"]["own_studies"] == ["example2030"]


def test_a_kept_study_is_in_the_answers_which_say_so(mine):
    text, home = mine
    added = app.add_evidence(text, "mine.json", accept=True, home=home)
    assert added.path.parent == home / "evidence"
    found = app.find_evidence("strength_isolation", home=home)
    assert found.known.own == ("example2030",)
    document = found.to_json()
    assert document["own_studies"] == ["example2030"]
    assert "with 1 study of yours" in document["pools"][0]["basis"]
    assert document["pools"][0]["trials"] == 2
    assert not packaged().own  # what is packaged stays as it is


def test_what_a_kept_study_moved_is_told_since_the_packaged_snapshot(mine):
    text, home = mine
    assert app.changes_of_evidence(home=home).changes == ()
    app.add_evidence(text, "mine.json", accept=True, home=home)
    found = app.changes_of_evidence(home=home)
    assert [(c.question, c.added) for c in found.changes] == [("strength_isolation", ("example2030_leg_extension",))]
    assert found.to_json()["own_studies"] == ["example2030"]


def test_a_newer_version_takes_the_place_of_the_older(mine):
    text, home = mine
    app.add_evidence(text, "mine.json", accept=True, home=home)
    anew = app.add_evidence(text.replace('"mean_1": 72.0', '"mean_1": 75.0'), "mine.json", accept=True, home=home)
    assert anew.replaces
    (before, after), *rest = anew.changed
    assert not rest
    assert before.trials == after.trials == 2
    assert after.estimate.mid > before.estimate.mid
    assert len(list((home / "evidence").iterdir())) == 1


def test_packaged_rows_cannot_be_replaced(mine):
    text, home = mine
    for taken in ("gentil2007", "gentil2007_reps"):
        old = "example2030_leg_extension" if "_" in taken else '"example2030"'
        with pytest.raises(Conflict, match=taken):
            app.add_evidence(text.replace(old, taken if "_" in taken else f'"{taken}"'), "x.json", home=home)


def test_a_study_may_be_csv(mine):
    _, home = mine
    assert app.add_evidence(app.study_template(".csv"), "mine.csv", home=home).study.id == "example2030"


def test_text_that_is_no_study_is_refused(mine):
    _, home = mine
    for text, said in (
        ("{", "not JSON"),
        ("", "is empty"),
        ("null", "study"),
        ("a,b\n", "not JSON"),
        ("[" * 100_000, "nested too deep"),
        ('{"study": {}, "study": {}}', "stands twice"),
    ):
        with pytest.raises(ValidationError, match=said):
            app.add_evidence(text, "mine.json", home=home)


def test_a_snapshot_of_now_has_not_changed(tmp_path):
    taken = json.loads(app.snapshot_text(packaged().last_reviewed))
    assert app.changes_of_evidence(taken, home=tmp_path).changes == ()
