"""From a trial's series to its result: the test by the draw, the posterior under three priors, gates, the word, the grade."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from preex.errors import ValidationError
from preex.trials.adequacy import misfit
from preex.trials.allocation import rule
from preex.trials.chance import STEP, chance_of_answer, workouts_for
from preex.trials.described import described, filled
from preex.trials.gates import Gate, State, gates_of
from preex.trials.grade import Facts, grade_of
from preex.trials.mixture import Mixture
from preex.trials.model import Fitted, believe
from preex.trials.ordinal import ordinal_effect
from preex.trials.priors import NEUTRAL, PUBLISHED, SCALES, SCEPTICAL, STOPPED, Scale
from preex.trials.protocol import Protocol
from preex.trials.questions import NOT_MEASURABLE, Outcome
from preex.trials.questions import outcome as outcome_of
from preex.trials.randomisation import DesignTest, randomisation_test
from preex.trials.result import (
    DesignTestResult,
    Estimate,
    Needs,
    Probabilities,
    Result,
    UnderPrior,
    density,
)
from preex.trials.sensitivity import sensitivity
from preex.trials.series import TWO_PAIR, Series
from preex.trials.stopped import stopped_effect
from preex.trials.unanswerable import PLAUSIBLE_MM, SEM_MM, people_needed, refusal_text
from preex.trials.verdict import FIXED, Bars, Sides, Verdict, at_most_likely, judge, weakened

_ADJUSTED = "valid at this number of workouts, fixed beforehand"
_NOT_ADJUSTED = "not adjusted for looks"


@dataclass(frozen=True, slots=True)
class _Answer:
    """One outcome under the neutral prior, and the words under the others."""

    effect: Mixture
    fitted: Fitted | None
    sd: float
    by_prior: Mapping[str, UnderPrior | None]
    test: DesignTest | None


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
    asked = outcome_of(outcome or terms.outcome)
    compared = _compared(terms.question, terms.asked.n_arm) if arm is None else arm
    if asked.id in NOT_MEASURABLE:
        return _refused(series, protocol, asked, compared)
    _check(series, protocol, asked, compared)
    primary = asked.id == terms.outcome
    rope = terms.rope if primary else asked.rope
    sequential = len(terms.looks) > 1
    bars = Bars(clear=terms.stop.conclusion if sequential else FIXED, same=terms.stop.same)
    rng = _generator(protocol)
    found = _answer(series, protocol, asked, bars, rope, compared, rng=rng, primary=primary)
    gates = _gates(series, found, SCALES[asked.code], compared, rng)
    by_prior = {name: under.verdict for name, under in found.by_prior.items() if under}
    verdict = _word(by_prior, gates, primary=primary)
    grade, reasons = grade_of(
        Facts(
            workouts=series.n_observed,
            two_pair=series.design == TWO_PAIR,
            randomised=True,
            concealed=terms.concealed,
            adherence=series.adherence,
            rir=series.rir_complete if SCALES[asked.code].needs_rir else None,
            subjective=asked.subjective,
            by_prior=by_prior,
            gates=gates,
        )
    )
    return Result(
        **described(series, protocol, asked, compared),
        estimate=Estimate.of(found.effect),
        p=_sides(found.effect, rope),
        rope=rope,
        priors=found.by_prior,
        design_test=_tested(found.test, series, protocol),
        sd=found.sd,
        phi=found.fitted.posterior.phi_mean if found.fitted else None,
        trend=_trend(found.fitted),
        gates=gates,
        verdict=verdict,
        grade=grade,
        grade_reasons=reasons,
        needs=_needs(series, protocol, found, rope, bars, primary=primary),
        bar=bars.clear,
        sequential=sequential,
        sensitivity=sensitivity(series, found.effect, found.fitted, SCALES[asked.code], compared, protocol),
        reason=" ".join(g.text for g in gates if g.state in {State.FAIL, State.WEAKER}),
        drift=_drift(series, found.fitted),
        density=density(found.effect),
    )


def _answer(
    series: Series,
    protocol: Protocol,
    asked: Outcome,
    bars: Bars,
    rope: float,
    arm: int,
    *,
    rng: np.random.Generator,
    primary: bool,
) -> _Answer:
    scale = SCALES[asked.code]
    under: dict[str, UnderPrior | None] = {}
    effects: dict[str, tuple[Mixture, Fitted | None, float]] = {}
    for name in (NEUTRAL, PUBLISHED, SCEPTICAL):
        prior = scale.effects.get(name)
        if prior is None or (name == PUBLISHED and protocol.terms.question == "gap"):
            under[name] = None  # no study tells
            continue
        effects[name] = _posterior(series, scale, prior, arm)
        p = _sides(effects[name][0], rope)
        under[name] = UnderPrior(judge(Sides(p.below, p.inside, p.above, p.direction), asked.better, bars), p)
    drawn_by = rule(protocol.terms.scheme, levels=series.levels)
    test = randomisation_test(series, drawn_by, rng, arm=arm) if primary else None
    effect, fitted, sd = effects[NEUTRAL]
    return _Answer(effect, fitted, sd, under, test)


def _posterior(
    series: Series, scale: Scale, prior: tuple[float, float], arm: int
) -> tuple[Mixture, Fitted | None, float]:
    if scale is STOPPED:
        return _ended(series, scale, prior, arm)
    if not scale.step:
        fitted = believe(series, scale, prior)
        return fitted.effect_of(arm), fitted, fitted.posterior.sd_median
    used = series.observed & np.isin(series.assigned, (0, arm))
    tried = (series.assigned[used] == arm).astype(float)
    level = scale.intercept or (5.0, 5.0)
    effect, sd = ordinal_effect(series.value[used], tried, prior, level=level, noise=scale.noise)
    return effect, None, sd


def _ended(series: Series, scale: Scale, prior: tuple[float, float], arm: int) -> tuple[Mixture, Fitted | None, float]:
    """Answer for what ended the sets; with two pairs each is an observation in its own arm."""
    drawn = np.column_stack((series.assigned, 1 - series.assigned))[:, : series.y.shape[1]]
    used = np.isfinite(series.y) & series.observed[:, None] & np.isin(drawn, (0, arm))
    share = series.y[used]
    effect = stopped_effect(share, (drawn[used] == arm).astype(float), prior, level=scale.intercept or (0.0, 1.5))
    return effect, None, float(share.std())


def _gates(series: Series, found: _Answer, scale: Scale, arm: int, rng: np.random.Generator) -> tuple[Gate, ...]:
    return gates_of(
        series,
        found.test,
        found.effect.mean,
        {name: under.verdict for name, under in found.by_prior.items() if under},
        arm=arm,
        edge=found.fitted is not None and found.fitted.posterior.edge,
        needs_rir=scale.needs_rir,
        misfit=misfit(found.fitted, rng) if found.fitted else (),
    )


def _word(by_prior: Mapping[str, Verdict], gates: tuple[Gate, ...], *, primary: bool) -> Verdict:
    """Return the word after the gates: a failed one leaves "cannot tell", a sceptic's doubt the next weaker one."""
    states = {gate.state for gate in gates}
    if State.FAIL in states:
        return Verdict.CANNOT_TELL
    word = by_prior[NEUTRAL]
    word = weakened(word) if State.WEAKER in states else word
    return word if primary else at_most_likely(word)


def _sides(effect: Mixture, rope: float) -> Probabilities:
    below, above = effect.p_below(-rope), 1 - effect.p_below(rope)
    return Probabilities(below, max(0.0, 1 - below - above), above, effect.p_below(0.0))


def _trend(fitted: Fitted | None) -> float | None:
    trend = fitted.coefficient("trend") if fitted else None
    return trend.mean if trend else None


def _drift(series: Series, fitted: Fitted | None) -> tuple[tuple[float, float], ...]:
    """Return the ends of the trend line; with two pairs it is one of their difference, so there is none."""
    level, trend = (fitted.coefficient(name) for name in ("intercept", "trend")) if fitted else (None, None)
    if level is None or trend is None or series.design == TWO_PAIR:
        return ()
    when = series.session[series.observed]
    return tuple((float(t), level.mean + trend.mean * float(t - when.mean())) for t in (when[0], when[-1]))


def _tested(test: DesignTest | None, series: Series, protocol: Protocol) -> DesignTestResult | None:
    if test is None:
        return None
    over = int(series.revealed.sum()) >= len(series)
    note = _ADJUSTED if over and len(protocol.terms.looks) == 1 else _NOT_ADJUSTED
    if test.ci is None:
        note = f"this design cannot reach p < .05; {note}"
    ci = None if test.ci is None else (_finite(test.ci[0]), _finite(test.ci[1]))
    return DesignTestResult(test.p, test.min_p, test.n_sequences, ci, test.estimate, note)


def _finite(limit: float) -> float | None:
    return limit if math.isfinite(limit) else None


def _needs(series: Series, protocol: Protocol, found: _Answer, rope: float, bars: Bars, *, primary: bool) -> Needs:
    terms = protocol.terms
    effect = terms.effect if primary else None
    n = None if effect is None else workouts_for(effect, found.sd, two_pair=series.design == TWO_PAIR)
    now, over = series.n_observed, int(series.revealed.sum())
    more = tuple((k, chance_of_answer(found.effect, now, now + k, rope, bars)) for k in (STEP, 2 * STEP))
    left = round((len(series) - over) * now / over) if over else 0
    at_end = chance_of_answer(found.effect, now, now + left, rope, bars)
    return Needs(n, None if n is None else math.ceil(n / terms.per_week), effect, more, at_end)


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
