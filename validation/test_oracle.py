"""The meta-analysis engine against R's metafor, case by case: `make validate` prints how far each lies off.

The oracle's file gives a few questions only beside their answers (limits of an interval, quartiles, moderators at which to predict).
These, and nothing else of `expected`, are moved into the input by `asked`.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILE = HERE.parents[1] / "shared" / "data" / "meta_oracle.json"
GIVENS = {
    "MD_SE_from_CI_t": ("md", "ci_lb", "ci_ub", "df"),
    "SMD_from_p_two_sided": ("p", "sign"),
    "mean_sd_from_fivenum": ("min", "q1", "median", "q3", "max", "n"),
}


def asked(case):
    """Return id, input and config, with the questions that the file keeps beside their answers."""
    expected = case["expected"]
    more = {name: {g: expected[name][g] for g in givens} for name, givens in GIVENS.items() if name in expected}
    if "pred" in expected.get("z", {}):
        more["pred"] = {"newmods": expected["z"]["pred"]["newmods"]}
    return {"id": case["id"], "input": case["input"] | more, "config": case["config"]}


def leaves(value, path=()):
    if isinstance(value, dict):
        return [leaf for key, one in value.items() for leaf in leaves(one, (*path, key))]
    if isinstance(value, list):
        return [leaf for i, one in enumerate(value) for leaf in leaves(one, (*path, i))]
    return [(path, value)]


def off(got, want):
    """Distance as the oracle counts it; infinite where a value is missing."""
    if isinstance(want, str | None) or isinstance(got, str | None):
        return 0.0 if got == want else float("inf")
    return abs(got - want) / max(1.0, abs(want))


def answers(cases, tmp_path):
    path = tmp_path / "cases.json"
    path.write_text(json.dumps({"cases": cases}), encoding="utf-8")
    done = subprocess.run([sys.executable, HERE / "oracle.py", path], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return json.loads(done.stdout)


def misses(case, answer, *, optional=False):
    """Every field beyond its tolerance, and the largest distance."""
    left_out = () if optional else case.get("optional_keys") or ()
    found = dict(leaves(answer))
    distances = {
        ".".join(map(str, path)): off(found.get(path), want)
        for path, want in leaves(case["expected"])
        if path[0] not in left_out
    }
    return {name: d for name, d in distances.items() if d > case["rel_or_abs_tol"]}, distances


@pytest.fixture(scope="module")
def cases():
    if not FILE.is_file():
        pytest.skip("no ../shared beside the repository")
    return json.loads(FILE.read_text(encoding="utf-8"))["cases"]


def test_every_case_agrees_with_metafor_optional_ones_too(cases, tmp_path):
    got = answers([asked(case) for case in cases], tmp_path)
    wrong = {}
    for case in cases:
        missed, distances = misses(case, got[case["id"]], optional=True)
        worst = max(distances.values())
        print(
            f"{case['id']:26} {len(distances):4} values, largest distance {worst:.1e}, allowed {case['rel_or_abs_tol']:g}"
        )
        wrong |= {case["id"]: missed} if missed else {}
    assert wrong == {}
    page = (HERE.parent / "docs" / "meta.md").read_text(encoding="utf-8")
    assert f"{len(cases)} cases, {sum(len(leaves(case['expected'])) for case in cases):,} values" in page


def test_nothing_but_input_and_config_is_read(cases, tmp_path):
    bare = [{"id": case["id"], "input": case["input"], "config": case["config"]} for case in cases]
    got = answers(bare, tmp_path)
    missing = {(c["id"], name.split(".")[0]) for c in cases for name in misses(c, got[c["id"]])[0]}
    assert missing == {  # what the file asks only beside the answers
        ("A_bcg_metareg", "z"),
        ("A_bcg_metareg", "knha"),
        ("A_conversions", "MD_SE_from_CI_t"),
        ("A_conversions", "SE_from_CI_normal"),
        ("A_conversions", "SMD_from_p_two_sided"),
        ("A_conversions", "mean_sd_from_fivenum"),
    }
