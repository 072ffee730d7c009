import copy
import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.catalogue import load_catalogue
from preex.core.muscle import Muscle
from preex.errors import DataError, FieldError, OutOfRange, ValidationError
from preex.trials.pairs import Pair, check_apart, check_one_compound, pair_of, shared_muscles
from preex.trials.protocol import Protocol, lock, sha256
from preex.trials.terms import Stop, Terms, default_looks
from preex.trials.unanswerable import NotMeasurable

AT = datetime(2026, 3, 30, 18, tzinfo=UTC)
SEED = "5eed"
QUADS = Pair(isolation="leg_extension", compound="leg_press", target="quads_vasti", compound_load_kg=160.0)
CHEST = Pair(isolation="dumbbell_fly", compound="barbell_bench_press", target="pec_sternal")
TERMS = Terms(question="order", pairs=(QUADS,), workouts=16, scheme="blocks4", looks=(8, 12, 16))


def exercises(*ids):
    return tuple(load_catalogue().exercise(one) for one in ids)


def resealed(document):
    """What somebody writes who knows how the hash is made."""
    return {**document, "hash": sha256({name: value for name, value in document.items() if name != "hash"})}


@pytest.fixture
def locked():
    return lock(TERMS, seed=SEED, at=AT)


def test_a_protocol_comes_back_from_json_as_it_was_locked(locked):
    document = json.loads(json.dumps(locked.to_json()))
    assert Protocol.from_json(document) == locked
    assert Protocol.from_json(document).hash == document["hash"]


def test_the_seal_is_the_sha_256_of_seed_and_terms(locked):
    # By hand: the terms alone, keys sorted and without spaces, after the seed and a line break.
    document = locked.to_json()
    terms = {k: v for k, v in document.items() if k not in {"schema", "locked_at", "commitment", "hash"}}
    text = SEED + "\n" + json.dumps(terms, sort_keys=True, separators=(",", ":"))
    assert locked.commitment == hashlib.sha256(text.encode()).hexdigest()


def test_no_seed_stands_in_a_locked_protocol(locked):
    assert SEED not in json.dumps(locked.to_json()).replace(locked.commitment, "").replace(locked.hash, "")


def _leaves(value, path=()):
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(one, (*path, key))
    else:
        yield path


_DOCUMENT = lock(TERMS, seed=SEED, at=AT).to_json()


@given(path=st.sampled_from(sorted(_leaves(_DOCUMENT), key=str)), to=st.sampled_from([0.75, 24, "x", True]))
def test_no_field_can_be_changed_after_the_lock_without_being_seen(path, to):
    changed = copy.deepcopy(_DOCUMENT)
    at = changed
    for key in path[:-1]:
        at = at[key]
    if at[path[-1]] == to:
        return
    at[path[-1]] = to
    with pytest.raises((DataError, ValidationError)):
        Protocol.from_json(changed)


def test_a_change_sealed_anew_is_seen_as_soon_as_the_seed_is_known(locked):
    changed = resealed({**locked.to_json(), "rope": 0.1})
    again = Protocol.from_json(changed)  # nothing gives it away yet
    with pytest.raises(DataError, match="do not fit") as seen:
        again.check_seed(SEED)
    assert seen.value.exit_code == 8
    with pytest.raises(DataError):
        again.sequence(SEED)
    with pytest.raises(DataError):
        locked.sequence("another")


def test_a_tampered_protocol_is_damaged_data_and_an_unlocked_one_a_mistake(locked):
    document = locked.to_json()
    with pytest.raises(DataError, match="changed after it was locked") as seen:
        Protocol.from_json({**document, "rope": 0.1})
    assert seen.value.exit_code == 8
    for name in ("locked_at", "commitment", "hash"):
        with pytest.raises(ValidationError, match="not locked") as missing:
            Protocol.from_json({k: v for k, v in document.items() if k != name})
        assert missing.value.exit_code == 3
    with pytest.raises(FieldError, match="no protocol"):
        Protocol.from_json([])


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [("rope", "half", "rope"), ("surprise", 1, "surprise"), ("pairs", [{"isolation": "x"}], "pairs[0].compound")],
)
def test_a_field_that_no_protocol_has_is_named_with_its_path(locked, field, value, path):
    with pytest.raises(FieldError) as wrong:
        Protocol.from_json(resealed({**locked.to_json(), field: value}))
    assert wrong.value.path == path


def test_the_sequence_is_one_the_scheme_allows_and_the_same_every_time(locked):
    drawn = locked.sequence(SEED)
    assert (drawn == locked.sequence(SEED)).all()
    assert (drawn.reshape(4, 4).sum(axis=1) == 2).all()
    assert len({tuple(lock(TERMS, seed=str(i), at=AT).sequence(str(i))) for i in range(40)}) > 30


def test_what_is_told_later_changes_no_earlier_arm_of_a_minimised_trial():
    terms = replace(TERMS, scheme="minimisation", covariates=("weekday",), looks=(8, 12, 16))
    protocol = lock(terms, seed=SEED, at=AT)
    days = [["monday"], ["thursday"], ["monday"], ["monday"], ["friday"], ["thursday"]] * 3
    whole = protocol.sequence(SEED, days[:16])
    for known in range(16):
        assert (protocol.sequence(SEED, days[: known + 1])[: known + 1] == whole[: known + 1]).all()


def test_which_pair_comes_first_is_a_coin_of_its_own_with_two_pairs(locked):
    two = lock(replace(TERMS, pairs=(QUADS, CHEST)), seed=SEED, at=AT)
    assert two.terms.two_pair
    assert len(set(two.starts_with_second(SEED))) == 2
    assert not any(locked.starts_with_second(SEED))
    agree = np.mean([a == b for a, b in zip(two.sequence(SEED), two.starts_with_second(SEED), strict=True)])
    assert 0 < agree < 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"outcome": "size"}, "Growth cannot be compared"),
        ({"outcome": "strength_gain"}, "Gain in strength cannot"),
        ({"scheme": "ABAB"}, "no randomisation test possible"),
        ({"scheme": "complete"}, "trend"),
        ({"scheme": "williams3"}, "does not fit the 2 arms"),
        ({"question": "gap"}, "does not fit the 3 arms"),
        ({"question": "gap", "pairs": (QUADS, CHEST)}, "gap takes 1"),
        ({"question": "two_by_two"}, "two_by_two takes 2"),
        ({"pairs": (QUADS, QUADS)}, "not the same"),
        ({"workouts": 6, "looks": (6,)}, "between 8 and 160"),
        ({"workouts": 18, "looks": (8, 18)}, "in steps of 4"),
        ({"looks": (4, 16)}, "the first is at 8"),
        ({"looks": (8, 10, 16)}, "complete block"),
        ({"looks": (8, 12)}, "end at 16"),
        ({"expectation": 4}, "between -3 and 3"),
        ({"rope": 0.0}, "rope"),
        ({"stop": Stop(conclusion=0.5)}, "stop.conclusion"),
        ({"goal": "fame"}, "unknown"),
        ({"covariates": ("weekday",)}, "does not balance"),
        ({"pairs": (replace(QUADS, compound_load_kg=float("nan")),)}, r"pairs\[0\].compound_load_kg"),
        ({"pairs": (replace(QUADS, isolation_load_kg=-5.0),)}, r"pairs\[0\].isolation_load_kg"),
        ({"pairs": (QUADS, CHEST), "outcome": "effort"}, "holds both arms"),
    ],
)
def test_terms_that_no_trial_can_have_are_refused_before_the_lock(change, says):
    with pytest.raises(ValidationError, match=says):
        lock(replace(TERMS, **change), seed=SEED, at=AT)


def test_growth_is_refused_by_its_own_code():
    with pytest.raises(NotMeasurable):
        lock(replace(TERMS, outcome="size"), seed=SEED, at=AT)


def test_looks_are_at_complete_blocks_the_first_at_eight():
    assert default_looks(16, "blocks4") == (8, 12, 16)
    assert default_looks(24, "blocks4") == (8, 12, 16, 20, 24)
    assert default_looks(8, "maxrun3") == (8,)
    assert default_looks(10, "maxrun3") == (8, 10)
    assert default_looks(18, "williams3") == (9, 15, 18)
    assert default_looks(16, "pairs") == (8, 12, 16)


def test_pairs_that_share_a_helper_cannot_be_trained_in_opposite_arms():
    quads, chest = exercises("leg_extension", "leg_press"), exercises("dumbbell_fly", "barbell_bench_press")
    triceps = exercises("triceps_pushdown", "close_grip_bench_press")
    check_apart(quads, chest)
    assert Muscle.TRICEPS in shared_muscles(chest, triceps)
    with pytest.raises(ValidationError, match="triceps"):
        check_apart(chest, triceps)


def test_a_pair_is_isolation_then_compound_for_one_muscle():
    assert pair_of(*exercises("leg_extension", "leg_press")) == replace(QUADS, compound_load_kg=None)
    with pytest.raises(ValidationError, match="starts with an isolation"):
        pair_of(*exercises("leg_press", "leg_extension"))


def test_a_two_by_two_has_one_compound_and_isolations_for_two_muscles():
    fly, press = exercises("dumbbell_fly", "barbell_bench_press")
    with pytest.raises(ValidationError, match="one compound"):
        check_one_compound((fly, press), exercises("leg_extension", "leg_press"))
    with pytest.raises(ValidationError, match="the same muscle"):
        check_one_compound((fly, press), (*exercises("pec_deck"), press))


def test_minimisation_takes_any_number_of_workouts_and_a_scheme_out_of_range_says_so():
    assert lock(replace(TERMS, scheme="minimisation", workouts=11, looks=(8, 11)), seed=SEED, at=AT)
    with pytest.raises(OutOfRange):
        lock(replace(TERMS, scheme="pairs", workouts=11, looks=(8, 11)), seed=SEED, at=AT)


def test_a_trial_of_an_earlier_version_keeps_its_seal_and_its_arms(locked):
    """Terms that came later are missing in it; seed and hash are of what was written then."""
    before = {name: value for name, value in locked.to_json().items() if name not in {"hash", "commitment", "baseline"}}
    terms = {name: value for name, value in before.items() if name not in {"schema", "locked_at"}}
    written = json.dumps(terms, sort_keys=True, separators=(",", ":"))
    document = resealed({**before, "commitment": hashlib.sha256(f"{SEED}\n{written}".encode()).hexdigest()})
    old = Protocol.from_json(document)
    assert old.terms == locked.terms
    assert old.to_json() == document
    assert len(old.sequence(SEED)) == 16
    with pytest.raises(DataError, match="seed and protocol do not fit"):
        old.sequence("another")
