"""A few cases of the oracle, answered by the script that answers them all (`make validate` does the rest)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "validation" / "oracle.py"
FAST = ("A_bcg_reml", "A_bcg_knha", "A_small_k4_tau0", "A_bcg_subgroup", "A_morris_ppc", "A_konst_che", "A_bayes_k5")


@pytest.fixture(scope="module")
def checks(script):
    """The comparison `make validate` uses."""
    return script("validation/test_oracle.py")


def test_cases_without_expected_are_answered_as_metafor_answers(shared, checks, tmp_path):
    cases = json.loads((shared / "data" / "meta_oracle.json").read_text(encoding="utf-8"))["cases"]
    chosen = [case for case in cases if case["id"] in FAST]
    assert len(chosen) == len(FAST)
    got = checks.answers([checks.asked(case) for case in chosen], tmp_path)
    missed = {case["id"]: checks.misses(case, got[case["id"]])[0] for case in chosen}
    assert not any(missed.values()), missed


def test_a_case_that_is_unknown_or_refused_is_named_and_the_others_are_answered(tmp_path):
    cases = [
        {"id": "unknown", "input": {"zz": 1}, "config": {}},
        {"id": "refused", "input": {"yi": [1, 2], "vi": [1, -1]}, "config": {"method": "DL"}},
        {"id": "known", "input": {"yi": [0, 2, 4], "vi": [1, 1, 1]}, "config": {"method": "DL", "test": "z"}},
    ]
    path = tmp_path / "cases.json"
    path.write_text(json.dumps({"cases": cases}), encoding="utf-8")
    done = subprocess.run([sys.executable, SCRIPT, path], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    first, second = done.stderr.splitlines()
    assert first.startswith("unknown: no handler for input ['zz']")
    assert second.startswith("refused: vi[1] is -1; a variance is above 0")
    answers = json.loads(done.stdout)
    assert answers.keys() == {"known"}
    assert answers["known"]["tau2"] == pytest.approx(3)
