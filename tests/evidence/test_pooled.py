"""Each question is answered by the policy for its studies, judged by facts, and does not hang on what is not in it."""

from dataclasses import replace

import pytest

from preex.errors import ValidationError
from preex.evidence.base import Evidence, packaged
from preex.evidence.drawing import directions_of, forest_of
from preex.evidence.effects import Arm
from preex.evidence.estimating import Options, printed_by_study
from preex.evidence.pooled import answer, packaged_answers, signs_of
from preex.evidence.questions import all_questions, questions
from preex.evidence.sensitivity import variants
from preex.meta.censored import Printed
from preex.meta.certainty import Certainty

ANSWERS = packaged_answers()
EFFECTS = packaged().findings


def with_findings(*findings):
    return Evidence(packaged().studies, {f.id: f for f in findings})


def test_the_loss_of_repetitions_is_what_the_design_study_found():
    # Five printed directions: mean -1.67 [-2.80, -0.90], P(fewer) above 0.999, 76 people; of agonists -1.41 [-2.65, -0.35], 0.993.
    every, target = ANSWERS["compound_reps"], ANSWERS["compound_reps_target"]
    assert (every.trials, every.people) == (5, 76)
    assert every.estimate.mid == pytest.approx(-1.67, abs=0.01)
    assert (every.estimate.low, every.estimate.high) == (pytest.approx(-2.80, abs=0.03), pytest.approx(-0.90, abs=0.02))
    assert every.estimate.p_more < 0.001
    assert target.estimate.mid == pytest.approx(-1.41, abs=0.01)
    assert target.estimate.p_more == pytest.approx(0.007, abs=0.001)


def test_every_study_that_counts_repetitions_finds_fewer():
    signs = ANSWERS["compound_reps"].signs
    assert (signs.more, signs.none, signs.less) == (0, 0, 8)


def test_one_trial_counts_once_however_many_groups_it_has():
    for key in ("strength_compound", "strength_isolation", "size"):
        found = ANSWERS[key]
        assert (found.trials, found.estimate.k, found.people) == (1, 2, 44)
        assert any("come from 1 trial" in said for said in found.said)


def test_weights_are_shares_of_the_pool():
    for p in ANSWERS.values():
        weights = [r.weight for r in p.rows if r.weight is not None]
        assert sum(weights) == pytest.approx(1.0) or not weights
        assert all(bool(r.apart) == (r.weight is None) for r in (*p.rows, *p.beside))


def test_another_contrast_changes_nothing_but_what_stands_beside():
    question = questions("size")[0]
    alone = answer(question, with_findings(*(f for f in EFFECTS.values() if f.study != "trindade2019")))
    assert alone.estimate.mid == ANSWERS["size"].estimate.mid
    assert alone.fingerprint == ANSWERS["size"].fingerprint
    assert len(alone.beside) < len(ANSWERS["size"].beside)


def test_mixed_contrasts_are_refused_even_if_somebody_asks():
    with pytest.raises(ValidationError, match="contrast"):
        questions("size")[0].check((EFFECTS["ufrj_order_op_triceps"], EFFECTS["trindade2019_rectus_femoris_70"]))


def test_recalled_numbers_change_nothing():
    kept = (f for f in EFFECTS.values() if f.verification != "recalled")
    without = with_findings(*kept)
    for q in all_questions():
        assert answer(q, without).fingerprint == ANSWERS[q.key].fingerprint


def test_a_question_no_study_answers_is_said_to_be_open():
    for key in ("time", "pain"):
        p = ANSWERS[key]
        assert (p.trials, p.people, p.estimate, p.rows) == (0, 0, None, ())
        assert p.judgement.level is Certainty.VERY_LOW


def test_directions_alone_are_counted_and_judged_as_imprecise():
    p = ANSWERS["lean_mass"]
    assert p.estimate is None
    assert (p.signs.more, p.signs.none, p.signs.less) == (0, 2, 0)
    assert any("no interval" in s.because for s in p.judgement.steps)


def test_how_much_is_less_sure_than_which_way():
    for p in ANSWERS.values():
        if p.amount is not None:
            assert p.amount.level < p.judgement.level or p.judgement.level is Certainty.VERY_LOW


def test_certainty_follows_from_counted_steps():
    # Crossovers: high; all at risk of bias -1; 76 people -1; five studies of one sign at P > 0.99 +1.
    p = ANSWERS["compound_reps"]
    assert [(s.domain, s.by) for s in p.judgement.steps] == [
        ("Risk of bias", -1),
        ("Imprecision", -1),
        ("Large and consistent", 1),
    ]
    assert p.judgement.level is Certainty.MODERATE
    # An order trial: high; bias -1; interval over one edge of +-0.2 -1; read off figures -1.
    assert ANSWERS["strength_isolation"].judgement.level is Certainty.VERY_LOW
    # An added isolation is one step more indirect.
    assert any(s.domain == "Indirectness" for s in ANSWERS["size_added"].judgement.steps)


def test_a_study_counts_once_by_its_least_telling_row():
    rows = [EFFECTS["vilacaalves2014_reps_wide"], EFFECTS["vilacaalves2014_reps_narrow"]]
    assert printed_by_study(rows) == (("vilacaalves2014", Printed(19, 0.001, -1)),)
    rose, stayed = EFFECTS["gentil2007_emg_triceps"], EFFECTS["gentil2007_emg_pectoralis"]
    assert printed_by_study([rose, stayed])[0][1].direction == 0
    assert signs_of([rose, stayed]) == {"gentil2007": 0}


def test_an_exact_p_counts_as_its_limit_and_a_large_one_as_no_difference():
    assert EFFECTS["barbosa2021_reps"].printed == Printed(11, 0.05, -1)  # p 0.036
    assert EFFECTS["barbosa2021_emg_pectoralis_fly"].printed == Printed(11, 0.05, 0)  # p 0.87
    assert EFFECTS["gentil2007_reps"].printed is None  # no p
    assert EFFECTS["fisher2014_chest_press"].printed is None  # groups, not the same people


def test_arms_with_a_shared_control_are_pooled_with_their_covariance():
    base = EFFECTS["fisher2014_chest_press"]
    control = Arm(name="compound first", n=8, mean=50.0, sd=10.0)
    arms = [
        replace(base, id=f"f{n}", arm_1=Arm(name=f"arm {n}", n=n, mean=mean, sd=9.0), arm_0=control, n=n + 8)
        for n, mean in ((14, 58.0), (17, 55.0))
    ]
    question = questions("strength_compound")[0]
    both, one = (answer(question, with_findings(*some)) for some in (arms, arms[:1]))
    width = both.estimate.high - both.estimate.low
    assert width < one.estimate.high - one.estimate.low
    # Were they independent, the error would shrink by sqrt(2); the shared control of eight keeps it larger.
    assert width > (one.estimate.high - one.estimate.low) / 2**0.5


def test_the_fingerprint_changes_with_a_row_or_an_option():
    question = questions("size")[0]
    changed = with_findings(
        *(replace(f, note="anew") if f.id == "ufrj_order_op_triceps" else f for f in EFFECTS.values())
    )
    prints = {
        ANSWERS["size"].fingerprint,
        answer(question, changed).fingerprint,
        answer(question, packaged(), Options(r=0.5)).fingerprint,
    }
    assert len(prints) == 3


def test_what_an_answer_hangs_on_is_shown_and_begins_with_the_answer():
    found = variants(questions("strength_isolation")[0], packaged())
    assert found[0].estimate.mid == ANSWERS["strength_isolation"].estimate.mid
    changes = [v.change for v in found]
    assert {"correlation within people 0.5", "half the prior's width", "without Simao 2010"} <= set(changes)
    assert next(v for v in found if "figures" in v.change).estimate is None
    assert variants(questions("pain")[0], packaged()) == ()


def test_groups_of_one_trial_may_also_be_taken_as_one_study():
    found = {v.change: v for v in variants(questions("strength_isolation")[0], packaged())}
    one = found["comparisons of one trial as one study"]
    parts = [found[f"without {label}"].estimate for label in ("Spineti 2010", "Simao 2010")]
    # Other people, so their errors are independent: the mean weighted by precision, narrower than either part.
    weights = [1 / (e.high - e.low) ** 2 for e in parts]
    assert one.k == 1
    assert one.estimate.mid == pytest.approx(sum(w * e.mid for w, e in zip(weights, parts, strict=True)) / sum(weights))
    assert 1 / (one.estimate.high - one.estimate.low) ** 2 == pytest.approx(sum(weights))


def test_what_was_known_earlier_rests_on_earlier_studies_alone():
    found = {v.change: v for v in variants(questions("compound_reps")[0], packaged())}
    # Augustsson 2003, Vilaca-Alves 2014, Soares 2016, Pinto 2018, Barbosa 2021
    assert [(change, v.k) for change, v in found.items() if change.startswith("as known")] == [
        ("as known in 2003", 1),
        ("as known in 2014", 2),
        ("as known in 2016", 3),
        ("as known in 2018", 4),
    ]
    earliest = answer(questions("compound_reps")[0], with_findings(EFFECTS["augustsson2003_reps"]))
    assert found["as known in 2003"].estimate.mid == earliest.estimate.mid


def test_small_studies_with_larger_effects_cost_a_step_from_ten_studies_on():
    base = EFFECTS["brandao2020_bench_press"]
    studies, findings = {}, []
    for i in range(10):
        n = 10 + 4 * i
        studies[f"s{i}"] = replace(packaged().studies["brandao2020"], id=f"s{i}", sample=f"s{i}")
        # Effects of 1.4 down to 0.05 as groups grow; the last digits keep the line from being exact.
        one = Arm(name="isolation first", n=n, mean=50 + 10 * (1.4 - 0.15 * i + 0.01 * (i % 3)), sd=10.0)
        other = Arm(name="compound first", n=n, mean=50.0, sd=10.0)
        findings.append(replace(base, id=f"f{i}", study=f"s{i}", arm_1=one, arm_0=other, n=2 * n))
    question = questions("strength_compound")[0]
    ten, nine = (answer(question, Evidence(studies, {f.id: f for f in some})) for some in (findings, findings[1:]))
    assert ten.estimate.egger_p < 0.01
    assert any("small studies show larger effects" in s.because for s in ten.judgement.steps)
    assert nine.estimate.egger_p is None


def test_a_wider_prior_moves_the_best_guess_away_from_nothing():
    half, double = (answer(questions("strength_isolation")[0], packaged(), Options(prior=w)) for w in (0.5, 2.0))
    assert half.estimate.mid < ANSWERS["strength_isolation"].estimate.mid < double.estimate.mid


def test_a_forest_plot_shows_every_row_with_its_comparator_and_level():
    for p in ANSWERS.values():
        plot = forest_of(p, packaged())
        assert len(plot.rows) == len(p.rows) + len(p.beside)
        assert all(r.comparator and r.verification in {"paper", "quoted", "recalled"} for r in plot.rows)
        assert [r.greyed for r in plot.rows] == [False] * len(p.rows) + [True] * len(p.beside)
        assert all(r.weight is None for r in plot.rows if r.greyed or r.verification == "recalled")
        assert all(r.hollow for r in plot.rows if r.estimate is None)
        assert all(r.low is None or r.low < r.estimate < r.high for r in plot.rows)


def test_numbers_read_off_figures_are_hollow():
    rows = forest_of(ANSWERS["strength_isolation"], packaged()).rows
    assert all(r.hollow for r in rows if r.weight)


def test_means_of_repetitions_stand_on_a_scale_of_percent():
    plot = forest_of(ANSWERS["compound_reps"], packaged())
    assert plot.unit == "change, %"
    shown = {
        r.label.split(":")[0]: r.estimate for r in plot.rows if r.estimate is not None and r.verification == "paper"
    }
    assert shown == {"de Salles 2008": pytest.approx(-17.1, abs=0.05), "Senna": pytest.approx(-24.8, abs=0.05)}


def test_directions_of_activity_are_shown_by_muscle():
    chart = directions_of(packaged())
    quads = {(r.muscle, r.sign) for r in chart.rows if r.study == "Augustsson 2003"}
    assert quads == {("rectus femoris", -1), ("vastus lateralis", -1), ("gluteus maximus", 0)}
    triceps = [(r.study, r.sign, r.kind) for r in chart.rows if r.muscle == "triceps brachii"]
    assert ("Golas 2017", 1, "synergist") in triceps
    assert ("Brennecke 2009", 1, "agonist") in triceps
    assert not any("slope" in r.muscle or "frequency" in r.muscle for r in chart.rows)
    assert [r.muscle for r in chart.rows] == sorted(r.muscle for r in chart.rows)
