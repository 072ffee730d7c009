"""A wrong cell is the business of its own line."""

import csv
import io
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from preex import logbook
from preex.errors import UnitNeeded, ValidationError

DATA = Path(__file__).parent / "data"
# A language without table is told by what stands in the cells, so a wrong one may hide it.
LOGS = sorted(path for path in DATA.glob("*.csv") if "table" not in path.name)
NASTY = st.sampled_from(
    (
        *("", "-1", "NaN", "1e999", "0x10", "١٢", "9" * 25, "-", "=1+1", "8,5", "1.234,5", "(", "\\", "kg", "5 stone"),
        *("2024-02-30 10:00:00", "2024-02-29T10:00:00Z", "25:61", "12:00", "W", "Rest Timer", "x" * 600, "\u202e8"),
    )
) | st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=8)


def untouched(log, line):
    """Count the sets of all other lines by what they say."""
    told = ((one.source_line, one.name, one.reps, one.load_kg) for one in log.sets)
    return Counter(one for one in told if one[0] != line)


def records(path):
    text = path.read_text(encoding="utf-8-sig").removeprefix("sep=;\n")
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return delimiter, [[cell.replace("\n", " ") for cell in row] for row in rows]  # so that a row is a line


def written(delimiter, rows):
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return file.getvalue().encode()


@given(st.sampled_from(LOGS), st.data(), NASTY)
@settings(max_examples=500)
def test_a_wrong_cell_changes_no_other_line(path, data, nasty):
    delimiter, rows = records(path)
    line = data.draw(st.integers(1, len(rows) - 1))
    column = data.draw(st.integers(0, max(0, len(rows[line]) - 1)))
    before = read(written(delimiter, rows))
    if rows[line]:
        rows[line][column] = nasty
    after = read(written(delimiter, rows))
    if before is None or after is None:
        return
    assert after.rows == len(after.sets) + after.rests + after.notes + after.duplicates + len(after.problems)
    if not before.duplicates and not after.duplicates:
        assert untouched(after, line + 1) == untouched(before, line + 1)


def read(data):
    """Read a log, in kilograms if it tells no unit; None if the file mixes units and leaves some out."""
    try:
        return logbook.read(data)
    except UnitNeeded:
        pass
    try:
        return logbook.read(data, unit="kg")
    except ValidationError:
        return None
