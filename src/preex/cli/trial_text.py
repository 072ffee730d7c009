"""What `preex trial` prints for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from preex.cli.output import Table, Text, count

if TYPE_CHECKING:
    from preex.app.trial_audit import AuditedTrial
    from preex.app.trial_planning import NewTrial
    from preex.app.trial_pool import TrialsPooled
    from preex.app.trial_records import KeptTrial, RecordedWorkout, Shown
    from preex.app.trial_results import Answer, Overlap
    from preex.trials.planner_outlook import Outlook
    from preex.trials.terms import Terms
    from preex.trials.workouts import Workout


def new_text(made: NewTrial) -> Iterable[Text]:
    """Say what was locked, and what it could tell."""
    from preex.trials.planner_outlook import CANNOT

    terms = made.protocol.terms
    yield f"Trial {made.id or '(not kept)'}: {terms.asked.words}"
    yield Table(
        ("", ""),
        [
            ("pairs", ", ".join(pair.id for pair in terms.pairs)),
            ("arms", " or ".join(_plain(arm) for arm in terms.asked.arms)),
            ("workouts", f"{terms.workouts} in {terms.workouts / terms.per_week:.3g} weeks, drawn by {terms.scheme}"),
            ("looks", f"after {', '.join(map(str, terms.looks))} workouts"),
            ("rests on", f"{terms.outcome}{_weighed(terms)}; differences within {terms.rope:g} do not matter"),
            ("sealed", made.protocol.commitment),
        ],
    )
    yield made.outlook.sentence
    yield from made.advice
    yield "What this cannot tell you:"
    yield from (f"  {text}" for text in CANNOT)
    if made.id:
        yield "Before each workout: preex trial next."


def summary(kept: KeptTrial) -> dict[str, Any]:
    """Return what a list tells of a trial."""
    s = kept.trial.standing
    return {
        "question": s.terms.question,
        "outcome": s.terms.outcome,
        "pairs": [pair.id for pair in s.terms.pairs],
        "planned": s.terms.workouts,
        "over": s.closed,
        "ended": s.ended or None,
    }


def list_text(listed: Sequence[Mapping[str, Any]]) -> Iterable[Text]:
    """List trials."""
    rows = [
        (
            one["trial"],
            one["problem"] or f"{_plain(one['question'])}: {', '.join(one['pairs'])}",
            "" if one["problem"] else f"{one['over']} of {one['planned']}",
            "" if one["problem"] else one["ended"] or "goes on",
        )
        for one in listed
    ]
    yield Table(("trial", "question", "workouts", ""), rows) if rows else "There is no trial yet: preex trial new."


def shown_text(shown: Shown) -> Iterable[Text]:
    """Say what to do today."""
    terms = shown.trial.standing.terms
    if shown.workout is None:
        yield from () if shown.trial.standing.ended else ("Rest well. The arm waits, unseen, for the next time.",)
    else:
        yield f"Workout {shown.workout.number} of {terms.workouts}: {_today(terms, shown.workout)}."
        yield from (f"  {step}" for step in shown.steps)
        yield f"{count(terms.sets, 'work set')} each, every set to {terms.rir_target:g} in reserve, the same in every arm."
    yield from shown.warnings


def recorded_text(done: RecordedWorkout) -> Iterable[Text]:
    """Say what was recorded, and what comes next."""
    s = done.trial.standing
    arms = s.terms.asked.arms
    if done.workout.missing:
        yield f"Workout {done.workout.number} is missing in its arm: {done.workout.missing}."
    else:
        yield f"Workout {done.workout.number} is recorded: {count(len(done.workout.sets), 'set')}."
        if not done.workout.as_drawn and done.workout.performed is not None:
            yield f"Done was {_plain(arms[done.workout.performed])}; it stays in the arm drawn, {_plain(arms[done.workout.arm])}."
    if done.without_effort:
        yield (
            f"{count(done.without_effort, 'set')} of the compound without effort: add rir N or fail next time, or they cannot be "
            "compared."
        )
    if s.ended:
        yield f"The trial is over: {s.ended}. Its seed: {done.trial.seed}"
    if s.look_due:
        yield f"{s.look_due} workouts are over: look at the data with preex trial analyse."
    elif not s.ended and s.next_look:
        yield f"The next look is after {s.next_look} workouts; {s.closed} are over."


def status_text(kept: KeptTrial) -> Iterable[Text]:
    """Say where a trial stands."""
    s, p = kept.trial.standing, kept.trial.protocol
    arms = p.terms.asked.arms
    yield f"Trial {kept.id}: {p.terms.asked.words}"
    yield f"{s.closed} of {count(p.terms.workouts, 'workout')} over, {s.done} done, {s.closed - s.done} missed."
    if s.workouts:
        rows = [
            (
                one.number,
                f"{one.revealed_at:%Y-%m-%d}",
                _plain(arms[one.arm]),
                one.missing
                or (
                    "open" if not one.closed else "done" if one.as_drawn else f"did {_plain(arms[one.performed or 0])}"
                ),
            )
            for one in s.workouts
        ]
        yield Table(("", "shown", "arm of the first pair" if p.terms.two_pair else "arm", ""), rows)
    for change in s.amendments:
        yield f"Amended {change['at'][:10]}: {change['field']} {change['from']} -> {change['to']:g}, {change['reason']}."
    yield from (f"Not as planned: {note}" for note in s.notes)
    if s.ended:
        yield f"Over: {s.ended}. Seed: {kept.trial.seed}"
    elif s.look_due:
        yield "A look is due: preex trial analyse."
    elif s.next_look:
        yield f"What was measured stays hidden until the look after {s.next_look} workouts."


def power_text(found: Outlook) -> Iterable[Text]:
    """Say what a trial could tell."""
    p, shown = found.plan, found.to_json()
    yield (
        f"{count(p.workouts, 'workout')} ({found.weeks:.3g} weeks), {count(p.pairs, 'pair')}, drawn by {p.rule.name}; "
        f"effect {p.effect:g} {p.measured.unit}, swing {p.sd:g}."
    )
    yield Table(
        ("", ""),
        [
            ("power of the test by the draw", f"{found.test.power:.2f}"),
            ("chance of a clear answer", f"{found.chance.conclusive:.2f}"),
            ("95 % interval, half", f"{found.test.half_width:.2f} {p.measured.unit}"),
            ("workouts for 80 % power", shown["sessions_for_80"]),
        ],
    )
    weeks = sorted({point["weeks"] for point in shown["curve"]})
    by_sd: dict[float, list[str]] = {}
    for point in shown["curve"]:
        by_sd.setdefault(point["sd"], []).append(f"{point['p_conclusive']:.2f}")
    heads = ("swing", *(f"{week:g} weeks" for week in weeks))
    yield Table(heads, [(f"{sd:.2g}", *cells) for sd, cells in by_sd.items()], title="Chance of a clear answer")
    yield found.sentence
    yield "What this cannot tell you:"
    yield from (f"  {text}" for text in shown["cannot_tell_you"])


def answer_text(answer: Answer) -> Iterable[Text]:
    """Say what a trial, or an old log, tells."""
    from preex.trials.wording import lines, table

    if answer.hint is not None:
        yield answer.hint.text
        yield from answer.hint.reasons
    if answer.result is not None:
        yield from lines(answer.result)
        yield ""
        yield Table(("", ""), table(answer.result))
    if answer.overlap is not None:
        yield ""
        yield from overlap_text(answer.overlap)
    if answer.found is not None:
        ended = answer.found.trial.standing.ended
        yield ""
        yield "Is it worth it for you?"
        yield from (f"  {line}" for line in answer.found.worth)
        if ended:
            yield f"The trial is over: {ended}. Its seed: {answer.found.trial.seed}"


def overlap_text(overlap: Overlap) -> Iterable[Text]:
    """Say what a two by two tells of the theories."""
    told = overlap.to_json()
    yield (
        f"What both isolations take together is {told['median']:+.1f} reps less than one by one "
        f"({told['lo95']:+.1f} to {told['hi95']:+.1f}); 0 if losses add up."
    )
    expected = ", ".join(f"{_plain(name)} {reps:+.1f}" for name, reps in overlap.expected.items())
    yield f"Expected by theory, model-based: {expected}."


def audit_text(found: AuditedTrial) -> Iterable[Text]:
    """Set the heavier model beside the answer."""
    from preex.trials.wording import SHORT

    a, e = found.audit, found.result.estimate
    rows = [
        (
            "heavier model",
            SHORT[found.word],
            f"{a.estimate.median:+.2f} ({a.estimate.lo95:+.2f} to {a.estimate.hi95:+.2f})",
        )
    ]
    if e is not None:
        rows.insert(0, ("the answer", SHORT[found.expected], f"{e.median:+.2f} ({e.lo95:+.2f} to {e.hi95:+.2f})"))
    yield Table(("", "before any gate", f"effect, 95 % [{found.result.unit}]"), rows)
    yield f"R-hat {a.rhat:.3f}, {a.ess:.0f} effective draws, {count(a.divergences, 'divergence')}."
    yield found.sentence


def pool_text(found: TrialsPooled) -> Iterable[Text]:
    """Set lifters beside each other."""
    p = found.pooled
    rows = [
        (
            one.name,
            f"{one.own:+.2f}",
            f"{one.median:+.2f}",
            f"{one.lo95:+.2f} to {one.hi95:+.2f}",
            f"{100 * one.borrowed:.0f} %",
        )
        for one in p.lifters
    ]
    yield Table(("lifter", "alone", "beside the others", "95 %", "borrowed"), rows, title=f"Effect [{found.unit}]")
    for name, (median, low, high) in (("mean", p.mean), ("differences, SD", p.tau), ("next lifter", p.next_lifter)):
        yield f"{name}: {median:+.2f} ({low:+.2f} to {high:+.2f})"
    yield f"By the draws of all together: p = {found.audit.p:.3g}, not adjusted for looks."
    if one := found.audit.one_model:
        yield f"All in one model, without a prior: {one.mean:+.2f} ({one.lo95:+.2f} to {one.hi95:+.2f})"
    yield "It says nothing about growth or gain in strength."


def _weighed(terms: Terms) -> str:
    """Name the parts of an overall score."""
    parts = " + ".join(f"{share:g} {name}" for name, share in terms.weights)
    return f" = {parts}" if parts else ""


def _today(terms: Terms, workout: Workout) -> str:
    """Name the arm; with two pairs that of each."""
    arms = terms.asked.arms
    if not terms.two_pair:
        return _plain(arms[workout.arm])
    done = zip(terms.pairs, (workout.arm, 1 - workout.arm), strict=True)
    return "; ".join(f"{_plain(pair.compound)} {_plain(arms[arm])}" for pair, arm in done)


def _plain(name: str) -> str:
    return name.replace("_", " ")
