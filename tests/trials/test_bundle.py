import json

import pytest

from preex.errors import Conflict, DataError, FieldError, ValidationError
from preex.trials.bundle import bundle_of, run_again, trial_in
from preex.trials.results import results_of, seen_upto


@pytest.fixture
def over(make_trial, train):
    """A trial of eight workouts that is over; what is tried costs two repetitions."""
    trial = make_trial(workouts=8, scheme="maxrun3")
    arms = trial.protocol.sequence(trial.seed)
    for k, arm in enumerate(arms):
        first = 12 - 2 * int(arm) + k % 2
        trial = train(trial, reps=(first, first - 1, first - 2), effort=7.0)
    return trial


def test_a_trial_comes_back_from_its_file_and_gives_the_same_bytes(over):
    content = bundle_of(over)
    assert trial_in(content) == over
    assert bundle_of(trial_in(content)) == content
    assert run_again(content).primary == results_of(over).primary


def test_the_file_holds_a_row_for_each_workout_beside_the_seed(over):
    document = json.loads(bundle_of(over))
    assert document["seed"] == over.seed
    assert [row["workout"] for row in document["data"]] == list(range(1, 9))
    assert [row["assigned"] for row in document["data"]] == over.protocol.sequence(over.seed).tolist()
    # By hand: the mean of 12, 11 and 10 with one repetition in reserve, which counts half a repetition more.
    usual = next(i for i, row in enumerate(document["data"]) if row["assigned"] == 0)
    assert document["data"][usual]["compound_reps"] == [pytest.approx(11 + usual % 2 + 1.5)]


def test_a_trial_under_way_gives_nothing_away(make_trial, train):
    trial = train(make_trial())
    with pytest.raises(Conflict, match="coming arms"):
        bundle_of(trial)
    with pytest.raises(Conflict, match="hidden until the look after 8 workouts; 1 are over"):
        seen_upto(trial)


def test_a_trial_ended_too_early_is_exported_without_a_verdict(make_trial, train):
    trial = train(make_trial())
    trial = trial.end(trial.standing.last_at)
    document = json.loads(bundle_of(trial))
    assert document["results"] == {}
    assert "one arm alone" in document["no_result"]
    with pytest.raises(ValidationError, match="one arm alone"):
        run_again(bundle_of(trial))


def test_only_what_a_look_showed_is_seen_until_the_trial_is_over(make_trial, train):
    trial = make_trial()
    for _ in range(8):
        trial = train(trial)
    trial = trial.look(trial.standing.last_at, verdict="cannot_tell", conclusion=False, predicted=0.5)
    trial = train(train(trial))
    assert seen_upto(trial) == 8
    assert results_of(trial).primary.n.observed == 8
    assert seen_upto(trial.end(trial.standing.last_at)) == 10


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        (lambda d: d.update(seed=5), DataError, "no seed"),
        (lambda d: d.pop("events"), DataError, "no events"),
        (lambda d: d.update(events=[{}]), DataError, "damaged"),
        (lambda d: d["results"]["compound_reps"]["estimate"].update(median=-9.0), DataError, "the file was changed"),
        (lambda d: d.update(engine_version="0", results={}), DataError, "version 0"),
        (lambda d: d.update(schema="preex.log/1"), FieldError, "no trial"),
        (lambda d: d.update(protocol={}), FieldError, "no protocol"),
    ],
)
def test_a_file_that_was_changed_gives_words_and_no_verdict(over, change, error, says):
    document = json.loads(bundle_of(over))
    change(document)
    with pytest.raises(error, match=says):
        run_again((json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())


def test_what_is_no_file_of_a_trial_is_refused():
    for content in (b"", b"{", b"[]", b"\xff\xfe", b"null"):
        with pytest.raises(FieldError):
            trial_in(content)
