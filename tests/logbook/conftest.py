"""Logs for the tests of reading: short ones made on the spot."""

import pytest

STRONG = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE\n"


@pytest.fixture
def strong():
    """Return a log of Strong in bytes, from rows as (start, title, exercise, set order, load, reps)."""

    def log(*rows, header=STRONG):
        lines = (
            f'{at},"{title}",1h,"{name}",{order},{load},{reps},0,0,\n' for at, title, name, order, load, reps in rows
        )
        return (header + "".join(lines)).encode()

    return log


@pytest.fixture
def squats(strong):
    """Return a log of one workout with three equal sets of squats, in bytes."""
    return strong(*(("2024-02-01 10:00:00", "A", "Squat", number, 100, 5) for number in (1, 2, 3)))
