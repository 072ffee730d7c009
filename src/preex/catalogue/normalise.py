"""Exercise names as people write them, turned into a small set of agreed words.

`Dumbbell Bicep Curls`, `Bicep Curl (DB)`, `Rosca Bíceps (Halteres)` and `Kurzhantel-Bizepscurls` all become
`{biceps, curl, dumbbell}`. The agreed words are those of `data/name_words.csv`, one phrase a row: spelling variants,
abbreviations and translations on the left, what they mean here on the right; an empty right side says that the phrase
does not change which exercise is meant ("old data", "each side").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

MAX_NAME_LENGTH = 200  # characters; no exercise needs more, and the limit keeps every look-up cheap

_WITH = re.compile(r"\bw/o?(?=\s|\b)")  # "w/ belt", "w/o belt", before "/" turns into a space
_PIECE = re.compile(r"[()\[\]{}]|[^\W_]+(?:['’´`][^\W_]+)*")
_COUNT = re.compile(r"\d{1,6}(?:x\d{1,4})?[a-z]{0,3}")
_APOSTROPHES = str.maketrans("", "", "'’´`")
_NOT_DECOMPOSED = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


def fold(name: str) -> str:
    """Return `name` without differences of case, width, accents and spacing: `Élévation  Latérale` → `elevation laterale`."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().translate(_NOT_DECOMPOSED))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.replace("_", " ").split())


@dataclass(frozen=True, slots=True)
class NameWords:
    """A name after normalisation.

    Attributes
    ----------
    words : what the name says, in agreed words, order dropped.
    unknown : pieces no one explained; one outside brackets makes the name unreadable to the rules.
    noted : unknown pieces inside brackets, where people keep personal notes.
    """

    words: frozenset[str]
    unknown: frozenset[str]
    noted: frozenset[str]

    @property
    def key(self) -> frozenset[str]:
        """All that tells two names apart; equal keys mean equal exercises."""
        return self.words | self.unknown | self.noted


class Vocabulary:
    """Phrases and what they mean.

    Parameters
    ----------
    phrases : phrase → agreed words separated by spaces, empty for a phrase without meaning here.
    """

    def __init__(self, phrases: Mapping[str, str]) -> None:
        meanings = {phrase: tuple(words.split()) for phrase, words in phrases.items()}
        # An agreed word stands for itself, wherever it came from.
        agreed = {word: (word,) for words in meanings.values() for word in words}
        self._alone = frozenset(fold(phrase) for phrase in (*meanings, *agreed))
        self._known = frozenset(piece for phrase in (*meanings, *agreed) for piece in fold(phrase).split())
        self._meanings = {self._pieces(phrase): words for phrase, words in {**agreed, **meanings}.items()}
        # "reverse flyes" is found as "reverse fly" because "flyes" alone means "fly".
        self._spelling = {p[0]: w[0] for p, w in self._meanings.items() if len(p) == 1 and len(w) == 1}
        self._longest = max(map(len, self._meanings), default=1)
        self.agreed = frozenset(agreed)

    def read(self, name: str) -> NameWords:
        """Split `name` into agreed words. Time grows linearly with the length of the name."""
        pieces, bracketed = self._tokenise(name)
        words: set[str] = set()
        unknown: set[str] = set()
        noted: set[str] = set()
        at = 0
        while at < len(pieces):
            length, meaning = self._phrase_at(pieces, at)
            words.update(meaning)
            if not length:
                length = 1
                if not _is_count(pieces[at]):
                    (noted if bracketed[at] else unknown).add(pieces[at])
            at += length
        return NameWords(frozenset(words), frozenset(unknown), frozenset(noted))

    def _phrase_at(self, pieces: list[str], at: int) -> tuple[int, tuple[str, ...]]:
        """Return the longest known phrase that starts at `at`: its length and meaning, length 0 for none."""
        for length in range(min(self._longest, len(pieces) - at), 0, -1):
            written = tuple(pieces[at : at + length])
            for phrase in (written, self._spelt(written)):
                if (meaning := self._meanings.get(phrase)) is not None:
                    return length, meaning
        return 0, ()

    def _spelt(self, pieces: tuple[str, ...]) -> tuple[str, ...]:
        """Return the pieces with every one-word variant in its agreed spelling."""
        return tuple(self._spelling.get(piece, piece) for piece in pieces)

    def _tokenise(self, name: str) -> tuple[list[str], list[bool]]:
        """Return the pieces of a name in the singular, and for each whether it stands inside brackets."""
        pieces: list[str] = []
        bracketed: list[bool] = []
        depth = 0
        for piece in _PIECE.findall(_WITH.sub("with ", fold(name))):
            if piece in _OPENING:
                depth += 1
            elif piece in _CLOSING:
                depth = max(0, depth - 1)
            else:
                pieces.append(self._singular(piece.translate(_APOSTROPHES)))
                bracketed.append(depth > 0)
        return pieces, bracketed

    def _pieces(self, phrase: str) -> tuple[str, ...]:
        return tuple(self._tokenise(phrase)[0])

    def _singular(self, piece: str) -> str:
        """Drop a plural ending: `raises` → `raise`; a word known by itself stays, as `biceps`."""
        if piece in self._alone or not piece.endswith("s"):
            return piece
        candidates = [piece[:-1]]
        if piece.endswith("es"):
            candidates.append(piece[:-2])
        if piece.endswith("ies"):
            candidates.append(piece[:-3] + "y")
        plain = piece[:-1] if len(piece) > 3 and not piece.endswith("ss") else piece
        return next((c for c in candidates if c in self._known), plain)


def _is_count(piece: str) -> bool:
    """Whether a piece is a number, perhaps with a unit or as sets x repetitions: `45`, `30s`, `3x5`."""
    return _COUNT.fullmatch(piece) is not None
