"""The closed form within a set, against a loop over repetitions."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.fatigue.reps import cost, margin, open_loop_cost, repetitions

LAM = 0.5
phis = st.floats(0.01, 0.08)
lams = st.sampled_from([0.25, 0.5, 1.0])


def loop(log_margin, phi, lam, n_reps=None):
    """Count repetitions one by one: each costs phi * drive**lam of log-strength, in 2,000 small steps."""
    m, done, step = log_margin, 0.0, 1 / 2000
    limit = math.inf if n_reps is None else n_reps
    while m > 0 and done < limit - 1e-9:
        m -= step * phi * math.exp(-lam * m)
        done += step
    return done, log_margin - m


def test_a_one_repetition_maximum_allows_one_repetition():
    assert repetitions(0.0, 0.03, LAM) == 1.0


def test_a_load_above_strength_allows_none():
    assert repetitions(-1e-9, 0.03, LAM) == 0.0


@given(reps=st.floats(1, 60), phi=phis, lam=lams)
def test_margin_undoes_repetitions(reps, phi, lam):
    assert repetitions(margin(reps, phi, lam), phi, lam) == pytest.approx(reps, rel=1e-9)


@pytest.mark.parametrize("phi", [0.015, 0.03, 0.06])
@pytest.mark.parametrize("lam", [0.25, 0.5, 1.0])
@pytest.mark.parametrize("log_margin", [0.02, 0.15, 0.4, 0.8])
def test_the_closed_form_counts_what_the_loop_counts(log_margin, phi, lam):
    done, _ = loop(log_margin, phi, lam)
    assert float(repetitions(log_margin, phi, lam)) - 1 == pytest.approx(done, abs=0.01)


@pytest.mark.parametrize("log_margin", [0.15, 0.4])
@pytest.mark.parametrize("n", [1, 3, 5])
def test_a_set_costs_what_its_repetitions_cost_one_by_one(log_margin, n):
    phi = 0.02
    _, loss = loop(log_margin, phi, LAM, n)
    assert float(cost(n, log_margin, phi, LAM)) == pytest.approx(loss, rel=2e-3)


@given(n=st.integers(0, 40), extra=st.integers(1, 10), m=st.floats(0, 1.2), phi=phis)
def test_more_repetitions_never_cost_less(n, extra, m, phi):
    assert cost(n + extra, m, phi, LAM) >= cost(n, m, phi, LAM)


@given(reps=st.integers(1, 30), rir=st.integers(0, 10), phi=phis)
def test_the_open_loop_cost_is_the_cost_at_the_margin_it_implies(reps, rir, phi):
    m = margin(reps + rir + 0.5, phi, LAM)
    assert float(open_loop_cost(reps, rir, phi, LAM)) == pytest.approx(float(cost(reps, m, phi, LAM)))


@given(reps=st.integers(1, 30), rir=st.integers(0, 10), phi=phis)
def test_stopping_earlier_costs_less(reps, rir, phi):
    assert open_loop_cost(reps, rir + 1, phi, LAM) <= open_loop_cost(reps, rir, phi, LAM)


def test_published_repetitions_at_shares_of_the_maximum_are_met():
    # Nuzzo 2024: bench press 8.8 repetitions at 80 % and 14.1 at 70 %; leg press 13.1 and 19.0. Completed = N - 1/2.
    bench = [float(repetitions(-math.log(u), 0.030, LAM)) - 0.5 for u in (0.8, 0.7)]
    press = [float(repetitions(-math.log(u), 0.021, LAM)) - 0.5 for u in (0.8, 0.7)]
    assert bench == pytest.approx([8.8, 14.1], abs=0.9)
    assert press == pytest.approx([13.1, 19.0], abs=1.5)


def test_shapes_broadcast_over_draws():
    assert np.shape(repetitions(np.zeros(7), np.full(7, 0.03), LAM)) == (7,)
