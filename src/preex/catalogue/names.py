"""Which exercise does a written name mean? Normalised look-up, aliases and a few rules; fuzzy matching only proposes.

A wrong match is worse than none: it silently credits sets to the wrong muscles. So a name is resolved when its agreed words
(`preex.catalogue.normalise`) are those of an exercise or of one of its aliases, or become so by dropping a word that does
not change the movement; anything else stays unknown, with proposals for a human.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import combinations

from preex.catalogue.loading import load_catalogue
from preex.catalogue.normalise import MAX_NAME_LENGTH, NameWords, Vocabulary, fold
from preex.core.exercise import Exercise, LoadType
from preex.errors import DataError

_MOST_EDITS = 3  # words dropped or exchanged at once
_MOST_REMEMBERED = 20_000  # answers kept; a log has a few hundred names
_MOST_STEPS = 12  # candidates considered; bounds the time of one look-up
# Words that say how, not what: without them the movement and what loads it stay the same.
# The least telling comes first, so that a one-arm exercise of the catalogue is found before the two-arm one.
_MANNER = (
    "warmup", "flat", "chain", "direct", "standing", "seated", "kneeling", "supported", "neutral", "palmsup", "pause", "high", "wide", "close",
    "weighted", "bodyweight", "oneside", "onearm",
)  # fmt: skip
_RANK = {word: rank for rank, word in enumerate(_MANNER)}
# A name may state two implements; the one on the right says which is meant: "cable machine", "barbell (Smith machine)".
_OUTRANKED = {
    "machine": frozenset({"cable", "smith", "plateloaded", "isolateral", "assisted"}),
    "barbell": frozenset({"smith", "ezbar", "landmine", "trapbar", "cable"}),
}
# Where the manner makes the exercise: a seated calf raise trains another muscle, a one-arm push-up is another load.
_OWN_BODY = frozenset({"pushup", "pullup", "chinup", "dip", "muscleup"})
_DECISIVE = {
    "standing": frozenset({"calf"}),
    "seated": frozenset({"calf"}),
    "kneeling": _OWN_BODY | {"squat"},
    "onearm": _OWN_BODY,
    "oneside": _OWN_BODY,
}
_NEXT_BEST = {
    "plateloaded": ("isolateral", "machine"),
    "isolateral": ("machine",),
    "ezbar": ("barbell",),
    "smith": ("barbell",),
    "kettlebell": ("dumbbell",),
    "suspension": ("bodyweight",),
    "reversegrip": ("underhand",),
    "rope": ("cable",),
}
_LOADED_BY = {
    "barbell": {LoadType.BARBELL},
    "dumbbell": {LoadType.DUMBBELL_EACH},
    "kettlebell": {LoadType.KETTLEBELL},
    "cable": {LoadType.CABLE, LoadType.STACK},
    "machine": {LoadType.STACK, LoadType.PLATE_MACHINE},
    "plateloaded": {LoadType.PLATE_MACHINE},
    "isolateral": {LoadType.PLATE_MACHINE, LoadType.STACK},
    "band": {LoadType.BAND},
    "ezbar": {LoadType.BARBELL},
    "bodyweight": {LoadType.BODYWEIGHT, LoadType.BODYWEIGHT_ADDED},
    "weighted": {LoadType.BODYWEIGHT_ADDED, LoadType.BODYWEIGHT},
}

_LOOSENING = {"stretching": "stretching", "foamroll": "foam_rolling"}


@dataclass(frozen=True, slots=True)
class Match:
    """The exercise a name means.

    Attributes
    ----------
    exercise_id : catalogue id.
    how : `id`, `name`, `alias`, or `rule` (a word that does not change the movement was dropped or exchanged).
    exact : False when a rule was needed.
    """

    exercise_id: str
    how: str
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """An exercise whose name comes near; a human decides. `score` is 0 to 100."""

    exercise_id: str
    name: str
    score: float


class NameIndex:
    """All names of all exercises.

    Parameters
    ----------
    exercises : id -> exercise.
    aliases : (alias, exercise id) pairs.
    vocabulary : how names are read.

    Raises
    ------
    DataError : an alias leads to no exercise, or two with the same words lead to different ones.
    """

    def __init__(
        self, exercises: Mapping[str, Exercise], aliases: Iterable[tuple[str, str]], vocabulary: Vocabulary
    ) -> None:
        self._exercises = exercises
        self._vocabulary = vocabulary
        self._aliases = tuple(aliases)
        self._by_name = {fold(e.name): Match(e.id, "name") for e in exercises.values()}
        self._by_words: dict[frozenset[str], Match] = {}
        for alias, exercise_id in self._aliases:
            self._add(alias, exercise_id)
        for e in exercises.values():  # where words alone cannot tell two exercises apart, the alias table decides
            for own in (e.name, e.id.replace("_", " ")):
                self._by_words.setdefault(vocabulary.read(own).key, Match(e.id, "name"))
        self._seen: dict[str, Match | None] = {}

    def with_aliases(self, mapping: Mapping[str, str]) -> NameIndex:
        """Return an index in which a lifter's own names, name → exercise id, come before all others.

        Raises
        ------
        DataError : an id is no exercise's.
        """
        by_name, by_words = dict(self._by_name), dict(self._by_words)
        for name, exercise_id in mapping.items():
            match = Match(self._known(exercise_id, name), "alias")
            by_name[fold(name)] = match  # also names without any word, as "12"
            if key := self._vocabulary.read(name).key:
                by_words[key] = match
        aliases = (*mapping.items(), *self._aliases)
        index = copy(self)
        vars(index).update(_by_name=by_name, _by_words=by_words, _aliases=aliases, _seen={})
        return index

    def resolve(self, name: str) -> Match | None:
        """Return the exercise a name means, or None. Names over 200 characters mean none."""
        if len(name) > MAX_NAME_LENGTH:
            return None
        if name not in self._seen:
            if len(self._seen) >= _MOST_REMEMBERED:
                self._seen.clear()
            self._seen[name] = self._find(name)
        return self._seen[name]

    def propose(self, name: str, limit: int = 5) -> list[Proposal]:
        """Return exercises whose names come near, best first. Only ever a proposal."""
        from rapidfuzz import fuzz, process, utils

        choices = dict(enumerate([*((e.name, e.id) for e in self._exercises.values()), *self._aliases]))
        found = process.extract(
            name[:MAX_NAME_LENGTH],
            {i: alias for i, (alias, _) in choices.items()},
            scorer=fuzz.token_sort_ratio,
            processor=utils.default_process,
            limit=4 * limit,
        )
        best: dict[str, Proposal] = {}
        for _, score, i in found:
            exercise_id = choices[i][1]
            best.setdefault(exercise_id, Proposal(exercise_id, self._exercises[exercise_id].name, float(score)))
        return list(best.values())[:limit]

    def _add(self, alias: str, exercise_id: str) -> None:
        key = self._vocabulary.read(alias).key
        match = self._by_words.setdefault(key, Match(self._known(exercise_id, alias), "alias"))
        if not key or match.exercise_id != exercise_id:
            raise DataError(
                f"alias {alias!r} means both {match.exercise_id} and {exercise_id}.", hint="Mend aliases.csv."
            )

    def _known(self, exercise_id: str, alias: str) -> str:
        if exercise_id not in self._exercises:
            raise DataError(f"alias {alias!r} leads to {exercise_id!r}, which is no exercise.", hint="Name a known id.")
        return exercise_id

    def _find(self, name: str) -> Match | None:
        if named := self._by_name.get(fold(name)):
            return named
        if name in self._exercises:
            return Match(name, "id")
        read = self._vocabulary.read(name)
        return self._by_words.get(read.key) or self._by_rule(read) or self._loosening(read)

    def _loosening(self, read: NameWords) -> Match | None:
        """Return the mobility exercise of a stretch or a roll, whatever it loosens."""
        for word, exercise_id in _LOOSENING.items():
            if word in read.words and exercise_id in self._exercises:
                return Match(exercise_id, "rule", exact=False)
        return None

    def _by_rule(self, read: NameWords) -> Match | None:
        if not read.words:
            return None
        words = read.words | read.unknown  # what stands in brackets and means nothing here is a personal note
        words -= {word for word, by in _OUTRANKED.items() if by & words}
        steps = [(word, new) for word in sorted(words, key=_least_telling) for new in _replacements(word, words)][
            :_MOST_STEPS
        ]
        for count in range(_MOST_EDITS + 1):
            for chosen in combinations(steps, count):
                if len({word for word, _ in chosen}) == count and (found := self._edited(words, chosen)):
                    return Match(found, "rule", exact=False)
        return None

    def _edited(self, words: frozenset[str], edits: tuple[tuple[str, str], ...]) -> str | None:
        changed = (words - {word for word, _ in edits}) | {new for _, new in edits if new}
        match = self._by_words.get(frozenset(changed))
        if match is None:
            return None
        load_type = self._exercises[match.exercise_id].load_type
        fits = all(load_type in _LOADED_BY[word] for word, new in edits if not new and word in _LOADED_BY)
        return match.exercise_id if fits else None


def _least_telling(word: str) -> tuple[int, str]:
    """Order words by how little they tell: an implement that the exercise has anyway, manner, what must be exchanged."""
    return (-1 if word in _LOADED_BY and word not in _RANK else _RANK.get(word, len(_RANK))), word


def _replacements(word: str, among: frozenset[str]) -> tuple[str, ...]:
    """Return what a word may be exchanged for, nearest first; the empty word drops it."""
    manner = word in _MANNER and not _DECISIVE.get(word, frozenset()) & among
    dropped = ("",) if manner or word in _LOADED_BY else ()
    return (*_NEXT_BEST.get(word, ()), *dropped)


@cache
def default_index() -> NameIndex:
    """Return the index of the packaged catalogue and aliases."""
    aliases = [(row["alias"], row["exercise_id"]) for row in _rows("aliases.csv")]
    words = {row["phrase"]: row["words"] for row in _rows("name_words.csv")}
    return NameIndex(load_catalogue().exercises, aliases, Vocabulary(words))


def resolve(name: str) -> Match | None:
    """Return the catalogue exercise a written name means, or None when that is not certain."""
    return default_index().resolve(name)


def propose(name: str, limit: int = 5) -> list[Proposal]:
    """Return catalogue exercises whose names come near; never used to resolve."""
    return default_index().propose(name, limit)


def names_in(language: str) -> dict[str, str]:
    """Return what to call exercises in a language, by id: of each the first alias in it, where there is one.

    Parameters
    ----------
    language : ISO 639-1.
    """
    found: dict[str, str] = {}
    for row in _rows("aliases.csv"):
        if row["language"] == language:
            found.setdefault(row["exercise_id"], row["alias"])
    return found


def _rows(file: str) -> list[dict[str, str]]:
    text = resources.files("preex.data").joinpath(file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
