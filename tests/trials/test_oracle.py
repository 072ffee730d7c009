"""Every case of the trials oracle, and cases it has not, answered by the script that answers them all."""

import json
from itertools import combinations

import numpy as np
import pytest


@pytest.fixture(scope="module")
def checks(script):
    """The comparison `make validate` uses."""
    return script("validation/test_oracle.py")


def test_every_case_agrees_with_the_reference_programs(shared, checks, tmp_path):
    cases = json.loads((shared / "data" / "nof1_oracle.json").read_text(encoding="utf-8"))["cases"]
    got = checks.answers([{"id": c["id"], "input": c["input"], "config": c["config"]} for c in cases], tmp_path)
    assert {c["id"]: checks.misses(c, got[c["id"]])[0] for c in cases} == {c["id"]: {} for c in cases}


def blocks(n, arms=()):
    """Every sequence of blocks of four, written out."""
    if len(arms) == n:
        return [arms]
    return [
        found for ones in combinations(range(4), 2) for found in blocks(n, (*arms, *(int(k in ones) for k in range(4))))
    ]


def by_hand(y, arms, session):
    """Estimate and p by one regression a sequence."""

    def statistic(a):
        if len(set(a)) == 1:
            return 0.0
        X = np.column_stack((np.ones(len(y)), session, a))
        return np.linalg.lstsq(X, y, rcond=None)[0][2]

    keep = np.array(session) - 1
    all_of_them = [statistic(np.array(a)[keep]) for a in blocks(len(arms))]
    observed = statistic(np.array(arms)[keep])
    return observed, float(np.mean(np.abs(all_of_them) >= abs(observed) - 1e-9)), len(all_of_them)


def test_missing_sessions_are_read_however_the_case_writes_them(checks, tmp_path):
    rng = np.random.default_rng(6)
    arms, seen = [0, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1], [1, 2, 4, 5, 6, 8, 9, 11, 12]
    y = [float(v) for v in np.round(9 - 1.5 * np.array(arms) + rng.normal(0, 1, 12), 3)]
    some = [y[s - 1] for s in seen]
    config = {"scheme": "blocks4"}
    inputs = {
        "observed alone": {"y": some, "assigned": arms, "session": list(range(1, 13)), "observed": seen},
        "all numbers": {"y": y, "assigned": arms, "session": list(range(1, 13)), "observed": seen},
        "nothing": {"y": [v if s + 1 in seen else None for s, v in enumerate(y)], "assigned": arms},
        "arms of the observed": {"y": some, "assigned": [arms[s - 1] for s in seen], "session": seen, "observed": seen},
    }
    got = checks.answers([{"id": name, "input": given, "config": config} for name, given in inputs.items()], tmp_path)
    estimate, p, n = by_hand(np.array(some), arms, seen)
    for answer in got.values():
        assert answer["estimate"] == pytest.approx(estimate, abs=1e-10)
        assert answer["p"] == pytest.approx(p, abs=1e-12)
        assert answer["n_sequences"] == n


def test_more_sequences_than_the_product_lists_are_all_compared_here(checks, tmp_path):
    arms = [0, 1, 1, 0, 1, 0, 1, 0] * 3
    y = [9.0 - a + 0.1 * (k % 5) for k, a in enumerate(arms)]
    got = checks.answers([{"id": "x", "input": {"y": y, "assigned": arms}, "config": {"scheme": "blocks4"}}], tmp_path)
    assert got["x"]["n_sequences"] == 6**6


def test_another_prior_of_the_correlation_is_read_from_its_words(checks, tmp_path):
    given = {"y": [9, 8, 7, 9, 10, 8, 6, 9], "A": [0, 1, 1, 0, 0, 1, 1, 0], "session_index": list(range(8))}
    given["trend_centre"] = 3.5
    config = {"prior_beta_mean": [9, 0, 0], "prior_beta_sd": [4, 2, 0.15], "prior_log_sigma": [0.03, 0.5]}
    cases = [
        {"id": text, "input": given, "config": config | {"prior_phi": text, "rope": [-0.5, 0.5]}}
        for text in ("normal(0.15,0.25) truncated to (-0.6,0.95)", "normal(0.5, 0.1) truncated to (0, 0.9)")
    ]
    got = checks.answers(cases, tmp_path)
    assert len({answer["sd"] for answer in got.values()}) == 2
