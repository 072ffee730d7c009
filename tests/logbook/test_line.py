from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.core.limit import GAVE_OUT_WORDS
from preex.core.performed import SetKind
from preex.logbook.line import Group, LineError, Written, format_line, parse, unrolled
from preex.units import Load, LoadUnit

KG, LB = LoadUnit.KG, LoadUnit.LB


def done(text, unit=KG):
    """Return what a line says as (name, reps, load, rest before), one tuple for each single set."""
    return [(d.written.name, d.written.reps, str(d.written.load), d.rest_before_s) for d in unrolled(parse(text, unit))]


def only(text, unit=KG):
    (group,) = parse(text, unit)
    ((written,),) = group.chain
    return written


def test_a_pair_is_an_isolation_then_the_compound_after_its_gap():
    assert done("leg extension 12x40 > leg press 8x160 gap 30 rir 1") == [
        ("leg extension", 12, "40 kg", None),
        ("leg press", 8, "160 kg", 30.0),
    ]


def test_rounds_repeat_the_pair_with_its_rest_between():
    assert done("2x(fly 12x14 > bench press 8x80 gap 20 rest 120)") == [
        ("fly", 12, "14 kg", None),
        ("bench press", 8, "80 kg", 20.0),
        ("fly", 12, "14 kg", 120.0),
        ("bench press", 8, "80 kg", 20.0),
    ]


@pytest.mark.parametrize("separator", [";", " + "])
def test_independent_exercises_share_no_gap(separator):
    line = parse(f"squat 5x100{separator}row 8x60")
    assert len(line) == 2
    assert [(d.block, d.chained, d.rest_before_s) for d in unrolled(line)] == [(0, False, None), (1, False, None)]


def test_straight_sets_rest_before_every_set_but_the_first():
    assert [rest for *_, rest in done("bench 8x80 x3 rest 150; row 8x60")] == [None, 150.0, 150.0, 150.0]


def test_amounts_that_follow_each_other_are_sets_of_one_exercise():
    expected = [("bench", 8, "80 kg", None), ("bench", 7, "80 kg", None), ("bench", 6, "77.5 kg", None)]
    assert done("bench 8x80 7x80 6x77,5") == expected
    assert done("bench: 8x80, 7x80, 6x77,5") == expected


def test_the_gap_holds_between_a_set_that_tells_its_rest_and_one_that_tells_its_gap():
    assert [rest for *_, rest in done("fly 12x14 x2 rest 60 > bench 8x80 gap 20")] == [None, 60.0, 20.0]


@pytest.mark.parametrize(
    ("text", "unit", "load"),
    [
        ("squat 5x100", KG, "100 kg"),
        ("squat 5x225", LB, "225 lb"),
        ("squat 5x225lb", KG, "225 lb"),
        ("squat 5x225 lbs", KG, "225 lb"),
        ("squat 5 x 62,5 kg", LB, "62.5 kg"),
        ("squat 5×62.50", KG, "62.5 kg"),
        ("squat 5*0", KG, "0 kg"),
    ],
)
def test_a_load_keeps_the_unit_it_was_written_in(text, unit, load):
    assert str(only(text, unit).load) == load


def test_body_mass_counts_as_no_load_and_a_belt_as_its_own():
    assert only("pull up 8xbw").load.kg == 0
    assert only("pull up 8xBW+10kg").load.kg == 10
    assert only("pull up 8xbw+10").body_mass


@pytest.mark.parametrize(
    ("words", "rir", "kind"),
    [
        ("", None, SetKind.WORKING),
        ("rir 1", 1, SetKind.WORKING),
        ("@8.5", 1.5, SetKind.WORKING),  # rir = 10 - rpe
        ("rpe 10", 0, SetKind.WORKING),
        ("fail", None, SetKind.FAILURE),
        ("to failure", None, SetKind.FAILURE),
        ("fail rir 0", 0, SetKind.FAILURE),
        ("warmup", None, SetKind.WARMUP),
        ("drop set", None, SetKind.DROP),
    ],
)
def test_effort_is_written_as_lifters_write_it(words, rir, kind):
    written = only(f"squat 5x100 {words}")
    assert (written.rir, written.kind) == (rir, kind)


@pytest.mark.parametrize("word", ["quads", "front delts", "rectus_femoris", "grip", "breath", "technique"])
def test_what_gave_out_is_said_after_any_amount(word):
    assert only(f"squat 5x100 out {word.upper().replace(' ', '  ')} rir 0").gave_out == word
    first, last = unrolled(parse(f"squat 5x100 5x100 out {word} rest 90"))
    assert (first.written.gave_out, last.written.gave_out) == ("", word)


@pytest.mark.parametrize(
    "name", ["Leg Press (Machine)", "45° leg press", "5/3/1 squat", "Développé couché", "machine 45 row", "leg_press"]
)
def test_a_name_may_hold_brackets_digits_and_accents(name):
    assert only(f"{name} 8x100").name == name


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("leg press 8x-20", 13, "between 0 and 2000"),
        ("leg press 877777x160", 11, "between 1 and 200"),
        ("leg press 0x160", 11, "between 1 and 200"),
        ("leg press -8x160", 11, "between 1 and 200"),
        ("leg press 8x2000.5", 13, "between 0 and 2000"),
        ("leg press 8,5x160", 11, "whole number"),
        ("leg press 8x160 rir 11", 21, "between 0 and 10"),
        ("leg press 8x160 @0", 18, "between 1 and 10"),
        ("leg press 8x160 x51", 18, "between 1 and 50"),
        ("leg press 8x160 x0", 18, "between 1 and 50"),
        ("a 8x1 > b 8x1 gap -1", 19, "between 0 and 3600"),
        ("leg press", 1, "no repetitions and load"),
        ("leg press eight times", 1, "no repetitions and load"),
        ("8x160", 1, "exercise is missing"),
        ("", 1, "exercise is missing"),
        ("leg press 8x160 >", 18, "exercise is missing"),
        ("leg press 8x160 ; ; row 8x60", 19, "exercise is missing"),
        ("leg press 8x160 gap 30", 17, "no set before it"),
        ("leg press 8x160 quickly", 17, "not understood"),
        ("leg press 8x160 rir", 17, "not understood"),
        ("leg press 8x160 rir 1 @9", 23, "second time"),
        ("leg press 8x160 rir 1 fail", 23, "exclude"),
        ("leg press 8x160 out", 17, "names nothing"),
        ("leg press 8x160 out quadzilla rir 1", 17, "names nothing"),
        ("leg press 8x160 outside", 17, "not understood"),
        ("leg press 8x160 out quads out breath", 27, "second time"),
        ("3x(leg press 8x160", 3, "never closed"),
        ("3x(leg press 8x160; row 8x60)", 19, "unexpected"),
        ("leg press 8x160)", 16, "unexpected"),
        ("0x(leg press 8x160)", 1, "between 1 and 50"),
        ("leg press 8x160kgs.5", 1, "no repetitions and load"),
    ],
)
def test_a_mistake_is_pointed_at(text, column, said):
    with pytest.raises(LineError, match=said) as caught:
        parse(text)
    assert caught.value.column == column
    assert caught.value.hint
    (note,) = caught.value.__notes__
    shown, carets = note.split("\n")
    assert shown == f"  {text}"
    assert carets.index("^") == 2 + column - 1


def test_a_name_of_ten_thousand_characters_is_refused_without_repeating_it():
    with pytest.raises(LineError, match="10000 characters") as caught:
        parse(f"{'x' * 10_000} 8x20")
    assert len(str(caught.value)) < 200
    assert max(map(len, caught.value.__notes__[0].split("\n"))) <= 80


def test_a_line_of_a_million_characters_is_refused_at_once():
    with pytest.raises(LineError, match="1000000 characters"):
        parse("8x" * 500_000)


# ---------------------------------------------------------------- what is written is what is read

words = st.sampled_from(["leg", "press", "45°", "(machine)", "Curl", "übung", "row", "t-bar", "fly", "ext."])
names = st.lists(words, min_size=1, max_size=4).map(" ".join)
tenths = st.integers(0, 20_000).map(lambda n: Decimal(n) / 10)
pauses = st.none() | st.integers(0, 36_000).map(lambda n: n / 10)


@st.composite
def amounts(draw, name, *, first):
    kind = draw(st.sampled_from(SetKind))
    return Written(
        name=name,
        reps=draw(st.integers(1, 200)),
        load=Load(draw(tenths), draw(st.sampled_from(LoadUnit))),
        body_mass=draw(st.booleans()),
        rir=draw(st.sampled_from([None, 0.0]) if kind is SetKind.FAILURE else st.sampled_from([None, 0.0, 1.5, 10.0])),
        kind=kind,
        sets=draw(st.integers(1, 50)),
        gap_s=None if first else draw(pauses),
        rest_s=draw(pauses),
        gave_out=draw(st.sampled_from(["", *GAVE_OUT_WORDS])),
    )


@st.composite
def groups(draw):
    chain = []
    for e in range(draw(st.integers(1, 3))):
        name = draw(names)
        count = draw(st.integers(1, 3))
        chain.append(tuple(draw(amounts(name, first=e == 0 and a == 0)) for a in range(count)))
    return Group(tuple(chain), draw(st.integers(1, 5)))


def in_one_unit(line):
    """A bare body mass has no load whose unit could be written."""
    return tuple(
        Group(
            tuple(
                tuple(
                    Written(**{f: getattr(w, f) for f in Written.__slots__} | {"load": Load(Decimal(0), KG)})
                    if w.body_mass and not w.load.value
                    else w
                    for w in exercise
                )
                for exercise in group.chain
            ),
            group.rounds,
        )
        for group in line
    )


@given(st.lists(groups(), min_size=1, max_size=3).map(tuple))
def test_a_line_written_out_reads_the_same(line):
    line = in_one_unit(line)
    assert parse(format_line(line)) == line
    assert format_line(parse(format_line(line))) == format_line(line)


@given(st.text(alphabet="leg 8x160>;()+,.-@rirgapkgb\n\t×é", max_size=60))
def test_any_text_is_read_or_refused_with_a_place_in_it(text):
    try:
        line, column = parse(text), 1
    except LineError as error:
        line, column = None, error.column
    assert 1 <= column <= len(text) + 1
    assert line is None or parse(format_line(line)) == line
