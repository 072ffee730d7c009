"""The cases of a trials oracle in terms of `preex.trials`; names of fields are those of the reference programs.

A case that lacks a setting is answered with that of the others: balanced sequences, trend beside the arm, REML, the priors of the
product.
"""

import re

import numpy as np

from preex.errors import PreexError
from preex.trials.allocation import rule
from preex.trials.correlated import autoregressive, ordinary
from preex.trials.gaussian import Priors, fit
from preex.trials.mixed import mixed
from preex.trials.priors import REPS
from preex.trials.randomisation import on_grid, randomisation_test
from preex.trials.schemes import LONGEST
from preex.trials.series import Series

QUANTILES = {"p025": 0.025, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p975": 0.975}
LISTED, EVERY = 20_000, 300_000  # sequences: the product lists so many, the reference all
GRID = 0.02  # of the reference's inverted interval
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def sequences(given, _):
    chosen = rule(given["scheme"])
    return {"count": chosen.count(given["N"]), "min_p": chosen.min_p(given["N"])}


def randomisation(given, config):
    """The test, its interval on the reference's grid, and plain least squares beside it."""
    scheme = rule(config.get("scheme", "blocks4"))
    series = observed_series(given, scheme)
    every = scheme._every(len(series)) if LISTED < scheme.count(len(series)) <= EVERY else None
    test = randomisation_test(series, scheme, np.random.default_rng(0), every=every)
    seen = series.observed
    columns = np.column_stack((np.ones(seen.sum()), series.assigned[seen], series.session[seen]))
    line = ordinary(series.value[seen], columns)
    low, high = line.interval()
    out = {"estimate": test.estimate, "p": test.p, "n_sequences": test.n_sequences, "min_p": test.min_p}
    out |= {f"ci95_inverted_grid{GRID:g}": on_grid(test.ci, GRID) if test.ci else None, "ci95_inverted": test.ci}
    return out | {"ols_se": line.se[1], "ols_t": line.t[1], "ols_p": line.p[1], "ols_ci": [low[1], high[1]]}


def observed_series(given, scheme):
    """Read a table of all sessions, with nothing for a missing one, or of the observed ones alone."""
    y = np.array([np.nan if v is None else v for v in given["y"]], dtype=float)
    arms = np.array(given["assigned"])
    n = len(arms)
    listed = given.get("session") or list(range(1, n + 1))
    observed = np.array(given.get("observed") or [s for s, v in zip(listed, y, strict=False) if np.isfinite(v)])
    if observed.max() > n:  # arms of the observed ones alone: those of the others do not matter
        n = next(m for m in range(int(observed.max()), LONGEST) if possible(scheme, m))
        whole = np.zeros(n, dtype=int)
        whole[observed - 1] = arms
        arms = whole
    out = np.full(n, np.nan)
    out[observed - 1] = y[observed - 1] if len(y) == n else y[np.isfinite(y)]
    return Series.of(arms, out)


def possible(scheme, n):
    try:
        scheme.check(n)
    except PreexError:
        return False
    return True


def generalised(given, config):
    t = numbers(given, "t")
    X = np.column_stack((np.ones(len(t)), given["A"], t))
    line = autoregressive(numbers(given, "y"), X, t, reml=config.get("method", "REML") == "REML")
    out = {"coef": line.beta, "se": line.se, "phi": line.phi, "sigma": line.sigma, "logLik": line.log_likelihood}
    return out | {"t": line.t, "p": line.p}


def bayesian(given, config):
    index = numbers(given, "session_index")
    X = np.column_stack((np.ones(len(index)), numbers(given, "A") - 0.5, index - given["trend_centre"]))
    phi, phi_range = phi_prior(config.get("prior_phi", ""))
    priors = Priors(
        tuple(config.get("prior_beta_mean", (9, 0, 0))),
        tuple(config.get("prior_beta_sd", (4, 2, 0.15))),
        tuple(config.get("prior_log_sigma", REPS.noise)),
        phi,
        phi_range,
    )
    effect = fit(numbers(given, "y"), X, index, priors).coefficients[1]
    low, high = config.get("rope", (-0.5, 0.5))
    out = {"mean": effect.mean, "sd": effect.sd}
    out |= {"quantiles": {name: effect.quantile(q) for name, q in QUANTILES.items()}}
    out |= {"p_below_rope": effect.p_below(low), "p_in_rope": effect.p_within(low, high)}
    return out | {"p_above_rope": 1 - effect.p_below(high)}


def phi_prior(text):
    """Read `normal(0.15,0.25) truncated to (-0.6,0.95)`."""
    found = [float(x) for x in NUMBER.findall(text)]
    if len(found) < 4:
        return Priors((), ()).phi, Priors((), ()).phi_range
    return tuple(found[:2]), tuple(found[2:4])


def pooled(given, _):
    y, arm, t = (numbers(given, name) for name in ("y", "A", "t"))
    X = np.column_stack((np.ones(len(y)), arm, t))
    m = mixed(y, X, arm, given["id"])
    out = {"fixef": m.beta, "se": m.se, "sd_intercept": m.sd_level, "sd_slope": m.sd_effect, "sigma": m.sigma}
    rows = [np.array(given["id"]) == who for who in dict.fromkeys(given["id"])]
    lines = [ordinary(y[i], X[i]) for i in rows]
    out |= {"reml_dev": m.deviance, "per_athlete_est": [line.beta[1] for line in lines]}
    return out | {"per_athlete_se": [line.se[1] for line in lines]}


def numbers(given, name):
    return np.array(given[name], dtype=float)


HANDLERS = [
    ({"N", "scheme"}, set(), sequences),
    ({"assigned", "y"}, set(), randomisation),
    ({"session_index", "A", "y"}, set(), bayesian),
    ({"id", "A", "t", "y"}, set(), pooled),
    ({"A", "t", "y"}, set(), generalised),
]
