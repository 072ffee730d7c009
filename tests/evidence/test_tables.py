"""The tables of studies and effects keep their laws, and a broken row is named with file, line, field, value and rule."""

import csv
import io
from collections import Counter
from importlib.resources import files

import pytest

from preex.core.table import read_table
from preex.errors import DataError, NotFound
from preex.evidence.base import DESIGNS, POPULATIONS, build, packaged
from preex.evidence.effects import Verification
from preex.evidence.measures import measured
from preex.evidence.pooled import packaged_answers
from preex.evidence.questions import all_questions, questions, topic
from preex.meta.contrast import Contrast

STUDIES, EFFECTS = packaged().studies, packaged().findings


def broken(table, key, **cells):
    """Build the evidence with some cells of one row replaced."""
    text = (files("preex") / "data" / f"{table}.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    next(row for row in rows if next(iter(row.values())) == key).update(cells)
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    changed = {table: read_table(table, out.getvalue().splitlines(keepends=True))}
    return build(*(changed.get(name) or read_table(name) for name in ("studies", "effects")))


def test_the_tables_are_read_once():
    assert packaged() is packaged()


def test_every_study_has_effects_unless_it_is_only_registered():
    without = STUDIES.keys() - {f.study for f in EFFECTS.values()}
    assert {STUDIES[s].status for s in without} == {"registered"}


def test_a_study_names_exactly_the_contrasts_of_its_effects():
    for study in STUDIES.values():
        found = {f.contrast for f in packaged().of(study.id)} - {None}
        assert study.status == "registered" or set(study.contrasts) == found, study.id


def test_every_effect_computed_elsewhere_comes_out_the_same_here():
    # Effects by the spread before and a correlation of 0.7, computed by whoever collected the numbers, to two digits. They used a
    # shortcut for the small-sample correction (0.1 % off at 22 degrees of freedom, 0.7 % at 16) and a simpler variance, 2 to 9 %
    # smaller than Morris'.
    checked = [f for f in EFFECTS.values() if f.stated and f.stated.what.startswith("g by the spread before")]
    assert len(checked) == 26
    for f in checked:
        found = measured(f, 0.7)
        assert found.y == pytest.approx(f.stated.value, abs=0.005 + 0.007 * abs(f.stated.value)), f.id
        assert f.stated.se <= found.v**0.5 + 0.005, f.id
        assert found.v**0.5 == pytest.approx(f.stated.se, rel=0.1), f.id


def test_every_printed_change_agrees_with_the_means_it_is_of():
    # Means of about 7 cm2 are rounded to 0.01, which moves a change by up to 0.15 points.
    for f in EFFECTS.values():
        for arm in (f.arm_1, f.arm_0):
            if arm and arm.pct is not None and arm.before is not None:
                assert 100 * (arm.mean / arm.before - 1) == pytest.approx(arm.pct, abs=0.15), f.id


def test_nothing_recalled_is_ever_pooled():
    recalled = {f.id for f in EFFECTS.values() if f.verification is Verification.RECALLED}
    assert len(recalled) == 13
    for p in packaged_answers().values():
        assert not recalled & {r.finding.id for r in p.rows if r.weight is not None}


def test_contrasts_never_mix_in_a_pool_but_for_acute_repetitions():
    for p in packaged_answers().values():
        contrasts = {r.finding.contrast for r in p.rows if r.weight is not None}
        if p.question.family == "compound_reps":
            assert contrasts <= {Contrast.ORDER, Contrast.ADDED}
        else:
            assert len(contrasts) <= 1
            assert contrasts <= {p.question.contrast}


def test_one_more_set_of_the_same_exercise_is_context():
    extra = [f for f in EFFECTS.values() if f.contrast is Contrast.EXTRA]
    assert {f.study for f in extra} == {"aguiar2015", "aguiar2016"}
    assert all(f.never_pooled for f in extra)
    assert not any(r.finding in extra and r.weight for p in packaged_answers().values() for r in p.rows)


def test_the_trial_without_isolation_in_its_comparator_is_no_order_trial():
    assert {f.contrast for f in packaged().of("trindade2019")} == {Contrast.ADDED, None}


def test_one_trial_stands_for_order_and_for_rest():
    assert {f.contrast for f in packaged().of("fisher2014")} == {Contrast.ORDER, Contrast.REST}
    order, rest = EFFECTS["fisher2014_chest_press"], EFFECTS["fisher2014_chest_press_rest"]
    assert (order.n, rest.n) == (14 + 8, 17 + 14)
    assert order.arm_1.name == rest.arm_0.name  # the shared arm


def test_no_study_is_in_a_pool_twice_for_one_measurement():
    for p in packaged_answers().values():
        pooled = [r.finding for r in p.rows if r.weight is not None]
        same = Counter((f.study, f.outcome, f.measured, f.site, f.arm_1.name, f.arm_0.name) for f in pooled)
        assert max(same.values(), default=1) == 1


def test_the_contradicting_totals_are_both_kept_and_neither_is_pooled():
    sums, printed = EFFECTS["senna_order_jhk_reps_total"], EFFECTS["senna_order_jhk_reps_total_printed"]
    parts = EFFECTS["senna_order_jhk_reps"].arm_1.mean + EFFECTS["senna_order_jhk_reps_isolation"].arm_1.mean
    assert sums.arm_1.mean == pytest.approx(parts)
    assert printed.arm_1.mean == 55.40
    assert sums.never_pooled
    assert printed.never_pooled


def test_the_leg_press_means_are_recalled_while_their_direction_was_read():
    assert EFFECTS["augustsson2003_reps_recalled"].verification is Verification.RECALLED
    assert (EFFECTS["augustsson2003_reps_recalled"].arm_0.mean, EFFECTS["augustsson2003_reps_recalled"].arm_1.mean) == (
        9.3,
        7.9,
    )
    read = EFFECTS["augustsson2003_reps"]
    assert (read.verification, read.direction, read.arm_1.mean) == (Verification.PAPER, -1, None)


def test_the_misread_number_is_nowhere_an_effect():
    for f in EFFECTS.values():
        numbers = [f.stated.value if f.stated else None, f.arm_1.pct, f.arm_0.pct if f.arm_0 else None]
        assert 55.0 not in numbers
        assert 0.55 not in numbers
    text = (files("preex") / "data" / "effects.csv").read_text(encoding="utf-8")
    assert "55 %" not in text
    assert "55%" not in text


def test_two_groups_of_one_trial_share_it():
    assert STUDIES["ufrj_order_op"].sample == STUDIES["ufrj_order_lp"].sample
    shared = Counter(s.sample for s in STUDIES.values())
    assert [sample for sample, n in shared.items() if n > 1] == ["ufrj_order"]


def test_every_study_can_be_cited_and_found():
    for s in STUDIES.values():
        assert s.label
        assert s.citation.endswith(".")
        assert s.url == "" or s.url.startswith("https://")
        assert s.last_reviewed.year >= 2026


def test_studies_are_chosen_by_people_and_design():
    trained = packaged().only(population="trained")
    assert {s.training for s in trained.studies.values()} == {"trained"}
    assert {f.study for f in trained.findings.values()} <= trained.studies.keys()
    assert {s.design for s in packaged().only(design="crossover").studies.values()} == {"crossover"}
    assert {s.design for s in STUDIES.values()} <= set(DESIGNS)
    for population in POPULATIONS:
        assert packaged().only(population=population).studies
    with pytest.raises(NotFound, match="trained, recreational"):
        packaged().only(population="elves")
    with pytest.raises(NotFound, match="crossover"):
        packaged().only(design="dreamt")


def test_a_study_is_found_by_its_id():
    assert packaged().study("gentil2007").label == "Gentil 2007"
    assert packaged().study("preexrow2022").label == "J Hum Kinet 2022"  # no author is known
    with pytest.raises(NotFound, match="preex evidence"):
        packaged().study("gentil1907")


@pytest.mark.parametrize(
    ("table", "key", "cells", "said"),
    [
        ("studies", "gentil2007", {"design": "guess"}, "design is 'guess'; allowed: crossover"),
        ("studies", "gentil2007", {"last_reviewed": "yesterday"}, "last_reviewed is 'yesterday'; allowed: a date"),
        ("studies", "gentil2007", {"contrasts": "C1;none"}, "contrasts"),
        ("studies", "gentil2007", {"contrasts": "C2"}, "contrast is 'C1'; allowed: a contrast of its study, C2"),
        ("effects", "gentil2007_reps", {"study_id": "nobody"}, "study_id is 'nobody'"),
        ("effects", "gentil2007_reps", {"arm_0": ""}, "arm_0"),
        ("effects", "gentil2007_reps", {"target": "none"}, "target is 'none'"),
        ("effects", "gentil2007_reps", {"layout": "none"}, "layout is 'none'"),
        ("effects", "gentil2007_reps", {"role": "target"}, "role is 'target'"),
        ("effects", "gentil2007_reps", {"n_1": "12"}, "n is '13'"),
        ("effects", "gentil2007_reps", {"p_bound": "0.05"}, "p_sign"),
        ("effects", "gentil2007_reps", {"sd_1": "1"}, "sd_1 is '1'; allowed: a spread above 0 beside its mean"),
        ("effects", "gentil2007_reps", {"range_1": "9 to 3"}, "range_1"),
        ("effects", "gentil2007_reps", {"outcome": "joy"}, "outcome is 'joy'"),
        ("effects", "gentil2007_reps", {"mean_1": "nan"}, "mean_1 is 'nan'"),
        ("effects", "gentil2007_reps_total", {"direction": "higher"}, "direction is 'higher'; allowed: none"),
        ("effects", "gentil2007_emg_triceps", {"direction": "none"}, "direction is 'none'; allowed: higher or lower"),
        ("effects", "gentil2007_emg_triceps_recalled", {"duplicate_of": "soares2016_reps"}, "duplicate_of"),
        ("effects", "trindade2019_leg_press", {"n": "25"}, "n is '25'; allowed: the sum of both arms"),
    ],
)
def test_a_row_that_breaks_a_rule_is_named(table, key, cells, said):
    with pytest.raises(DataError) as error:
        broken(table, key, **cells)
    assert said in error.value.message
    assert " line " in error.value.message


def test_each_question_is_asked_once_and_found_by_key_kind_or_measurement():
    keys = [q.key for q in all_questions()]
    assert len(keys) == len(set(keys)) == 26
    assert [q.key for q in questions("compound_reps")] == ["compound_reps"]
    assert {q.family for q in questions("EMG")} == {"emg"}
    assert {q.family for q in questions("growth")} == {"size"}
    assert questions("") == questions("all") == all_questions()
    assert not topic("velocity").questions
    assert topic("velocity").outcomes == {"velocity"}
    with pytest.raises(NotFound, match="compound_reps"):
        questions("happiness")
