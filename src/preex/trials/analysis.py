"""From a trial's series to its result: the test by the draw, the posterior under three priors, gates, the word, the grade."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import norm

from preex.errors import ValidationError
from preex.trials.adequacy import misfit
from preex.trials.chance import STEP, chance_of_answer, workouts_for
from preex.trials.correlated import ordinary
from preex.trials.gates import Gate, State, gates_of
from preex.trials.grade import Facts, grade_of
from preex.trials.mixture import Mixture
from preex.trials.model import Extra, Fitted, believe
from preex.trials.ordinal import ordinal_effect
from preex.trials.priors import NEUTRAL, PUBLISHED, SCALES, SCEPTICAL, Scale
from preex.trials.protocol import Protocol
from preex.trials.questions import NOT_MEASURABLE, Outcome
from preex.trials.questions import outcome as outcome_of
from preex.trials.randomisation import DesignTest, randomisation_test
from preex.trials.result import (
    Counts,
    DesignTestResult,
    Estimate,
    Needs,
    Probabilities,
    Result,
    Rir,
    Session,
    UnderPrior,
)
from preex.trials.schemes import Floats
from preex.trials.series import TWO_PAIR, Series
from preex.trials.unanswerable import PLAUSIBLE_MM, SEM_MM, people_needed, refusal_text
from preex.trials.verdict import FIXED, Bars, Sides, Verdict, at_most_likely, judge, weakened

ENGINE_VERSION = "1"  # grows when the same data would give another result
LEAST_COMPLIANCE = (
    0.80  # of workouts done as drawn, below which the estimate among those done is shown beside the other
)
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
        **_named(series, protocol, asked, compared),
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
        sensitivity=_sensitivity(series, found, SCALES[asked.code], compared, protocol),
        reason=" ".join(g.text for g in gates if g.state in {State.FAIL, State.WEAKER}),
        density=_density(found.effect),
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
        if prior is None:
            under[name] = None  # no study tells
            continue
        effects[name] = _posterior(series, scale, prior, arm)
        p = _sides(effects[name][0], rope)
        under[name] = UnderPrior(judge(Sides(p.below, p.inside, p.above, p.direction), asked.better, bars), p)
    test = randomisation_test(series, protocol.rule, rng, arm=arm) if primary else None
    effect, fitted, sd = effects[NEUTRAL]
    return _Answer(effect, fitted, sd, under, test)


def _posterior(
    series: Series, scale: Scale, prior: tuple[float, float], arm: int
) -> tuple[Mixture, Fitted | None, float]:
    if not scale.step:
        fitted = believe(series, scale, prior)
        return fitted.effect_of(arm), fitted, fitted.posterior.sd_median
    used = series.observed & np.isin(series.assigned, (0, arm))
    tried = (series.assigned[used] == arm).astype(float)
    level = scale.intercept or (5.0, 5.0)
    effect, sd = ordinal_effect(series.value[used], tried, prior, level=level, noise=scale.noise)
    return effect, None, sd


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


def _sensitivity(series: Series, found: _Answer, scale: Scale, arm: int, protocol: Protocol) -> dict[str, Any]:
    """Return the estimate under other choices: each a median with its 95 % interval."""
    out: dict[str, Any] = {}
    if found.fitted:
        prior = scale.effects[NEUTRAL]
        for extra in Extra:
            out[extra.value] = _line(believe(series, scale, prior, extra=(extra,)).effect_of(arm))
        out["least_squares"] = _least_squares(found.fitted, arm)
        compliance = series.compliance(arm)
        if series.adherence < LEAST_COMPLIANCE and compliance > 0:
            out["among_those_done"] = {name: value / compliance for name, value in _line(found.effect).items()}
            out["compliance"] = compliance
    if series.design == TWO_PAIR:
        out["pairs"] = _by_pair(series, scale, found.effect, protocol)
    if series.n_arm > 2 and found.fitted:
        names = protocol.terms.asked.arms
        out["arms"] = {names[k]: _line(found.fitted.effect_of(k)) for k in range(1, series.n_arm)}
    return out


def _by_pair(series: Series, scale: Scale, mean: Mixture, protocol: Protocol) -> dict[str, dict[str, float]]:
    """Return the effect on each pair: their mean from the difference of the pairs, their difference from the sum.

    With equal noise both are independent, so that the effect on a pair is the mean and half the difference.
    """
    total = Series.of(series.assigned, series.y.sum(axis=1), session=series.session)
    sd = scale.effects[NEUTRAL][1]
    level = 2 * scale.intercept[0] if scale.intercept else None
    apart = believe(total, scale, (0.0, 2 * sd), level=level).effect
    m, d = _quantiles(mean), _quantiles(apart)
    out = {}
    for pair, sign in zip(protocol.terms.pairs, (0.5, -0.5), strict=True):
        both = np.sort((m[:, None] + sign * d[None, :]).ravel())
        lo, middle, hi = np.quantile(both, (0.025, 0.5, 0.975))
        out[pair.id] = {"median": float(middle), "lo95": float(lo), "hi95": float(hi)}
    return out


def _quantiles(effect: Mixture, n: int = 99) -> Floats:
    return np.array([effect.quantile((k + 0.5) / n) for k in range(n)])


def _line(effect: Mixture) -> dict[str, float]:
    return {"median": effect.quantile(0.5), "lo95": effect.quantile(0.025), "hi95": effect.quantile(0.975)}


def _least_squares(fitted: Fitted, arm: int) -> dict[str, float] | None:
    """Return the plain line beside it; None where it has no solution."""
    try:
        found = ordinary(fitted.design.y, fitted.design.X)
    except ValidationError:
        return None
    low, high = found.interval()
    return {"median": float(found.beta[arm]), "lo95": float(low[arm]), "hi95": float(high[arm])}


def _density(effect: Mixture, points: int = 121) -> tuple[tuple[float, float], ...]:
    x = np.linspace(effect.quantile(0.0005), effect.quantile(0.9995), points)
    y = (effect.weight * norm.pdf(x[:, None], effect.centre, effect.spread)).sum(axis=1)
    return tuple(zip(x.tolist(), y.tolist(), strict=True))


def _named(series: Series, protocol: Protocol, asked: Outcome, arm: int) -> dict[str, Any]:
    """Return what a result is about, whatever it says."""
    terms = protocol.terms
    return {
        "engine_version": ENGINE_VERSION,
        "protocol_hash": protocol.hash,
        "contrast": f"{terms.question} {' + '.join(p.id for p in terms.pairs)}",
        "question": terms.question,
        "arms": terms.asked.arms,
        "arm": arm,
        "outcome": asked.id,
        "primary": asked.id == terms.outcome,
        "what": asked.words,
        "unit": asked.unit,
        "better": asked.better,
        "design": series.design,
        "n": Counts(
            assigned=len(series),
            revealed=int(series.revealed.sum()),
            observed=series.n_observed,
            per_arm=dict(zip(terms.asked.arms, _filled(series.per_arm, terms.asked.n_arm), strict=True)),
        ),
        "adherence": series.adherence,
        "rir": Rir(series.rir_complete, series.rir_difference(arm)),
        "expectation": terms.expectation,
        "sessions": tuple(_session(series, k) for k in range(len(series))),
    }


def _filled(counts: tuple[int, ...], n: int) -> tuple[int, ...]:
    return (*counts, *(0,) * (n - len(counts)))


def _session(series: Series, k: int) -> Session:
    first = float(series.y[k, 0])
    second = float(series.y[k, 1]) if series.design == TWO_PAIR else math.nan
    state = "observed" if series.observed[k] else "missed" if series.revealed[k] else "planned"
    return Session(
        number=round(float(series.session[k])),
        arm=int(series.assigned[k]),
        y=first if math.isfinite(first) else None,
        y_second=second if math.isfinite(second) else None,
        load=float(series.load[k, 0]),
        state=state,
    )


def _refused(series: Series, protocol: Protocol, asked: Outcome, arm: int) -> Result:
    """Return the answer to what no personal data can answer: the data are not even looked at."""
    few, many = people_needed(PLAUSIBLE_MM, SEM_MM["trained"], 3), people_needed(PLAUSIBLE_MM, SEM_MM["ordinary"])
    return Result(
        **_named(series, protocol, asked, arm),
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
    if asked.code not in SCALES or asked.code == "E5":
        raise ValidationError(f"{asked.words} has no analysis of its own.", hint="Take another outcome.")
    if not series.n_observed:
        raise ValidationError(f"{asked.words}: never recorded in this trial.", hint="Record a workout first.")
    counts = _filled(series.per_arm, len(names))
    if missing := [names[k] for k in (0, arm) if not counts[k]]:
        raise ValidationError(
            f"no workout with {missing[0].replace('_', ' ')} was observed: one arm alone compares nothing.",
            hint="Train on; the arms come as drawn.",
        )


def _generator(protocol: Protocol) -> np.random.Generator:
    """Return a generator that the protocol alone decides, so that the same data give the same bytes."""
    return np.random.Generator(np.random.PCG64(int(protocol.hash[:32], 16)))
