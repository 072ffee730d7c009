"""`evidence`: what studies say of pre-exhaust training, how sure that is, and what a new study would change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from preex.app.evidence_json import pool_json, study_json, variant_json
from preex.errors import Conflict, NotFound, ValidationError
from preex.evidence.base import Evidence, packaged
from preex.evidence.certainties import named_by
from preex.evidence.claims import claim as claim_of
from preex.evidence.effects import Finding
from preex.evidence.frame import findings, frame
from preex.evidence.own import evidence_of, keep, of_csv, read_own, submission
from preex.evidence.pooled import Pooled, answered
from preex.evidence.questions import questions
from preex.evidence.sensitivity import Variant, variants
from preex.evidence.studies import Study
from preex.evidence.wording import TwoLines, two_questions
from preex.meta.contrast import Contrast
from preex.store.database import home_folder, make_home

SCHEMA = "preex.evidence/1"
_MOST_VARIED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFound:
    """What was asked for.

    known : all evidence there is; part : that of the people and designs asked for. answers : one a question.
    rows : findings about it, context too. studies : of the rows. filters : as asked.
    """

    known: Evidence
    part: Evidence
    answers: tuple[Pooled, ...]
    rows: tuple[Finding, ...]
    studies: tuple[Study, ...]
    filters: Mapping[str, str]

    @property
    def varied(self) -> Mapping[str, tuple[Variant, ...]]:
        """What each answer hangs on, by question; only where few were asked, for it takes up to half a second each."""
        asked = [p.question for p in self.answers] if len(self.answers) <= _MOST_VARIED else []
        return {q.key: variants(q, self.part) for q in asked}

    @property
    def shown(self) -> Evidence:
        """The rows as evidence."""
        return Evidence(self.known.studies, {f.id: f for f in self.rows})

    @property
    def two_lines(self) -> tuple[TwoLines, ...]:
        """What it is and whether it works, where everything was asked; else nothing."""
        return () if any(self.filters.values()) else two_questions({p.question.key: p for p in self.answers})

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.evidence/1`."""
        varied = self.varied
        return {
            "schema": SCHEMA,
            "last_reviewed": self.known.last_reviewed.isoformat(),
            "filters": dict(self.filters),
            "own_studies": list(self.known.own),
            "two_questions": [{"question": t.question, "lines": list(t.lines)} for t in self.two_lines],
            "pools": [
                pool_json(p) | {"sensitivity": [variant_json(v) for v in varied.get(p.question.key, ())]}
                for p in self.answers
            ],
            "effects": frame(self.shown).to_dicts(),
            "studies": [study_json(s) for s in self.studies],
        }


def known_evidence(home: Path | None = None) -> Evidence:
    """Return the packaged evidence and the studies this user has added.

    Raises
    ------
    DataError : a file of the user's studies breaks the rules.
    """
    own = read_own(_folder(home))
    return packaged().with_also(own.studies, own.findings) if own.studies else packaged()


def find_evidence(
    outcome: str = "",
    *,
    contrast: str = "",
    population: str = "",
    design: str = "",
    study: str = "",
    claim: str = "",
    home: Path | None = None,
) -> EvidenceFound:
    """Return answers, effects and studies.

    Parameters
    ----------
    outcome : a question as `compound_reps`, or all of a kind as `emg`, `strength`; "" = all.
    contrast : C1 to C4. population, design : of `POPULATIONS` and `DESIGNS`. study : one study, and the questions it bears on.
    claim : one claim: the questions it rests on, asked of the findings it names where it names some, as its certainty is.
    home : where the user's studies are; None = `$PREEX_HOME`.

    Raises
    ------
    NotFound : any of them that is not known.
    """
    wanted = contrast.strip().upper()
    if wanted and wanted not in set(Contrast):
        raise NotFound(f"no contrast is called {contrast[:20]!r}.", hint=f"Choose from {', '.join(Contrast)}.")
    known = known_evidence(home)
    part = known.only(population=population, design=design)
    asked = [q for q in questions(outcome) if not wanted or q.contrast == wanted]
    if claim:
        cited = claim_of(claim)
        part = Evidence(
            part.studies, {i: f for i, f in part.findings.items() if i in (named_by(cited) or part.findings)}
        )
        asked = [q for q in asked if q.key in cited.questions]
        if not asked:
            raise NotFound(
                f"{cited.id} rests on no question that is pooled.", hint=f"Read why: preex claims {cited.id}"
            )
    rows = tuple(dict.fromkeys(f for q in asked for f in q.of(part)[0])) if claim else findings(part, outcome, wanted)
    if study:
        named = known.study(study)
        rows = tuple(f for f in rows if f.study == named.id)
        asked = [q for q in asked if any(f in rows for f in q.of(part)[0])]
    return EvidenceFound(
        known=known,
        part=part,
        answers=tuple(answered(q, part) for q in asked),
        rows=rows,
        studies=(known.study(study),) if study else _studies(rows, part),
        filters={
            "outcome": outcome,
            "contrast": wanted,
            "population": population,
            "design": design,
            "study": study,
            "claim": cited.id if claim else "",
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A study as it would be, or was, added.

    changed : answers before and after, of the questions it bears on. replaces : it takes the place of an older version.
    path : where it was written; None = not written.
    """

    study: Study
    rows: tuple[Finding, ...]
    changed: tuple[tuple[Pooled, Pooled], ...]
    replaces: bool
    path: Path | None

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.evidence.add/1`."""
        return {
            "schema": "preex.evidence.add/1",
            "study": study_json(self.study),
            "effects": [f.id for f in self.rows],
            "never_pooled": {f.id: f.never_pooled for f in self.rows if f.never_pooled},
            "replaces": self.replaces,
            "accepted": self.path is not None,
            "path": str(self.path) if self.path else None,
            "changed": [{"before": pool_json(a), "after": pool_json(b)} for a, b in self.changed],
        }


def add_evidence(text: str, name: str, *, accept: bool = False, home: Path | None = None) -> Addition:
    """Check a study, and tell what it changes; keep it only when accepted.

    Parameters
    ----------
    text : of a JSON or CSV file. name : of the file.

    Raises
    ------
    ValidationError : cells that break the rules, each with row, column, value and what is allowed.
    Conflict : a packaged study or effect has the id.
    """
    studies, effects = submission(_document(text, name), name)
    new = evidence_of(studies, effects, name)
    (study,) = new.studies.values()
    _refuse_packaged(new)
    known = known_evidence(home)
    before = Evidence(known.studies, {i: f for i, f in known.findings.items() if f.study != study.id or not study.own})
    after = before.with_also(new.studies, new.findings)
    changed = tuple(_changed(known, after))  # before it is kept: what cannot be answered from must not be
    path = keep(_made(home), studies, effects) if accept else None
    return Addition(
        study=study,
        rows=tuple(new.findings.values()),
        changed=changed,
        replaces=study.id in known.studies,
        path=path,
    )


def _changed(before: Evidence, after: Evidence) -> Iterable[tuple[Pooled, Pooled]]:
    for q in questions():
        old, new = answered(q, before), answered(q, after)
        if old.fingerprint != new.fingerprint or len(old.rows) != len(new.rows):
            yield old, new


def _studies(rows: Iterable[Finding], part: Evidence) -> tuple[Study, ...]:
    ids = dict.fromkeys(f.study for f in rows)
    return tuple(part.studies[i] for i in ids)


def _document(text: str, name: str) -> Any:  # noqa: ANN401 - JSON may be anything
    if not text.strip("\ufeff \t\r\n"):
        raise ValidationError(f"{name} is empty.", hint="Start from the template: preex evidence template study.json.")
    if not name.lower().endswith(".json") and not text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return of_csv(text, name)
    try:
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_no_field_twice)
    except ValueError as error:
        raise ValidationError(f"{name} is not JSON: {error}.", hint="Correct the file.") from None
    except RecursionError:
        raise ValidationError(f"{name} is nested too deep.", hint="Keep to the shape of the template.") from None


def _no_field_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise ValidationError(f"the field {twice[:40]!r} stands twice in one object.", hint="Keep one of them.")
    return dict(pairs)


def _refuse_packaged(new: Evidence) -> None:
    taken = [i for i in new.studies if i in packaged().studies] + [i for i in new.findings if i in packaged().findings]
    if taken:
        raise Conflict(f"{taken[0]!r} is packaged already.", hint="Choose another id; packaged rows stay as they are.")


def _made(home: Path | None) -> Path:
    folder = _folder(home)
    make_home(folder)
    return folder


def _folder(home: Path | None) -> Path:
    return home_folder(home) / "evidence"
