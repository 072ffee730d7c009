"""Laws of fatigue: `design` section on property tests, each stated once."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preex.fatigue import clocks
from preex.fatigue.parameters import centre
from preex.fatigue.reps import cost, margin, repetitions

C = centre()
lenient = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
losses = st.floats(0, 1.5)
seconds = st.floats(0, 7200)
rhos = st.floats(-5, 5)


def after(state, name, ch, loss, c=C):
    return clocks.deposit(state, name, ch, loss, 0.0, c)


def strength(state, name, ch, c=C):
    return float(clocks.log_strength(clocks.channel_fatigue(state, name, ch, c), ch, c.rho))


def test_a_rested_lifter_has_full_strength(press):
    assert strength(clocks.fresh(), "press", press) == pytest.approx(0.0, abs=1e-12)


@lenient
@given(loss=losses, rest_s=seconds)
def test_rest_never_adds_fatigue(press, loss, rest_s):
    tired = after(clocks.fresh(), "press", press, loss)
    rested = clocks.rest(tired, clocks.decay(rest_s, C))
    assert (rested.muscles <= tired.muscles).all()
    assert strength(rested, "press", press) >= strength(tired, "press", press)


@lenient
@given(loss=losses)
def test_a_day_of_rest_restores_everything(press, loss):
    rested = clocks.rest(after(clocks.fresh(), "press", press, loss), clocks.decay(86_400, C))
    assert strength(rested, "press", press) == pytest.approx(0.0, abs=1e-9)


@lenient
@given(history=st.lists(st.tuples(st.sampled_from(["press", "fly", "curl"]), losses, seconds), max_size=8), rho=rhos)
def test_no_history_makes_a_lifter_stronger_than_fresh(press, fly, curl, history, rho):
    c, state, by_name = replace(C, rho=rho), clocks.fresh(), {"press": press, "fly": fly, "curl": curl}
    for name, loss, rest_s in history:
        state = clocks.rest(after(state, name, by_name[name], loss, c), clocks.decay(rest_s, c))
    assert (state.muscles >= 0).all()
    assert strength(state, "press", press, c) <= 1e-12


@lenient
@given(loss=st.floats(0, 0.6), earlier=losses, rho=rhos, kappa=st.floats(0.05, 0.95))
def test_a_set_lowers_its_own_strength_by_exactly_what_it_cost(press, fly, loss, earlier, rho, kappa):
    c = replace(C, rho=rho, kappa=kappa, gain=1.0)
    before = after(clocks.fresh(), "fly", fly, earlier, c)
    now = after(before, "press", press, loss, c)
    assert strength(now, "press", press, c) == pytest.approx(strength(before, "press", press, c) - loss, abs=1e-9)


@lenient
@given(earlier=losses, log_margin=st.floats(0.02, 1.0), n=st.integers(1, 8), kappa=st.floats(0.05, 0.95))
def test_the_closed_form_equals_the_repetition_loop_through_tired_muscles(press, fly, earlier, log_margin, n, kappa):
    c = replace(C, kappa=kappa, gain=1.0)
    state = after(clocks.fresh(), "fly", fly, earlier, c)
    start = log_margin + strength(state, "press", press, c)
    if start <= 0 or float(repetitions(start, press.phi, c.lam)) < n:
        return
    whole = after(state, "press", press, cost(n, start, press.phi, c.lam), c)
    for _ in range(n):  # one repetition at a time, strength read anew before each
        now = log_margin + strength(state, "press", press, c)
        state = after(state, "press", press, cost(1, now, press.phi, c.lam), c)
    np.testing.assert_allclose(state.muscles, whole.muscles, atol=1e-9)
    assert strength(state, "press", press, c) == pytest.approx(strength(whole, "press", press, c), abs=1e-9)


@lenient
@given(loss=st.floats(0.05, 1.0))
def test_rho_to_minus_infinity_is_the_weakest_link(press, fly, loss):
    state = after(clocks.fresh(), "fly", fly, loss)
    zeta = clocks.channel_fatigue(state, "press", press, C)
    assert float(clocks.log_strength(zeta, press, -5000.0)) == pytest.approx(-float(zeta.max()), abs=1e-3)


@lenient
@given(loss=losses, rho=rhos)
def test_strength_lies_between_the_weakest_and_the_freshest_muscle(press, fly, loss, rho):
    zeta = clocks.channel_fatigue(after(clocks.fresh(), "fly", fly, loss), "press", press, C)
    assert -zeta.max() - 1e-9 <= float(clocks.log_strength(zeta, press, rho)) <= -zeta.min() + 1e-9


@lenient
@given(loss=losses, rho=rhos)
def test_load_shares_and_limiters_sum_to_one(press, fly, loss, rho):
    zeta = clocks.channel_fatigue(after(clocks.fresh(), "fly", fly, loss), "press", press, C)
    assert float(clocks.load_shares(zeta, press, rho).sum()) == pytest.approx(1.0)
    assert float(clocks.limiter_shares(zeta, press, rho).sum()) == pytest.approx(1.0)


def test_a_tired_agonist_hands_load_to_its_helpers(press, fly):
    # Brennecke 2009: triceps activity rises in the bench press after flies; needs rho above 0.
    zeta = clocks.channel_fatigue(after(clocks.fresh(), "fly", fly, 0.4), "press", press, C)
    shares = clocks.load_shares(zeta, press, C.rho)
    assert shares[0] < press.weight[0]
    assert shares[1] > press.weight[1]


@lenient
@given(loss=st.floats(0.01, 1.0), more=st.floats(0.01, 0.5))
def test_harder_isolation_leaves_less_for_the_compound(press, fly, loss, more):
    light = strength(after(clocks.fresh(), "fly", fly, loss), "press", press)
    hard = strength(after(clocks.fresh(), "fly", fly, loss + more), "press", press)
    assert hard < light < 0


@lenient
@given(loss=losses)
def test_an_exercise_for_other_muscles_costs_nothing(press, curl, loss):
    assert strength(after(clocks.fresh(), "curl", curl, loss), "press", press) == pytest.approx(0.0, abs=1e-12)


@lenient
@given(loss=st.floats(0.01, 1.0), overlap=st.floats(0.1, 0.45))
def test_more_overlap_costs_more(press, fly, loss, overlap):
    state = after(clocks.fresh(), "fly", fly, loss)
    little = replace(press, weight=np.array([overlap, 1 - overlap]))
    much = replace(press, weight=np.array([overlap + 0.5, 0.5 - overlap]))
    assert strength(state, "press", much) < strength(state, "press", little)


def test_idle_muscles_recover_while_others_work(press, curl):
    tired = after(clocks.fresh(), "curl", curl, 0.5)
    later = clocks.deposit(tired, "press", press, 0.3, 60.0, C)
    assert (later.muscles[5] < tired.muscles[5]).all()


def test_an_unknown_rest_is_the_mean_over_its_distribution():
    # brute force: 200,000 log-normal rests around 120 s
    rests = 120 * np.exp(0.4 * np.random.default_rng(1).standard_normal(200_000))
    brute = clocks.decay(rests, C).mean(axis=0)
    np.testing.assert_allclose(clocks.decay_unknown(120, 0.4, C), brute, atol=2e-3)


@given(scale=st.floats(0.2, 5), load=st.floats(20, 200), one_rm=st.floats(40, 400))
def test_scaling_load_and_strength_together_changes_nothing(scale, load, one_rm):
    plain = float(repetitions(math.log(one_rm / load), 0.03, C.lam))
    assert float(repetitions(math.log(one_rm * scale / (load * scale)), 0.03, C.lam)) == pytest.approx(plain, abs=1e-6)


def test_a_margin_of_a_ten_rm_is_what_a_ten_rm_means():
    assert math.floor(float(repetitions(margin(10.5, 0.03, C.lam), 0.03, C.lam))) == 10


def by_small_steps(slow, share, loss, depth, c, n=20_000):
    """d slow = share (1 - exp(-beta depth - nu slow)) d loss, in small steps with the middle of each."""
    step = loss / n
    for i in range(n):
        here = slow + step / 2 * share * (1 - math.exp(-c.beta * (depth + i * step) - c.nu * slow))
        slow += step * share * (1 - math.exp(-c.beta * (depth + (i + 0.5) * step) - c.nu * here))
    return slow


@pytest.mark.parametrize("slow", [0.0, 0.2])
@pytest.mark.parametrize("share", [0.1, 1.0])
@pytest.mark.parametrize(("loss", "depth"), [(0.05, 0.0), (0.4, 0.3), (2.0, 1.0)])
def test_what_turns_slow_is_the_solution_of_its_equation(slow, share, loss, depth):
    store = clocks.deepened(np.array([[0.1, slow]]), np.array([share]), np.array(loss), np.array(depth), C)[0]
    assert store[1] == pytest.approx(by_small_steps(slow, share, loss, depth, C), abs=1e-8)
    assert store.sum() == pytest.approx(0.1 + slow + share * loss)


@lenient
@given(slow=st.floats(0, 1), loss=st.floats(0, 3), depth=st.floats(0, 3), share=st.floats(0, 1))
def test_a_set_takes_nothing_away_from_either_clock(slow, loss, depth, share):
    before = np.array([[0.1, slow]])
    after_it = clocks.deepened(before, np.array([share]), np.array(loss), np.array(depth), C)
    assert (after_it >= before - 1e-12).all()


@lenient
@given(loss=st.floats(0.05, 1), rest_s=st.floats(120, 900))
def test_the_same_loss_recovers_more_slowly_in_a_tired_lifter(press, loss, rest_s):
    rested_first = after(clocks.fresh(), "press", press, loss)
    tired_first = after(
        clocks.rest(after(clocks.fresh(), "press", press, 0.4), clocks.decay(60, C)), "press", press, loss
    )
    already = clocks.rest(after(clocks.fresh(), "press", press, 0.4), clocks.decay(60 + rest_s, C))
    left = clocks.decay(rest_s, C)
    alone = -strength(clocks.rest(rested_first, left), "press", press)
    on_top = strength(already, "press", press) - strength(clocks.rest(tired_first, left), "press", press)
    assert on_top > alone
