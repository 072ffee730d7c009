"""`preex trial`: does it work for me?"""

from __future__ import annotations

import secrets
from typing import Any

import click

from preex import app
from preex.cli.clock import now
from preex.cli.output import Out
from preex.cli.trial_text import (
    answer_text,
    audit_text,
    list_text,
    new_text,
    pool_text,
    power_text,
    recorded_text,
    shown_text,
    status_text,
    summary,
)
from preex.cli.verb import Family, shared_options, verb, words
from preex.errors import FieldError, ValidationError


@click.group(cls=Family)
def trial() -> None:
    """Find out whether it works for you: a randomised trial of one.

    Lock a protocol, see the arm of each workout after check-in, record, and look at the data when the protocol says so.
    """


trial.params += shared_options()
trial.examples = (
    "preex trial new --pair leg_extension:leg_press --weeks 8 --per-week 2",
    "preex trial next --readiness 7",
    'preex trial record "3x(leg extension 12x40 rir 1 > leg press 8x160 rir 1)"',
)


@verb(
    "preex trial new --question order --pair leg_extension:leg_press --weeks 8 --per-week 2",
    "preex trial new --pair leg_extension:leg_press --pair dumbbell_fly:barbell_bench_press --weeks 4",
    family=trial,
)
@click.option("--question", "asked", default="order", show_default=True, help="order, add_isolation, gap, two_by_two.")
@click.option(
    "--pair", "pairs", multiple=True, metavar="ISOLATION:COMPOUND", help="Twice for two pairs; proposed unless named."
)
@click.option("--weeks", type=int, default=8, show_default=True, help="How long.")
@click.option("--per-week", type=int, default=2, show_default=True, help="Workouts of the trial a week.")
@click.option("--scheme", default="", help="pairs, blocks4, maxrun3, minimisation, williams3, williams4.")
@click.option("--seed", metavar="N", help="Decides every arm; drawn by the machine, and unknown, unless given.")
@click.option("--outcome", default="", help="What the trial rests on, as compound_reps.")
@click.option("--goal", "wanted", default="", help="compound_strength, target_focus, joint_comfort, time, enjoyment.")
@click.option(
    "--weights", default="", metavar="A=0.7,B=0.3", help="Of outcomes in goal_score; the goal's own unless given."
)
@click.option("--load", "loads_kg", type=float, multiple=True, help="Of each pair's compound. [kg]")
@click.option("--sets", type=int, default=3, show_default=True, help="Work sets of the compound.")
@click.option("--rir", "rir_target", type=float, default=1.0, show_default=True, help="Where every set ends.")
@click.option("--gap", "gap_s", type=float, default=10.0, show_default=True, help="From isolation to compound. [s]")
@click.option("--rest", "rest_s", type=float, default=150.0, show_default=True, help="Before the next round. [s]")
@click.option("--sd", type=float, help="Your day-to-day swing; usual unless given.")
@click.option("--effect", type=float, help="Effect to find; a cost of 1.5 swings unless given.")
@click.option("--expectation", type=int, help="What you expect, -3 much worse to 3 much better.")
@click.option("--covariates", default="", metavar="A,B", help="Told at check-in, for minimisation.")
@click.option("--consent", is_flag=True, help="The result may be pooled with those of others.")
@click.option("--dry-run", is_flag=True, help="Show the trial; keep nothing.")
@click.pass_obj
def new(
    out: Out,
    /,
    seed: str | None,
    covariates: str,
    weights: str,
    pairs: tuple[str, ...],
    **options: Any,  # noqa: ANN401
) -> None:
    """Plan a trial and lock its protocol.

    Two pairs without a muscle in common are trained in opposite arms of the same workout, which needs a third of the workouts.
    Growth and gain in strength are refused: no data of one person can answer them.
    """
    with app.open_store() as store:
        made = app.new_trial(
            store,
            out.athlete,
            at=now(),
            seed=secrets.token_hex(32) if seed is None else seed,
            concealed=seed is None,
            pairs=pairs,
            covariates=tuple(words(covariates)),
            weights=tuple(_share(text) for text in words(weights)),
            **options,
        )
    out.answer(made.to_json, lambda: new_text(made))


@verb("preex trial next --readiness 7 --sleep 7.5", "preex trial next --not-ready", name="next", family=trial)
@click.argument("trial_id", required=False, metavar="[T-1]")
@click.option(
    "--ready/--not-ready", default=True, show_default=True, help="Whether you will train; if not, the arm waits."
)
@click.option("--readiness", type=float, help="0 to 10.")
@click.option("--sleep", "sleep_h", type=float, help="Last night. [h]")
@click.option("--soreness", type=float, help="0 to 10.")
@click.option("--levels", default="", metavar="A,B", help="The covariates the protocol names.")
@click.pass_obj
def next_(out: Out, /, trial_id: str | None, levels: str, **told: Any) -> None:  # noqa: ANN401
    """Check in and see the arm of the next workout.

    Nothing is drawn again: an arm once shown stays, and one not yet shown waits.
    """
    with app.open_store() as store:
        shown = app.next_workout(store, out.athlete, trial_id, at=now(), levels=words(levels), **told)
    out.answer(shown.to_json, lambda: shown_text(shown))


@verb(
    'preex trial record "leg extension 12x40 rir 1 > leg press 8x160 rir 1" --pain 1',
    "preex trial record --missed ill",
    family=trial,
)
@click.argument("line", nargs=-1)
@click.option("--trial", "trial_id", metavar="T-1", help="Which; the latest unless given.")
@click.option("--missed", metavar="REASON", help="The workout is not done: it counts as missing in its arm.")
@click.option("--stopped", is_flag=True, help="A joint ended the workout; say how much it hurt with --pain.")
@click.option("--joint", default="", help="Which joint hurt.")
@click.option("--performed", default="", metavar="ARM", help="Arm done, where the sets do not tell.")
@click.option("--pain", type=float, help="Worst joint pain, 0 to 10.")
@click.option("--effort", type=float, help="Of the workout, 0 to 10, asked 10 to 30 minutes after.")
@click.option("--minutes", type=float, help="The pair took.")
@click.option("--note", default="", help="What was not as planned.")
@click.pass_obj
def record(
    out: Out,
    /,
    line: tuple[str, ...],
    trial_id: str | None,
    missed: str | None,
    stopped: bool,
    joint: str,
    pain: float | None,
    **told: Any,  # noqa: ANN401
) -> None:
    """Record the workout whose arm was shown.

    In the words of `preex log`; its sets go into the log too. Say how far each set was from failure (rir N): without it the comparison is not fair. The arm done is read from the order of
    the sets; another one than the arm shown is noted as a swap, and the workout stays in the arm that was drawn.
    """
    chosen = (bool(line), missed is not None, stopped)
    if sum(chosen) != 1:
        raise ValidationError(
            "a workout is recorded in one way.", hint="Give the sets, or --missed REASON, or --stopped."
        )
    with app.open_store() as store:
        if missed is not None:
            done = app.miss_workout(store, out.athlete, missed, trial_id, at=now())
        elif stopped:
            if pain is None:
                raise ValidationError("how much it hurt is not told.", hint="Give --pain 0 to 10.")
            done = app.stop_for_pain(store, out.athlete, pain, joint, trial_id, at=now())
        else:
            done = app.record_workout(store, out.athlete, " ".join(line), trial_id, at=now(), pain=pain, **told)
    out.answer(done.to_json, lambda: recorded_text(done))


@verb("preex trial list", "preex trial list --json", name="list", family=trial)
@click.pass_obj
def list_(out: Out) -> None:
    """List the trials, the latest first."""
    from preex.app.trial_choices import list_trials

    with app.open_store() as store:
        found = list_trials(store, out.athlete)
    listed = [{"trial": one.id, "problem": one.why or None, **(summary(one.kept) if one.kept else {})} for one in found]
    out.answer(lambda: {"schema": "preex.trial_list/1", "trials": listed}, lambda: list_text(listed))


@verb("preex trial status", "preex trial status T-1 --json", family=trial)
@click.argument("trial_id", required=False, metavar="[T-1]")
@click.pass_obj
def status(out: Out, trial_id: str | None) -> None:
    """Show where a trial stands. What was measured stays hidden until a look."""
    with app.open_store() as store:
        kept = app.trial_named(store, out.athlete, trial_id)
    out.answer(kept.to_json, lambda: status_text(kept))


@verb(
    'preex trial amend rest_s 180 --reason "longer queue"',
    'preex trial amend compound_load_kg 165 --reason "too light"',
    family=trial,
)
@click.argument("field")
@click.argument("to", type=float)
@click.option("--reason", required=True, help="Why.")
@click.option("--pair", type=int, default=0, show_default=True, help="Whose load, counted from 0.")
@click.option("--trial", "trial_id", metavar="T-1", help="Which; the latest unless given.")
@click.pass_obj
def amend(out: Out, field: str, to: float, reason: str, pair: int, trial_id: str | None) -> None:
    """Change a term that changes no comparison of arms.

    Dated, with a reason; a load only between blocks.
    """
    with app.open_store() as store:
        kept = app.amend_trial(store, out.athlete, field, to, reason, trial_id, at=now(), pair=pair)
    out.answer(kept.to_json, lambda: [f"{kept.id}: {field} is {to:g} from now on. Reason: {reason}."])


@verb(
    'preex trial deviate "the leg press was taken, I used another one"',
    'preex trial deviate "slept in a hostel" --trial T-1',
    family=trial,
)
@click.argument("text", nargs=-1, required=True)
@click.option("--trial", "trial_id", metavar="T-1", help="Which; the latest unless given.")
@click.pass_obj
def deviate(out: Out, text: tuple[str, ...], trial_id: str | None) -> None:
    """Note that something was not as planned.

    It is dated and stands in every report. No workout is moved to another arm for it.
    """
    with app.open_store() as store:
        kept = app.deviate_trial(store, out.athlete, " ".join(text), trial_id, at=now())
    out.answer(kept.to_json, lambda: [f"{kept.id}: noted. {kept.trial.standing.notes[-1]}"])


@verb("preex trial end", "preex trial end T-1 --json", family=trial)
@click.argument("trial_id", required=False, metavar="[T-1]")
@click.pass_obj
def end(out: Out, trial_id: str | None) -> None:
    """End a trial before its time; its seed is shown from now on."""
    with app.open_store() as store:
        kept = app.end_trial(store, out.athlete, trial_id, at=now())
    out.answer(kept.to_json, lambda: status_text(kept))


@verb(
    "preex trial power --sd 1.0 --effect -1.5 --sessions 16", "preex trial power --sessions 8 --pairs 2", family=trial
)
@click.option("--sessions", type=int, required=True, help="Workouts.")
@click.option("--sd", type=float, help="Day-to-day swing; usual for the outcome unless given.")
@click.option("--effect", type=float, help="True effect; a cost of 1.5 swings unless given.")
@click.option("--pairs", type=int, default=1, show_default=True, help="2 = two pairs in opposite arms of each workout.")
@click.option("--scheme", default="", help="As of preex trial new.")
@click.option("--outcome", default="compound_reps", show_default=True, help="As of preex trial new.")
@click.option("--adherence", type=float, default=0.9, show_default=True, help="Share of workouts observed.")
@click.option("--per-week", type=int, default=2, show_default=True, help="Workouts a week.")
@click.option("--seed", "simulation", type=click.IntRange(min=0), default=0, help="Of the simulation.")
@click.pass_obj
def power(out: Out, /, **options: Any) -> None:  # noqa: ANN401
    """Say what a trial could tell, by simulation.

    With the rule that draws its arms and the analysis that judges them.
    """
    found = app.trial_power(**options)
    out.answer(lambda: {"schema": "preex.trial_power/1", **found.to_json()}, lambda: power_text(found))


@verb("preex trial analyse", "preex trial analyse trial.json --json", "preex trial analyse log", family=trial)
@click.argument("target", required=False, metavar="[T-1|FILE|log]")
@click.option("--outcome", "measured", default="", help="Another than the one the trial rests on.")
@click.option("--pair", default="", metavar="ISOLATION:COMPOUND", help="Of an old log; the most telling unless given.")
@click.option("--unit", type=click.Choice(["kg", "lb"]), help="Of an old log that does not tell.")
@click.option("--tz", metavar="ZONE", help="Of an old log's local times.")
@click.pass_obj
def analyse(out: Out, /, target: str | None, **options: Any) -> None:  # noqa: ANN401
    """Say what a trial tells, at its looks and once it is over.

    Most often that is "cannot tell yet". Growth and strength are never judged. FILE is a trial exported before, which is run again,
    or an old log, which gives a hint at most; `log` is your own.
    """
    with app.open_store() as store:
        answer = app.analyse_trial(store, out.athlete, target, at=now(), **options)
    out.answer(answer.to_json, lambda: answer_text(answer))


@verb("preex trial audit", "preex trial audit T-1 --json", family=trial)
@click.argument("trial_id", required=False, metavar="[T-1]")
@click.pass_obj
def audit(out: Out, trial_id: str | None) -> None:
    """Ask a heavier model whether it says the same, after a look.

    Days with wide tails, answers known only between their steps; drawn by NUTS with the extra `verify`, in 5 to 15 s. The answer of
    `preex trial analyse` stays what it is.
    """
    with app.open_store() as store:
        found = app.audit_trial(store, out.athlete, trial_id)
    out.answer(found.to_json, lambda: audit_text(found))


@verb("preex trial report > trial.md", "preex trial report T-1 --json", family=trial)
@click.argument("trial_id", required=False, metavar="[T-1]")
@click.pass_obj
def report(out: Out, trial_id: str | None) -> None:
    """Write a trial up in Markdown, by CENT 2015.

    That is the standard for reports of trials of one; every item of it is there.
    """
    with app.open_store() as store:
        done = app.report_trial(store, out.athlete, trial_id)
    out.answer(done.to_json, lambda: [done.markdown.rstrip()])


@verb("preex trial export trial.json", "preex trial export protocol.json T-1 --protocol", family=trial)
@click.argument("first", metavar="FILE")
@click.argument("second", required=False, metavar="[T-1]")
@click.option(
    "--protocol", "protocol_only", is_flag=True, help="The locked protocol alone, at any time, to register it."
)
@click.option("--force", "replace", is_flag=True, help="Write over a file that is there.")
@click.pass_obj
def export(out: Out, first: str, second: str | None, protocol_only: bool, replace: bool) -> None:
    """Write a trial that is over to one file.

    It holds protocol, seed, events, data and analysis, and runs again to the same bytes. Id and file may come in either order.
    """
    path, trial_id = (second, first) if second is not None and first.upper().startswith("T-") else (first, second)
    with app.open_store() as store:
        done = app.export_trial(store, out.athlete, path, trial_id, protocol_only=protocol_only, replace=replace)
    out.answer(done.to_json, lambda: [f"{done.id} is written to {done.file}: {done.size:,} bytes."])


@verb("preex trial pool wren.json robin.json", "preex trial pool wren.json robin.json --json", family=trial)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.pass_obj
def pool(out: Out, files: tuple[str, ...]) -> None:
    """Set exported trials of several lifters side by side.

    Their mean, how much they differ, and what to expect of the next lifter. Only trials whose lifter agreed at the start, of one question and outcome.
    """
    found = app.pool_trials(files)
    out.answer(found.to_json, lambda: pool_text(found))


def _share(text: str) -> tuple[str, float]:
    """Read the weight of an outcome, as duration=0.7."""
    name, equals, share = text.partition("=")
    try:
        return name.strip(), float(share)
    except ValueError:
        problem = f"{text[:40]!r} is no weight" if equals else f"{text[:40]!r} has no weight"
        raise FieldError("weights", f"{problem}.", hint="Write OUTCOME=SHARE, as duration=0.7.") from None
