"""`preex theory`: what ends a compound, by three theories, and how many workouts would tell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from preex import app
from preex.cli.output import Out, Table, Text, count
from preex.cli.verb import verb

if TYPE_CHECKING:
    from preex.app.theories import TheoryTest


@verb("preex theory dumbbell_fly barbell_bench_press", "preex theory leg_extension leg_press --gap 0 --json")
@click.argument("isolation")
@click.argument("compound")
@click.option("--synergist-isolation", metavar="EXERCISE", help="Isolation for a helper; one is chosen unless named.")
@click.option("--gap", "gap_s", type=float, default=10.0, show_default=True, help="After each isolation. [s]")
@click.option("--fresh-reps", type=int, default=10, show_default=True, help="To failure when fresh, of every exercise.")
@click.pass_obj
def theory(
    out: Out, isolation: str, compound: str, synergist_isolation: str | None, gap_s: float, fresh_reps: int
) -> None:
    """Set the theories of what ends a compound beside each other.

    If the weakest muscle ends the set, as the idea behind pre-exhaust has it, tiring a second muscle costs little more;
    if every tired muscle takes its share, losses add up. Model-based, not measured.
    """
    found = app.compare_theories(
        isolation, compound, synergist_isolation=synergist_isolation, gap_s=gap_s, fresh_reps=fresh_reps
    )
    out.answer(found.to_json, lambda: _theory_text(found))


def _theory_text(t: TheoryTest) -> Iterable[Text]:
    from preex.app.theories import IN_USE, NOTE

    yield NOTE
    yield ""
    yield Table(
        ("theory", "fresh", "after A", "after B", "after both", "overlap", "tells after", "which is"),
        [
            (
                _words(one.name),
                *(round(reps, 1) for reps in one.design.reps.values()),
                f"{round(one.design.interaction_reps, 1) + 0.0:+.1f}",
                "in use" if one.name == IN_USE else count(one.replicates, "replicate") if one.replicates else "never",
                one.in_words,
            )
            for one in t.theories
        ],
        title=f"Repetitions of {t.compound.name}. A: {t.isolation.name}; B: {t.synergist_isolation.name}",
    )
    yield ""
    shown = [one for one in t.theories if one.activation_change is not None]
    yield Table(
        ("activation after A", *(_words(one.name) for one in shown)),
        [
            (m.label, *(f"{round(100 * (one.activation_change or {})[m]):+d} %" for one in shown))
            for m in t.theories[0].limiter
        ],
    )
    yield ""
    yield Table(
        ("part in what A takes", *(_words(one.name) for one in t.theories)),
        [(m.label, *(f"{100 * one.limiter[m]:.0f} %" for one in t.theories)) for m in t.theories[0].limiter],
    )
    yield ""
    yield (
        "Overlap: what A and B take one by one, less what both take together; 0 if losses add up. One replicate is four "
        f"workouts, one of each column; its overlap scatters by {t.replicate_sd_reps:.1f} repetitions. Tells: from the "
        "theory in use, at 5 % error and 80 % power."
    )


def _words(name: str) -> str:
    return name.replace("_", " ")
