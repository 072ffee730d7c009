"""Studies a user has added: one JSON file each, beside the log, never among the packaged tables."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unicodedata import category

from preex.core.table import Table, fields
from preex.errors import DataError, FieldError, ValidationError
from preex.evidence.base import Evidence, build
from preex.evidence.effects import Finding
from preex.evidence.measures import measured

SCHEMA = "preex.study/1"
_STUDY = "study."  # begins the names of a study's columns in a CSV
_LARGEST = 20.0  # of an effect in standard deviations or as a logarithm; the largest packaged one is 11.6
_SHOWN = 5  # problems named in an error
_MOST_EFFECTS = (
    200  # in one study; packaged ones hold up to 15, and the time of a pool grows with their square and more
)
_LONGEST_ID = 80  # characters of an id that names a file
_UNSHOWN = frozenset({"Cc", "Cs"})  # control characters, and halves of a character, which no file can hold
_SEPARATORS = {";": "semicolons", "\t": "tabs"}
Rows = tuple[dict[str, str], ...]


def submission(document: Any, name: str) -> tuple[Rows, Rows]:  # noqa: ANN401 - as JSON holds it
    """Return the cells of a study and of its effects, every one checked against `data/fields.csv`.

    Parameters
    ----------
    document : {"study": {...}, "effects": [{...}, ...]} with the fields of the tables; what is not known is left out.
    name : of the file, for messages.

    Raises
    ------
    FieldError : another shape. ValidationError : cells that break their field, each with row, column, value and what is allowed.
    """
    if not isinstance(document, Mapping) or not isinstance(document.get("study"), Mapping):
        raise FieldError("study", "is missing.", hint="Start from the template: preex evidence template study.json.")
    if further := sorted(set(document) - {"schema", "study", "effects"}):
        raise FieldError(
            str(further[0])[:40], "is no part of a study.", hint="The parts are schema, study and effects."
        )
    if (schema := document.get("schema", SCHEMA)) != SCHEMA:
        raise FieldError("schema", f"is {str(schema)[:40]!r}; allowed: {SCHEMA}.", hint="Start from a new template.")
    effects = document.get("effects")
    if not isinstance(effects, list) or not effects or not all(isinstance(e, Mapping) for e in effects):
        raise FieldError("effects", "must be a list of at least one effect.", hint="One object an effect or arm.")
    if len(effects) > _MOST_EFFECTS:
        raise FieldError(
            "effects", f"holds {len(effects):,}; allowed: {_MOST_EFFECTS}.", hint="Add one study at a time."
        )
    problems: list[str] = []
    study = _cells(document["study"], "studies", "study", {}, problems)
    shared = {"study_id": study.get("study_id", "")}
    rows = tuple(_cells(e, "effects", f"effects[{i}]", shared, problems) for i, e in enumerate(effects))
    if len(shared["study_id"]) > _LONGEST_ID:
        problems.append(f"study.study_id has {len(shared['study_id'])} characters; allowed: {_LONGEST_ID}")
    if problems:
        more = f" and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        raise ValidationError(
            f"{name}: {'; '.join(problems[:_SHOWN])}{more}.", hint="Correct these cells; nothing was added."
        )
    return (study,), rows


def evidence_of(studies: Rows, effects: Rows, name: str) -> Evidence:
    """Make evidence of checked cells, and check what no single cell can tell.

    Raises
    ------
    ValidationError : cells that do not fit each other, with row, column, value and what is allowed.
    """
    parts = (("study", studies), ("effects", effects))
    tables = [Table(f"{name}, {part}", rows, tuple(range(1, len(rows) + 1))) for part, rows in parts]
    ids = [row["effect_id"] for row in effects]
    if twice := sorted({i for i in ids if ids.count(i) > 1}):
        raise ValidationError(f"{name}: effect_id {twice[0]!r} stands twice.", hint="Give each effect its own id.")
    try:
        found = build(*tables, own=True)
    except DataError as error:
        said = error.message.replace(" line ", " row ", 1)
        raise ValidationError(said, hint="Correct that cell; nothing was added.") from None
    for n, one in enumerate(found.findings.values(), start=1):
        _check_computes(one, f"{name}, effects row {n}")
    return found


def _check_computes(one: Finding, where: str) -> None:
    """Refuse numbers of which no effect can be computed, as a group of one, before an answer stumbles over them.

    Raises
    ------
    ValidationError : naming the row and the number.
    """
    try:
        effect, _ = measured(one), one.printed
    except ValidationError as error:
        raise ValidationError(f"{where}: {error.message}", hint="Correct that cell; nothing was added.") from None
    if effect is not None and abs(effect.y) > _LARGEST:
        raise ValidationError(
            f"{where}: the effect comes out as {effect.y:.3g}; allowed: -{_LARGEST:g} to {_LARGEST:g}.",
            hint="Look for a standard error in place of a standard deviation, or a slipped comma; nothing was added.",
        )


def document_of(studies: Rows, effects: Rows) -> dict[str, Any]:
    """Return the document as it is kept: only cells that hold something."""
    kept = [{k: v for k, v in row.items() if v} for row in (*studies, *effects)]
    return {"schema": SCHEMA, "study": kept[0], "effects": kept[1:]}


def keep(folder: Path, studies: Rows, effects: Rows) -> Path:
    """Write a study to its file in a folder that exists, whole or not at all, in place of an older version."""
    path = folder / f"{studies[0]['study_id']}.json"
    text = json.dumps(document_of(studies, effects), ensure_ascii=False, indent=2) + "\n"
    draft = path.with_suffix(".draft")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def read_own(folder: Path) -> Evidence:
    """Return the studies kept in a folder; none where it does not exist.

    Raises
    ------
    DataError : a file there was changed and breaks the rules; it is named.
    """
    found = Evidence({}, {})
    for path in sorted(folder.glob("*.json")):
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            one = evidence_of(*submission(document, path.name), path.name)
        except (ValidationError, ValueError) as error:
            raise DataError(f"{path.name}: {error}", hint=f"Correct {path}, or move it elsewhere.") from None
        found = found.with_also(one.studies, one.findings)
    return found


def of_csv(text: str, name: str) -> dict[str, Any]:
    """Return the document a CSV holds: one row an effect, the study's own fields in columns as `study.authors`.

    Raises
    ------
    ValidationError : no row, a row of another length, or rows that tell different things of the study.
    """
    read = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))  # a quoted cell may hold line breaks
    try:
        rows = [row for row in read if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise ValidationError(
            f"{name} line {read.line_num}: {error}.", hint="Look for a quotation mark left open."
        ) from None
    if len(rows) < 2:
        raise ValidationError(f"{name} has no effect below its header.", hint="Give one row an effect or arm.")
    header = [cell.strip() for cell in rows[0]]
    if len(header) == 1 and (mark := next((m for m in _SEPARATORS if m in header[0]), "")):
        raise ValidationError(
            f"{name} is separated by {_SEPARATORS[mark]}.", hint="Save it with commas, and decimal points in numbers."
        )
    if twice := next((column for column in header if header.count(column) > 1), ""):
        raise ValidationError(f"{name} has the column {twice[:40]!r} twice.", hint="Keep one of them.")
    if bad := next((n for n, row in enumerate(rows) if len(row) != len(header)), None):
        raise ValidationError(
            f"{name} row {bad + 1}: {len(rows[bad])} cells; allowed: {len(header)}.", hint="Look for a missing comma."
        )
    told = [dict(zip(header, row, strict=True)) for row in rows[1:]]
    studies = [{k.removeprefix(_STUDY): v for k, v in row.items() if k.startswith(_STUDY)} for row in told]
    if differing := [k for k in studies[0] if len({s[k] for s in studies}) > 1]:
        raise ValidationError(
            f"{name}: the rows differ in {_STUDY}{differing[0]}.", hint="One file holds one study; repeat its cells."
        )
    effects = [{k: v for k, v in row.items() if not k.startswith(_STUDY)} for row in told]
    return {"study": studies[0], "effects": effects}


def template_as(text: str, suffix: str) -> str:
    """Return the template, a JSON text, as the text of a `.json` or `.csv` file; every column stands in the CSV.

    Raises
    ------
    ValidationError : another suffix.
    """
    if suffix.lower() == ".json":
        return text
    if suffix.lower() != ".csv":
        raise ValidationError(f"{suffix or 'no suffix'} is no format of a study.", hint="Name the file .json or .csv.")
    (study,), effects = submission(json.loads(text), "template")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*(f"{_STUDY}{name}" for name in study), *(name for name in effects[0] if name != "study_id")])
    for row in effects:
        writer.writerow([*study.values(), *(cell for name, cell in row.items() if name != "study_id")])
    return out.getvalue()


def _cells(
    given: Mapping[str, Any], table: str, where: str, shared: Mapping[str, str], problems: list[str]
) -> dict[str, str]:
    """Return the row of a table, and note what is wrong with it."""
    declared = fields(table)
    unknown = [name for name in given if name not in {f.name for f in declared}]
    problems += [f"{where} has no column {str(name)[:40]!r}" for name in unknown]
    row = {f.name: _cell(given.get(f.name)) or shared.get(f.name, "") for f in declared}
    for f in declared:
        if not _plain(given.get(f.name)) or any(category(one) in _UNSHOWN for one in row[f.name]):
            problems.append(
                f"{where}.{f.name} is {row[f.name][:40]!r}; allowed: a line of text, a number, or yes and no"
            )
        elif not f.accepts(row[f.name]):
            shown = f"is {row[f.name][:40]!r}" if row[f.name] else "is empty"
            problems.append(f"{where}.{f.name} {shown}; allowed: {f.legal}")
    return row


def _plain(value: Any) -> bool:  # noqa: ANN401 - a value of JSON
    """Return whether a value is one cell, or a list of such: what is nested has no column to go to."""
    if isinstance(value, list):
        return not any(isinstance(one, list | Mapping) for one in value)
    return not isinstance(value, Mapping)


def _cell(value: Any) -> str:  # noqa: ANN401 - a value of JSON
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(_cell(one) for one in value)
    return "" if value is None else " ".join(str(value).split())  # a line break in a cell reads as a space
