"""What `preex evidence` prints for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from preex.cli.output import Table, Text, count

if TYPE_CHECKING:
    from preex.app.evidence import Addition, EvidenceFound
    from preex.app.evidence_changes import ChangesFound
    from preex.evidence.base import Evidence
    from preex.evidence.effects import Finding
    from preex.evidence.pooled import Pooled, Row
    from preex.evidence.sensitivity import Variant
    from preex.evidence.studies import Study

_WAYS = {1: "more", 0: "not clear", -1: "less"}


def found_text(found: EvidenceFound) -> Iterable[Text]:
    """Yield the answers found, briefly if they are many."""
    for two in found.two_lines:
        yield two.question
        yield from (f"  {line}" for line in two.lines)
        yield ""
    if found.filters["study"]:
        yield from _study(found.studies[0], found.rows)
    elif len(found.answers) > _MOST_IN_FULL or not found.answers:
        yield from _briefly(found)
    else:
        varied = found.varied
        yield from _of_claim(found)
        for n, p in enumerate(found.answers):
            yield from [""] * bool(n)
            yield from _in_full(p, found.known, varied.get(p.question.key, ()))
    yield ""
    yield from _foot(found)


def _of_claim(found: EvidenceFound) -> Iterable[Text]:
    """Say it where a claim's questions are asked of the findings it names alone."""
    from preex.evidence.certainties import named_by
    from preex.evidence.claims import claim

    c = claim(found.filters["claim"]) if found.filters["claim"] else None
    if c and named_by(c):
        yield f"{c.id}: {c.text}"
        yield (
            f"Asked of the {count(len(found.rows), 'finding')} it is about alone, so not an answer for every muscle or lift; "
            f"of all there are: preex evidence --outcome {c.questions[0]}"
        )
        yield ""


def added_text(found: Addition) -> Iterable[Text]:
    """Yield what a new study changes."""
    verb = "replaces an older version of itself" if found.replaces else "is in order"
    yield f"{found.study.label} ({found.study.id}) {verb}: {count(len(found.rows), 'effect')}."
    yield from (f"Never pooled: {f.id}. {f.never_pooled}" for f in found.rows if f.never_pooled)
    yield ""
    if not found.changed:
        yield "It changes no answer."
    for before, after in found.changed:
        yield before.question.title
        yield from _moved(before, after)
        yield ""
    yield f"Kept in {found.path}." if found.path else "Nothing was kept. To keep it: the same command with --accept"


def changes_text(found: ChangesFound) -> Iterable[Text]:
    """Yield what moved since a snapshot."""
    if found.own:
        yield f"With {count(len(found.own), 'study', 'studies')} of yours."
    if not found.changes:
        yield f"No answer has changed since {found.since}."
        return
    yield f"Since {found.since}:"
    yield from (c.sentence for c in found.changes)


def _briefly(found: EvidenceFound) -> Iterable[Text]:
    from preex.evidence.wording import say

    answered = [p for p in found.answers if p.rows]
    if answered:
        yield Table(
            ("outcome", "contrast", "answer", "studies", "people", "certainty"),
            [
                (p.question.key, p.question.contrast.value, say(p).answer, p.trials, p.people, p.judgement.level.label)
                for p in answered
            ],
            wrap=2,
        )
    if silent := [p.question.key for p in found.answers if not p.rows]:
        yield f"No study here has measured: {', '.join(silent)}."
    if not found.answers:
        yield from _effects(found.rows, found.known)


def _in_full(p: Pooled, known: Evidence, varied: Sequence[Variant]) -> Iterable[Text]:
    from preex.evidence.wording import say

    said = say(p)
    yield f"{p.question.title} ({p.question.key})"
    yield from (f"  {line}" for line in (*said.lines, said.basis, *p.said))
    if p.rows:
        yield ""
        yield _rows(p.rows, known, f"{p.question.contrast.value}, {said.basis.split(':')[0].lower()}")
    if p.beside:
        yield ""
        yield _rows(p.beside, known, "Other contrasts, never pooled with these")
    yield ""
    yield Table(("how sure and why",), [(why,) for why in (p.amount or p.judgement).sentences])
    if varied:
        yield ""
        yield _varied(varied)
    yield f"Fingerprint {p.fingerprint}."


def _rows(rows: Sequence[Row], known: Evidence, title: str) -> Table:
    """Return rows as a table that fits a terminal of 80 columns: what is long stands in the one column that wraps."""
    days = sorted({known.studies[r.finding.study].last_reviewed.isoformat() for r in rows})
    return Table(
        ("study", "n", "effect [95 %]", "weight", "read in"),
        [
            (
                f"{known.studies[r.finding.study].label}: {_compared(r.finding)}",
                r.finding.n,
                effect_words(r),
                "-" if r.weight is None else f"{100 * r.weight:.0f} %",
                _read_in(r.finding),
            )
            for r in rows
        ],
        title=f"{title}; reviewed {' to '.join(dict.fromkeys((days[0], days[-1])))}",
        wrap=0,
    )


def effect_words(r: Row) -> str:
    """Say what a row found: a computed effect, else means, else what its source states, else its direction."""
    from preex.evidence.wording import number, unit_words

    e, f = r.effect, r.finding
    told = _direction(f)
    if e is not None:
        low, high = e.interval
        unit = "" if e.scale.value == "log_ratio" else f" {unit_words(e.scale.value)}"
        return f"{number(e.y, e.scale.value)}{unit} [{number(low, e.scale.value)}, {number(high, e.scale.value)}]"
    if r.ratio is not None:
        return f"{100 * r.ratio:+.0f} %{f', {told}' if told else ''}"
    if f.stated is not None:
        return f"{f.stated.value:g} as stated"
    if f.arm_1.pct is not None and f.arm_0 is not None and f.arm_0.pct is not None:
        return f"{f.arm_1.pct:+g} against {f.arm_0.pct:+g} %{f', {told}' if told else ''}"
    return told or "not compared"


def _direction(f: Finding) -> str:
    """Say which way, with the p it rests on."""
    if f.direction is None:
        return ""
    sign = {"below": "<", "above": ">", "exact": "= "}.get(f.p_sign, "")
    return f"{_WAYS[f.direction]}, p {sign}{f.p_bound:g}" if f.p_bound is not None else _WAYS[f.direction]


def _varied(varied: Sequence[Variant]) -> Table:
    from preex.evidence.wording import interval

    rows = [
        (
            v.change,
            v.k,
            interval(v.estimate) if v.estimate else None,
            f"{v.estimate.p_more:.2f}" if v.estimate else None,
        )
        for v in varied
    ]
    return Table(("does it hang on", "comparisons", "best guess [95 %]", "P(more)"), rows, wrap=0)


def _study(s: Study, rows: Sequence[Finding]) -> Iterable[Text]:
    from preex.evidence.claims import claims

    cited = [c.id for c in claims().values() if s.id in c.evidence]
    people = f"{s.people or 'number not known'}{f' ({s.people_note})' if s.people_note else ''}"
    facts = [
        ("study", s.id),
        ("people", f"{people}; {s.population}"),
        ("as it was done", s.design_done),
        ("against", s.comparator),
        ("contrast", ", ".join(s.contrasts) or "none: it answers another question"),
        ("allocation", s.allocation),
        ("found at", s.url or s.published_in),
        ("last reviewed", s.last_reviewed.isoformat()),
        *([("claims", ", ".join(cited))] if cited else []),
        *([("note", s.note)] if s.note else []),
    ]
    yield Table(("", s.citation), facts)
    yield ""
    yield from _effects(rows, None)


def _effects(rows: Sequence[Finding], known: Evidence | None) -> Iterable[Text]:
    from preex.evidence.measures import measured, ratio
    from preex.evidence.pooled import Row

    shown = [Row(finding=f, effect=measured(f), ratio=ratio(f), weight=None, apart="") for f in rows]
    if not shown:
        yield "Nothing was found."
        return
    yield Table(
        ("effect", "n", "effect [95 %]", "read in", "pooled"),
        [
            (
                _described(r.finding, known),
                r.finding.n,
                _alone(r),
                _read_in(r.finding),
                "no" if r.finding.never_pooled else "may be",
            )
            for r in shown
        ],
        wrap=0,
    )


def _alone(r: Row) -> str:
    """Say what a row found; where it is context or one arm for itself, its own numbers."""
    f, arm = r.finding, r.finding.arm_1
    if f.contrast is None and f.arm_0 is not None and arm.mean is not None and f.arm_0.mean is not None:
        return f"{arm.mean:g} against {f.arm_0.mean:g} {f.unit}".strip()
    if r.finding.arm_0 is not None or r.finding.stated is not None:
        return effect_words(r)
    value = arm.mean if arm.mean is not None else arm.pct
    return "-" if value is None else f"{value:g}{f' +/- {arm.sd:g}' if arm.sd is not None else ''} {r.finding.unit}"


def _moved(before: Pooled, after: Pooled) -> Iterable[str]:
    from preex.evidence.wording import say

    old, new = say(before), say(after)
    for name, a, b in (
        ("answer", old.answer, new.answer),
        ("amount", old.amount, new.amount),
        ("certainty", old.certainty, new.certainty),
    ):
        if a == b:
            yield f"  {name}: the same. {a}"
        else:
            yield f"  {name} before: {a}"
            yield f"  {name} after:  {b}"


def _foot(found: EvidenceFound) -> Iterable[Text]:
    yield (
        "not clear = no significant change. read in: paper = the paper itself; quoted = a text that reports it; figure = read off one; "
        "recalled = from memory, never pooled. "
        f"Last reviewed {found.known.last_reviewed.isoformat()}."
    )
    if found.known.own:
        yield f"With {', '.join(found.known.own)} of your own."
    if not any(found.filters.values()):
        yield from (f"Announced, no result yet: {s.citation} {s.note}" for s in found.known.registered)
        yield "One outcome in full: preex evidence --outcome compound_reps; one study: preex evidence --study trindade2019"


def _compared(f: Finding, *, arm: bool = False) -> str:
    """Say what was measured, in whom against whom."""
    what = f.where
    one = f"; {f.arm_1.name}" if arm else ""
    return f"{what}{one}{f', against {f.arm_0.name}' if f.arm_0 else ''}"


def _described(f: Finding, known: Evidence | None) -> str:
    """Say what a row is of, and what must be known of it."""
    name = f.id if known is None else known.studies[f.study].label
    return ". ".join(part for part in (f"{name}: {_compared(f, arm=True)}", _also(f)) if part)


def _also(f: Finding) -> str:
    """Say what a stated effect is, and why a row is never pooled."""
    stated = f"As stated: {f.stated.value:g}, {f.stated.what}." if f.stated else ""
    return f"{stated} {f.never_pooled if f.contrast else ''}".strip()


def _read_in(f: Finding) -> str:
    return f"{f.verification.value}{', figure' if f.digitised else ''}"


_MOST_IN_FULL = 3
