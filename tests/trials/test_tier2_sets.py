"""The model set by set: its density written out with SciPy, its slopes by differences."""

import numpy as np
import pytest
from scipy.stats import halfnorm, multivariate_normal, norm

from preex.errors import ValidationError
from preex.trials.tier2_sets import SetDensity, Sets, interval

RNG = np.random.default_rng(12)
NAN = np.nan


@pytest.fixture(scope="module")
def sets():
    """Six workouts of three sets: to failure, in reserve, stopped for no told reason; one load changes."""
    rir = np.array([0, 1, 2, NAN, 0, 1.5, 0, 0, NAN, 1, 3, 0, 2, 0, NAN, 0, 1, 0.5])
    return Sets(
        workout=np.repeat(np.arange(6), 3),
        place=np.tile([0.0, 1.0, 2.0], 6),
        reps=np.tile([10.0, 9.0, 8.0], 6) - RNG.integers(0, 3, 18),
        rir=rir,
        load=np.repeat([0, 0, 2.5, 0, 0, 0], 3),
        arm=np.array([0.0, 1, 1, 0, 1, 0]),
        number=np.array([1.0, 2, 3, 5, 6, 7]),
        day=np.array([0.0, 3, 6, 12, 15, 18]),
    )


def written_out(of, u):
    """The log posterior, one set after another; the days' form by its whole covariance."""
    s, p = of.sets, len(of.names)
    beta, sigma, day, ell, few, omega = of._read(u)
    form, _ = of._days(u[p + 5 :], day, ell)
    log_p = 0.0
    for k in range(len(s.reps)):
        middle = of._X[k] @ beta + form[s.workout[k]]
        if np.isnan(s.rir[k]):
            log_p += norm.logsf(s.reps[k], middle, sigma)
            continue
        q = s.rir[k]
        spread = np.sqrt(sigma**2 + (omega * (0.5 + 0.3 * q)) ** 2) if q else sigma
        low = s.reps[k] + q + (few if q else 0)
        mass = norm.sf(low, middle, spread) - norm.sf(low + 1, middle, spread)  # exact above the middle
        log_p += np.log(max(mass, norm.cdf(low + 1, middle, spread) - norm.cdf(low, middle, spread)))
    return log_p + norm.logpdf(np.delete(u, p + 1)).sum() + halfnorm.logpdf(day) + np.log(day)


def at_random(of, n=4):
    return 0.4 * np.random.default_rng(3).standard_normal((n, len(of)))


def test_each_set_counts_by_what_it_tells(sets):
    of = SetDensity(sets, (0.0, 2.0))
    u = at_random(of)
    ours, theirs = np.array([of.value_and_slope(x)[0] for x in u]), np.array([written_out(of, x) for x in u])
    np.testing.assert_allclose(ours - ours[0], theirs - theirs[0], rtol=1e-5)  # far tails of the plain differences


def test_the_slope_is_that_of_the_value(sets):
    of, h = SetDensity(sets, (0.0, 2.0)), 1e-5
    for u in at_random(of):
        steps = h * np.eye(len(of))
        apart = [(of.value_and_slope(u + s)[0] - of.value_and_slope(u - s)[0]) / (2 * h) for s in steps]
        np.testing.assert_allclose(of.value_and_slope(u)[1], apart, atol=1e-5, rtol=1e-6)


def test_days_are_alike_as_their_distance_says(sets):
    # the form of the days is linear in eps, so that its covariance is that of the columns
    of, day, ell = SetDensity(sets, (0.0, 2.0)), 0.8, 4.0
    root = np.column_stack([of._days(row, day, ell)[0] for row in np.eye(6)])
    apart = np.abs(sets.day[:, None] - sets.day[None, :])
    np.testing.assert_allclose(root @ root.T, day**2 * np.exp(-apart / ell), atol=1e-12)
    assert np.isfinite(multivariate_normal.logpdf(np.zeros(6), np.zeros(6), root @ root.T))


@pytest.mark.parametrize(("low", "high"), [(-1.0, 0.5), (6.0, 7.0), (-9.0, -8.0), (2.0, np.inf)])
def test_the_chance_of_an_interval_is_exact_in_both_tails(low, high):
    log_p = interval(np.array([low]), np.array([high]))[0][0]
    exact = norm.logsf(low) if np.isinf(high) else np.log(abs(norm.sf(abs(low)) - norm.sf(abs(high))))
    if low * high < 0:
        exact = np.log(norm.cdf(high) - norm.cdf(low))
    assert log_p == pytest.approx(exact, rel=1e-9)


def test_sets_are_read_from_the_workouts_of_a_trial(make_trial, train):
    trial = train(train(make_trial()), rir=0.0)
    arms = trial.protocol.sequence(trial.seed)
    read = Sets.of(arms, trial.standing.workouts)
    assert read.reps.tolist() == [10, 9, 8, 10, 9, 8]
    assert read.rir.tolist() == [1, 1, 1, 0, 0, 0]
    assert read.arm.tolist() == arms[:2].tolist()
    assert read.day.tolist() == [0, 3]
    assert "load" not in SetDensity(read, (0.0, 2.0)).names


def test_two_pairs_and_nothing_done_are_refused(make_trial, train, two_pairs):
    two = train(make_trial(pairs=two_pairs))
    with pytest.raises(ValidationError, match="one pair"):
        Sets.of(two.protocol.sequence(two.seed), two.standing.workouts)
    none = make_trial()
    with pytest.raises(ValidationError, match="no set"):
        Sets.of(none.protocol.sequence(none.seed), none.standing.workouts)
