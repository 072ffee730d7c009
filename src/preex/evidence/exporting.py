"""Evidence as files for other programs: CSV for statistics, BibTeX for references."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from preex.core.spreadsheet import harmless
from preex.evidence.frame import Frame
from preex.evidence.studies import Study

_PLACE = re.compile(r"(?P<journal>\D+?) \d{4};(?P<volume>\d+)(?:\((?P<number>\d+)\))?(?::(?P<pages>[\d-]+))?")
_SPECIAL = re.compile(r"([&%$#_{}])")


def to_csv(frame: Frame) -> str:
    """Return effects as CSV with a header; what is not known is an empty cell.

    A text that a spreadsheet would run as a formula begins with an apostrophe, as spreadsheets write it themselves.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows([_cell(value) for value in row.values()] for row in frame.to_dicts())
    return out.getvalue()


def to_bibtex(studies: Iterable[Study]) -> str:
    """Return one entry a study, by its id."""
    return "\n".join(_entry(s) for s in studies)


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return harmless(value)
    return "" if value is None else value


def _entry(s: Study) -> str:
    """Return an entry. Titles were not recorded and are left out rather than made up."""
    place = _PLACE.fullmatch(s.published_in)
    parts = {k: v for k, v in place.groupdict().items() if v} if place else {"howpublished": s.published_in}
    fields = {
        "author": " and ".join(_names(s.authors)),
        **{
            name: _escaped(value).replace("-", "--") if name == "pages" else _escaped(value)
            for name, value in parts.items()
        },
        "year": str(s.year or ""),
        "doi": s.doi,
        "url": "" if s.doi else s.link,
        "note": _escaped(f"As done: {s.design_done}. {s.note}".strip()),
    }
    kind = "article" if place and s.status == "published" else "misc"
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{s.id},\n{body}}}\n"


def _names(authors: str) -> list[str]:
    """Return authors as BibTeX takes them: `Gentil P` becomes `Gentil, P`, and `et al.` others."""
    parts = [part.strip().rstrip(".") for part in authors.split(",")]
    if not any(re.search(r" [A-Z]{1,4}$", part.removesuffix(" et al")) for part in parts):
        return [f"{{{_escaped(authors)}}}"]  # an institution, or words
    named = [re.sub(r"^(.*) ([A-Z]{1,4})$", r"\1, \2", part) for part in parts if part != "et al"]
    found = [name.removesuffix(" et al") for name in named]
    return [_escaped(name) for name in found] + (["others"] if "et al" in authors else [])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
