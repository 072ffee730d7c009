import numpy as np
import pytest
from scipy.stats import linregress, multivariate_normal

from preex.errors import ValidationError
from preex.trials.correlated import autoregressive, ordinary


def simulated(seed, n=40, phi=0.6):
    g = np.random.default_rng(seed)
    e = np.zeros(n)
    for i in range(n):
        e[i] = phi * (e[i - 1] if i else 0) + g.normal(0, np.sqrt(1 - phi**2) if i else 1)
    arms = g.permutation(np.tile([0, 1], n // 2))
    time = np.arange(1.0, n + 1)
    return 9 - arms + e, np.column_stack((np.ones(n), arms, time)), time


def test_independent_errors_give_the_line_of_a_textbook():
    y, X, time = simulated(1)
    one, want = ordinary(y, X[:, [0, 2]]), linregress(time, y)
    assert one.beta[1] == pytest.approx(want.slope, abs=1e-12)
    assert one.se[1] == pytest.approx(want.stderr, abs=1e-12)
    assert one.p[1] == pytest.approx(want.pvalue, abs=1e-12)


@pytest.mark.parametrize("gaps", [False, True])
def test_the_likelihood_is_that_of_the_normal_with_its_matrix_written_out(gaps):
    y, X, time = simulated(2)
    if gaps:
        keep = np.random.default_rng(3).random(len(y)) > 0.3
        y, X, time = y[keep], X[keep], time[keep]
    full = autoregressive(y, X, time, reml=False)
    R = full.phi ** np.abs(time[:, None] - time[None, :])
    want = multivariate_normal.logpdf(y, X @ full.beta, full.sigma**2 * R)
    assert full.log_likelihood == pytest.approx(want, abs=1e-9)
    inverse = np.linalg.inv(X.T @ np.linalg.solve(R, X))
    assert full.beta == pytest.approx(inverse @ X.T @ np.linalg.solve(R, y), abs=1e-10)
    # no other correlation does better
    for phi in np.linspace(-0.9, 0.95, 38):
        R = np.where(
            np.eye(len(time)) == 1,
            1.0,
            np.sign(phi) ** np.abs(time[:, None] - time) * abs(phi) ** np.abs(time[:, None] - time),
        )
        beta = np.linalg.solve(X.T @ np.linalg.solve(R, X), X.T @ np.linalg.solve(R, y))
        rest = y - X @ beta
        sigma2 = rest @ np.linalg.solve(R, rest) / len(y)
        assert multivariate_normal.logpdf(y, X @ beta, sigma2 * R) <= full.log_likelihood + 1e-9


def test_restricted_likelihood_finds_the_correlation_it_was_simulated_with():
    found = [autoregressive(*simulated(seed, 120)).phi for seed in range(8)]
    assert np.mean(found) == pytest.approx(0.6, abs=0.08)


def test_a_negative_correlation_is_found_too():
    y, X, time = simulated(5, 80, phi=-0.5)
    assert autoregressive(y, X, time).phi == pytest.approx(-0.5, abs=0.2)


def test_too_few_workouts_or_arms_like_the_trend_are_refused():
    y, X, _ = simulated(6)
    with pytest.raises(ValidationError, match="cannot tell"):
        ordinary(y[:3], X[:3])
    with pytest.raises(ValidationError, match="say the same"):
        ordinary(y[:8], np.column_stack((np.ones(8), np.ones(8))))
