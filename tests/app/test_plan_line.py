"""A plan written as the line it will be logged with."""

import pytest

from preex import app
from preex.core.plan import Prescription, Rest, Section, WorkoutPlan
from preex.logbook.line import LineError, parse, unrolled
from preex.units import LoadUnit


def a_set(exercise, reps, load_kg):
    return Prescription(exercise=exercise, reps_low=reps - 1, reps_high=reps + 1, load_kg=load_kg)


PAIR = Section(steps=(a_set("leg_extension", 12, 40.0), Rest(30), a_set("leg_press", 8, 160.0), Rest(120)), rounds=3)
STRAIGHT = Section(steps=(a_set("romanian_deadlift", 8, 92.5), Rest(150)), rounds=2)


def done(workout, unit=LoadUnit.KG):
    line = app.line_of(workout, unit)
    return [(d.written.name, d.written.reps, d.written.load.kg, d.rest_before_s) for d in unrolled(parse(line))]


def test_a_pair_is_written_in_rounds_with_its_gap():
    workout = WorkoutPlan(title="Legs", sections=(PAIR,))
    assert app.line_of(workout) == "3x(Leg extension 12x40kg > Leg press 8x160kg gap 30 rest 120)"


def test_the_line_reads_back_as_the_sets_of_the_plan_in_order_with_their_rests():
    workout = WorkoutPlan(title="Legs", sections=(PAIR, STRAIGHT))
    planned = [(p.exercise, rest) for p, rest in workout.sets()]
    read = done(workout)
    assert [rest for *_, rest in read] == [rest for _, rest in planned]
    assert read[0][:3] == ("Leg extension", 12, 40.0)
    assert read[1][:3] == ("Leg press", 8, 160.0)
    assert len(read) == len(planned) == 8


def test_a_section_within_a_section_is_written_out():
    outer = Section(steps=(Section(steps=(a_set("leg_press", 8, 160.0), Rest(60)), rounds=2),), rounds=2)
    assert len(done(WorkoutPlan(title="", sections=(outer,)))) == 4


def test_loads_are_written_in_the_lifters_unit():
    assert "352.74lb" in app.line_of(WorkoutPlan(title="", sections=(PAIR,)), LoadUnit.LB)


def test_a_load_left_open_cannot_be_logged_by_mistake():
    open_load = WorkoutPlan(title="", sections=(Section(steps=(a_set("leg_press", 8, None),)),))
    assert app.line_of(open_load) == "Leg press 8x? x1"
    with pytest.raises(LineError):
        parse(app.line_of(open_load))


def test_body_mass_is_a_load():
    line = app.line_of(
        WorkoutPlan(title="", sections=(Section(steps=(a_set("pull_up", 6, None), Rest(120)), rounds=3),))
    )
    assert line == "Pull-up 6xbw x3 rest 120"
    assert len(list(unrolled(parse(line)))) == 3
