"""Whatever is in a file, it is read or refused, and every row is accounted for."""

from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from preex import logbook
from preex.errors import UnknownFormat, UnreadableFile, ValidationError

DATA = Path(__file__).parent / "data"
LOGS = sorted(path.read_bytes() for path in DATA.iterdir() if not path.name.endswith(".expected.json"))
SPOILERS = (
    b'"',
    b",",
    b";",
    b"\n",
    b"\r",
    b"\x00",
    b"\xff",
    b"-",
    b"e9",
    b"NaN",
    b"'",
    b"{",
    b"\xe2\x80\xae",
    b"0" * 30,
)


def read(data):
    """Read, and check what must hold for every log that can be read."""
    try:
        log = logbook.read(data, unit="kg")
    except (UnknownFormat, UnreadableFile):
        return
    except ValidationError as refused:
        if "but the file itself gives" in refused.message:  # in pounds
            return
        raise  # a wrong row must not refuse the others
    assert log.rows == len(log.sets) + log.rests + log.notes + log.duplicates + len(log.problems)
    assert all(one.load_kg >= 0 and one.reps >= 0 and one.name for one in log.sets)
    assert all(one.rest_before_s is None or one.rest_before_s >= 0 for one in log.sets)
    assert [one.at for one in log.sets] or not log.sets
    assert len({one.source_id for one in log.sets}) == len(log.sets)
    assert all(len(problem.text) <= 200 for problem in log.problems)


@st.composite
def spoiled_logs(draw):
    """A log of the fixtures with bytes cut out, doubled or put in."""
    data = draw(st.sampled_from(LOGS))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        put = draw(st.one_of(st.sampled_from(SPOILERS), st.binary(max_size=6), st.just(data[start:end] * 2)))
        data = data[:start] + put + data[end:]
    return data


@given(spoiled_logs())
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_a_spoiled_log_is_read_or_refused(data):
    read(data)


@given(st.binary(max_size=300))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe")
@example(b'"')
@example(b"sep=;\n")
@example(b"SQLite format 3\x00")
def test_any_bytes_are_read_or_refused(data):
    read(data)


@given(st.sampled_from(LOGS), st.data())
def test_lines_in_another_order_change_no_sum(data, draw):
    head, *lines = data.split(b"\n")
    read(b"\n".join([head, *draw.draw(st.permutations(lines))]))
