"""Every constant of the model says what it is, how sure it is, and who says so."""

import re

import pytest

from preex.fatigue.parameters import Prior, priors

EVERY = list(priors().values())


@pytest.mark.parametrize("prior", EVERY, ids=lambda p: p.name)
def test_a_constant_names_its_unit_bounds_transform_source_status_and_date(prior: Prior):
    assert prior.unit
    assert prior.low < prior.high
    assert prior.low <= prior.centre <= prior.high
    assert prior.transform in {"fixed", "normal", "log", "logit"}
    assert prior.status in {"study", "fitted", "expert estimate"}
    assert re.fullmatch(r"20\d\d-\d\d(-\d\d)?", prior.dated)
    assert prior.source
    assert prior.made_by


@pytest.mark.parametrize("prior", EVERY, ids=lambda p: p.name)
def test_a_fixed_constant_has_no_spread_and_a_log_scale_no_zero(prior: Prior):
    assert prior.sd >= 0
    assert prior.transform != "fixed" or prior.sd == 0
    assert prior.transform not in {"log", "logit"} or prior.low > 0
    assert prior.transform != "logit" or prior.high < 1


def test_a_lifters_endurance_and_that_of_an_exercise_make_up_the_published_spread():
    p = priors()
    assert p["phi"].sd ** 2 == pytest.approx(p["phi.person"].sd ** 2 + p["phi.exercise"].sd ** 2, rel=0.02)
