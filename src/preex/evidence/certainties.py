"""How sure a claim is: that of the pooled questions it rests on, computed anew from the tables.

The rules, in the order in which they apply:

1. A claim names the questions it rests on (`questions`), and, where it is about some findings alone, those (`effects`); the
   questions are then asked of these findings only, as of the one trial that a number is from.
2. Each question is pooled and judged as everywhere (`preex.evidence.pooled`, `preex.meta.certainty`): it begins high for
   randomised studies and low for others, and every step down or up is a sentence.
3. The least sure question counts: a claim is no surer than its weakest part.
4. A claim without a question, as a definition, a practice or a judgement, has its certainty written down with the reason.

The table holds the result, since pooling takes seconds and advice cites claims by the dozen; a test computes it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from preex.errors import DataError
from preex.evidence.base import Evidence, packaged
from preex.evidence.claims import Claim
from preex.evidence.pooled import Pooled, answer
from preex.evidence.questions import questions


@dataclass(frozen=True, slots=True)
class Sureness:
    """The certainty of a claim in words, and why, a sentence for each step."""

    certainty: str
    why: tuple[str, ...]


def answers_to(c: Claim) -> tuple[Pooled, ...]:
    """Answer the questions of a claim from the packaged studies, limited to its findings where it names some.

    Raises
    ------
    DataError : a question or a finding that does not exist.
    """
    return tuple(_answer(key, named_by(c)) for key in c.questions)


def named_by(c: Claim) -> tuple[str, ...]:
    """Return the findings that the questions of a claim are asked of alone; () = they are asked of all."""
    return c.effects if c.computed and c.questions else ()


def sureness(c: Claim) -> Sureness:
    """Compute how sure a claim is; what is written down stays as it is.

    Raises
    ------
    DataError : a question or a finding that does not exist.
    """
    if not c.computed:
        return Sureness(c.certainty, c.why)
    answers = answers_to(c)
    least = min(answers, key=lambda a: a.judgement.level)
    why = [sentence for a in answers for sentence in (_asked(a), *a.judgement.sentences)]
    if len(answers) > 1:
        why.append(f"The least sure of the {len(answers)} counts: {least.judgement.level.label}.")
    return Sureness(least.judgement.level.label, tuple(why))


@cache
def _answer(key: str, effects: tuple[str, ...]) -> Pooled:
    found = {q.key: q for q in questions()}
    known = packaged()
    missing = [one for one in (key, *effects) if one not in found and one not in known.findings]
    if missing:
        raise DataError(f"claims.csv names {', '.join(missing)}, which no table holds.", hint="Reinstall PreEx.")
    kept = {one: known.findings[one] for one in effects} if effects else known.findings
    return answer(found[key], Evidence(known.studies, kept))


def _asked(a: Pooled) -> str:
    trials = f"{a.trials} trial{'' if a.trials == 1 else 's'}"
    return f"{a.question.title} {trials}, {a.people} people." if a.trials else f"{a.question.title} No study."
