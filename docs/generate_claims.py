# ruff: noqa: INP001 - a script beside the pages
"""Write `docs/claims.md` from the ledger of claims: python docs/generate_claims.py."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from preex.app.claims import studies_of, who
from preex.evidence import certainties
from preex.evidence.certainties import answers_to, named_by
from preex.evidence.claims import Claim, ClaimStatus, claim, claims
from preex.evidence.wording import say

PAGE = Path(__file__).parent / "claims.md"
WALKED = ("S13", "S20", "S36")
MEANING = {
    ClaimStatus.THEORY: "an idea, not measured directly",
    ClaimStatus.SUPPORTED: "studies point this way",
    ClaimStatus.MIXED: "studies disagree",
    ClaimStatus.DISPUTED: "a source says something else",
    ClaimStatus.CONTRADICTED: "studies point the other way",
    ClaimStatus.PRACTICE: "what coaches do",
    ClaimStatus.CONTEXT: "framing; no rule rests on it",
}

OPENING = """\
# What does the advice rest on, and where does a source say something else?

PreEx began with an article on pre-exhaust training. Everything it states became a claim, S1 to S80; predictions, advice, pairs
and plans cite claims by these ids. This page is the whole ledger, in our words: how each claim stands, how sure it is and why,
which studies bear on it, and, where they differ, what the article says and what its sources say. It is made from
`src/preex/data/claims.csv` by `python docs/generate_claims.py`; `preex claims`, `preex claims --json` and the app's page
`/learn/claims` show the same.
"""

WALK = """\
## Follow a claim to its sources

Three commands, or three taps, lead from a sentence to the papers:

1. `preex claims S13`, in the app `/learn/claims/S13`: both sides, certainty with every step, findings and studies.
2. `preex evidence --outcome compound_reps --plot S13.svg`, the question below "How sure, and why": the pooled value, every row
   that went in and every row that did not, with the reason, and the figure.
3. `preex evidence --study augustsson2003`, the name of a study: who took part, what was compared, and where each number was read.
"""


def page() -> str:
    """Return the page."""
    ledger = list(claims().values())
    return "\n".join([OPENING, *_standing(ledger), *_rules(), WALK, *_walked(), *_differing(ledger), *_all(ledger)])


def _standing(ledger: list[Claim]) -> Iterator[str]:
    counts = Counter(c.status for c in ledger)
    yield "| standing | means | claims |\n|---|---|---|"
    yield "\n".join(f"| {status} | {words} | {counts[status]} |" for status, words in MEANING.items()) + "\n"


def _rules() -> Iterator[str]:
    told = (certainties.__doc__ or "").split("\n\n", 1)[1].strip()
    yield f"## How sure is a claim?\n\n{told}\n"
    yield (
        "`python validation/judge_claims.py` writes the certainties anew after a change of the evidence. The steps are those of "
        "`preex.meta.certainty`, after GRADE.\n"
    )


def _walked() -> Iterator[str]:
    for id_ in WALKED:
        c = claim(id_)
        yield f"### {id_} step by step\n\n{c.text} Certainty: {c.certainty}.\n"
        for a in answers_to(c):
            asked = f"--claim {id_}" if named_by(c) else f"--outcome {a.question.key}"
            yield f"- *{a.question.title}* `preex evidence {asked} --plot {id_}.svg`"
            if named_by(c):
                yield f"  - Asked of the {len(a.rows)} findings it is about alone; of all there are: `preex evidence --outcome {a.question.key}`."
            yield "\n".join(f"  - {line}" for line in say(a).lines)
            yield f"  - Rows: {', '.join(f'`{r.finding.id}`' for r in a.rows if r.weight is not None) or 'none pooled'}."
        yield f"- Sources: {'; '.join(_source(s.label, s.doi or s.link) for s in studies_of(c))}.\n"


def _differing(ledger: list[Claim]) -> Iterator[str]:
    yield "## Where article and sources differ\n\n| claim | the article says | the source says |\n|---|---|---|"
    yield "\n".join(f"| {c.id} | {c.article_says} | {c.source_says} |" for c in ledger if c.differs) + "\n"


def _all(ledger: list[Claim]) -> Iterator[str]:
    yield "## Every claim\n"
    for c in ledger:
        yield f"### {c.id}\n\n**{c.text}**\n"
        yield "\n".join(f"- {line}" for line in _lines(c)) + "\n"


def _lines(c: Claim) -> Iterator[str]:
    yield f"{c.kind.capitalize()}, {c.status}. Certainty: {c.certainty}. The article {_checked(c)}. As of {c.as_of}."
    yield from (
        f"{side} says: {said}" for side, said in (("Article", c.article_says), ("Source", c.source_says)) if said
    )
    yield f"Why: {' '.join(c.why)}"
    if c.evidence:
        yield f"Studies: {', '.join(f'`{s.id}` ({_people(s.people, who(s))})' for s in studies_of(c))}."
    if c.effects:
        yield f"Findings: {_listed(c.effects)}."
    if c.questions:
        yield f"Questions: {_listed(c.questions)}."
    if c.beside:
        yield f"See {', '.join(f'[{other}](#{other.lower()})' for other in c.beside)}."


def _checked(c: Claim) -> str:
    said = {"differs": "differs from its sources", "unchecked": "was not checked here"}
    return said.get(c.check, c.check.replace("agrees", "agrees with its sources", 1).replace(" with a", ", with a"))


def _people(people: int | None, told: str) -> str:
    return ", ".join([*([f"n {people}"] if people else []), told])


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(f"`{one}`" for one in ids)


def _source(label: str, where: str) -> str:
    return f"{label} ({where})" if where else label


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stderr.write(f"{PAGE} is written.\n")
