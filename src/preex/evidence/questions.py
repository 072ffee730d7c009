"""The questions that studies are pooled for: one contrast, one family of outcomes, one horizon each. See `data/questions.csv`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from preex.core.table import fields, read_table
from preex.errors import NotFound
from preex.evidence.base import Evidence
from preex.evidence.effects import Finding
from preex.meta.contrast import Contrast, Horizon, Outcome, check_poolable, pool_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of the studies.

    title : the question, for people. more, less, neither : answers, with `{how}` where "probably" stands.
    favours_more, favours_less : what lies right and left of 0 in a figure.
    contrast, family, horizon : what may be pooled. layout : pair, session, or "" = either. targets : joined ones; empty = all.
    role : of the muscle, EMG only; "" = any. surrogate : the outcome stands for another.
    """

    key: str
    title: str
    more: str
    less: str
    neither: str
    favours_more: str
    favours_less: str
    contrast: Contrast
    family: Outcome
    horizon: Horizon
    layout: str
    targets: frozenset[str]
    role: str
    surrogate: bool

    def of(self, evidence: Evidence) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """Return the findings of its own contrast, and those of others, which are shown beside it and never pooled."""
        asked = [f for f in evidence.findings.values() if self._asks(f)]
        own = [f for f in asked if self._is_own(f)]
        return tuple(own), tuple(f for f in asked if f not in own)

    def check(self, findings: tuple[Finding, ...]) -> None:
        """Refuse findings that may not be pooled. The muscles a question joins count as one target: it says which it joins.

        Raises
        ------
        ValidationError : findings of two contrasts, outcomes or horizons.
        """
        asked = [q for f in findings if (q := f.question()) is not None]
        check_poolable([replace(q, target=self.key) for q in asked])

    def _asks(self, f: Finding) -> bool:
        """Return whether a finding is of the outcome, horizon and muscles asked for, whatever its contrast."""
        return (
            f.family is self.family
            and f.horizon is self.horizon
            and f.contrast is not None
            and (not self.targets or f.target in self.targets)
            and self.layout in {"", f.layout}
            and self.role in {"", f.role}
        )

    def _is_own(self, f: Finding) -> bool:
        asked = f.question()
        return asked is not None and pool_key(asked).contrast is self.contrast


@cache
def all_questions() -> tuple[Question, ...]:
    """Return every question in the order of its table.

    Raises
    ------
    DataError : the packaged table breaks its own rules.
    """
    return tuple(
        Question(
            key=row["question_id"],
            **{name: row[name] for name in ("title", "more", "less", "neither", "favours_more", "favours_less")},
            contrast=Contrast(row["contrast"]),
            family=Outcome(row["family"]),
            horizon=Horizon(row["horizon"]),
            layout=row["layout"],
            targets=frozenset(row["targets"].split(";")) if row["targets"] else frozenset(),
            role=row["role"],
            surrogate=row["surrogate"] == "yes",
        )
        for row in read_table("questions").rows
    )


@dataclass(frozen=True, slots=True)
class Topic:
    """What a word asks for. questions : may be empty. outcomes : kinds of measurement it names; empty = by questions alone."""

    questions: tuple[Question, ...]
    outcomes: frozenset[str]

    def has(self, f: Finding) -> bool:
        """Return whether a finding is measured as named."""
        return f.outcome in self.outcomes


def topic(outcome: str = "") -> Topic:
    """Return what an outcome asks for: a question by its key, all of a kind, as `emg` or `strength`, or a measurement, as `lactate`.

    "" and `all` ask for everything.

    Raises
    ------
    NotFound : nothing goes by that name.
    """
    wanted, known = outcome.strip().lower().replace("-", "_").replace(" ", "_"), all_questions()
    kinds = next(f.allowed for f in fields("effects") if f.name == "outcome").split(";")
    if wanted in {"", "all"}:
        return Topic(known, frozenset(kinds))
    named = tuple(q for q in known if q.key == wanted)
    if named:
        return Topic(named, frozenset())
    measured = frozenset({wanted} & set(kinds))
    found = tuple(_about(_ALSO_CALLED.get(wanted, wanted), known))
    if not found and not measured:
        listed = ", ".join([*(q.key for q in known), *kinds])
        raise NotFound(f"nothing here is about {outcome[:60]!r}.", hint=f"Choose from {listed}.")
    if measured and not found:
        found = tuple(_about(_ALSO_CALLED.get(f"{wanted}*", ""), known))
    return Topic(found, measured)


def questions(outcome: str = "") -> tuple[Question, ...]:
    """Return the questions an outcome asks for, see `topic`.

    Raises
    ------
    NotFound : nothing goes by that name.
    """
    return topic(outcome).questions


def _about(wanted: str, known: tuple[Question, ...]) -> Iterator[Question]:
    return (q for q in known if wanted in {q.family.value, *q.key.split("_"), *q.family.value.split("_")})


# Other words for a kind; with *, the question that a kind of measurement belongs to.
_ALSO_CALLED = {
    "growth": "size",
    "hypertrophy": "size",
    "repetitions": "reps",
    "rpe": "effort",
    "activity": "emg",
    "volume_load*": "volume",
    "thickness*": "size",
    "csa*": "size",
    "lean_mass*": "lean",
    "body_composition*": "lean",
}
