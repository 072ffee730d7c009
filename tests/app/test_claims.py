import pytest

from preex import app
from preex.app.claims import compared_in, findings_beside, findings_of, result_of
from preex.errors import NotFound
from preex.evidence.claims import ClaimStatus

PROMISED = {"id", "text", "kind", "status", "evidence", "certainty", "as_of"}  # the public interface
ADDED = {"article_says", "source_says", "why_certainty", "see", "k_studies", "n_total", "population", "effects"}


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
    assert row["why_certainty"]
    assert bool(c.evidence) == bool(row["k_studies"]) == bool(row["population"])
    assert (row["n_total"] is None) == (c.evidence in {(), ("willardson2010",)})  # which prints no number of people


def test_a_side_that_adds_nothing_is_null():
    assert app.claim_json(app.find_claims(["S4"])[0])["article_says"] is None


def test_reasons_in_short_come_once_each_in_order():
    assert [c["id"] for c in app.claims_json(["S54", "S13", "S54"])] == ["S54", "S13"]


def test_a_claim_counts_each_trial_of_its_studies_once():
    # S33 rests on Trindade 2019: 12 and 12 men, and 7 who did not train.
    row = app.claim_json(app.find_claims(["S33"])[0])
    assert (row["k_studies"], row["n_total"], row["population"]) == (1, 31, ["untrained men"])


def test_activity_is_told_muscle_by_muscle_with_a_fall_and_no_change():
    # Augustsson 2003: vastus lateralis and rectus femoris lower; Brennecke 2009: pectoralis and deltoid unchanged.
    found = {(f.study, f.measured): result_of(f) for f in findings_of(app.find_claims(["S20"])[0])}
    assert found["augustsson2003", "vastus lateralis"].startswith("lower")
    assert found["augustsson2003", "rectus femoris"].startswith("lower")
    assert found["brennecke2009", "pectoralis major"].startswith("no clear difference")
    assert {f.outcome for f in findings_of(app.find_claims(["S20"])[0])} == {"emg"}


def test_the_pulldown_study_is_told_by_repetitions_and_effort_and_not_by_activity():
    assert {f.outcome for f in findings_of(app.find_claims(["S24"])[0])} == {"reps", "rpe"}


@pytest.mark.parametrize("muscle", ["gluteus maximus", "rectus femoris", "vastus medialis"])
def test_each_muscle_without_a_clear_difference_has_a_row(muscle):
    assert muscle in {f.measured for f in findings_of(app.find_claims(["S35"])[0])}


def test_a_finding_is_told_by_its_numbers_where_no_direction_is_printed():
    found = {f.id: f for f in findings_of(app.find_claims(["S36"])[0])}
    assert result_of(found["trindade2019_vastus_lateralis_a"]) == "+31.1 against +27 %"
    assert result_of(found["trindade2019_untrained_vastus_lateralis_a"]) == "+7.1 %"
    assert compared_in(found["trindade2019_untrained_vastus_lateralis_a"]).startswith("no training")
    assert compared_in(found["trindade2019_vastus_lateralis_a"]).startswith("against leg press")
    assert found["trindade2019_vastus_lateralis_a"].where == "vastus lateralis, 0.55 of thigh length"


@pytest.mark.parametrize(
    ("claim", "finding", "said"),
    [
        # de Salles 2008 and Trindade 2019 as printed; Soares 2016 prints no p.
        ("S14", "desalles2008_reps", "5.04 against 6.08 reps; lower"),
        ("S29", "trindade2019_leg_press_printed", "16 against 15 % change; no clear difference"),
        ("S30", "trindade2019_leg_extension_printed", "17 against 11 % change; no clear difference"),
        ("S14", "augustsson2003_reps", "lower, p <0.001"),
        ("S14", "soares2016_reps", "lower, significant"),
    ],
)
def test_a_finding_is_told_as_it_was_printed(claim, finding, said):
    found = {f.id: f for f in findings_of(app.find_claims([claim])[0])}
    assert result_of(found[finding]).startswith(said)


def test_the_exception_stands_beside_the_studies_that_agree():
    # Chaves 2013 lists no difference for the leg press; two orders of a whole session, so it is in another pool.
    found = {f.id: result_of(f) for f in findings_beside(app.find_claims(["S13"])[0])}
    assert found["chaves2013_reps"].startswith("no clear difference")
    assert not set(found) & {f.id for f in findings_of(app.find_claims(["S13"])[0])}
