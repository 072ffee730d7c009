"""Records of delimited text: none is lost, and a broken one spoils no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.logbook.rows import NoteRow, Source
from preex.logbook.sources import open_source
from preex.logbook.table import MOST_LINES, read_cells, records


def cells_of(text, delimiter=","):
    source = Source("log", text.encode(), text, tuple(text.split("\n")[0].split(delimiter)), delimiter)
    return [(record.line, record.cells, record.broken) for record in records(source)]


def test_a_record_is_numbered_by_its_first_line():
    text = 'a,b\n1,"two\nlines"\n\n3,4\n'
    assert cells_of(text) == [(2, ["1", "two\nlines"], ""), (5, ["3", "4"], "")]


def test_a_quotation_mark_left_open_spoils_one_line():
    text = 'a,b\n1,"open\n2,3\n4,5\n'
    assert cells_of(text) == [
        (2, ['1,"open'], "a quotation mark is not closed"),
        (3, ["2", "3"], ""),
        (4, ["4", "5"], ""),
    ]


def test_a_cell_that_is_too_long_spoils_one_line():
    text = f"a,b\n{'x' * 200_000},1\n2,3\n"
    broken, after = cells_of(text)
    assert (broken[0], broken[2]) == (2, "too long for a row")
    assert after == (3, ["2", "3"], "")


def test_a_cell_may_have_many_lines_but_not_any_number():
    note = "\n".join("x" * (MOST_LINES - 1))
    assert len(cells_of(f'a,b\n1,"{note}"\n2,3\n')) == 2
    note += "\nx\nx"
    assert cells_of(f'a,b\n1,"{note}"\n2,3\n')[0][2] == "a quotation mark is not closed"


def test_many_open_quotation_marks_cost_no_line_of_the_file():
    text = "a,b\n" + '1,"x\n' * 20_001
    assert len(cells_of(text)) >= 10_000


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.just("\n"), min_size=1, max_size=8),
            min_size=3,
            max_size=3,
        ),
        max_size=20,
    ),
    st.sampled_from(",;\t|"),
)
def test_what_is_quoted_comes_back_as_it_was(rows, delimiter):
    quoted = (delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    found = cells_of("\n".join([delimiter.join("abc"), *quoted]), delimiter)
    assert [cells for _, cells, _ in found] == rows


@given(st.text(st.sampled_from('ab",;\n'), max_size=200))
def test_no_line_is_read_twice_and_none_is_lost(text):
    found = cells_of("a,b\n" + text)
    lines = [line for line, _, _ in found]
    assert lines == sorted(set(lines))
    filled = [i for i, line in enumerate(text.split("\n"), 2) if line]
    inside_cells = sum(cell.count("\n") for _, cells, _ in found for cell in cells)
    assert len(filled) <= len(found) + inside_cells


def test_blank_records_and_a_repeated_header_are_notes():
    source = open_source(b"a,b,c\n,,\na,b,c\n ,\t,\n")
    assert list(read_cells(source, {"a": 0}, pytest.fail)) == [NoteRow(2), NoteRow(3), NoteRow(4)]


def test_commas_too_many_at_the_end_of_lines_do_not_matter():
    source = open_source(b"a,b,c\n1,2,3,,\n")
    assert list(read_cells(source, {"a": 0}, lambda cells: NoteRow(int(cells.text("a"))))) == [NoteRow(1)]


def test_blank_cells_at_the_end_may_be_missing():
    source = open_source(b"a,b,c\n1,2\n")
    assert list(read_cells(source, {"a": 0}, lambda cells: NoteRow(int(cells.text("a"))))) == [NoteRow(1)]
    (problem,) = read_cells(source, {"a": 0, "c": 2}, pytest.fail)
    assert (problem.line, problem.text, problem.reason) == (2, "1,2", "has 2 cells, the header has 3")
