"""How sure claims are: the table against a new computation, and the table against the evidence."""

import pytest

from preex.evidence.base import packaged
from preex.evidence.certainties import answers_to, sureness
from preex.evidence.claims import claim, claims
from preex.evidence.questions import questions

LEVELS = ("none", "very low", "low", "moderate", "high")
COMPUTED = [c for c in claims().values() if c.computed]


@pytest.mark.parametrize("c", COMPUTED, ids=lambda c: c.id)
def test_the_table_holds_what_the_studies_say_today(c):
    found = sureness(c)
    assert (c.certainty, c.why) == (found.certainty, found.why), "run: python validation/judge_claims.py"


@pytest.mark.parametrize("c", COMPUTED, ids=lambda c: c.id)
def test_a_claim_is_no_surer_than_its_weakest_question(c):
    levels = [a.judgement.level.label for a in answers_to(c)]
    assert LEVELS.index(c.certainty) == min(map(LEVELS.index, levels))


@pytest.mark.parametrize("c", COMPUTED, ids=lambda c: c.id)
def test_no_study_that_a_certainty_rests_on_is_left_out_of_the_claim(c):
    rested = {r.finding.study for a in answers_to(c) for r in a.rows if r.weight is not None}
    assert rested <= set(c.evidence)


def test_every_question_and_finding_that_a_claim_names_exists():
    known, keys = packaged(), {q.key for q in questions()}
    for c in claims().values():
        assert set(c.questions) <= keys
        assert set(c.effects) <= set(known.findings)
        assert {known.findings[one].study for one in c.effects} <= set(c.evidence)


def test_a_claim_about_one_trial_is_judged_by_that_trial_alone():
    for id_ in ("S33", "S35", "S36", "S61"):
        assert {r.finding.study for a in answers_to(claim(id_)) for r in a.rows} == {"trindade2019"}


def test_nothing_that_studies_say_is_surer_than_the_cost_on_the_compound():
    assert max(LEVELS.index(c.certainty) for c in COMPUTED) == LEVELS.index(claim("S13").certainty)


def test_what_is_written_down_stays_with_its_reason():
    assert sureness(claim("S54")).why == claim("S54").why
    assert sureness(claim("S54")).certainty == "none"
