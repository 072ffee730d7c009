"""`preex exercises`, `muscles` and `pairs`: the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from preex import app
from preex.cli.output import Out, Table, Text
from preex.cli.verb import verb, words

if TYPE_CHECKING:
    from preex.core.exercise import Exercise
    from preex.core.muscle import Muscle
    from preex.core.pairing import Pairing


@verb("preex exercises", "preex exercises 'leg press'")
@click.argument("query", nargs=-1)
@click.pass_obj
def exercises(out: Out, query: tuple[str, ...]) -> None:
    """List exercises, or those that QUERY names.

    QUERY is words of a name, a muscle, a kind or a piece of equipment; all of them must fit.
    """
    found = app.find_exercises(" ".join(query))
    out.answer(
        lambda: {"schema": "preex.exercises/1", "exercises": [app.exercise_json(e) for e in found]},
        lambda: _exercise_text(found),
    )


@verb("preex muscles", "preex muscles --json")
@click.pass_obj
def muscles(out: Out) -> None:
    """List the muscles PreEx tells apart, with their groups."""
    found = app.list_muscles()
    out.answer(
        lambda: {"schema": "preex.muscles/1", "muscles": [app.muscle_json(m) for m in found]},
        lambda: _muscle_text(found),
    )


@verb("preex pairs --target quads --have full_gym", "preex pairs --joint knee --same-station")
@click.option("--target", metavar="MUSCLE", help="A muscle (quads_vasti), a group (chest) or a target (side delts).")
@click.option("--have", metavar="A,B", help="Equipment at hand: ids, or home, hotel, full_gym.")
@click.option("--joint", metavar="JOINT", multiple=True, help="Irritable: knee, shoulder, elbow, low_back. Repeatable.")
@click.option("--seed-only", is_flag=True, help="Only pairs named in the article PreEx began with.")
@click.option("--same-station", is_flag=True, help="Only pairs done in one place.")
@click.option("--explain", is_flag=True, help="Say in words what each pair's claims are.")
@click.pass_obj
def pairs(
    out: Out,
    target: str | None,
    have: str | None,
    joint: tuple[str, ...],
    seed_only: bool,
    same_station: bool,
    explain: bool,
) -> None:
    """List reviewed pairs: isolation first, then a compound.

    Both train the same muscle. Pairs marked `avoid` are anti-patterns, listed with the reason. Naming a joint leaves out what does not suit it.
    """
    found = app.find_pairs(
        target=target,
        have=words(have) if have is not None else None,
        joints=[j for one in joint for j in words(one)],
        seed_only=seed_only,
        same_station=same_station,
    )
    document = {"schema": "preex.pairs/1", "pairs": [app.pair_json(p) for p in found]}
    if explain:
        document["claims"] = app.claims_json(ref for p in found for ref in app.pair_because(p))
    out.answer(lambda: document, lambda: _pair_text(found, explain=explain))


def _exercise_text(found: Sequence[Exercise]) -> Iterable[Text]:
    rows = [(e.id, e.name, e.kind.value, ", ".join(m.label for m in e.prime_movers)) for e in found]
    yield Table(("id", "name", "kind", "trains"), rows)
    if len(found) == 1:
        (e,) = found
        yield Table(("muscle", "share"), [(m.label, share) for m, share in e.involvement.items()])


def _muscle_text(found: Sequence[Muscle]) -> Iterable[Text]:
    rows = [app.muscle_json(m) for m in found]
    yield Table(("id", "name", "group"), [(r["id"], r["label"], r["group"]) for r in rows])


def _pair_text(found: Sequence[Pairing], *, explain: bool) -> Iterable[Text]:
    if not found:
        yield "No pair meets all of this. Leave out a condition."
        return
    yield Table(
        ("id", "isolation", "then", "target", "use", "gap s", "why"),
        [
            (p.id, p.isolation, " or ".join(p.compounds), p.target.label, p.type.value, p.default_rest_s, p.why)
            for p in found
        ],
    )
    if explain:
        claims = app.claims_json(ref for p in found for ref in app.pair_because(p))
        yield ""
        yield Table(("claim", "says", "standing"), [(c["id"], c["text"], c["status"]) for c in claims], wrap=1)
