"""`preex plan`: a session or a week, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from preex import app
from preex.cli.clock import now
from preex.cli.files import read_json
from preex.cli.lifter import lifter_options
from preex.cli.output import Out, Table, Text
from preex.cli.verb import Family, shared_options, verb, words
from preex.units import LoadUnit, from_kg

if TYPE_CHECKING:
    from preex.app.planning import Checked, Kept
    from preex.core.plan import Section, WorkoutPlan

BLOCKED = 3


@click.group(cls=Family)
def plan() -> None:
    """Plan a session or a week, show it, or check one somebody wrote."""


plan.params += shared_options()
plan.examples = ("preex plan new --lagging quads", "preex plan show")


@verb(
    "preex plan new --lagging quads --months 30",
    "preex plan new --days 4 --lagging chest --have home --dry-run",
    family=plan,
)
@lifter_options
@click.option("--days", type=int, default=1, show_default=True, help="1 = one session, 2 to 6 = a week.")
@click.option("--minutes", type=int, default=60, show_default=True, help="Longest session, warm-up included.")
@click.option("--have", metavar="A,B", help="Equipment at hand: ids, or home, hotel, full_gym.")
@click.option("--train-around", metavar="A,B", default="", help="Muscles to train in spite of a sore joint.")
@click.option("--override", default="", metavar="REASON", help="Your reason to go on although it is advised against.")
@click.option("--seed", type=int, default=0, hidden=True, help="Of the simulations.")
@click.option("--dry-run", is_flag=True, help="Show the plan; keep nothing.")
@click.pass_obj
def new(out: Out, /, about: dict[str, Any], have: str | None, train_around: str, **options: Any) -> None:  # noqa: ANN401
    """Plan a session or a training week, with the traditional way beside it.

    What you say of yourself is remembered, so that you say it once. Loads come from your log.
    """
    with app.open_store() as store:
        kept = app.new_plan(
            store,
            out.athlete,
            at=now(),
            told=about,
            have=words(have) if have is not None else None,
            train_around=words(train_around),
            **options,
        )
        note = app.trial_note(store, out.athlete)
        unit = store.athlete(out.athlete).unit or LoadUnit.KG
    out.answer(kept.to_json, lambda: _plan_text(kept, unit))
    if note:
        out.say(note)


@verb("preex plan show", "preex plan show P-3 --json", family=plan)
@click.argument("plan_id", required=False, metavar="[P-3]")
@click.pass_obj
def show(out: Out, plan_id: str | None) -> None:
    """Show a plan that was kept; without an id the latest."""
    with app.open_store() as store:
        kept = app.saved_plan(store, out.athlete, plan_id)
        unit = store.athlete(out.athlete).unit or LoadUnit.KG
    out.answer(kept.to_json, lambda: _plan_text(kept, unit))


@verb("preex plan check plan.json", "preex plan show --json | preex plan check -", family=plan)
@click.argument("file", metavar="FILE")
@click.pass_context
def check(ctx: click.Context, file: str) -> None:
    """Check a plan somebody wrote; - reads it from stdin. Exit code 3 when something blocks."""
    out = ctx.find_object(Out) or Out()
    document = read_json(file)
    with app.open_store() as store:
        checked = app.check_plan(document, store=store, athlete=out.athlete, at=now())
    out.answer(checked.to_json, lambda: _checked_text(checked))
    if not checked.ok:
        ctx.exit(BLOCKED)


def _checked_text(checked: Checked) -> Iterable[Text]:
    for n in checked.notices:
        yield f"{n.level.value} {n.code} at {n.path}: {n.text} {n.next_step} [{', '.join(n.because)}]"
    if checked.ok:
        yield "Nothing blocks this plan." if checked.notices else "Nothing to say against this plan."


def _plan_text(kept: Kept, unit: LoadUnit) -> Iterable[Text]:
    advice: Mapping[str, Any] = kept.plan.advice
    yield f"Plan {kept.id or '(not kept)'}"
    forecasts: list[Mapping[str, Any]] = list(advice.get("days", []))
    for i, day in enumerate(kept.plan.days):
        forecast = forecasts[i] if i < len(forecasts) else {}
        yield ""
        yield f"{day.workout.title}{_expected(forecast)}"
        yield from _workout_text(day.workout, unit)
        if day.traditional is not None:
            yield f"Or in the traditional order{_expected(forecast.get('traditional', {}))}:"
            yield from _workout_text(day.traditional, unit)
    yield ""
    yield from _reasons_text(advice)


def _expected(forecast: Mapping[str, Any]) -> str:
    if not forecast:
        return ""
    return f", about {forecast['minutes']['mean']:.0f} min, session RPE {forecast['session_rpe']['mean']:.1f}"


def _workout_text(workout: WorkoutPlan, unit: LoadUnit) -> Iterable[Text]:
    rows = [row for number, section in enumerate(workout.sections, 1) for row in _section_rows(number, section, unit)]
    yield Table(("", "rounds", "exercise", "reps", unit.value, "RIR", "then rest s", "note"), rows)


def _section_rows(number: int, section: Section, unit: LoadUnit) -> Iterable[tuple[object, ...]]:
    from preex.core.plan import Prescription, Rest

    steps = list(section.steps)
    for i, step in enumerate(steps):
        if isinstance(step, Prescription):
            after = steps[i + 1] if i + 1 < len(steps) else None
            yield (
                f"{number}." if i == 0 else "",
                section.rounds if i == 0 else None,
                step.exercise.replace("_", " "),
                _span(step.reps_low, step.reps_high),
                None if step.load_kg is None else from_kg(step.load_kg, unit),
                _span(step.rir_low, step.rir_high),
                round(after.duration_s) if isinstance(after, Rest) else None,
                section.note if i == 0 else step.note,
            )
        elif not isinstance(step, Rest):
            yield from _section_rows(number, step, unit)


def _span(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g}-{high:g}"


def _reasons_text(advice: Mapping[str, Any]) -> Iterable[Text]:
    decision = advice.get("decision", {})
    if decision:
        first, *others = decision["reasons"]
        yield f"Advice: {advice['verdict']}. {first['text']} {first['next_step']} [{', '.join(first['because'])}]"
        for reason in others:
            yield f"  Also: {reason['text']} [{', '.join(reason['because'])}]"
    for target in advice.get("targets", []):
        yield from _target_text(target)
    for notice in advice.get("notices", []):
        yield f"  {notice['level']} {notice['code']}: {notice['text']} {notice['next_step']}".rstrip()
    if "progression" in advice:
        yield f"Progress: {advice['progression']['text']}"


def _target_text(target: Mapping[str, Any]) -> Iterable[Text]:
    choice, second = target.get("choice"), target.get("second_best")
    if choice:
        yield f"{target['target']}: {_named(choice)}, repetitions of the compound {choice['expected']}."
        yield f"  Why: {'; '.join(choice['why'])}."
    if second:
        yield f"  Second best: {_named(second)}. {'; '.join(second['why_not'])}."


def _named(choice: Mapping[str, Any]) -> str:
    isolation, compound = (choice[key].replace("_", " ") for key in ("isolation", "compound"))
    return f"{isolation}, then {compound}, {choice['strategy'].replace('_', ' ')}"
