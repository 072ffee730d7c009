"""The packaged answers are those computed now, and what moves is told with its reason."""

import json
import re
from datetime import date
from importlib.resources import files

import pytest

from preex.errors import FieldError
from preex.evidence.base import packaged
from preex.evidence.pooled import packaged_answers
from preex.evidence.snapshots import HYSTERESIS, SCHEMA, differences, pools_of, snapshot

FOLDER = files("preex").joinpath("data", "evidence_snapshots")
NOW = snapshot(packaged_answers().values(), date(2026, 11, 24))
SIZE = NOW["pools"]["size"]


def dated():
    return sorted((p for p in FOLDER.iterdir() if p.name.endswith(".json")), key=lambda p: p.name)


def test_the_newest_snapshot_is_what_is_computed_now():
    kept = json.loads(dated()[-1].read_text(encoding="utf-8"))
    assert kept["engine"] == NOW["engine"]
    assert list(kept["pools"]) == list(NOW["pools"])
    for key, pool in kept["pools"].items():
        now = NOW["pools"][key]
        for name, value in pool.items():
            same = value == pytest.approx(now[name], abs=2e-6) if isinstance(value, float) else value == now[name]
            assert same, f"{key}.{name}: {value!r} is kept, {now[name]!r} computed; preex evidence changes --save"


def test_a_snapshot_is_named_after_its_day():
    for path in dated():
        assert json.loads(path.read_text(encoding="utf-8"))["taken"] == path.name.removesuffix(".json")
        assert re.fullmatch(r"\d{4}-\d\d-\d\d\.json", path.name)


def test_every_effect_of_a_snapshot_is_still_known():
    for path in dated():
        pools = pools_of(json.loads(path.read_text(encoding="utf-8")))
        assert {e for p in pools.values() for e in p["effects"]} <= packaged().findings.keys()


def test_nothing_moves_between_equal_snapshots():
    assert list(differences(NOW["pools"], NOW["pools"])) == []


def test_a_move_is_told_with_what_was_added_and_removed():
    after = SIZE | {"fingerprint": "other", "mid": 0.5, "effects": [*SIZE["effects"][1:], "new_one"]}
    (change,) = differences({"size": SIZE}, {"size": after})
    assert (change.added, change.removed) == (("new_one",), (SIZE["effects"][0],))
    assert f"from {SIZE['mid']:.2f}" in change.sentence
    assert "to 0.50" in change.sentence
    assert change.sentence.endswith("The conclusion stands.")


def test_a_conclusion_changes_with_certainty_or_with_a_word_that_tips_clearly():
    def concluded(**changes):
        (change,) = differences({"size": SIZE}, {"size": SIZE | {"fingerprint": "other"} | changes})
        return change.conclusion

    assert concluded(certainty="low")
    assert not concluded(verdict="more", p_more=SIZE["p_more"] + HYSTERESIS / 2)
    assert concluded(verdict="more", p_more=SIZE["p_more"] + HYSTERESIS)
    assert not concluded(p_more=SIZE["p_more"] + 0.1)


def test_questions_come_and_go():
    new, gone = (next(differences(a, b)) for a, b in (({}, {"size": SIZE}), ({"size": SIZE}, {})))
    assert new.sentence == "size is new."
    assert gone.sentence == "size is no longer asked."


@pytest.mark.parametrize("document", [None, {}, {"schema": "other"}, {"schema": SCHEMA, "pools": {"size": {}}}])
def test_another_document_is_no_snapshot(document):
    with pytest.raises(FieldError, match=r"schema|pools"):
        pools_of(document)
