"""Effects are computed from what a paper prints, with the covariance of those that share people."""

import math
from dataclasses import replace

import numpy as np
import pytest

from preex.evidence.base import packaged
from preex.evidence.effects import Arm
from preex.evidence.measures import Measured, covariance, measured, ratio
from preex.meta.groups import shared_control_covariance, two_groups
from preex.meta.policy import Scale

EFFECTS = packaged().findings


def groups(n_1, mean_1, n_0=8, mean_0=50.0, *, measure="press", name="compound first", first="isolation first"):
    """Return a finding of two groups measured after training only."""
    return replace(
        EFFECTS["fisher2014_chest_press"],
        measured=measure,
        arm_1=Arm(name=first, n=n_1, mean=mean_1, sd=9.0),
        arm_0=Arm(name=name, n=n_0, mean=mean_0, sd=10.0),
        n=n_1 + n_0,
    )


def test_groups_before_and_after_are_compared_by_their_spread_before():
    # Trindade's leg extension by hand: changes 20.52 and 13.25 kg, spread before sqrt((9.83^2 + 10.26^2) / 2) = 10.047 for two
    # groups of 12, J(22) = 10! / (sqrt(11) gamma(10.5)) = 0.96545, so d = 0.6986; variance with r = 0.85 by Morris' formula below.
    found = measured(EFFECTS["trindade2019_leg_extension"])
    d, j, h, rho = 0.69860, 0.96545, 2 / 12, 0.85
    unit = 2 * (1 - rho) * h
    assert found.y == pytest.approx(d, abs=2e-4)
    assert found.v == pytest.approx(j**2 * unit * 22 / 20 * (1 + d**2 / unit) - d**2, abs=2e-4)
    assert (found.scale, found.kind, found.r) == (Scale.SMD, "d_ppc2", 0.85)


def test_repetitions_of_the_same_people_are_a_ratio():
    # Arazi: 8.78 (1.96) against 8.59 (1.61), 11 people, r 0.7.
    found = measured(EFFECTS["arazi2015_reps_total"])
    a, b = 1.96 / 8.78, 1.61 / 8.59
    assert found.y == pytest.approx(math.log(8.78 / 8.59))
    assert found.v == pytest.approx((a**2 + b**2 - 2 * 0.7 * a * b) / 11)
    assert found.scale is Scale.LOG_RATIO


def test_muscle_activity_of_the_same_people_is_a_standardised_difference():
    found = measured(EFFECTS["golas2017_emg_triceps"])
    assert found.kind == "SMCRP"
    assert found.y == pytest.approx(
        (147.76 - 114.77) / math.sqrt((18.6**2 + 19.4**2) / 2), rel=0.1
    )  # before correction


def test_what_prints_no_spread_has_a_ratio_and_no_effect():
    assert measured(EFFECTS["desalles2008_reps"]) is None
    assert ratio(EFFECTS["desalles2008_reps"]) == pytest.approx(5.04 / 6.08 - 1)
    assert ratio(EFFECTS["golas2017_emg_triceps"]) is None  # no amount of which a share means something


def test_an_arm_for_itself_has_no_effect():
    arm = EFFECTS["trindade2019_untrained_vastus_lateralis_a"]
    assert measured(arm) is None
    assert ratio(arm) is None


def test_a_correlation_that_is_asked_for_is_used_and_told():
    tight, loose = (measured(EFFECTS["trindade2019_leg_press"], r) for r in (0.9, 0.5))
    assert tight.y == loose.y
    assert tight.v < loose.v
    assert (tight.r, loose.r) == (0.9, 0.5)


def test_two_arms_that_share_a_control_covary_as_gleser_and_olkin_say():
    arms = (groups(14, 58.0, first="no rest"), groups(17, 55.0, first="rest"))
    V = covariance(arms, [measured(f) for f in arms])
    _, wanted = shared_control_covariance(
        two_groups([58, 55], [9, 9], [14, 17], [50, 50], [10, 10], [8, 8]), ["a", "a"]
    )
    np.testing.assert_allclose(V, wanted)


def test_the_same_arms_measured_twice_covary_by_rho():
    arms = (groups(14, 58.0), groups(14, 53.0, measure="squat"))
    effects = [measured(f) for f in arms]
    V = covariance(arms, effects, rho=0.3)
    assert V[0, 1] == pytest.approx(0.3 * math.sqrt(effects[0].v * effects[1].v))


def test_effects_of_other_people_do_not_covary():
    arms = (groups(14, 58.0), groups(17, 55.0, name="another control", first="another group"))
    assert covariance(arms, [measured(f) for f in arms])[0, 1] == 0


def test_the_interval_is_that_of_the_normal():
    low, high = Measured(0.5, 0.04, Scale.SMD, "g", None).interval
    assert (low, high) == (pytest.approx(0.5 - 1.96 * 0.2, abs=1e-4), pytest.approx(0.5 + 1.96 * 0.2, abs=1e-4))
