import numpy as np
import pytest

from preex.errors import ValidationError
from preex.meta.mixture import Mixture
from preex.trials.chance import chance_of_answer, power, workouts_for
from preex.trials.looks import looked
from preex.trials.series import Series
from preex.trials.verdict import Bars, Verdict


@pytest.fixture(scope="module")
def trial(make_trial):
    return make_trial(workouts=24)


def test_a_large_effect_ends_the_trial_at_a_look(trial, come_out):
    found = looked(come_out(trial, -3.0, sd=0.7), trial.protocol, 12)
    assert found.stops == "conclusion"
    assert found.conclusion
    assert found.result.n.observed == 12


def test_after_eight_workouts_an_effect_that_startles_a_sceptic_does_not_end_it_yet(trial, come_out):
    found = looked(come_out(trial, -6.0, sd=1.0), trial.protocol, 8)
    assert found.result.p.below > 0.975
    assert found.result.verdict == Verdict.COST_LIKELY
    assert found.stops == ""


def test_what_came_after_a_look_is_not_read(trial, come_out):
    s = come_out(trial, -1.0)
    y = s.value.copy()
    y[12:] = 1e3
    later = Series.of(s.assigned, y, revealed=s.revealed, performed=s.performed, rir=s.rir)
    one, other = (looked(x, trial.protocol, 12) for x in (s, later))
    assert one.result.estimate == other.result.estimate
    assert one.result.design_test == other.result.design_test


def test_a_trial_that_will_hardly_tell_ends(make_trial, come_out):
    noisy = make_trial(workouts=16)
    stops = [looked(come_out(noisy, 0.0, sd=3.0, seed=k), noisy.protocol, 12) for k in range(12)]
    futile = [one for one in stops if one.stops == "futility"]
    assert futile
    assert all(one.predicted < 0.10 for one in futile)
    assert all(one.predicted >= 0.10 for one in stops if one.stops == "")


def test_pain_twice_ends_it_without_statistics(trial, come_out):
    pain = np.zeros(24)
    pain[[2, 5]] = 4
    assert looked(come_out(trial, 0.0, pain=pain), trial.protocol, 8).stops == "safety"
    pain[5] = 3
    assert looked(come_out(trial, 0.0, pain=pain), trial.protocol, 8).stops != "safety"


def test_a_look_that_was_not_planned_is_refused(trial, come_out):
    with pytest.raises(ValidationError, match="no look was planned"):
        looked(come_out(trial), trial.protocol, 10)
    with pytest.raises(ValidationError, match="are over"):
        looked(come_out(trial).first(7), trial.protocol, 8)


def test_the_last_look_does_not_end_for_futility(trial, come_out):
    found = looked(come_out(trial, 0.0, sd=3.0), trial.protocol, 24)
    assert found.stops in {"", "conclusion"}
    assert found.result.verdict == Verdict.CANNOT_TELL


# ------------------------------------------------------------------ what more workouts would bring


def normal(mean, sd):
    return Mixture(np.ones(1), np.array([mean]), np.array([sd]))


def test_the_chance_of_an_answer_is_what_simulation_finds():
    now, then, rope, bars = 8, 24, 0.5, Bars(clear=0.975)
    rng = np.random.default_rng(1)
    for mean, sd in ((-1.5, 0.8), (0.0, 0.5), (-0.5, 0.6)):
        # the effect, then 16 more workouts with the noise that gave the first 8 their error; prior flat
        truth = rng.normal(mean, sd, 40_000)
        of_more = rng.normal(truth, sd * np.sqrt(now / (then - now)))
        share = (then - now) / then
        centre, error = (1 - share) * mean + share * of_more, sd * np.sqrt(now / then)
        from scipy.stats import norm

        below, above = norm.cdf((-rope - centre) / error), norm.sf((rope - centre) / error)
        want = np.mean((below > 0.975) | (above > 0.975) | (1 - below - above > 0.9))
        assert chance_of_answer(normal(mean, sd), now, then, rope, bars) == pytest.approx(want, abs=0.01)


def test_without_more_workouts_the_answer_is_there_or_not():
    assert chance_of_answer(normal(-3.0, 0.5), 8, 8, 0.5, Bars()) == 1.0
    assert chance_of_answer(normal(-1.0, 0.5), 8, 8, 0.5, Bars()) == 0.0


# design/statistics.md 3.7: simulated power of the randomisation test; a t-test should be close from 16 workouts
@pytest.mark.parametrize(
    ("sd", "n", "effect", "published"),
    [
        (1.0, 16, -1.5, 0.74),
        (1.0, 24, -1.0, 0.63),
        (1.0, 24, -1.5, 0.93),
        (1.0, 48, -1.0, 0.91),
        (1.4, 24, -1.5, 0.69),
        (0.75, 16, -1.0, 0.64),
        (0.75, 24, -1.0, 0.83),
    ],
)
def test_power_is_near_the_simulated_one(sd, n, effect, published):
    assert power(effect, sd, n) == pytest.approx(published, abs=0.06)


@pytest.mark.parametrize(
    ("sd", "effect", "published"), [(1.0, -1.0, 40), (1.0, -1.5, 20), (1.4, -1.5, 32), (0.75, -1.0, 24)]
)
def test_workouts_for_an_effect_are_near_the_published_table(sd, effect, published):
    assert abs(workouts_for(effect, sd) - published) <= 4


def test_an_effect_too_small_has_no_number_of_workouts():
    assert workouts_for(0.1, 1.0) is None
    assert workouts_for(1.5, 1.0, two_pair=True) < workouts_for(1.5, 1.0)
