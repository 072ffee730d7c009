"""`preex fit`: the model's constants for one lifter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from preex import app
from preex.cli.clock import now
from preex.cli.output import Out, Table, Text, count
from preex.cli.verb import verb

if TYPE_CHECKING:
    from preex.app.fitting import OwnFit
    from preex.fatigue.fitting.fit import Estimate

_SHOWN = 8


@verb("preex fit", "preex fit --forget", "preex fit --athlete anna --json")
@click.option("--forget", is_flag=True, help="Go back to the constants of the population.")
@click.pass_obj
def fit(out: Out, forget: bool) -> None:
    """Fit the fatigue model to your log.

    What the log cannot tell is said, and keeps the interval of the population. Earlier sets are fitted and later ones foretold: your own constants are used from then on unless they foretell worse than
    the population's. Strength and habits are learned from every set anyway; a fit is about how you tire and recover.
    """
    with app.open_store() as store:
        if forget:
            saved = app.forget_fit(store, out.athlete, at=now())
            out.answer(
                lambda: {"schema": "preex.fit/1", "athlete": out.athlete, "id": saved.id, "used": False},
                lambda: ["Predictions use the constants of the population again."],
            )
            return
        out.say("Fitting; a log of 10,000 sets takes some 10 seconds.")
        found, saved = app.fit_athlete(store, out.athlete, at=now())
    out.answer(lambda: found.to_json() | {"id": saved.id}, lambda: _text(found))


def _text(f: OwnFit) -> Iterable[Text]:
    d = f.fit.diagnostics
    yield f"{f.athlete}: fitted to {count(f.n_set - d.left_out, 'set')} in {count(d.workouts, 'workout')}."
    yield f.verdicts[0]
    yield ""
    heads = ("constant", "you", "80 % range", "everybody", "80 % range", "the log tells")
    yield Table(heads, [_cells(one) for one in f.fit.estimates()], wrap=0)
    yield ""
    rows = [(e.exercise, e.sets, f"{e.factor:.2f}", f"{e.low:.2f} to {e.high:.2f}") for e in f.endurances[:_SHOWN]]
    yield Table(("tires you, times everybody's", "sets", "by repetition", "80 % range"), rows, wrap=0)
    if len(f.endurances) > _SHOWN:
        yield f"and {len(f.endurances) - _SHOWN} more; --json lists all."
    yield ""
    yield from f.verdicts[1:]


def _cells(e: Estimate) -> tuple[object, ...]:
    from preex.fatigue.fitting.fit import WORDS

    _, low, high = e.population
    told = f"{1 - min(e.shrinkage, 1.0):.0%}"
    return (
        WORDS[e.name],
        f"{e.centre:.3g}",
        f"{e.low:.3g} to {e.high:.3g}",
        f"{e.population[0]:.3g}",
        f"{low:.3g} to {high:.3g}",
        told,
    )
