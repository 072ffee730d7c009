"""Tables line up, nothing steers the terminal, colours can be switched off."""

import io
import sys

import pytest

from preex.cli.output import Out, Table, count, plain, printable, put, write_json


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self):
        return True


def test_numbers_stand_to_the_right_and_text_to_the_left():
    table = Table(("muscle", "sets"), [("quads", 6), ("glutes", 10.5), ("lats", None)], title="Week")
    assert list(plain(table)) == ["Week", "muscle  sets", "quads      6", "glutes  10.5", "lats       -"]


def test_wide_characters_take_two_columns():
    table = Table(("name", "kg"), [("深蹲", 100), ("squat", 95)])
    assert list(plain(table)) == ["name    kg", "深蹲   100", "squat   95"]


def test_a_name_cannot_steer_the_terminal():
    assert printable("leg\x1b[31m press\r\x07") == "leg?[31m press??"
    assert list(plain(Table(("a",), [("x\x1b]0;y\x07",)])))[1] == "x?]0;y?"


def test_text_the_encoding_lacks_is_replaced_and_json_escaped(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    put("développé")
    write_json({"name": "développé", "file": "\udce9.csv"})
    sys.stdout.flush()
    lines = raw.getvalue().decode("ascii").splitlines()
    assert lines[0] == "d?velopp?"
    assert '"name": "d\\u00e9velopp\\u00e9"' in lines[2]


def test_json_that_is_no_json_is_never_printed():
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json({"mean": float("nan")})


@pytest.mark.parametrize(("no_color", "option", "coloured"), [("", True, True), ("1", True, False), ("", False, False)])
def test_colour_is_for_terminals_that_want_it(monkeypatch, no_color, option, coloured):
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", "xterm-256color")
    Out(color=option).answer(dict, lambda: [Table(("muscle", "sets"), [("[red]quads[/red]", 6)])])
    shown = screen.getvalue()
    assert "[red]quads[/red]" in shown  # markup in a name is a name
    assert ("\x1b[36m" in shown) is coloured  # SGR 36: cyan, the heads


def test_quiet_keeps_the_result_and_drops_the_messages(capsys):
    out = Out(quiet=True)
    out.say("reading")
    out.answer(dict, lambda: ["result"])
    assert capsys.readouterr() == ("result\n", "")


def test_a_bar_appears_on_a_terminal_after_a_second_and_goes_away(monkeypatch):
    screen, clock = Terminal(), iter([0.0, 0.5, 1.5, 1.55, 2.5])
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr("preex.cli.output.monotonic", lambda: next(clock))
    monkeypatch.setenv("COLUMNS", "100")
    with Out().progress("import log.csv") as tick:
        tick(1_000, 10_000)
        assert screen.getvalue() == ""
        tick(5_000, 10_000)
        assert "import log.csv [##########..........] 5,000 of 10,000, 3,333/s" in screen.getvalue()
        drawn = screen.getvalue()
        tick(5_001, 10_000)  # a twentieth of a second later
        assert screen.getvalue() == drawn
        tick(10_000, 10_000)
    assert screen.getvalue().endswith("\r\x1b[K")


def test_no_bar_where_nobody_looks(monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with Out().progress("import") as tick:
        tick(1, 2)
    assert stream.getvalue() == ""


def test_one_is_singular():
    assert [count(n, "set") for n in (0, 1, 2_000)] == ["0 sets", "1 set", "2,000 sets"]
