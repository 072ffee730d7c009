"""What a trial's figures show is what its result says."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import numpy as np

from preex.plots.drawing import Theme
from preex.plots.svg import DARK, INK, OURS, THEIRS
from preex.plots.trial import lifters_figure, rows_of_dots, trial_figure, words_of
from preex.plots.trial_course import blocks_figure, blocks_words, course_figure, course_words, marks
from preex.trials.analysis import analyse
from preex.trials.course import Course, LoadChange, block_means
from preex.trials.pairs import Pair
from preex.trials.pooled import Own, pool
from preex.trials.priors import REPS
from preex.trials.protocol import lock
from preex.trials.series import Series
from preex.trials.terms import Terms, default_looks

QUADS = Pair(isolation="leg_extension", compound="leg_press", target="quads_vasti")
CHEST = Pair(isolation="dumbbell_fly", compound="barbell_bench_press", target="pec_sternal")


def result(*, pairs=(QUADS,), outcome="", missing=(2, 9)):
    terms = Terms(question="order", pairs=pairs, workouts=16, scheme="blocks4", looks=default_looks(16, "blocks4"))
    p = lock(terms, seed="5eed", at=datetime(2026, 3, 30, tzinfo=UTC))
    arms, rng = p.sequence("5eed"), np.random.default_rng(1)
    y = np.column_stack([9 - 1.5 * a + rng.normal(0, 1, 16) for a in (arms, 1 - arms)[: len(pairs)]])
    y[list(missing)] = np.nan
    return analyse(Series.of(arms, y, revealed=[True] * 16, rir=np.ones_like(y)), p, outcome=outcome)


ONE, TWO, GROWTH = result(), result(pairs=(QUADS, CHEST)), result(outcome="size")
COURSE = Course(
    upto=16, hidden=0, block=4, missing={3: "ill", 10: "travelling"}, changes=(LoadChange(9, 0, 160.0, 165.0),)
)
POOL = pool([Own(f"lifter {k}", -1.5 + 0.5 * (k - 2), 0.5, 16, 1.0) for k in range(5)], REPS)


def every_figure():
    for theme in Theme:
        for narrow in (False, True):
            yield from (trial_figure(one, theme, narrow=narrow) for one in (ONE, TWO, GROWTH))
            for one in (ONE, TWO):
                yield course_figure(one, COURSE, theme, narrow=narrow)
                yield blocks_figure(one, COURSE, theme, narrow=narrow)
            yield lifters_figure(POOL, "reps/set", theme, narrow=narrow)


def attributes(svg, tag, name):
    return [float(e.attrib[name]) for e in ET.fromstring(svg).iter() if e.tag.endswith(tag) and name in e.attrib]  # noqa: S314


def texts(svg):
    return [e.text for e in ET.fromstring(svg).iter() if e.tag.endswith("text")]  # noqa: S314 - our own


def test_every_figure_is_xml_in_colours_that_have_one_for_dark_screens():
    for drawn in every_figure():
        ET.fromstring(drawn)  # noqa: S314 - our own
        found = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{3,8})"', drawn))
        assert found <= {*DARK, *DARK.values()}


def test_nothing_is_drawn_beside_the_paper():
    for drawn in every_figure():
        width, height = (float(v) for v in drawn.size)
        for name, most in (("cx", width), ("cy", height), ("x1", width), ("x2", width), ("y1", height), ("y2", height)):
            places = [v for tag in ("circle", "line") for v in attributes(drawn, tag, name)]
            assert all(0 <= v <= most for v in places)


def test_the_same_result_gives_the_same_bytes():
    assert trial_figure(result()) == trial_figure(result())


def test_the_timeline_has_each_workout_once_with_its_arm():
    by_number = {m.session: m for m in marks(ONE)}
    assert len(marks(ONE)) == len(by_number) == 16
    for s in ONE.sessions:
        assert by_number[s.number].arm == s.arm
        if s.state == "observed":
            assert by_number[s.number].y == s.y


def test_a_workout_that_was_missed_is_drawn_hollow_and_below():
    hollow = [m for m in marks(ONE) if m.hollow]
    assert {m.session for m in hollow} == {3, 10}
    assert max(m.y for m in hollow) < min(m.y for m in marks(ONE) if not m.hollow)


def test_two_pairs_show_both_outcomes_of_a_workout_and_no_trend():
    assert {m.arm for m in marks(TWO) if m.session == 1} == {0, 1}
    assert TWO.drift == ()
    assert len(ONE.drift) == 2


def outlines(drawn, colour):
    """Return where the corners of each mark of a colour are, from left to right."""
    found = re.findall(rf'<polygon points="([^"]+)"[^>]*stroke="{colour}"', drawn)
    return [[point.split(",")[0] for point in points.split()] for points in found]


def test_arms_differ_in_colour_and_in_shape():
    drawn = trial_figure(ONE)
    usual = sum(m.arm == 0 for m in marks(ONE)) + 1  # and one in the legend
    tried = sum(m.arm == 1 for m in marks(ONE)) + 1
    squares, diamonds = (outlines(drawn, colour) for colour in (OURS, THEIRS))
    assert (len(squares), len(diamonds)) == (usual, tried)
    assert {len(set(xs)) for xs in squares} == {2}  # two left corners and two right ones
    assert {len(set(xs)) for xs in diamonds} == {3}  # left, right, and top above bottom


def test_the_dots_say_how_many_of_ten():
    rows = rows_of_dots(ONE)
    assert [name for name, _ in rows] == ["a cost that matters", "no difference that matters", "a gain that matters"]
    assert rows[0][1] == round(10 * ONE.p.below)
    drawn = trial_figure(ONE)
    for _, n in rows:
        assert f"{n} of 10" in texts(drawn)
    filled = len(re.findall(rf'<circle[^>]*r="6.5"[^>]*fill="{INK}"', drawn))
    assert filled == sum(n for _, n in rows)


def test_what_cannot_be_measured_shows_no_density_and_no_probability():
    said = " ".join(texts(trial_figure(GROWTH)))
    assert "How sure is it?" not in said
    assert "believed" not in said
    assert rows_of_dots(GROWTH) == []


def test_those_who_cannot_see_are_told_the_verdict():
    title, description = words_of(ONE)
    assert title == "repetitions of the compound: isolation first against compound first"
    assert description.startswith("14 of 16 workouts observed. Isolation first")
    assert description.split(". ")[0] in trial_figure(ONE)


def test_each_lifter_is_shown_before_and_after_the_others_were_seen():
    drawn = lifters_figure(POOL, "reps/set")
    assert {"lifter 0", "lifter 4", "mean of lifters", "a next lifter"} <= set(texts(drawn))
    own, beside = (
        sorted(float(x) for x in re.findall(rf'<circle cx="([0-9.]+)"[^>]*fill="{fill}"', drawn))
        for fill in ("none", OURS)
    )
    assert len(own) == len(beside) == 5
    assert own[0] < beside[0] < beside[-1] < own[-1]  # drawn towards each other


def test_each_block_has_the_mean_of_each_way_as_counted_by_hand():
    means = block_means(ONE, 4)
    assert [one.number for one in means] == [1, 2, 3, 4]
    first = [s for s in ONE.sessions if s.number <= 4]
    for arm in (0, 1):
        ys = [s.y for s in first if s.arm == arm and s.y is not None]
        assert means[0].means[arm] == (sum(ys) / len(ys), len(ys))
    assert sum(n for one in means for _, n in one.means.values()) == ONE.n.observed


def test_with_two_pairs_every_workout_counts_once_in_each_pair_and_in_opposite_ways():
    for number in range(1, 5):
        first, second = (m.means for m in block_means(TWO, 4) if m.number == number)
        assert {arm: n for arm, (_, n) in first.items()} == {1 - arm: n for arm, (_, n) in second.items()}


def test_the_blocks_are_drawn_as_pairs_of_marks_joined_by_a_line():
    drawn = blocks_figure(ONE, COURSE)
    both = [one.means for one in block_means(ONE, 4) if len(one.means) == 2]
    assert drawn.count('stroke-width="1.6"/>') >= len(both)
    lines = re.findall(rf'<line [^>]*stroke="{INK}" stroke-width="1.6"/>', drawn)
    assert len(lines) == len(both)
    squares, diamonds = (outlines(drawn, colour) for colour in (OURS, THEIRS))
    assert len(squares) == len(diamonds) == len(both) + 1  # and one each in the legend
    lower = sum(m[1][0] < m[0][0] for m in both)
    assert blocks_words(ONE, COURSE).startswith(f"isolation first came out higher in {len(both) - lower} of the 4")


def test_the_timeline_shows_block_borders_changes_of_load_and_why_workouts_are_missing():
    drawn = course_figure(ONE, COURSE)
    said = " ".join(texts(drawn))
    assert "Missing: 3 ill, 10 travelling" in said
    assert "+3 %" in texts(drawn)
    borders = re.findall(r'<line x1="([0-9.]+)" y1="[0-9.]+" x2="\1" [^>]*opacity="0.7"', drawn)
    assert len(borders) == 3  # between four blocks
    assert course_words(ONE, COURSE).startswith("14 of 16 workouts observed. Changes of load: 1.")
