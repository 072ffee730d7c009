from dataclasses import replace

from preex.scoring.people import days_of, one_each


def test_a_lifter_in_two_apps_is_kept_once_with_the_longer_log(diary):
    weeks = [[f"leg_press 100x{reps}", f"leg_press 100x{reps - 1}"] for reps in range(5, 15)]
    whole = diary(*weeks)
    half_in_pounds = [replace(s, exercise="Leg Press", load_kg=s.load_kg * 0.4536) for s in whole[:10]]
    assert one_each([days_of(half_in_pounds), days_of(whole)]) == [1]


def test_people_who_train_on_the_same_days_are_two(diary):
    one = diary(*[["leg_press 100x10", "leg_press 100x9"]] * 10)
    other = diary(*[["leg_press 100x10", "leg_press 100x8"]] * 9, ["leg_press 100x10", "leg_press 100x9"])
    assert one_each([days_of(one), days_of(other)]) == [0, 1]


def test_the_order_of_sets_within_a_day_does_not_matter(diary):
    sets = diary(["leg_press 100x10", "leg_press 100x9"])
    assert days_of(sets) == days_of(sets[::-1])


def test_warm_ups_do_not_make_a_day_another(diary):
    sets = diary(["leg_press 50x12 w", "leg_press 100x9"])
    assert days_of(sets) == days_of(sets[1:])
