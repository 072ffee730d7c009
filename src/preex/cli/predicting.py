"""`preex predict` and `preex compare`: what a sequence of sets gives, and what pre-exhaust costs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from preex import app
from preex.cli.clock import now
from preex.cli.files import read_json
from preex.cli.lifter import lifter_options
from preex.cli.output import Out, Table, Text
from preex.cli.verb import verb

if TYPE_CHECKING:
    from preex.app.predicting import Outcome
    from preex.planner.comparison import Comparison
    from preex.planner.interval import Interval


@verb("preex predict scenario.json", "preex predict - --json < scenario.json")
@click.argument("scenario", metavar="SCENARIO.json")
@click.pass_obj
def predict(out: Out, scenario: str) -> None:
    """Predict a given sequence of sets.

    SCENARIO.json (- for stdin) names the sets and what is known of the lifter; without strengths the population's
    answer comes, with its wide interval. With --athlete the strengths that the scenario leaves out come from that
    athlete's log.
    """
    document = read_json(scenario)
    predictor = None
    if out.athlete_named:
        with app.open_store() as store:
            predictor = app.know(store, out.athlete, at=now()).predictor()
    outcome = app.simulate(document, predictor=predictor)
    for note in outcome.notes:
        out.say(note)
    out.answer(outcome.to_json, lambda: _outcome_text(outcome))


@verb(
    "preex compare leg_extension leg_press",
    "preex compare 'cable fly' 'bench press' --load-kg 80 --fresh-reps 10 --gap 30",
)
@click.argument("isolation")
@click.argument("compound")
@click.option("--load-kg", type=float, help="Your usual load of the compound. [kg]")
@click.option("--fresh-reps", type=int, help="Repetitions with it when fresh.")
@click.option("--gap", "gap_s", type=float, help="From the isolation to the compound. [s]")
@click.option("--iso-load-kg", type=float, help="Load of the isolation. [kg]")
@click.option("--iso-reps", type=int, help="Repetitions of the isolation.")
@click.option("--iso-rir", type=float, help="Repetitions left in reserve on the isolation; 0 = to failure.")
@click.option("--rounds", type=int, help="Sets of each exercise.")
@click.option("--rest", "rest_s", type=float, help="After each compound set. [s]")
@click.option("--override", default="", metavar="REASON", help="Your reason to go on although it is advised against.")
@lifter_options
@click.pass_obj
def compare(
    out: Out,
    /,
    isolation: str,
    compound: str,
    override: str,
    about: dict[str, Any],
    **numbers: Any,  # noqa: ANN401 - the options of numbers above
) -> None:
    """Compare the usual order with three ways to pre-exhaust.

    ISOLATION and COMPOUND are ids, or names as you write them. Loads you leave out come from your log.
    """
    given = {name: value for name, value in numbers.items() if value is not None}
    with app.open_store() as store:
        found = app.compare(
            isolation,
            compound,
            store=store,
            athlete=out.athlete,
            at=now(),
            told=about,
            override=override,
            **given,
        )
    out.answer(found.to_json, lambda: _comparison_text(found))


def _outcome_text(outcome: Outcome) -> Iterable[Text]:
    rows = []
    for number, one in enumerate(outcome.sets, 1):
        o = one.outcome
        muscle = o.limiting_muscle.label if o.limiting_muscle else None
        reps = f"{o.reps.mean:.1f} ({o.reps.q10:.0f}-{o.reps.q90:.0f})"
        fresh = f"{o.fresh_reps.mean:.1f}"
        rows.append((number, o.planned.exercise, round(o.load_kg, 1), reps, fresh, round(o.rpe.mean, 1), muscle))
    yield Table(("set", "exercise", "kg", "reps (80 %)", "fresh", "RPE", "ends it (model)"), rows)


def _comparison_text(c: Comparison) -> Iterable[Text]:
    yield f"{c.isolation.name}, then {c.compound.name}: expect {c.expected} repetitions on the first compound set."
    yield ""
    rows = [
        (
            strategy.value.replace("_", " "),
            round(s.compound_load_kg, 1),
            _interval(s.compound_reps),
            _interval(s.isolation_reps),
            _interval(s.compound_volume_load_kg),
            round(s.fractional_sets.get(c.target, 0.0), 1) if c.target else None,
            _interval(s.session_rpe, 1),
            round(s.duration_s.mean / 60),
        )
        for strategy, s in c.strategies.items()
    ]
    target = f"{c.target.label} sets" if c.target else "target sets"
    heads = ("way", "kg", "compound reps", "isolation reps", "kg moved", target, "RPE", "min")
    yield Table(heads, rows)
    yield ""
    yield from _advice_text(c)


def _advice_text(c: Comparison) -> Iterable[Text]:
    first = c.decision.reasons[0]
    yield f"Advice: {c.verdict.value}. {first.text} {first.next_step} [{', '.join(c.decision.because)}]"
    for reason in c.decision.reasons[1:]:
        yield f"  Also: {reason.text} {reason.next_step} [{', '.join(reason.because)}]"
    for notice in c.notices:
        yield f"  {notice.level.value} {notice.code}: {notice.text} {notice.next_step}".rstrip()
    for row in c.ledger:
        yield f"  {row.what}: {row.change} [{', '.join(row.because)}]"


def _interval(i: Interval, digits: int = 0) -> str:
    return f"{i.mean:,.{digits}f} ({i.q10:,.{digits}f}-{i.q90:,.{digits}f})"
