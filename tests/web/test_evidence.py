"""The pages of the evidence: what studies found, and how each number is known."""

import csv
import io
import json
import re
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from preex import app
from preex.app.evidence_json import pool_json
from preex.evidence.base import packaged
from preex.evidence.drawing import directions_of, forest_of
from preex.evidence.effects import Verification
from preex.evidence.pooled import packaged_answers
from preex.evidence.sensitivity import variants
from preex.evidence.wording import FORBIDDEN
from preex.plots.emg import directions
from preex.plots.forest import forest
from preex.plots.forest_words import lines

FIGURE = "/learn/evidence/figures/{}.svg"
ASKED = [key for key, p in packaged_answers().items() if p.rows]


def text(answer):
    return answer.content.decode()


@pytest.fixture(scope="module")
def whole(django_db_setup, django_db_blocker, tmp_path_factory):  # noqa: ARG001 - a fixture is asked for by its name
    """The page without filters and without studies of one's own, asked for once."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setenv("PREEX_HOME", str(tmp_path_factory.mktemp("home")))
        return text(Client().get("/learn/evidence"))


def plot_of(key):
    return forest_of(packaged_answers()[key], packaged())


def card(html, key):
    return re.search(rf'<article class="card outcome" id="{key}".*?</article>', html, re.DOTALL).group(0)


def words(svg):
    return [e.text for e in ET.fromstring(svg).iter() if e.tag.endswith("}text")]  # noqa: S314 - our own


def cells(html, testid):
    """Rows of a table, as texts of their cells."""
    found = re.search(rf'<table[^>]*data-testid="{testid}".*?</table>', html, re.DOTALL).group(0)
    rows = re.findall(r"<tr.*?</tr>", found, re.DOTALL)
    return [[plain(c) for c in re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def plain(html):
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


def test_the_two_questions_are_answered_in_two_lines_each(whole):
    found = re.findall(r'<section class="card" data-testid="two-lines">(.*?)</section>', whole, re.DOTALL)
    assert [re.search("<h2>(.*?)</h2>", one).group(1) for one in found] == ["What is it?", "Does it work?"]
    assert [one.count("<p>") for one in found] == [2, 2]


@pytest.mark.parametrize("key", ASKED)
def test_a_card_has_answer_amount_certainty_figure_reasons_and_what_speaks_against_it(whole, key):
    one = card(whole, key)
    said = pool_json(packaged_answers()[key])
    assert plain(one).startswith(said["title"].removeprefix("... ").capitalize()[:1])
    assert "Certainty: " in one
    assert f'src="{FIGURE.format(key)}"' in one
    assert f'srcset="{FIGURE.format(key)}?narrow=1"' in one
    assert one.count("<li>") >= len(said["why"])
    assert {"/learn/claims/S38", "/learn/claims/S39"} & set(re.findall(r'href="([^"]+)"', one))  # G-3


@pytest.mark.parametrize("key", ASKED)
def test_the_table_has_the_rows_of_the_figure_and_beside_each_number_how_it_is_known(whole, newcomer, key):
    rows = cells(whole, f"twin-{key}")[1:]
    drawn = words(text(newcomer.get(FIGURE.format(key))))
    found = lines(plot_of(key))
    assert [(r[0], r[2], r[3], r[5]) for r in rows] == [(x.label, x.n, x.estimate, x.weight) for x in found]
    for row, line in zip(rows, found, strict=True):
        assert line.estimate in drawn
        if line.kind in {"study", "hollow", "other"}:
            assert row[4] in set(Verification)
            assert row[4] in drawn
        if line.kind == "pooled":
            assert row[4].startswith("certainty ")


@pytest.mark.parametrize("key", ["compound_reps", "emg_target_order", "time"])
def test_a_question_by_itself_shows_what_its_answer_hangs_on(newcomer, key):
    html = text(newcomer.get(f"/learn/evidence/questions/{key}"))
    found = variants(packaged_answers()[key].question, packaged())
    rows = cells(html, "varied")[1:] if found else []
    assert [row[0].casefold() for row in rows] == [v.change.casefold() for v in found]
    assert "Certainty: " in card(html, key)
    assert (FIGURE.format(key) in html) == bool(packaged_answers()[key].rows)


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_a_figure_is_the_one_that_the_command_line_and_a_notebook_draw(newcomer, narrow):
    query = "?narrow=1" if narrow else ""
    assert text(newcomer.get(FIGURE.format("size") + query)) == forest(plot_of("size"), narrow=narrow)
    assert text(newcomer.get(FIGURE.format("emg") + query)) == directions(directions_of(packaged()), narrow=narrow)


def test_a_figure_may_style_itself_and_load_nothing(newcomer):
    answer = newcomer.get(FIGURE.format("size"))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert newcomer.get("/learn/evidence")["Content-Security-Policy"].startswith("default-src 'self'")


def test_the_directions_of_each_muscle_stand_in_the_table_too(whole):
    rows = cells(whole, "twin-emg")[1:]
    chart = directions_of(packaged())
    names = {-1: "lower", 0: "no clear change", 1: "higher"}
    assert sorted((r[0], r[1], r[2], r[4], r[5]) for r in rows) == sorted(
        (d.muscle, names[d.sign], d.study, str(d.n), d.verification) for d in chart.rows
    )


def test_no_page_of_the_evidence_says_more_than_studies_do(whole):
    said = plain(whole).casefold()
    assert [word for word in (*FORBIDDEN, "guaranteed", "clearly superior") if word in said] == []
    assert "<script" not in whole


def test_every_study_is_listed_with_a_link_to_its_page(whole):
    for study in packaged().studies.values():
        assert f'href="/learn/evidence/{study.id}"' in whole
    assert f"Last reviewed {packaged().last_reviewed:%a} {packaged().last_reviewed.day}" in whole


@pytest.mark.parametrize("study_id", packaged().studies)
def test_a_study_shows_every_finding_with_how_its_number_is_known(newcomer, study_id):
    html = text(newcomer.get(f"/learn/evidence/{study_id}"))
    findings = list(packaged().of(study_id))
    assert html.count('data-testid="finding"') == len(findings)
    assert html.count('data-testid="verification"') == len(findings)
    for f in findings:
        row = re.search(rf'<tr id="{f.id}".*?</tr>', html, re.DOTALL).group(0)
        assert f'data-testid="verification">{f.verification.value}<' in row
    assert "<script" not in html


def test_a_study_that_does_not_exist_is_not_found(newcomer):
    answer = newcomer.get("/learn/evidence/nobody1900")
    assert answer.status_code == 404
    assert "nobody1900" in text(answer)


def test_a_recalled_number_is_marked_and_said_to_be_in_no_pool(newcomer):
    recalled = next(f for f in packaged().findings.values() if f.verification is Verification.RECALLED and f.contrast)
    row = re.search(
        rf'<tr id="{recalled.id}".*?</tr>', text(newcomer.get(f"/learn/evidence/{recalled.study}")), re.DOTALL
    )
    assert "tag warn" in row.group(0)
    assert "in no pool" in row.group(0)


def test_filters_leave_the_studies_that_meet_them(newcomer):
    html = text(newcomer.get("/learn/evidence?population=women&design=parallel"))
    wanted = [s for s in packaged().studies.values() if s.sex == "female" and s.design == "parallel"]
    assert f'data-testid="n-studies">{len(wanted)}<' in html
    assert len(cells(html, "studies")) == 1 + len(wanted)
    for study in wanted:
        assert f'href="/learn/evidence/{study.id}"' in html


def test_a_filter_works_the_answers_out_anew(newcomer):
    html = text(newcomer.get("/learn/evidence?population=trained"))
    (alone,) = (p for p in app.find_evidence(population="trained").answers if p.question.key == "compound_reps")
    assert f"{alone.people} people" in card(html, "compound_reps")
    assert f'src="{FIGURE.format("compound_reps")}?population=trained"' in html
    figure = words(text(newcomer.get(FIGURE.format("compound_reps") + "?population=trained")))
    assert not [word for word in figure if "Augustsson" in word]  # training not stated


def test_what_is_registered_and_has_no_result_is_named(newcomer):
    html = text(newcomer.get("/learn/evidence?population=women"))
    assert "has no result yet" in html
    assert 'href="/learn/evidence/rbr_4s9zftf"' in html


def test_filters_that_no_study_meets_say_so(newcomer):
    html = text(newcomer.get("/learn/evidence?population=women&design=meta_analysis"))
    assert "No study meets all of this" in html


@pytest.mark.parametrize("query", ["population=robots", "design=guess"])
def test_a_filter_nobody_offers_is_refused_with_what_is_wrong(newcomer, query):
    answer = newcomer.get(f"/learn/evidence?{query}")
    assert answer.status_code == 422
    assert "is not one of the available choices" in text(answer)


@pytest.mark.parametrize("path", [FIGURE.format("size"), "/learn/evidence/files/evidence.csv"])
def test_a_file_with_a_filter_nobody_offers_is_refused_too(newcomer, path):
    answer = newcomer.get(f"{path}?population=robots")
    assert answer.status_code == 422
    assert "robots is not one of the available choices" in text(answer)


@pytest.mark.parametrize(
    "path", [FIGURE.format("luck"), "/learn/evidence/files/evidence.xls", "/learn/evidence/questions/emg"]
)
def test_a_file_that_does_not_exist_is_not_found(newcomer, path):
    assert newcomer.get(path).status_code == 404


def test_exports_lead_where_the_page_says_and_keep_the_filter(newcomer):
    html = text(newcomer.get("/learn/evidence?population=women"))
    links = [unescape(found) for found in re.findall(r'href="([^"]+)" download data-testid="export"', html)]
    assert [link.partition("?")[2] for link in links] == ["population=women"] * 3
    for link in links:
        answer = newcomer.get(link)
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment; filename=")


def test_the_csv_parses_back_to_every_effect(newcomer):
    rows = list(csv.DictReader(io.StringIO(text(newcomer.get("/learn/evidence/files/evidence.csv")))))
    assert [row["effect_id"] for row in rows] == list(packaged().findings)
    for row in rows:
        found = packaged().findings[row["effect_id"]]
        assert row["verification"] == found.verification.value
        assert (float(row["mean_1"]) if row["mean_1"] else None) == found.arm_1.mean


def test_the_json_parses_back_to_answers_and_effects(newcomer):
    found = json.loads(text(newcomer.get("/learn/evidence/files/evidence.json?design=crossover")))
    assert found["schema"] == "preex.evidence/1"
    assert found["filters"]["design"] == "crossover"
    wanted = {s.id for s in packaged().studies.values() if s.design == "crossover"}
    assert {row["study_id"] for row in found["effects"]} <= wanted


def test_the_bibtex_has_one_closed_entry_a_study(newcomer):
    told = text(newcomer.get("/learn/evidence/files/evidence.bib"))
    studies = {f.study for f in packaged().findings.values()}
    assert set(re.findall(r"^@\w+\{(\w+),", told, re.MULTILINE)) == studies
    assert told.count("{") - told.count("\\{") == told.count("}") - told.count("\\}")


def test_the_template_can_be_filled_in_and_then_stands_among_the_studies(newcomer):
    template = text(newcomer.get("/learn/evidence/files/study.json"))
    app.add_evidence(template, "study.json", accept=True)
    html = text(newcomer.get("/learn/evidence"))
    assert "1 of them yours" in html
    mine = json.loads(template)["study"]["study_id"]
    assert "added by you" in text(newcomer.get(f"/learn/evidence/{mine}"))
    assert f'href="/learn/evidence/{mine}"' in html
