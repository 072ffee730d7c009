from itertools import product

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from preex.errors import OutOfRange, ValidationError
from preex.meta.mixture import Mixture
from preex.trials.gaussian import Priors, fit, fit_many
from preex.trials.model import Extra, believe, design_of
from preex.trials.priors import NEUTRAL, PUBLISHED, REPS, SCALES, SCEPTICAL
from preex.trials.questions import NOT_MEASURABLE, OUTCOMES
from preex.trials.series import Series

PRIORS = Priors((9.0, 0.0, 0.0), (4.0, 2.0, 0.15))
ARMS = np.tile([0, 1, 1, 0, 1, 0, 0, 1], 3)
NAN = float("nan")


def columns(time, arms=ARMS):
    return np.column_stack((np.ones(len(time)), arms[time.astype(int)] - 0.5, time - time.mean()))


def simulated(seed, n=12, missing=0.1):
    rng = np.random.default_rng(seed)
    time = np.flatnonzero(rng.random(n) >= missing).astype(float)
    return 9 - 1.5 * ARMS[time.astype(int)] + rng.normal(0, 1, len(time)), time


def brute_force(y, X, time, priors, points=40):
    """Mean and P(effect < -0.5) by adding up the marginal normal of y on a grid of sigma and phi of its own."""
    lag = np.abs(time[:, None] - time[None, :])
    mean, cov = X @ np.array(priors.mean), X @ np.diag(np.square(priors.sd)) @ X.T
    total = centre = below = 0.0
    for z, phi in product(np.linspace(-3.2, 3.2, points), np.linspace(-0.4999, 0.8999, points)):
        sigma = np.exp(priors.log_sigma[0] + priors.log_sigma[1] * z)
        correlation = np.where(lag > 0, np.sign(phi) ** lag * np.abs(phi) ** lag, 1.0)
        v = sigma**2 * correlation
        weight = multivariate_normal.pdf(y, mean, cov + v) * norm.pdf(z) * norm.pdf(phi, 0.15, 0.25)
        precision = X.T @ np.linalg.solve(v, X) + np.diag(1 / np.square(priors.sd))
        at = np.linalg.solve(precision, X.T @ np.linalg.solve(v, y) + np.array(priors.mean) / np.square(priors.sd))
        sd = np.sqrt(np.linalg.inv(precision)[1, 1])
        total, centre, below = (
            total + weight,
            centre + weight * at[1],
            below + weight * norm.cdf(-0.5, at[1], sd),
        )
    return centre / total, below / total


@pytest.mark.parametrize("seed", range(3))
def test_the_mixture_is_what_brute_force_adds_up(seed):
    y, when = simulated(seed)
    mean, below = brute_force(y, columns(when), when, PRIORS)
    effect = fit(y, columns(when), when, PRIORS).coefficients[1]
    assert effect.mean == pytest.approx(mean, abs=2e-3)
    assert effect.p_below(-0.5) == pytest.approx(below, abs=2e-3)


def test_many_series_at_once_give_what_each_gives_alone():
    rng = np.random.default_rng(5)
    y = rng.normal(9, 1, (7, 24))
    y[rng.random(y.shape) < 0.2] = NAN
    time = np.arange(24.0)
    X = np.column_stack((np.ones(24), ARMS - 0.5, time - 11.5))
    together = fit_many(y, X, time, PRIORS)
    for i, row in enumerate(y):
        seen = np.isfinite(row)
        alone = fit(row[seen], X[seen], time[seen], PRIORS).coefficients[1]
        assert together.mean[i] == pytest.approx(alone.mean, abs=1e-10)
        assert together.sd[i] == pytest.approx(alone.sd, abs=1e-10)
        assert together.p_below(-0.5)[i] == pytest.approx(alone.p_below(-0.5), abs=1e-10)
        assert together.quantile(0.025)[i] == pytest.approx(alone.quantile(0.025), abs=1e-3)


def test_noise_beyond_the_mesh_widens_it_and_says_so():
    y, when = simulated(2, 24)
    quiet = fit(9 + 0.2 * (y - y.mean()), columns(when), when, PRIORS)
    assert quiet.widened
    assert not quiet.edge
    assert quiet.sd_median < 0.4
    assert not fit(y, columns(when), when, PRIORS).widened


def test_noise_that_no_mesh_holds_is_marked():
    y, when = simulated(2, 24)
    assert fit(9 + 1e6 * (y - y.mean()), columns(when), when, PRIORS).edge


def test_a_quantile_is_where_the_mixture_has_that_share():
    m = Mixture(np.array([0.3, 0.7]), np.array([-1.0, 2.0]), np.array([0.5, 1.0]))
    for q in (0.025, 0.5, 0.975):
        assert m.p_below(m.quantile(q)) == pytest.approx(q, abs=1e-9)
    assert m.mean == pytest.approx(-0.3 + 1.4)
    with pytest.raises(OutOfRange):
        m.quantile(1.0)


def test_nothing_observed_is_refused():
    with pytest.raises(ValidationError):
        fit(np.zeros(0), np.zeros((0, 3)), np.zeros(0), PRIORS)
    with pytest.raises(ValidationError):
        fit(np.zeros(4), np.zeros((4, 2)), np.arange(4.0), PRIORS)


# ------------------------------------------------------------------ from a series


def series(seed=3, n=16, **more):
    y, when = simulated(seed, n)
    full = np.full(n, NAN)
    full[when.astype(int)] = y
    return Series.of(ARMS[:n], full, **more)


@pytest.mark.parametrize("prior", [NEUTRAL, SCEPTICAL])
def test_exchanging_the_names_of_the_arms_turns_the_effect_round(prior):
    s = series()
    one, other = (believe(x, REPS, REPS.effects[prior]).effect for x in (s, s.swapped()))
    assert one.mean == pytest.approx(-other.mean, abs=1e-9)
    assert one.quantile(0.025) == pytest.approx(-other.quantile(0.975), abs=1e-9)
    assert one.sd == pytest.approx(other.sd, abs=1e-9)


def test_time_running_backwards_leaves_the_effect():
    s = series()
    back = Series.of(s.assigned[::-1], s.y[::-1], session=17 - s.session[::-1])
    one, other = (believe(x, REPS, REPS.effects[NEUTRAL]) for x in (s, back))
    assert one.effect.mean == pytest.approx(other.effect.mean, abs=1e-9)
    assert one.coefficient("trend").mean == pytest.approx(-other.coefficient("trend").mean, abs=1e-9)


def test_a_constant_added_to_the_outcome_moves_only_a_flat_intercept():
    y, when = simulated(4, 16)
    flat = Priors((0.0, 0.0, 0.0), (1e7, 2.0, 0.15))
    one, other = (fit(y + c, columns(when), when, flat).coefficients for c in (0.0, 30.0))
    assert other[0].mean - one[0].mean == pytest.approx(30, abs=1e-9)
    assert other[1].mean == pytest.approx(one[1].mean, abs=1e-9)
    assert other[2].mean == pytest.approx(one[2].mean, abs=1e-9)


def test_load_enters_with_its_slope_only_where_it_varies():
    s = series()
    assert "load" not in design_of(s, REPS, (0, 2)).names
    loads = np.where(ARMS[:16] == 1, -6.0, 0.0)  # 6 % less on the days of what is tried, worth 2.1 repetitions
    lighter = Series.of(ARMS[:16], s.value - 0.35 * loads, load=loads)
    found = believe(lighter, REPS, (0.0, 2.0))
    assert "load" in found.design.names
    # the slope is known no better than 0.15 a per cent, so the effect is less sure by about 6 x 0.15 but not moved
    plain = believe(s, REPS, (0.0, 2.0)).effect
    assert found.effect.mean == pytest.approx(plain.mean, abs=0.6)
    assert found.effect.sd > plain.sd + 0.2


def test_workouts_within_two_days_bring_in_what_the_last_one_left():
    near = series(gap_h=[NAN] + [30] * 15)
    assert "carryover" in believe(near, REPS, (0, 2)).design.names
    far = series(gap_h=[NAN] + [72] * 15)
    assert "carryover" not in believe(far, REPS, (0, 2)).design.names
    assert "carryover" in believe(far, REPS, (0, 2), extra=(Extra.CARRYOVER,)).design.names


def test_two_pairs_cancel_what_a_day_does_to_both():
    rng = np.random.default_rng(8)
    arms = ARMS[:12]
    day, noise = rng.normal(0, 3, 12), rng.normal(0, 0.4, (12, 2))
    y = np.column_stack((9 - 1.5 * arms, 11 - 1.5 * (1 - arms))) + day[:, None] + noise
    both = believe(Series.of(arms, y), REPS, (0.0, 2.0)).effect
    one = believe(Series.of(arms, y[:, 0]), REPS, (0.0, 2.0)).effect
    assert both.mean == pytest.approx(-1.5, abs=0.4)
    assert both.sd < one.sd / 3


def test_a_third_arm_has_an_effect_of_its_own():
    rng = np.random.default_rng(4)
    arms = np.tile([0, 1, 2], 10)
    y = 9 - 1.0 * (arms == 1) - 3.0 * (arms == 2) + rng.normal(0, 0.5, 30)
    found = believe(Series.of(arms, y), REPS, (0.0, 2.0))
    assert found.effect.mean == pytest.approx(-1.0, abs=0.5)
    assert found.effect_of(2).mean == pytest.approx(-3.0, abs=0.5)


def test_a_steep_curve_is_taken_out_when_asked():
    s = series()
    assert believe(s, REPS, (0, 2), extra=(Extra.CURVE,)).coefficient("curve") is not None


def test_the_published_prior_pulls_towards_what_studies_found():
    s = series(n=8)
    by = {name: believe(s, REPS, REPS.effects[name]).effect.mean for name in (PUBLISHED, NEUTRAL, SCEPTICAL)}
    assert by[PUBLISHED] < by[NEUTRAL] < 0
    assert by[NEUTRAL] < by[SCEPTICAL] < 0


def test_every_outcome_has_a_model_but_growth_and_gain_in_strength():
    assert {o.id for o in OUTCOMES.values() if o.code not in SCALES} == NOT_MEASURABLE
