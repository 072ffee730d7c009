"""How often intervals of a few studies hold the truth, which is why the Bayesian result leads: simulated order trials.

True SMD 0.2, 8 to 20 people an arm, 500 pools a cell. `make validate` prints coverage and median width.
"""

import numpy as np
import pytest

from preex.meta.bayes import bayes_random_effects
from preex.meta.contrast import Horizon
from preex.meta.groups import standardised_difference, two_groups
from preex.meta.policy import PRIORS, Scale
from preex.meta.pooling import random_effects

POOLS, TRUTH = 500, 0.2
PRIOR = PRIORS[Scale.SMD, Horizon.ACUTE]


def simulated(k, tau, rng):
    """Hedges' g of k trials with normal outcomes."""
    n1, n2 = rng.integers(8, 21, (2, k))
    effect = rng.normal(TRUTH, tau, k)
    arms = [(rng.normal(e, 1, a), rng.normal(0, 1, b)) for e, a, b in zip(effect, n1, n2, strict=True)]
    m1, m2 = ([x[i].mean() for x in arms] for i in (0, 1))
    sd1, sd2 = ([x[i].std(ddof=1) for x in arms] for i in (0, 1))
    found = standardised_difference(two_groups(m1, sd1, n1, m2, sd2, n2))
    return found.yi, found.vi


def intervals(y, v):
    for test in ("z", "knha", "adhoc"):
        r = random_effects(y, v, test=test)
        yield test, r.ci_low, r.ci_high
    posterior = bayes_random_effects(y, v, PRIOR)
    yield "bayes", posterior.quantile(0.025), posterior.quantile(0.975)


def measured(k, tau):
    rng, found = np.random.default_rng(k), {}
    for _ in range(POOLS):
        for name, low, high in intervals(*simulated(k, tau, rng)):
            found.setdefault(name, []).append((low < TRUTH < high, high - low))
    return {name: (np.mean([h for h, _ in rows]), np.median([w for _, w in rows])) for name, rows in found.items()}


# Coverage of z, Knapp-Hartung, its floor, and Bayes; five Monte Carlo standard errors of 0.95 are 0.05.
@pytest.mark.parametrize(
    ("k", "tau", "published"),
    [
        (2, 0.5, (0.856, 0.956, 1.00, 0.944)),
        (3, 0.0, (0.972, 0.948, 1.00, 0.990)),
        (3, 0.5, (0.892, 0.944, 0.996, 0.934)),
        (5, 0.5, (0.906, 0.940, 0.964, 0.950)),
    ],
)
def test_coverage_is_what_the_policy_rests_on(k, tau, published):
    found = measured(k, tau)
    print(f"k {k}, tau {tau}: ", ", ".join(f"{n} {c:.3f} (width {w:.2f})" for n, (c, w) in found.items()))
    coverage = {name: cover for name, (cover, _) in found.items()}
    assert list(coverage.values()) == pytest.approx(published, abs=0.05)
    if tau:
        assert coverage["z"] < coverage["bayes"]
        assert found["bayes"][1] < found["knha"][1]
