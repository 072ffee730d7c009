import pytest

from preex.errors import FieldError, NotFound

PERSON = {"names": ["gain"], "centre_z": [0.5], "covariance": [[0.25]], "endurances": {}}


def test_the_fit_saved_last_counts_and_earlier_ones_stay(store, now):
    assert store.latest_fit("me") is None
    first = store.save_fit("me", PERSON, about={"sets": 90}, at=now)
    assert (first.id, first.at, first.person, first.about) == ("F-1", now, PERSON, {"sets": 90})
    assert store.latest_fit("me") == first
    second = store.save_fit("me", None, about={"forgotten": True}, at=now)
    assert (second.id, second.person) == ("F-2", None)
    assert store.latest_fit("me") == second


def test_everybody_has_a_fit_of_their_own(store, now):
    store.athlete("Wren", create=True)
    store.save_fit("me", PERSON, about={}, at=now)
    assert store.latest_fit("Wren") is None
    with pytest.raises(NotFound):
        store.latest_fit("Robin")


@pytest.mark.parametrize("person", [{"gain": float("nan")}, {"gain": {1}}])
def test_a_fit_that_is_not_plain_data_is_refused(store, now, person):
    with pytest.raises(FieldError, match="person: cannot be written as JSON"):
        store.save_fit("me", person, about={}, at=now)
    assert store.latest_fit("me") is None
