"""What the data say of a trial's outcome: the test by the draw and the posterior under three priors, before any word is weighed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from preex.meta.mixture import Mixture
from preex.trials.allocation import rule
from preex.trials.chance import STEP, chance_of_answer, workouts_for
from preex.trials.model import Fitted, believe
from preex.trials.ordinal import ordinal_effect
from preex.trials.priors import NEUTRAL, PUBLISHED, SCALES, SCEPTICAL, STOPPED, Scale
from preex.trials.protocol import Protocol
from preex.trials.questions import Outcome
from preex.trials.randomisation import DesignTest, randomisation_test
from preex.trials.result import DesignTestResult, Estimate, Needs, UnderPrior, density
from preex.trials.sensitivity import sensitivity
from preex.trials.series import TWO_PAIR, Series
from preex.trials.stopped import stopped_effect
from preex.trials.verdict import FIXED, Bars, Probabilities, Verdict, judge

_ADJUSTED = "valid at this number of workouts, fixed beforehand"
_NOT_ADJUSTED = "not adjusted for looks"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a trial's series. arm : compared with the usual way."""

    series: Series
    protocol: Protocol
    outcome: Outcome
    arm: int

    @property
    def primary(self) -> bool:
        """The outcome the trial rests on."""
        return self.outcome.id == self.protocol.terms.outcome

    @property
    def scale(self) -> Scale:
        """How the outcome is measured, with its priors."""
        return SCALES[self.outcome.code]

    @property
    def rope(self) -> float:
        """Half-width of what does not matter: of the primary outcome as locked."""
        return self.protocol.terms.rope if self.primary else self.outcome.rope

    @property
    def sequential(self) -> bool:
        """Whether the trial is looked at more than once."""
        return len(self.protocol.terms.looks) > 1

    @property
    def bars(self) -> Bars:
        """How sure is sure enough; more is asked where one looks more than once."""
        stop = self.protocol.terms.stop
        return Bars(clear=stop.conclusion if self.sequential else FIXED, same=stop.same)


@dataclass(frozen=True, slots=True)
class Answer:
    """One outcome under the neutral prior, and the words under the others.

    fitted : its model; None = of an outcome that has none with trend and correlation. sd : from day to day.
    by_prior : None = no study tells. test : None = not the primary outcome.
    """

    effect: Mixture
    fitted: Fitted | None
    sd: float
    by_prior: Mapping[str, UnderPrior | None]
    test: DesignTest | None

    @property
    def words(self) -> dict[str, Verdict]:
        """The word under each prior there is."""
        return {name: under.verdict for name, under in self.by_prior.items() if under}


def answer_of(asked: Asked, rng: np.random.Generator) -> Answer:
    """Return what the data say.

    Parameters
    ----------
    rng : draws sequences for the test where there are too many to list.
    """
    series, arm = asked.series, asked.arm
    under: dict[str, UnderPrior | None] = {}
    effects: dict[str, tuple[Mixture, Fitted | None, float]] = {}
    for name in (NEUTRAL, PUBLISHED, SCEPTICAL):
        prior = asked.scale.effects.get(name)
        if prior is None or (name == PUBLISHED and asked.protocol.terms.question == "gap"):
            under[name] = None  # no study tells
            continue
        effects[name] = _posterior(series, asked.scale, prior, arm)
        p = _sides(effects[name][0], asked.rope)
        under[name] = UnderPrior(judge(p, asked.outcome.better, asked.bars), p)
    drawn_by = rule(asked.protocol.terms.scheme, levels=series.levels)
    test = randomisation_test(series, drawn_by, rng, arm=arm) if asked.primary else None
    return Answer(*effects[NEUTRAL], under, test)


def numbers(asked: Asked, found: Answer) -> dict[str, Any]:
    """Return those fields of a result that are numbers from the data."""
    return {
        "estimate": Estimate.of(found.effect),
        "p": _sides(found.effect, asked.rope),
        "rope": asked.rope,
        "priors": found.by_prior,
        "design_test": _tested(found.test, asked.series, asked.protocol),
        "sd": found.sd,
        "phi": found.fitted.posterior.phi_mean if found.fitted else None,
        "trend": _trend(found.fitted),
        "needs": _needs(asked, found),
        "bar": asked.bars.clear,
        "sequential": asked.sequential,
        "sensitivity": sensitivity(asked.series, found.effect, found.fitted, asked.scale, asked.arm, asked.protocol),
        "drift": _drift(asked.series, found.fitted),
        "density": density(found.effect),
    }


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


def _needs(asked: Asked, found: Answer) -> Needs:
    series, terms = asked.series, asked.protocol.terms
    effect = terms.effect if asked.primary else None
    n = None if effect is None else workouts_for(effect, found.sd, two_pair=series.design == TWO_PAIR)
    now, over = series.n_observed, int(series.revealed.sum())
    left = round((len(series) - over) * now / over) if over else 0

    def chance(more: int) -> float:
        return chance_of_answer(found.effect, now, now + more, asked.rope, asked.bars)

    more = tuple((k, chance(k)) for k in (STEP, 2 * STEP))
    return Needs(n, None if n is None else math.ceil(n / terms.per_week), effect, more, chance(left))
