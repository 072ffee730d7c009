"""The pages of the evidence: what studies found, and how each number is known."""

import re

import pytest

from preex.evidence.base import packaged
from preex.evidence.effects import Verification


def text(answer):
    return answer.content.decode()


def cells(html, testid):
    """Rows of a table, as texts of their cells."""
    found = re.search(rf'<table[^>]*data-testid="{testid}".*?</table>', html, re.DOTALL).group(0)
    rows = re.findall(r"<tr.*?</tr>", found, re.DOTALL)
    strip = lambda cell: re.sub(r"<[^>]+>", "", cell).strip()  # noqa: E731
    return [[strip(c) for c in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def test_every_study_is_listed_with_a_link_to_its_page(newcomer):
    html = text(newcomer.get("/learn/evidence"))
    for study in packaged().studies.values():
        assert f'href="/learn/evidence/{study.id}"' in html


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


def test_filters_that_no_study_meets_say_so(newcomer):
    html = text(newcomer.get("/learn/evidence?population=women&design=meta_analysis"))
    assert "No study meets all of this" in html


@pytest.mark.parametrize("query", ["population=robots", "design=guess"])
def test_a_filter_nobody_offers_is_refused_with_what_is_wrong(newcomer, query):
    answer = newcomer.get(f"/learn/evidence?{query}")
    assert answer.status_code == 422
    assert "is not one of the available choices" in text(answer)
