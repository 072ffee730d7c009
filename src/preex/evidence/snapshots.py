"""Dated answers: what the studies said on a day, and what has moved since, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from preex.errors import FieldError
from preex.evidence.pooled import ENGINE, Pooled
from preex.evidence.wording import say, verdict

SCHEMA = "preex.evidence_snapshot/1"
DIGITS = 6  # after the point; more differ between machines
HYSTERESIS = 0.05  # of P(direction): below it a conclusion that only just tips over is not called new


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How an answer moved. before, after : of a snapshot's pools; None = the question is new, or gone.

    added, removed : effects in the pool. conclusion : whether what is concluded, or how surely, is another.
    """

    question: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    added: tuple[str, ...]
    removed: tuple[str, ...]
    conclusion: bool

    @property
    def sentence(self) -> str:
        """What moved, from where to where, and because of which effects."""
        if self.before is None or self.after is None:
            return f"{self.question} is {'new' if self.before is None else 'no longer asked'}."
        told = [f"{self.question} moves from {_figure(self.before)} to {_figure(self.after)}"]
        told += [f"added {', '.join(self.added)}"] if self.added else []
        told += [f"without {', '.join(self.removed)}"] if self.removed else []
        told += [] if self.added or self.removed else ["a row or the way of computing was corrected"]
        return f"{'; '.join(told)}. The conclusion {'changes' if self.conclusion else 'stands'}."


def snapshot(answers: Iterable[Pooled], taken: date) -> dict[str, Any]:
    """Return the answers of a day as a document."""
    return {
        "schema": SCHEMA,
        "taken": taken.isoformat(),
        "engine": ENGINE,
        "pools": {p.question.key: _pool(p) for p in answers},
    }


def pools_of(document: Any) -> Mapping[str, Mapping[str, Any]]:  # noqa: ANN401 - JSON may be anything
    """Return the pools of a snapshot.

    Raises
    ------
    FieldError : it is no snapshot.
    """
    if not isinstance(document, Mapping) or document.get("schema") != SCHEMA:
        raise FieldError("schema", f"is not {SCHEMA}.", hint="Make one: preex evidence changes --save FILE.json.")
    pools = document.get("pools")
    if not isinstance(pools, Mapping) or not all(
        isinstance(p, Mapping) and p.keys() >= _FIELDS for p in pools.values()
    ):
        raise FieldError("pools", "does not hold the answers of a snapshot.", hint="Take the snapshot again.")
    return pools


def differences(before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]) -> Iterator[Change]:
    """Yield what moved between the pools of two snapshots, in the order of the later one."""
    for key in dict.fromkeys([*after, *before]):
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            yield Change(question=key, before=old, after=new, added=(), removed=(), conclusion=True)
        elif old["fingerprint"] != new["fingerprint"]:
            was, now = old["effects"], new["effects"]
            yield Change(
                question=key,
                before=old,
                after=new,
                added=tuple(i for i in now if i not in was),
                removed=tuple(i for i in was if i not in now),
                conclusion=_concluded_anew(old, new),
            )


def _concluded_anew(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    if old["certainty"] != new["certainty"]:
        return True
    if old["verdict"] == new["verdict"]:
        return False
    both = [one["p_more"] for one in (old, new)]
    return None in both or abs(both[0] - both[1]) >= HYSTERESIS


def _pool(p: Pooled) -> dict[str, Any]:
    e = p.estimate
    numbers = {"way": e.way, "unit": e.unit, "comparisons": e.k} if e else dict.fromkeys(("way", "unit", "comparisons"))
    figures = {
        name: round(float(getattr(e, name)), DIGITS) if e is not None else None
        for name in ("mid", "low", "high", "p_more")
    }
    return {
        "verdict": verdict(p),
        "answer": say(p).answer,
        "certainty": p.judgement.level.label if p.trials else "none",
        "trials": p.trials,
        "people": p.people,
        **numbers,
        **figures,
        "fingerprint": p.fingerprint,
        "effects": [r.finding.id for r in p.rows if r.weight is not None],
    }


def _figure(pool: Mapping[str, Any]) -> str:
    if pool["mid"] is None:
        return f"{pool['verdict']} ({pool['certainty']})"
    return f"{pool['mid']:.2f} [{pool['low']:.2f}, {pool['high']:.2f}] ({pool['certainty']})"


_FIELDS = frozenset({"verdict", "certainty", "mid", "low", "high", "p_more", "fingerprint", "effects"})
