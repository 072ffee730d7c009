"""`preex claims`: what advice rests on, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from preex import app
from preex.cli.output import Out, Table, Text, count
from preex.cli.verb import verb

if TYPE_CHECKING:
    from preex.evidence.claims import Claim

# Kept beside the table's own list by a test, so that `--help` need not read it.
STATUSES = ("theory", "supported", "mixed", "disputed", "contradicted", "practice", "context")


@verb("preex claims S36", "preex claims --status disputed", "preex claims --differs --json")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--status", type=click.Choice(STATUSES), help="Only claims that stand so.")
@click.option("--differs", is_flag=True, help="Only where a source says something else than the article.")
@click.pass_obj
def claims(out: Out, ids: tuple[str, ...], status: str | None, differs: bool) -> None:
    """List the claims that advice rests on, or show some in full.

    They are S1 to S80. Advice cites claims by id. Each says how it stands, which studies bear on it, how sure it is and why, and, where they
    differ, what the article PreEx began with says and what its sources say.
    """
    from preex.evidence.claims import ClaimStatus

    found = app.find_claims(ids, status=ClaimStatus(status) if status else None, differing=differs)
    out.answer(
        lambda: {"schema": "preex.claims/1", "claims": [app.claim_json(c) for c in found]},
        lambda: _cards(found) if ids else _list(found),
    )


def _list(found: Sequence[Claim]) -> Iterable[Text]:
    if not found:
        yield "No claim meets all of this. Leave out a condition."
        return
    rows = [(c.id, c.status.value, c.certainty, len(c.evidence) or None, _marked(c)) for c in found]
    yield Table(("claim", "standing", "certainty", "studies", "says"), rows)
    yield ""
    yield f"{count(len(found), 'claim')}; * = a source says something else than the article. One in full: preex claims {found[0].id}"


def _marked(c: Claim) -> str:
    return f"{c.text} *" if c.differs else c.text


def _cards(found: Sequence[Claim]) -> Iterable[Text]:
    if not found:
        yield "None of these meets the condition. Leave it out."
    for n, c in enumerate(found):
        if n:
            yield ""
        yield from _card(c)


def _card(c: Claim) -> Iterable[Text]:
    rows: list[tuple[str, str]] = [("standing", f"{c.status.value}; the article {_CHECKED[c.check.value]}")]
    rows += [(f"{who} says", said) for who, said in (("article", c.article_says), ("source", c.source_says)) if said]
    rows.append(("certainty", c.certainty))
    rows += [("", why) for why in c.why]
    rows += [("see", ", ".join(c.beside))] if c.beside else []
    rows.append(("as of", c.as_of))
    yield Table((c.id, c.text), rows)
    yield ""
    yield from _studies(c)


def _studies(c: Claim) -> Iterable[Text]:
    if not c.evidence:
        yield "No study bears on it."
        return
    from preex.app.claims import compared_in, findings_beside, findings_of, result_of, studies_of, who

    yield Table(
        ("study", "people", "who took part, what was done, where it is found"),
        [(s.id, s.people, f"{who(s)}; {s.design_done}; {s.doi or s.link or s.published_in}") for s in studies_of(c)],
    )
    findings = findings_of(c)
    told = [(f, "") for f in findings] + [(f, "; beside the pool") for f in findings_beside(c)]
    if told:
        yield ""
        yield Table(
            ("study", "n", "read in", "finding"),
            [
                (f.study, f.n, f.verification.value, f"{f.where}: {result_of(f)} ({compared_in(f)}){where}")
                for f, where in told
            ],
        )
    yield ""
    yield f"Next: {'; '.join(_next(c, [f.study for f in findings] or c.evidence))}"


def _next(c: Claim, studies: Sequence[str]) -> Iterable[str]:
    """Name the commands that lead on: to the pooled answer with its figure, and to the rows of a study."""
    from preex.evidence.certainties import named_by

    if c.questions:
        named = f"--claim {c.id}" if named_by(c) else f"--outcome {c.questions[0]}"
        yield f"preex evidence {named} --plot {c.id}.svg"
    yield f"preex evidence --study {studies[0]}"


_CHECKED = {
    "agrees": "agrees with its sources",
    "agrees with a nuance": "agrees with its sources, with a nuance",
    "differs": "and its sources differ",
    "unchecked": "was not checked here",
}
