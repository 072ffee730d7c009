"""What a trial fixes before its first arm is shown, sealed so that no later change goes unseen.

The seal is a SHA-256 of the seed and the terms. It is printed when the protocol is locked, the seed only at the end: nobody can
foretell an arm before, and everybody can draw the sequence again after.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Self

import numpy as np

from preex.errors import DataError, FieldError, ValidationError
from preex.trials.allocation import Rule, rule
from preex.trials.pairs import Pair
from preex.trials.schemes import Arms
from preex.trials.terms import Stop, Terms, check

SCHEMA = "preex.trial_protocol/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """Terms as locked.

    written : the terms as they were written down then. Seals are of these: a later version may know terms that this trial does
        not have, and must not break its seal.
    commitment : SHA-256 of seed and terms. hash : of the whole document.
    """

    terms: Terms
    written: Mapping[str, Any]
    locked_at: datetime
    commitment: str

    @property
    def hash(self) -> str:
        """SHA-256 of the protocol: its name in every result."""
        return sha256(self._sealed())

    @property
    def rule(self) -> Rule:
        """How arms are drawn."""
        return self.terms.rule

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.trial_protocol/1`."""
        return {**self._sealed(), "hash": self.hash}

    @classmethod
    def from_json(cls, document: object) -> Self:
        """Read a protocol and check its seal.

        Raises
        ------
        FieldError : not a protocol, a field missing or wrong.
        ValidationError : never locked, or terms that no trial can have.
        DataError : changed after it was locked.
        """
        if not isinstance(document, Mapping) or document.get("schema") != SCHEMA:
            raise FieldError("schema", f"this is no protocol of a trial; it begins with {SCHEMA!r}.")
        if missing := [name for name in ("locked_at", "commitment", "hash") if not document.get(name)]:
            raise ValidationError(
                f"the protocol is not locked: {', '.join(missing)} missing.",
                hint="Lock it before the first workout: preex trial new.",
            )
        given = {name: value for name, value in document.items() if name not in {"schema", "hash"}}
        if sha256({"schema": SCHEMA, **given}) != document["hash"]:
            raise DataError(
                "the protocol was changed after it was locked: its hash does not fit its terms.",
                hint="Use the protocol as it was locked, or plan a new trial.",
            )
        locked_at, commitment = given.pop("locked_at"), given.pop("commitment")
        return cls(terms=_terms(given), written=given, locked_at=_instant(locked_at), commitment=str(commitment))

    def check_seed(self, seed: str) -> None:
        """Check that a seed is the one the protocol was locked with.

        Raises
        ------
        DataError : it is another, or terms were changed and the hash with them.
        """
        if commitment_of(self.written, seed) != self.commitment:
            raise DataError(
                "seed and protocol do not fit: one of them was changed after the trial was locked.",
                hint="Use the trial as it was exported, or plan a new one.",
            )

    def sequence(self, seed: str, levels: Sequence[Sequence[str]] = ()) -> Arms:
        """Return the arm of every workout, (workouts,); with two pairs the first one's, the second has the other.

        Parameters
        ----------
        seed : as locked.
        levels : covariates of the workouts so far, for minimisation; later ones change no earlier arm.

        Raises
        ------
        DataError : another seed.
        """
        return rule(self.terms.scheme, levels=levels).draw(self.terms.workouts, self._generator(seed, "arms"))

    def starts_with_second(self, seed: str) -> tuple[bool, ...]:
        """Say of each workout whether its second pair comes first: by a coin, with two pairs in opposite arms.

        Raises
        ------
        DataError : another seed.
        """
        coins = self._generator(seed, "order of pairs").random(self.terms.workouts) < 0.5
        return tuple(bool(coin) and self.terms.two_pair for coin in coins)

    def _generator(self, seed: str, purpose: str) -> np.random.Generator:
        self.check_seed(seed)
        digest = hashlib.sha256(f"{seed}\n{purpose}\n{self.commitment}".encode()).digest()
        return np.random.Generator(np.random.PCG64(int.from_bytes(digest)))

    def _sealed(self) -> dict[str, Any]:
        sealed = {"locked_at": _text(self.locked_at), "commitment": self.commitment}
        return {"schema": SCHEMA, **self.written, **sealed}


def lock(terms: Terms, *, seed: str, at: datetime) -> Protocol:
    """Lock terms.

    Parameters
    ----------
    terms : checked here.
    seed : kept secret until the trial is over.
    at : now, with its zone.

    Raises
    ------
    ValidationError : terms that no trial can have, as growth for its outcome or a fixed alternation.
    """
    check(terms)
    written = terms_json(terms)
    return Protocol(terms=terms, written=written, locked_at=at.astimezone(UTC), commitment=commitment_of(written, seed))


def commitment_of(written: Mapping[str, Any], seed: str) -> str:
    """Return the SHA-256 of a seed and terms as written."""
    return hashlib.sha256(f"{seed}\n{canonical(written)}".encode()).hexdigest()


def terms_json(terms: Terms) -> dict[str, Any]:
    """Return terms as plain data; weights only where there are any."""
    made = json.loads(canonical(asdict(terms)))
    return {f.name: made[f.name] for f in fields(Terms) if f.name != "weights" or terms.weights}


def canonical(value: object) -> str:
    """Return the one way in which JSON is written here to be hashed: keys sorted, no spaces, ASCII alone."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(value: object) -> str:
    """Return the SHA-256 of plain data."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _terms(given: Mapping[str, Any]) -> Terms:
    """Read terms strictly: every field by its path, none ignored."""
    from pydantic import ConfigDict, TypeAdapter, with_config
    from pydantic import ValidationError as Wrong

    strict = with_config(ConfigDict(extra="forbid", strict=True, allow_inf_nan=False))
    for one in (Pair, Stop, Terms):
        strict(one)
    try:
        terms = TypeAdapter(Terms).validate_json(canonical(given))
    except Wrong as error:
        first = error.errors()[0]
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
        raise FieldError(path or "protocol", f"{first['msg'][0].lower()}{first['msg'][1:]}.") from None
    check(terms)
    return terms


def _instant(text: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise FieldError("locked_at", f"is {str(text)[:40]!r}; it is no time with a zone.")
    return moment


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
