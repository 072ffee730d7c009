"""From a trial's series to its result: what the data say, the gates, the word, the grade."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from preex.errors import ValidationError
from preex.trials.adequacy import misfit
from preex.trials.answer import Answer, Asked, answer_of, numbers
from preex.trials.described import described, filled
from preex.trials.gates import Gate, State, gates_of
from preex.trials.grade import Facts, grade_of
from preex.trials.priors import NEUTRAL, PUBLISHED, SCEPTICAL
from preex.trials.protocol import Protocol
from preex.trials.questions import NOT_MEASURABLE, Outcome
from preex.trials.questions import outcome as outcome_of
from preex.trials.result import Needs, Result
from preex.trials.series import TWO_PAIR, Series
from preex.trials.unanswerable import PLAUSIBLE_MM, SEM_MM, people_needed, refusal_text
from preex.trials.verdict import FIXED, Verdict, at_most_likely, weakened


def analyse(series: Series, protocol: Protocol, *, outcome: str = "", arm: int | None = None) -> Result:
    """Return the result of a trial as it stands.

    Parameters
    ----------
    series : of `outcomes.series_of`, for this outcome. protocol : as locked.
    outcome : id; "" = the primary one. Others get no test and no word stronger than "probably".
    arm : compared with the usual way; None = the one tried, of several rests the longest.

    Returns
    -------
    The result; of growth and gain in strength `not_measurable`, whatever the data.

    Raises
    ------
    ValidationError : the outcome was never recorded, or only with one of the two arms.
    """
    terms = protocol.terms
    measured = outcome_of(outcome or terms.outcome)
    compared = _compared(terms.question, terms.asked.n_arm) if arm is None else arm
    if measured.id in NOT_MEASURABLE:
        return _refused(series, protocol, measured, compared)
    _check(series, protocol, measured, compared)
    asked, rng = Asked(series, protocol, measured, compared), _generator(protocol)
    found = answer_of(asked, rng)
    return Result(
        **described(series, protocol, measured, compared), **numbers(asked, found), **_judged(asked, found, rng)
    )


def _judged(asked: Asked, found: Answer, rng: np.random.Generator) -> dict[str, Any]:
    """Return those fields of a result that weigh the numbers: gates, word, grade."""
    gates = _gates(asked, found, rng)
    grade, reasons = grade_of(_facts(asked, found, gates))
    return {
        "gates": gates,
        "verdict": _word(found.words, gates, primary=asked.primary),
        "grade": grade,
        "grade_reasons": reasons,
        "reason": " ".join(g.text for g in gates if g.state in {State.FAIL, State.WEAKER}),
    }


def _gates(asked: Asked, found: Answer, rng: np.random.Generator) -> tuple[Gate, ...]:
    return gates_of(
        asked.series,
        found.test,
        found.effect.mean,
        found.words,
        arm=asked.arm,
        edge=found.fitted is not None and found.fitted.posterior.edge,
        needs_rir=asked.scale.needs_rir,
        misfit=misfit(found.fitted, rng) if found.fitted else (),
    )


def _facts(asked: Asked, found: Answer, gates: tuple[Gate, ...]) -> Facts:
    series = asked.series
    return Facts(
        workouts=series.n_observed,
        two_pair=series.design == TWO_PAIR,
        randomised=True,
        concealed=asked.protocol.terms.concealed,
        adherence=series.adherence,
        rir=series.rir_complete if asked.scale.needs_rir else None,
        subjective=asked.outcome.subjective,
        by_prior=found.words,
        gates=gates,
    )


def _word(by_prior: Mapping[str, Verdict], gates: tuple[Gate, ...], *, primary: bool) -> Verdict:
    """Return the word after the gates: a failed one leaves "cannot tell", a sceptic's doubt the next weaker one."""
    states = {gate.state for gate in gates}
    if State.FAIL in states:
        return Verdict.CANNOT_TELL
    word = by_prior[NEUTRAL]
    word = weakened(word) if State.WEAKER in states else word
    return word if primary else at_most_likely(word)


def _refused(series: Series, protocol: Protocol, asked: Outcome, arm: int) -> Result:
    """Return the answer to what no personal data can answer: the data are not even looked at."""
    few, many = people_needed(PLAUSIBLE_MM, SEM_MM["trained"], 3), people_needed(PLAUSIBLE_MM, SEM_MM["ordinary"])
    return Result(
        **described(series, protocol, asked, arm),
        estimate=None,
        p=None,
        rope=asked.rope,
        priors={NEUTRAL: None, PUBLISHED: None, SCEPTICAL: None},
        design_test=None,
        sd=None,
        phi=None,
        trend=None,
        gates=(),
        verdict=Verdict.NOT_MEASURABLE,
        grade="",
        grade_reasons=(),
        needs=Needs(None, None, None, people=(few, many) if asked.id == "size" else None),
        bar=FIXED,
        sequential=False,
        reason=refusal_text(asked.id),
    )


def _compared(question: str, n_arm: int) -> int:
    """Return the arm a trial's word is about: the longest rest, else the first that differs from the usual way."""
    return n_arm - 1 if question == "gap" else 1


def _check(series: Series, protocol: Protocol, asked: Outcome, arm: int) -> None:
    names: tuple[str, ...] = protocol.terms.asked.arms
    if not 1 <= arm < len(names):
        raise ValidationError(f"{arm} is no arm to compare.", hint=f"Arms: {', '.join(names)}.")
    if not series.n_observed:
        raise ValidationError(f"{asked.words}: never recorded in this trial.", hint="Record a workout first.")
    counts = filled(series.per_arm, len(names))
    if missing := [names[k] for k in (0, arm) if not counts[k]]:
        raise ValidationError(
            f"no workout with {missing[0].replace('_', ' ')} was observed: one arm alone compares nothing.",
            hint="Train on; the arms come as drawn.",
        )


def _generator(protocol: Protocol) -> np.random.Generator:
    """Return a generator that the protocol alone decides, so that the same data give the same bytes."""
    return np.random.Generator(np.random.PCG64(int(protocol.hash[:32], 16)))
