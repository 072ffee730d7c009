"""Studies of a user's own are checked cell by cell, kept beside the log and read back."""

import copy
import json
from importlib.resources import files

import pytest

from preex.errors import DataError, FieldError, ValidationError
from preex.evidence.own import document_of, evidence_of, keep, of_csv, read_own, submission, template_as

TEXT = files("preex").joinpath("data", "study_template.json").read_text(encoding="utf-8")


def template(**changes):
    """Return the template with cells replaced: `study__year=..` or `effect__n=..`."""
    document = copy.deepcopy(json.loads(TEXT))
    for name, value in changes.items():
        part, _, field = name.partition("__")
        (document["study"] if part == "study" else document["effects"][0])[field] = value
    return document


def read(document):
    return evidence_of(*submission(document, "mine.json"), "mine.json")


def test_the_template_is_a_study_as_it_stands():
    found = read(template())
    assert list(found.studies) == ["example2030"] == list(found.own)
    assert [f.never_pooled for f in found.findings.values()] == [""]


def test_the_same_study_as_csv_is_the_same():
    from_csv = of_csv(template_as(TEXT, ".csv"), "mine.csv")
    assert submission(from_csv, "x") == submission(template(), "x")


def test_what_is_kept_reads_back_the_same(tmp_path):
    cells = submission(template(), "x")
    (tmp_path / "example2030.json").write_text(json.dumps(document_of(*cells)), encoding="utf-8")
    assert read_own(tmp_path) == evidence_of(*cells, "x")
    assert not read_own(tmp_path / "none").studies


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"study__design": "guess"}, "study.design is 'guess'; allowed: crossover, parallel"),
        ({"study__authors": ""}, "study.authors is empty"),
        ({"study__colour": "red"}, "study has no column 'colour'"),
        ({"effect__outcome": "joy"}, "effects[0].outcome is 'joy'"),
        ({"effect__mean_1": "seventy"}, "effects[0].mean_1 is 'seventy'; allowed: -1000000 to 1000000, or nothing"),
        ({"effect__n": 41}, "mine.json, effects row 1: n is '41'; allowed: the sum of both arms"),
        ({"study__last_reviewed": "soon"}, "mine.json, study row 1: last_reviewed is 'soon'"),
        ({"effect__contrast": "C3"}, "effects row 1: contrast is 'C3'; allowed: a contrast of its study, C1"),
        ({"effect__n": 21, "effect__n_1": 1}, "mine.json, effects row 1: n[0] is 1"),
        ({"effect__before_sd_1": 0.01, "effect__before_sd_0": 0.01}, "effects row 1: the effect comes out as 1"),
        ({"effect__study_id": "another"}, "study_id is 'another'"),
        ({"effect__note": {"table": 2}}, "effects[0].note is "),
        ({"study__authors": "Half \ud800"}, "study.authors is "),
        ({"study__authors": "a\x00b"}, "study.authors is "),
        ({"study__study_id": "a" * 81}, "study.study_id has 81 characters; allowed: 80"),
    ],
)
def test_a_wrong_cell_is_named_with_row_column_value_and_rule(changes, said):
    with pytest.raises(ValidationError) as error:
        read(template(**changes))
    assert said in error.value.message
    assert "othing was added" in error.value.hint


def test_many_wrong_cells_are_counted():
    with pytest.raises(ValidationError, match=r"and 2 more"):
        read(template(**{f"effect__extra{n}": 1 for n in range(7)}))


@pytest.mark.parametrize(
    "document", [None, [], {}, {"study": {}}, {"study": {}, "effects": []}, {"study": 1, "effects": [1]}]
)
def test_another_shape_leads_to_the_template(document):
    with pytest.raises(FieldError) as error:
        submission(document, "mine.json")
    assert error.value.path in {"study", "effects"}


@pytest.mark.parametrize(
    ("part", "path"),
    [({"foo": 2}, "foo"), ({"schema": "preex.study/99"}, "schema"), ({"effects": [{}] * 201}, "effects")],
)
def test_what_belongs_to_no_study_is_named_rather_than_left_out(part, path):
    with pytest.raises(FieldError) as error:
        submission(template() | part, "mine.json")
    assert error.value.path == path


def test_a_line_break_in_a_cell_reads_as_a_space():
    text = template_as(TEXT, ".csv").replace("table 2", '"table\n2"')
    assert submission(of_csv(text, "mine.csv"), "mine.csv")[1][0]["source"] == "table 2"


def test_a_study_is_kept_whole_or_not_at_all(tmp_path):
    studies, effects = submission(template(), "x")
    path = keep(tmp_path, studies, effects)
    before = path.read_bytes()
    with pytest.raises(UnicodeEncodeError):
        keep(tmp_path, ({**studies[0], "authors": "Half \ud800"},), effects)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["example2030.json"]


def test_an_effect_that_stands_twice_is_refused():
    document = template()
    document["effects"] *= 2
    with pytest.raises(ValidationError, match="stands twice"):
        read(document)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("study.study_id,effect_id\n", "no effect"),
        ("study.study_id,effect_id\na,b,c\n", "3 cells; allowed: 2"),
        ("study.study_id,effect_id\na,x\nb,y\n", "differ in study.study_id"),
        ("study.study_id;effect_id\na;x\n", "separated by semicolons"),
        ("study.study_id\teffect_id\na\tx\n", "separated by tabs"),
        ("study.study_id,effect_id,effect_id\na,x,y\n", "has the column 'effect_id' twice"),
        ("study.study_id,effect_id\na," + "x" * 200_000 + "\n", "line 2"),
    ],
)
def test_a_csv_that_is_no_study_is_named(text, said):
    with pytest.raises(ValidationError) as error:
        of_csv(text, "mine.csv")
    assert said in error.value.message


def test_the_template_comes_as_json_and_csv_alone():
    with pytest.raises(ValidationError, match=r"\.json or \.csv"):
        template_as(TEXT, ".xlsx")


@pytest.mark.parametrize("text", ["{", "[1]", json.dumps(template(study__sex="yes"))])
def test_a_kept_file_that_was_changed_is_named(tmp_path, text):
    (tmp_path / "mine.json").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"mine\.json") as error:
        read_own(tmp_path)
    assert str(tmp_path) in error.value.hint
