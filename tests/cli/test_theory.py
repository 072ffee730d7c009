"""`preex theory`."""

import pytest

from preex.app import compare_theories, find_pairs
from preex.errors import ValidationError


@pytest.fixture
def theory(preex):
    def run(*words):
        ran = preex("theory", *words, "--json")
        assert ran.code == 0, ran.json
        return ran.json

    return run


def test_the_document_sets_the_theories_beside_each_other(theory):
    told = theory("dumbbell fly", "bench press")
    assert told["schema"] == "preex.theory/1"
    assert (told["isolation"], told["compound"]) == ("dumbbell_fly", "barbell_bench_press")
    assert (told["synergist_isolation"], told["synergist"]) == ("triceps_pushdown", "triceps")  # the reviewed one
    assert told["model_based"] is True
    assert "not measured" in told["note"]
    names = [one["name"] for one in told["theories"]]
    assert names == ["weakest_link", "bottleneck", "all_add_up", "others_take_over"]
    for one in told["theories"]:
        reps = one["reps"]
        assert one["interaction_reps"] == pytest.approx(
            reps["nothing"] - reps["target"] - reps["synergist"] + reps["both"], abs=0.03
        )
        assert sum(one["limiter"].values()) == pytest.approx(1, abs=0.01)


def test_only_the_weakest_link_can_be_told_from_the_theory_in_use(theory):
    weakest, *others = theory("leg extension", "leg press")["theories"]
    assert weakest["interaction_reps"] > 1
    assert 5 <= weakest["replicates"] <= 40
    assert weakest["activation_change"] is None
    assert [one["replicates"] for one in others] == [None, None, None]


def test_the_helper_and_the_gap_can_be_chosen(theory):
    near = theory("dumbbell_fly", "barbell_bench_press", "--synergist-isolation", "front_raise", "--gap", "0")
    assert (near["synergist"], near["gap_s"]) == ("delt_anterior", 0)
    far = theory("dumbbell_fly", "barbell_bench_press", "--gap", "300")
    assert far["theories"][-1]["reps"]["target"] > near["theories"][-1]["reps"]["target"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("leg_press", "leg_extension"), 3, "moves several joints"),
        (("barbell_curl", "leg_press"), 3, "no muscle is trained by both"),
        (("dumbbell_fly", "barbell_bench_press", "--gap", "601"), 3, "between 0 and 600"),
        (("dumbbell_fly", "barbell_bench_press", "--fresh-reps", "2"), 3, "between 3 and 30"),
        (("dumbbell_fly", "barbell_bench_press", "--synergist-isolation", "pec_deck"), 3, "trains the target itself"),
        (("flibberty flop", "leg_press"), 4, "flibberty"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_reason(preex, words, code, said):
    ran = preex("theory", *words, "--json")
    assert ran.code == code
    assert said in ran.json["error"]["message"]
    assert ran.json["error"]["hint"]


def test_what_people_read_says_that_nothing_was_measured(preex):
    text = preex("theory", "dumbbell_fly", "barbell_bench_press").out
    assert text.startswith("Model-based, not measured")
    assert "weakest link" in text
    assert "Overlap:" in text


def test_nearly_every_reviewed_pair_has_a_helper_to_test_with():
    pairs = [(p.isolation, compound) for p in find_pairs() if p.is_pre_exhaust for compound in p.compounds]
    without = []
    for pair in pairs:
        try:
            compare_theories(*pair)
        except ValidationError as error:
            without.append(str(error))
    assert all("no isolation for a helper" in said for said in without)
    assert len(without) < 0.2 * len(pairs), without
