# ruff: noqa: INP001 - a script beside the pages
"""Write `docs/evidence.md` from the tables of studies and what is pooled from them: python docs/generate_evidence.py."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from preex.cli.evidence_text import effect_words
from preex.core.table import fields
from preex.evidence.base import DESIGNS, POPULATIONS, packaged
from preex.evidence.effects import Finding, Verification
from preex.evidence.pooled import Pooled, Row, packaged_answers
from preex.evidence.sensitivity import variants
from preex.evidence.studies import Study
from preex.evidence.wording import COMPARED, interval, say, two_questions

PAGE = Path(__file__).parent / "evidence.md"

OPENING = """\
# What do studies say of pre-exhaust, and how sure is it?

This page is made from `src/preex/data/studies.csv`, `effects.csv` and `questions.csv` by `python docs/generate_evidence.py`.
`preex evidence` prints the same, with figures and files, and the app shows it at `/learn/evidence`.
"""

READ = """\
## How to read it

Every number says how it is known:

| read in | meaning | effects |
|---|---|---|
| paper | in the paper's own abstract or page | {paper} |
| quoted | in a text that reports the paper, as a table somebody extracted | {quoted} |
| recalled | from memory, or from a text too weak to trust; shown, never pooled | {recalled} |

Most papers were read as abstracts: they tell which way and how small p was, seldom means with their spread. Such results are pooled as
directions (`preex.meta.censored`): which way is then often near certain, how much is not, and both are said. Where means, spreads and
group sizes are known, effects and variances are computed from them each time (`preex.evidence.measures`); an effect a paper states is
shown and checked, never pooled.

What is compared decides what may be pooled:

| code | the other arm does | effects |
|---|---|---|
{contrasts}

Only repetitions of the compound in one workout join C1 and C2: an isolation before it costs them either way. C4 is context. Two groups of
one trial count as one trial; a study's rows are pooled with the covariance that people or a control arm in common give them.

With so few studies a Bayesian result leads, and is repeated under half and double the prior's width, other correlations and without
each study ([how studies are pooled](meta.md)). Certainty begins at high and loses a step for each reason given, after GRADE. Positive is
always more under the isolation first, the isolation added, or the rest between. "Too small to matter": below 0.2 standard deviations, or
5 % of an amount.

The fingerprint of an answer changes when a row, an option or the way of computing does.
"""

USE = """\
## Use it

```console
$ preex evidence
$ preex evidence --outcome strength_isolation --plot isolation.svg
$ preex evidence --outcome emg --population trained --export activity.csv
$ preex evidence --study trindade2019
$ preex evidence --claim S36 --plot outer_quad.svg
```

`--outcome` takes a question's name from this page, a kind ({kinds}) or a measurement as `lactate`; `--contrast` C1 to C4;
`--population` {populations}; `--design` {designs}. `--export` writes effects as `.csv`, studies as `.bib`, everything as `.json`.

```python
import preex

effects = preex.evidence("emg", contrast="C2")  # records; pandas.DataFrame(effects) takes them as they are
print(len(effects), effects.columns[:3])
```

The fields are those of `preex.evidence.frame.Record`; `effects.to_dicts()` suits polars and others.

## Add a study, or suggest one

`preex evidence template study.json` (or `study.csv`) writes a study to fill in. `preex evidence add study.json` checks every cell, names row,
column, value and what is allowed, and shows each answer before and after. With `--accept` the study is kept in the folder `evidence` beside
your log, never among the packaged ones, and answers say that they rest on a study of yours. To suggest it for everybody, attach the
filled-in file to an issue of the project, with the place in the paper where each number stands.

`preex evidence changes` tells what has moved since the newest packaged snapshot and why, and whether a conclusion changes: when its
certainty does, or when what is concluded does and its probability moved by at least 5 points. A refresh of the tables ends with
`preex evidence changes --save src/preex/data/evidence_snapshots/DATE.json` (a test compares the newest with what is computed), the same for this
page, and `python validation/judge_claims.py`.
"""


def page() -> str:
    """Return the page."""
    answers = packaged_answers()
    parts = [OPENING, *_two(), _read(), *_table(answers.values()), *(_question(p) for p in answers.values() if p.rows)]
    return "\n".join([*parts, _context(), _studies(), _use(), _columns()])


def _two() -> Iterator[str]:
    for two in two_questions(packaged_answers()):
        yield f"**{two.question}** {two.lines[0]} {two.lines[1]}\n"
    announced = " ".join(f"Announced, no result yet: {s.citation}" for s in packaged().registered)
    yield f"Last reviewed {packaged().last_reviewed.isoformat()}. {announced}\n"


def _read() -> str:
    found = list(packaged().findings.values())
    levels = {level.value: sum(f.verification is level for f in found) for level in Verification}
    rows = (f"| {c.value} | {words} | {sum(f.contrast is c for f in found)} |" for c, words in COMPARED.items())
    return READ.format(contrasts="\n".join(rows), **levels)


def _table(answers: Iterable[Pooled]) -> Iterator[str]:
    yield "## The answers\n"
    yield "| outcome | contrast | answer | studies | people | certainty |\n|---|---|---|---|---|---|"
    for p in answers:
        level = p.judgement.level.label if p.trials else "none"
        name = f"[{p.question.key}](#{p.question.key})" if p.rows else p.question.key
        yield f"| {name} | {p.question.contrast.value} | {say(p).answer} | {p.trials} | {p.people} | {level} |"
    yield ""


def _question(p: Pooled) -> str:
    said = say(p)
    parts = [
        f"### {p.question.key}\n\n{p.question.title}\n",
        *(f"- {line}" for line in (*said.lines, said.basis, *p.said)),
        "",
        "| study | measured | against | n | effect [95 %] | weight | read in |\n|---|---|---|---|---|---|---|",
        *(_row(r) for r in p.rows),
        *(_row(r, beside=True) for r in p.beside),
        "",
        f"How sure and why: {' '.join((p.amount or p.judgement).sentences)}\n",
        *_varied(p),
        f"Fingerprint `{p.fingerprint}`.\n",
    ]
    return "\n".join(parts)


def _row(r: Row, *, beside: bool = False) -> str:
    f = r.finding
    weight = (
        f"({f.contrast.value})" if beside and f.contrast else "-" if r.weight is None else f"{100 * r.weight:.0f} %"
    )
    against = f.arm_0.name if f.arm_0 else ""
    cells = (_link(f), _measured(f), against, f.n or "-", effect_words(r), weight, _level(f))
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _varied(p: Pooled) -> Iterator[str]:
    found = variants(p.question, packaged())[1:]
    if found:
        told = (f"{v.change}: {interval(v.estimate) if v.estimate else 'nothing left to pool'}" for v in found)
        yield f"Does it hang on something? {'; '.join(told)}.\n"


def _context() -> str:
    rows = [f for f in packaged().findings.values() if f.contrast is None or f.family is None]
    by_study: dict[str, list[Finding]] = {}
    for f in rows:
        by_study.setdefault(f.study, []).append(f)
    parts = [
        f"| {_link(fs[0])} | {'; '.join(dict.fromkeys(_measured(f) for f in fs))} | {len(fs)} |"
        for fs in by_study.values()
    ]
    head = "## Context\n\nEffects that answer another question; `preex evidence --study ID` shows each.\n"
    return "\n".join([head, "| study | measured | effects |\n|---|---|---|", *parts, ""])


def _studies() -> str:
    rows = (
        f"| `{s.id}` | {_cited(s)} | {_who(s)} | {s.design_done} | {s.comparator} | {s.note} |"
        for s in packaged().studies.values()
    )
    head = "## The studies\n\n| id | study | who | as it was done | against | note |\n|---|---|---|---|---|---|"
    return "\n".join([head, *rows, ""])


def _use() -> str:
    return USE.format(
        kinds="`reps`, `emg`, `strength`, `size`, `effort`, `volume`",
        populations=", ".join(POPULATIONS),
        designs=", ".join(DESIGNS),
    )


def _columns() -> str:
    parts = ["## The columns"]
    for table in ("studies", "effects"):
        rows = (f"| `{f.name}` | {f.legal} | {f.unit} | {f.description} |" for f in fields(table))
        parts += [f"\n`data/{table}.csv`\n", "| column | holds | unit | meaning |\n|---|---|---|---|", *rows]
    return "\n".join([*parts, ""])


def _link(f: Finding) -> str:
    return _labelled(packaged().studies[f.study])


def _labelled(s: Study) -> str:
    return f"[{s.label}]({s.url})" if s.url else s.label


def _cited(s: Study) -> str:
    return f"{s.citation} {s.url}".strip()


def _who(s: Study) -> str:
    return f"{s.people or 'number not known'}; {s.population}"


def _measured(f: Finding) -> str:
    return f"{f.measured}, {f.site}" if f.site else f.measured


def _level(f: Finding) -> str:
    return f"{f.verification.value}{', off a figure' if f.digitised else ''}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stderr.write(f"{PAGE} is written.\n")
