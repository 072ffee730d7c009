"""How answers have moved since a day, and the packaged answers of such days."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from preex.app.evidence import known_evidence
from preex.evidence.own import template_as
from preex.evidence.pooled import answers, packaged_answers
from preex.evidence.snapshots import Change, differences, pools_of, snapshot


@dataclass(frozen=True, slots=True)
class ChangesFound:
    """What moved since the day `since`, ISO; `own` : the user's studies among what is known now."""

    since: str
    own: tuple[str, ...]
    changes: tuple[Change, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.evidence.changes/1`."""
        return {
            "schema": "preex.evidence.changes/1",
            "since": self.since,
            "own_studies": list(self.own),
            "changes": [
                {
                    "question": c.question,
                    "sentence": c.sentence,
                    "conclusion_changes": c.conclusion,
                    "added": list(c.added),
                    "removed": list(c.removed),
                    "before": dict(c.before) if c.before else None,
                    "after": dict(c.after) if c.after else None,
                }
                for c in self.changes
            ],
        }


def changes_of_evidence(before: Any = None, *, home: Path | None = None) -> ChangesFound:  # noqa: ANN401 - JSON
    """Compare the answers of now, with the user's studies, with those of a snapshot.

    Parameters
    ----------
    before : document of a snapshot; None = the newest packaged one.

    Raises
    ------
    FieldError : `before` is no snapshot.
    """
    document = newest_snapshot() if before is None else before
    old, known = pools_of(document), known_evidence(home)
    now = snapshot(answers(known), known.last_reviewed)
    return ChangesFound(str(document["taken"]), known.own, tuple(differences(old, now["pools"])))


def newest_snapshot() -> Mapping[str, Any]:
    """Return the newest packaged snapshot."""
    folder = files("preex").joinpath("data", "evidence_snapshots")
    newest = max((p for p in folder.iterdir() if p.name.endswith(".json")), key=lambda p: p.name)
    found: Mapping[str, Any] = json.loads(newest.read_text(encoding="utf-8"))
    return found


def snapshot_text(taken: date) -> str:
    """Return the answers from the packaged studies, as the text of a snapshot."""
    return json.dumps(snapshot(packaged_answers().values(), taken), ensure_ascii=False, indent=1) + "\n"


def study_template(suffix: str) -> str:
    """Return a study to fill in, as `.json` or `.csv`.

    Raises
    ------
    ValidationError : another suffix.
    """
    text = files("preex").joinpath("data", "study_template.json").read_text(encoding="utf-8")
    return template_as(text, suffix)
