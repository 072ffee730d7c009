"""What was done, written in one line: `leg extension 12x40 > leg press 8x160 gap 30 rir 1`.

    line   = group (";" | " + ") group ...            independent exercises, one after the other
    group  = chain | ROUNDS "x(" chain ")"            3x(fly 12x14 > bench 8x80 gap 20 rest 120)
    chain  = sets ">" sets ...                        each directly after the one before it: a pair
    sets   = EXERCISE amount amount ...               leg press 8x160 7x160
    amount = REPS "x" LOAD option ...                 8x160  8x160kg  8x355lb  8x62,5  8xbw  8xbw+10
    option = "gap" S | "rest" S | "rir" N | "@" RPE | "fail" | "warmup" | "drop" | "x" N ["sets"] | "out" WHAT

`gap` is the time since the set before, `rest` the time before the set that follows; between two sets that have both,
`gap` holds. [s] A load without a unit is in the lifter's own. Commas may stand between amounts. An exercise is written
as anyone would, brackets and digits included. WHAT is what gave out: a muscle (triceps, front delts, quads), grip, breath
or technique.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from preex.core.limit import ASKED, GAVE_OUT_WORDS
from preex.core.performed import SetKind
from preex.errors import PreexError, ValidationError
from preex.units import Load, LoadUnit, load_unit, rpe_to_rir

REPS = (1, 200)
LOAD = (Decimal(0), Decimal(2000))
PAUSE_S = (0, 3600)
RIR = (0, 10)
RPE = (1, 10)
TIMES = (1, 50)  # sets or rounds
LONGEST = 20_000  # characters of a line
NAME = 255  # characters of a name


class LineError(ValidationError):
    """The line cannot be read. `column` says where, from 1; the excerpt with a caret is among the error's notes."""

    code = "invalid_line"

    def __init__(self, message: str, *, hint: str = "", column: int = 1) -> None:
        super().__init__(message, hint=hint)
        self.column = column


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """`sets` equal sets of one exercise, as written.

    gap_s, rest_s : since the set before; before the set that follows. None = not told. [s]
    gave_out : what ended the set, a word that `preex.core.limit.gave_out_named` knows; "" = not told.
    place : start and end of the name in the line; not part of what was said.
    """

    name: str
    reps: int
    load: Load
    body_mass: bool = False  # written as bw: the load is what was added
    rir: float | None = None
    kind: SetKind = SetKind.WORKING
    sets: int = 1
    gap_s: float | None = None
    rest_s: float | None = None
    gave_out: str = ""
    place: tuple[int, int] = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Exercises done directly one after the other, the whole `rounds` times."""

    chain: tuple[tuple[Written, ...], ...]  # per exercise its amounts
    rounds: int = 1


@dataclass(frozen=True, slots=True)
class Done:
    """One single set of a line, in the order done."""

    written: Written
    group: int  # which group of the line, from 0
    block: int  # which exercise of the line, from 0
    rest_before_s: float | None
    chained: bool  # part of a chain of several exercises


def parse(text: str, unit: LoadUnit | Callable[[str], LoadUnit] = LoadUnit.KG) -> tuple[Group, ...]:
    """Read a line.

    Parameters
    ----------
    text : the line.
    unit : of loads written without one; a function gets the name of the exercise.

    Raises
    ------
    LineError : it breaks the grammar or a number is out of its range. Says where, and what was expected.
    """
    if len(text) > LONGEST:
        raise LineError(f"the line has {len(text)} characters; {LONGEST} are the most.", hint="Log it in parts.")
    return _Parser(text, unit).line()


def unrolled(line: tuple[Group, ...]) -> Iterator[Done]:
    """Yield every single set in the order done, with the rest before it."""
    block = 0
    rest_s: float | None = None
    for g, group in enumerate(line):
        for _ in range(group.rounds):
            for b, exercise in enumerate(group.chain):
                for written in exercise:
                    for i in range(written.sets):
                        before = written.gap_s if i == 0 and written.gap_s is not None else rest_s
                        yield Done(written, g, block + b, before, chained=len(group.chain) > 1)
                        rest_s = written.rest_s
        block += len(group.chain)


def format_line(line: tuple[Group, ...]) -> str:
    """Write a line so that `parse` reads the same from it, whatever its default unit."""
    return "; ".join(_format_group(group) for group in line)


def point_at(error: PreexError, text: str, start: int, end: int) -> PreexError:
    """Add to an error the part of the line it is about, with carets below, and return it."""
    first = max(0, min(start - 30, len(text) - 70))
    shown = text[first : first + 70]
    carets = "^" * max(1, min(end, first + len(shown)) - start)
    error.add_note(f"  {_one_column_each(shown)}\n  {' ' * (start - first)}{carets}")
    return error


def _one_column_each(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)


# ---------------------------------------------------------------- writing


def _format_group(group: Group) -> str:
    chain = " > ".join(
        " ".join([exercise[0].name, *(_format_amount(written) for written in exercise)]) for exercise in group.chain
    )
    return f"{group.rounds}x({chain})" if group.rounds > 1 else chain


def _format_amount(w: Written) -> str:
    load = str(w.load).replace(" ", "")
    if w.body_mass:
        load = f"bw+{load}" if w.load.value else "bw"
    said = (
        (w.sets > 1, f"x{w.sets}"),
        (w.gap_s is not None, f"gap {_plain(w.gap_s)}"),
        (w.rir is not None, f"rir {_plain(w.rir)}"),
        (w.kind is not SetKind.WORKING, _KIND_WORD.get(w.kind, "")),
        (w.rest_s is not None, f"rest {_plain(w.rest_s)}"),
        (w.gave_out != "", f"out {w.gave_out}"),
    )
    return " ".join([f"{w.reps}x{load}", *(text for is_said, text in said if is_said)])


def _plain(number: float | None) -> str:
    return format(Decimal(str(number or 0)).normalize(), "f")


_KIND_WORD = {SetKind.FAILURE: "fail", SetKind.WARMUP: "warmup", SetKind.DROP: "drop"}

# ---------------------------------------------------------------- reading

_NUMBER = r"-?\d+(?:[.,]\d+)?"
_UNIT = r"kilograms?|pounds?|kgs?|lbs?"
_AMOUNT = re.compile(
    rf"(?<![\w.,-])(?P<reps>{_NUMBER})\s*[xX×*]\s*"
    rf"(?:(?P<bw>bw|bodyweight)(?:\s*\+\s*(?P<added>{_NUMBER})\s*(?P<added_unit>{_UNIT})?)?|"
    rf"(?P<load>{_NUMBER})\s*(?P<unit>{_UNIT})?)(?!\w|[.,]\d)",
    re.IGNORECASE,
)
_NEXT_AMOUNT = re.compile(rf"[\s,]*{_AMOUNT.pattern}", re.IGNORECASE)
_ROUNDS = re.compile(rf"\s*(?P<rounds>{_NUMBER})\s*[xX×*]\s*\(")
_SEPARATOR = re.compile(r"[;>()]|(?<=\s)\+(?=\s)")
_WHAT = "|".join(sorted((w.replace(" ", r"\s+") for w in GAVE_OUT_WORDS), key=len, reverse=True))
_OPTION = re.compile(
    rf"(?P<pause>gap|rest)\s*(?P<seconds>{_NUMBER})\s*(?:s|sec|seconds)?(?!\w|[.,]\d)"
    rf"|rir\s*(?P<rir>{_NUMBER})(?!\w|[.,]\d)"
    rf"|(?:@|rpe)\s*(?P<rpe>{_NUMBER})(?!\w|[.,]\d)"
    rf"|[x×]\s*(?P<sets>{_NUMBER})(?:\s*sets?)?(?!\w|[.,]\d|\s*[×*])"
    r"|(?P<kind>to\s+failure|failure|fail|warm-?up|drop(?:\s*set)?)(?!\w)"
    rf"|out\s+(?P<out>{_WHAT})(?!\w)|(?P<nothing>out(?!\w)(?:\s+[^\s;>()]+)?)",
    re.IGNORECASE,
)
_KINDS = {"f": SetKind.FAILURE, "t": SetKind.FAILURE, "w": SetKind.WARMUP, "d": SetKind.DROP}
_AFTER_AMOUNT = "gap, rest, rir, @RPE, fail, warmup, drop, xN sets, out WHAT, another amount, or one of > ; +"


class _Parser:
    """Reads one line from left to right; `at` is where it stands."""

    def __init__(self, text: str, unit: LoadUnit | Callable[[str], LoadUnit]) -> None:
        self.text, self.at = text, 0
        self.unit_of = unit if callable(unit) else lambda _: unit

    def line(self) -> tuple[Group, ...]:
        groups = [self._group()]
        while self._take(";", "+"):
            groups.append(self._group())
        if self.at < len(self.text):
            raise self._error("is unexpected here", self.at, self.at + 1, _AFTER_AMOUNT)
        return tuple(groups)

    def _group(self) -> Group:
        rounds = _ROUNDS.match(self.text, self.at)
        if not rounds:
            return Group(self._chain())
        times = self._whole("rounds", TIMES, *rounds.span("rounds"))
        self.at = rounds.end()
        chain = self._chain()
        if not self._take(")"):
            if self.at < len(self.text):
                raise self._error("is unexpected here", self.at, self.at + 1, "> or ) inside rounds")
            raise self._error("opens and is never closed", rounds.end() - 1, rounds.end(), ") at the end of the rounds")
        return Group(chain, times)

    def _chain(self) -> tuple[tuple[Written, ...], ...]:
        chain = [self._sets(first=True)]
        while self._take(">"):
            chain.append(self._sets(first=False))
        return tuple(chain)

    def _sets(self, *, first: bool) -> tuple[Written, ...]:
        name, place = self._name()
        amounts = [self._amount(name, place, first=first)]
        while _AMOUNT.match(self.text, self._skip_space(",")):
            amounts.append(self._amount(name, place, first=False))
        return tuple(amounts)

    def _name(self) -> tuple[str, tuple[int, int]]:
        start = self._skip_space()
        amount = _AMOUNT.search(self.text, start)
        stop = amount.start() if amount else len(self.text)
        for separator in _SEPARATOR.finditer(self.text, start, stop):
            if separator.group() not in "()":  # a name may hold brackets: Leg Press (Machine)
                amount, stop = None, separator.start()
                break
        name = self.text[start:stop].rstrip().rstrip(",:")
        if not name:
            end = amount.end() if amount else start + 1
            hint = "Expected: an exercise, then repetitions x load, as leg press 8x160."
            raise self._point("an exercise is missing here", start, end, hint)
        end = start + len(name)
        if len(name) > NAME:
            raise self._error(f"is a name of {len(name)} characters", start, end, f"{NAME} at the most")
        if not amount:
            raise self._error("has no repetitions and load", start, end, "repetitions x load after it, as 8x160")
        self.at = amount.start()
        return " ".join(name.split()), (start, end)

    def _amount(self, name: str, place: tuple[int, int], *, first: bool) -> Written:
        found = _AMOUNT.match(self.text, self.at)
        assert found is not None  # noqa: S101 - both callers looked
        self.at = found.end()
        which = "load" if found["load"] is not None else "added"
        written = Written(
            name=name,
            reps=self._whole("repetitions", REPS, *found.span("reps")),
            load=Load(
                self._decimal("the load", LOAD, *found.span(which)) if found[which] else Decimal(0),
                load_unit(found["unit"] or found["added_unit"] or self.unit_of(name)),
            ),
            body_mass=found["bw"] is not None,
            place=place,
        )
        return self._options(written, first=first)

    def _options(self, written: Written, *, first: bool) -> Written:
        seen: set[str] = set()
        while True:
            start = self._skip_space()
            if start == len(self.text) or _SEPARATOR.match(self.text, start) or _NEXT_AMOUNT.match(self.text, start):
                return written
            option = _OPTION.match(self.text, start)
            if not option:
                end = self.text.find(" ", start)
                raise self._error("is not understood", start, end if end > 0 else len(self.text), _AFTER_AMOUNT)
            self.at = option.end()
            change = self._change(option, first=first)
            if not seen.isdisjoint(change):
                raise self._error("says a second time what was said", *option.span(), "each option once")
            seen |= change.keys()
            written = replace(written, **change)
            if written.kind is SetKind.FAILURE and written.rir:
                raise self._error("and repetitions in reserve exclude each other", *option.span(), "one of them")

    def _change(self, option: re.Match[str], *, first: bool) -> dict[str, Any]:
        if option["pause"]:
            pause = option["pause"].lower()
            if pause == "gap" and first:
                raise self._error("has no set before it", *option.span(), "gap after a >, rest after a set")
            return {f"{pause}_s": float(self._decimal(pause, PAUSE_S, *option.span("seconds")))}
        if option["rir"]:
            return {"rir": float(self._decimal("rir", RIR, *option.span("rir")))}
        if option["rpe"]:
            return {"rir": rpe_to_rir(float(self._decimal("RPE", RPE, *option.span("rpe"))))}
        if option["sets"]:
            return {"sets": self._whole("sets", TIMES, *option.span("sets"))}
        if option["out"]:
            return {"gave_out": " ".join(option["out"].lower().split())}
        if option["nothing"]:
            raise self._error("names nothing that gives out", *option.span(), f"out and one of {', '.join(ASKED)}")
        return {"kind": _KINDS[option["kind"][0].lower()]}

    def _take(self, *signs: str) -> bool:
        at = self._skip_space()
        if self.text[at : at + 1] in signs:
            self.at = at + 1
            return True
        return False

    def _skip_space(self, also: str = "") -> int:
        while self.at < len(self.text) and (self.text[self.at].isspace() or self.text[self.at] in also):
            self.at += 1
        return self.at

    def _whole(self, what: str, limits: tuple[int, int], start: int, end: int) -> int:
        number = self._decimal(what, limits, start, end)
        if number != int(number):
            raise self._error(f"is not a whole number of {what}", start, end, "digits only")
        return int(number)

    def _decimal(self, what: str, limits: tuple[Decimal | int, Decimal | int], start: int, end: int) -> Decimal:
        digits = self.text[start:end].replace(",", ".")
        number = Decimal(digits)
        if not limits[0] <= number <= limits[1]:
            are, they = ("are", "they lie") if what.endswith("s") else ("is", "it lies")
            message = f"{what} {are} {digits[:20]}; {they} between {limits[0]} and {limits[1]}"
            raise self._point(message, start, end, "Correct it; repetitions come first, as 8x160.")
        return number

    def _error(self, problem: str, start: int, end: int, expected: str) -> PreexError:
        shown = self.text[start:end].strip()
        shown = repr(shown if len(shown) <= 40 else f"{shown[:39]}…")
        return self._point(f"{shown} {problem}", start, end, f"Expected: {expected}.")

    def _point(self, message: str, start: int, end: int, hint: str) -> PreexError:
        error = LineError(f"column {start + 1}: {message}.", hint=hint, column=start + 1)
        return point_at(error, self.text, start, end)
