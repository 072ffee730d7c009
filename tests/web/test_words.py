"""How numbers, loads and times are written, and read from forms."""

from datetime import date

import pytest
from django import forms
from django.template import Context

from preex.core.muscle import Muscle
from preex.planner.interval import Interval
from preex.planner.lifter import muscles_of
from preex.web import tags
from preex.web.choices import EXPERIENCE, GOALS, MONTHS, MUSCLES, lagging_of
from preex.web.fields import Number, Whole


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (tags.plain(62.5), "62.5"),
        (tags.plain(60.0), "60"),
        (tags.plain(-0.004), "−0"),
        (tags.plain(None), ""),
        (tags.whole(12345.6), "12\u202f346"),
        (tags.whole(-12.4), "−12"),
        (tags.tenth(7.25), "7.2"),
        (tags.signed(-11.3), "−11"),
        (tags.signed(0.2), "+0"),
        (tags.signed_tenth(-0.55), "−0.6"),
        (tags.minus(3.6), "−4"),
        (tags.pause(30), "30 s"),
        (tags.pause(60), "60 s"),
        (tags.pause(90), "1:30 min"),
        (tags.pause(120), "2 min"),
        (tags.span(Interval(7, 5.2, 8.9)), "5–9"),
        (tags.span(Interval(7, 7, 7)), "7"),
        (tags.tonnes(5280), "5.3"),
        (tags.day(date(2026, 11, 24)), "Tue 24 Nov 2026"),
        (tags.short_day(date(2026, 11, 4)), "4 Nov"),
        (tags.muscle("quads_vasti"), "quads (vasti)"),
        (tags.muscle("tail"), "tail"),
        (tags.exercise("leg_press"), "Leg press"),
        (tags.exercise("Grandfather Clock Carry"), "Grandfather Clock Carry"),
        (
            tags.unbroken("31 % (6.5 mm) of 3 people, n 17, p < 0.001"),
            "31\u00a0% (6.5\u00a0mm) of 3 people, n\u00a017, p\u00a0< 0.001",
        ),
        (tags.typeset("10 -> 7 (5-8)"), "10 → 7 (5–8)"),
        (tags.typeset("-10 % repetitions x load (-18 to +0 %)"), "−10 % repetitions × load (−18 to +0 %)"),
    ],
)
def test_numbers_and_names_are_written_for_people(written, text):
    assert written == text


def test_a_load_without_a_visitor_is_in_kilograms_and_an_open_one_is_the_lifters_choice():
    assert tags.kg(Context({}), 62.5) == "62.5 kg"
    assert tags.kg(Context({}), None) == "your choice"


@pytest.mark.parametrize(("typed", "number"), [("62.5", 62.5), ("62,5", 62.5), (" 60 ", 60), ("", None)])
def test_a_number_is_read_as_people_type_it(typed, number):
    assert Number(low=0, high=100).clean(typed) == number


@pytest.mark.parametrize("typed", ["-1", "101", "1e9", "NaN", "Infinity", "six", "1,000.5", "0x10"])
def test_a_number_that_cannot_be_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        Number(low=0, high=100).clean(typed)


def test_a_whole_number_is_whole():
    assert Whole(low=1, high=30).clean("10") == 10
    with pytest.raises(forms.ValidationError, match="whole"):
        Whole(low=1, high=30).clean("10.5")


@pytest.mark.parametrize("name", [name for name, _ in MUSCLES])
def test_a_muscle_chosen_is_found_again_in_the_profile(name):
    assert lagging_of(muscles_of([name])) == (name,)


def test_muscles_no_choice_names_are_left_out():
    assert lagging_of([Muscle.ROTATOR_CUFF, "no muscle"]) == ()


def test_every_choice_means_something_to_the_planner():
    from preex.planner.lifter import Experience, Goal, experience_of

    assert [experience_of(MONTHS[value]) for value, _ in EXPERIENCE] == [Experience(value) for value, _ in EXPERIENCE]
    assert {Goal(value) for value, _ in GOALS} == set(Goal)
