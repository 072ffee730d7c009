"""A trial as a report in Markdown: the answer, its numbers, every workout, and every item of CENT 2015."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from preex.trials.cent import ITEMS, Paper, title_of
from preex.trials.conduct import Trial
from preex.trials.result import Result
from preex.trials.wording import ARMS, SHORT, lines, table


def report(trial: Trial, results: Mapping[str, Result], worth: Sequence[str]) -> str:
    """Return the report.

    Parameters
    ----------
    trial : as kept. results : by the outcome's id, the primary one first; at least that one.
    worth : the lines of `preex.trials.worth.worth`.
    """
    paper = Paper(trial, results, worth)
    parts = [
        f"# {title_of(paper)}",
        *lines(paper.primary),
        "## Is it worth it for you?",
        "\n".join(f"- {line}" for line in worth),
        "## The numbers",
        _markdown(("", ""), table(paper.primary)),
        "## Other outcomes",
        _others(paper),
        "## Every workout",
        _workouts(paper),
        "## CENT 2015",
        "The items of the CONSORT extension for N-of-1 trials, filled in from the protocol and the record.",
        _markdown(("item", "asked", "answer"), [(number, asked, say(paper)) for number, asked, say in ITEMS]),
    ]
    return "\n\n".join(parts) + "\n"


def _others(p: Paper) -> str:
    rows = [
        (r.what, SHORT[r.verdict], f"{e.median:+.2f} ({e.lo95:+.2f} to {e.hi95:+.2f}) {r.unit}")
        for r in p.results.values()
        if not r.primary and (e := r.estimate) is not None
    ]
    return _markdown(("outcome", "verdict", "effect (95 %)"), rows) if rows else "None was recorded."


def _workouts(p: Paper) -> str:
    rows = []
    names = p.primary.arms
    done = {w.number: w for w in p.trial.standing.workouts}
    for s in p.primary.sessions:
        w = done.get(s.number)
        if w is None:
            continue
        y = "" if s.y is None else f"{s.y:.2f}"
        y += "" if s.y_second is None else f" / {s.y_second:.2f}"
        as_done = "not done" if w.performed is None else ARMS[names[w.performed]]
        note = "; ".join((*([w.missing] if w.missing else []), *w.notes))
        rows.append((str(s.number), w.revealed_at.date().isoformat(), ARMS[names[s.arm]], as_done, y, note))
    return _markdown(("workout", "date", "drawn", "done", f"{p.primary.what} [{p.primary.unit}]", "note"), rows)


def _markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    body = ["| " + " | ".join(_cell(c) for c in row) + " |" for row in (heads, *rows)]
    return "\n".join([body[0], "|" + "---|" * len(heads), *body[1:]])


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")
