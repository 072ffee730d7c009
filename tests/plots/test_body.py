"""The drawing of the body."""

import re

import pytest

from preex.core.muscle import Muscle
from preex.plots.body import HEIGHT, WIDTH, body

NUMBER = re.compile(r"-?\d*\.?\d+")


def points(d):
    """Return the absolute end points of a path of M, relative c and z."""
    found = []
    for shape in filter(None, d.split("M")):
        start, curves = shape.rstrip("z").split("c")
        x, y = map(float, start.split(","))
        numbers = [float(n) for n in NUMBER.findall(curves)]
        assert len(numbers) % 6 == 0
        outline = [(x, y)]
        for i in range(0, len(numbers), 6):
            x, y = x + numbers[i + 4], y + numbers[i + 5]
            outline.append((x, y))
        found.append(outline)
    return found


@pytest.mark.parametrize("muscle", Muscle)
def test_every_muscle_has_a_region(muscle):
    assert points(body().muscles[muscle])


@pytest.mark.parametrize("muscle", Muscle)
def test_left_and_right_are_mirror_images(muscle):
    shapes = points(body().muscles[muscle])
    assert len(shapes) % 2 == 0
    for right, left in zip(shapes[::2], shapes[1::2], strict=True):
        spine = 100.0 if right[0][0] < WIDTH / 2 else 300.0
        for (x, y), (mirrored, same) in zip(right, left, strict=True):
            assert x - spine == pytest.approx(spine - mirrored, abs=0.31)  # both sides are rounded, curve by curve
            assert y == pytest.approx(same, abs=0.31)


@pytest.mark.parametrize("d", [body().outline, body().quiet, body().fibres, *body().muscles.values()])
def test_nothing_is_drawn_outside_the_box(d):
    for shape in points(d):
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in shape)


@pytest.mark.parametrize("d", [body().outline, *body().muscles.values()])
def test_a_region_ends_where_it_began(d):
    for shape in points(d):
        assert shape[-1] == pytest.approx(shape[0], abs=0.31)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        (Muscle.PEC_STERNAL, Muscle.PEC_CLAVICULAR),
        (Muscle.ABS, Muscle.PEC_STERNAL),
        (Muscle.QUADS_VASTI, Muscle.ABS),
        (Muscle.SOLEUS, Muscle.GASTROCNEMIUS),
        (Muscle.HAMSTRINGS, Muscle.GLUTE_MAX),
        (Muscle.FOREARMS, Muscle.BICEPS),
        (Muscle.SPINAL_ERECTORS, Muscle.UPPER_BACK),
    ],
)
def test_muscles_lie_where_they_do_in_a_body(lower, upper):
    def middle(muscle):
        heights = [y for shape in points(body().muscles[muscle]) for _, y in shape]
        return sum(heights) / len(heights)

    assert middle(lower) > middle(upper)
