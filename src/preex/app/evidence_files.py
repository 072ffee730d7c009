"""Evidence as a figure or a file for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from preex.app.evidence import EvidenceFound
from preex.errors import NotFound, ValidationError
from preex.evidence.drawing import directions_of, forest_of
from preex.evidence.exporting import to_bibtex, to_csv
from preex.evidence.frame import frame
from preex.meta.contrast import Outcome
from preex.plots.emg import directions
from preex.plots.forest import forest


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure. shows : what it is of. left : questions that were found too and are not in it."""

    svg: str
    shows: str
    left: tuple[str, ...]


def draw_evidence(found: EvidenceFound, *, narrow: bool = False) -> Drawn:
    """Draw what was found: the directions of muscle activity if all of it is that, else the forest plot of the first question.

    Raises
    ------
    NotFound : no question was found, or none with a row.
    """
    drawable = [p for p in found.answers if p.rows]
    if not drawable:
        raise NotFound("nothing was found that a figure could show.", hint="Name an outcome: --outcome compound_reps.")
    if len(drawable) > 1 and all(p.question.family is Outcome.EMG for p in drawable):
        chart = directions_of(found.shown)
        return Drawn(directions(chart, narrow=narrow), chart.title, ())
    first, *others = drawable
    plot = forest_of(first, found.known)
    return Drawn(forest(plot, narrow=narrow), plot.title, tuple(p.question.key for p in others))


def export_evidence(found: EvidenceFound, suffix: str) -> str:
    """Return what was found as the text of a file: effects as `.csv`, studies as `.bib`, everything as `.json`.

    Raises
    ------
    ValidationError : another suffix.
    """
    made = _FORMATS.get(suffix.lower())
    if made is None:
        raise ValidationError(
            f"{suffix or 'no suffix'} is no format of evidence.", hint=f"Name the file {', '.join(_FORMATS)}."
        )
    return made(found)


_FORMATS: Mapping[str, Callable[[EvidenceFound], str]] = {
    ".csv": lambda found: to_csv(frame(found.shown)),
    ".bib": lambda found: to_bibtex(found.studies),
    ".json": lambda found: json.dumps(found.to_json(), ensure_ascii=False, indent=2, allow_nan=False) + "\n",
}
