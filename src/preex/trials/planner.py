"""What a trial could tell before it begins: power of its own test, chance of a clear answer, width of the interval.

By simulation with the rule that will draw the arms and the analysis that will judge them, no formula in between. Invented lifters
drift, have days that resemble the day before, miss workouts and repeat whole repetitions, as real ones do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import t as student

from preex.errors import OutOfRange, ValidationError
from preex.trials.allocation import Rule, default_scheme, rule
from preex.trials.gaussian import Batch, Priors, fit_many
from preex.trials.priors import NEUTRAL, SCALES, WIDE
from preex.trials.questions import Outcome, primary_outcome
from preex.trials.schemes import Arms, Floats
from preex.trials.verdict import Bars

# Of lifters' logs (77 windows of 24 workouts, 10 lifters of 19 public logs): correlation with the day before 0.16, rounded up;
# drift 0.05 a workout, below the median of 0.09-0.15; the standard deviation differs among lifters by a factor exp(0.46).
CORRELATION = 0.2
DRIFT = 0.05  # in units of the standard deviation
SPREAD = 0.46  # of ln sd among lifters, who do not know their own
EFFECTS_SD = 1.0  # among lifters, in units of the outcome's planned standard deviation; assumed
SHARED = 0.5  # of the variance that both pairs of a workout have in common; assumed
ADHERENCE = 0.9  # workouts that are done and recorded
RUNS, CHANCE_RUNS = 1500, 800  # Monte-Carlo error 0.013 and 0.018 at most
_SAMPLE = 1999  # sequences of a reference that has more; p falls short by less than 0.005
_TIE, _FLAT = 1e-9, 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A trial to be weighed.

    workouts, per_week : planned. pairs : 1, or 2 in opposite arms. scheme : "" = the usual one for so many workouts.
    sd : from day to day. effect : true one to find. [unit of the outcome]
    adherence : share of workouts that will be observed.
    sd_known : `sd` was measured on the lifter.
    """

    workouts: int
    pairs: int = 1
    scheme: str = ""
    sd: float = 1.0
    effect: float = -1.5
    adherence: float = ADHERENCE
    outcome: str = "compound_reps"
    per_week: int = 2
    sets: int = 3
    sd_known: bool = False

    @property
    def measured(self) -> Outcome:
        """The outcome."""
        return primary_outcome(self.outcome)

    @property
    def rule(self) -> Rule:
        """How arms are drawn."""
        return rule(self.scheme or default_scheme(self.workouts))

    def check(self) -> None:
        """Check the plan.

        Raises
        ------
        OutOfRange : a number. ValidationError : more than two arms, whose contrasts are weighed one by one.
        NotMeasurable : growth or strength.
        """
        for name, value, low, high in (
            ("sd", self.sd, 0.01, 1000.0),
            ("adherence", self.adherence, 0.3, 1.0),
            ("pairs", self.pairs, 1, 2),
            ("effect", abs(self.effect), 0.0, 1000.0),
            ("per_week", self.per_week, 1, 7),
        ):
            if not (math.isfinite(value) and low <= value <= high):
                raise OutOfRange(f"{name} is {value:g}; it lies between {low:g} and {high:g}.", hint="Correct it.")
        if self.pairs == 2 and not self.measured.per_pair:
            raise ValidationError(
                f"{self.outcome} is asked once a workout, and each workout holds both arms.", hint="Take one pair."
            )
        if self.rule.name.startswith("williams"):
            raise ValidationError(
                "power is worked out for two arms.", hint="Weigh one contrast: half of the workouts each."
            )
        if self.rule.refusal:
            raise ValidationError(
                f"the scheme {self.rule.name!r} is refused: {self.rule.refusal}.", hint="Take maxrun3."
            )
        self.rule.check(self.workouts)


@dataclass(frozen=True, slots=True)
class Simulated:
    """Invented trials: arms (n_run, n), outcomes (n_run, n) with nan = missed, true effects (n_run,)."""

    arms: Arms
    y: Floats
    effect: Floats


@dataclass(frozen=True, slots=True)
class Tested:
    """What the trial's own test finds. power : share of p <= 0.05. half_width : median of the 95 % t-interval, halved."""

    power: float
    half_width: float


@dataclass(frozen=True, slots=True)
class Chance:
    """Chance of a clear answer. conclusive : any. wrong : among those, the share on the wrong side. width : mean, of 95 %."""

    conclusive: float
    wrong: float
    width: float


def simulate(plan: Plan, runs: int, rng: np.random.Generator, *, vary: bool = False) -> Simulated:
    """Invent trials.

    Parameters
    ----------
    vary : effects differ among lifters around the plan's, and so does the standard deviation unless it was measured.
    """
    n, unit = plan.workouts, plan.measured.sd
    arms = plan.rule.draw_many(n, runs, rng)
    spread = 0.0 if plan.sd_known or not vary else SPREAD
    sd = plan.sd * np.exp(spread * rng.standard_normal(runs))
    effect = plan.effect + (EFFECTS_SD * unit if vary else 0.0) * rng.standard_normal(runs)
    noise = rng.standard_normal((runs, n))
    for s in range(1, n):
        noise[:, s] = CORRELATION * noise[:, s - 1] + math.sqrt(1 - CORRELATION**2) * noise[:, s]
    if plan.pairs == 2:  # first minus second: what the workout has in common and the drift cancel
        y = sd[:, None] * math.sqrt(2 * (1 - SHARED)) * noise + effect[:, None] * (2.0 * arms - 1)
    else:
        drift = DRIFT * plan.sd * (np.arange(n) - (n - 1) / 2)
        y = sd[:, None] * noise + drift + effect[:, None] * arms
    if plan.measured.unit == "reps/set":
        y = np.round(y * plan.sets) / plan.sets
    y[rng.random((runs, n)) > plan.adherence] = np.nan
    return Simulated(arms, y, effect)


def detect(plan: Plan, rng: np.random.Generator, runs: int = RUNS) -> Tested:
    """Return what the trial's randomisation test finds where the effect is exactly the plan's.

    Notes
    -----
    The statistic is that of `preex.trials.randomisation`, for all invented trials at once: with rows of Q orthonormal over the
    observed workouts, spanning level and trend, the arm's coefficient is a'My / a'Ma with M = diag(seen) - Q Q'.
    """
    made = simulate(plan, runs, rng)
    seen = np.isfinite(made.y).astype(float)
    level, trend = _level_and_trend(seen)
    left = _without(np.nan_to_num(made.y) * seen, level, trend)
    squared = left * left
    reference = plan.rule.sequences(plan.workouts, rng)
    share = plan.rule.probabilities(reference)
    if len(reference) > _SAMPLE:
        chosen = rng.choice(len(reference), _SAMPLE, replace=False)
        reference, share = reference[chosen], share[chosen] / share[chosen].sum()
    every = reference.astype(float)
    gram = every @ seen.T - (every @ level.T) ** 2 - (every @ trend.T) ** 2
    statistic = _ratio(every @ left.T, gram)
    arm = made.arms.astype(float)
    own_gram = (arm * seen).sum(axis=1) - (arm * level).sum(axis=1) ** 2 - (arm * trend).sum(axis=1) ** 2
    own = _ratio((arm * left).sum(axis=1), own_gram)
    far = np.abs(statistic) >= np.abs(own) - _TIE * (1 + np.abs(own))
    df = seen.sum(axis=1) - 3
    usable = (df > 0) & (own_gram > _FLAT)
    rest = np.maximum(squared.sum(axis=1) - own**2 * own_gram, 0.0)
    half = student.ppf(0.975, np.maximum(df, 1)) * np.sqrt(_ratio(rest / np.maximum(df, 1), own_gram))
    return Tested(
        power=float((share @ far <= 0.05).mean()),
        half_width=float(np.median(half[usable])) / plan.pairs if usable.any() else math.inf,
    )


def chance(
    plan: Plan,
    rng: np.random.Generator,
    *,
    looks: Sequence[int] = (),
    bars: Bars | None = None,
    runs: int = CHANCE_RUNS,
) -> Chance:
    """Return the chance of a clear answer for a lifter whose effect is not known, only that such effects lie around the plan's.

    Parameters
    ----------
    looks : workouts after which the data are judged and a clear answer ends the trial; () = once, at the end.
    bars : of the verdict; None = those for a single look.
    """
    made, bars = simulate(plan, runs, rng, vary=True), bars or Bars()
    rope = plan.measured.rope
    answered, wrong, width = np.zeros(runs, dtype=bool), np.zeros(runs, dtype=bool), 0.0
    for n in looks or (plan.workouts,):
        found = believed(plan, Simulated(made.arms[:, :n], made.y[:, :n], made.effect))
        below, above = found.p_below(-rope), 1 - found.p_below(rope)
        claims = below > bars.clear, above > bars.clear, 1 - below - above > bars.same
        truth = made.effect < -rope, made.effect > rope, np.abs(made.effect) <= rope
        new = np.logical_or.reduce(claims) & ~answered
        wrong |= new & ~np.logical_or.reduce([c & t for c, t in zip(claims, truth, strict=True)])
        answered |= new
        width = float(2 * 1.96 * found.sd.mean())
    return Chance(float(answered.mean()), float(wrong.sum() / max(answered.sum(), 1)), width)


def believed(plan: Plan, made: Simulated) -> Batch:
    """Return what the headline model believes of the effect in invented trials."""
    n = made.y.shape[1]
    scale, outcome = SCALES[plan.measured.code], plan.measured
    arm = 2.0 * made.arms - 1 if plan.pairs == 2 else made.arms - 0.5
    columns = [np.ones_like(made.y), arm, np.broadcast_to(np.arange(n) - (n - 1) / 2, made.y.shape)]
    mean, sd = (0.0, *scale.effects[NEUTRAL][:1], 0.0), (WIDE * outcome.sd, scale.effects[NEUTRAL][1], scale.trend_sd)
    used = 3 if scale.trend_sd else 2  # what is felt has no trend in its model
    X = np.stack(columns[:used], axis=2)
    return fit_many(made.y, X, np.arange(1.0, n + 1), Priors(mean[:used], sd[:used], scale.noise))


def larger(plan: Plan, workouts: int) -> Plan:
    """Return the plan with another number of workouts, under the usual scheme for it."""
    return replace(plan, workouts=workouts, scheme="")


def _level_and_trend(seen: Floats) -> tuple[Floats, Floats]:
    """Return orthonormal rows over the observed workouts, (n_run, n) each."""
    count = np.maximum(seen.sum(axis=1, keepdims=True), 1)
    time = np.arange(seen.shape[1])
    trend = (time - (seen * time).sum(axis=1, keepdims=True) / count) * seen
    return seen / np.sqrt(count), trend / np.maximum(np.sqrt((trend**2).sum(axis=1, keepdims=True)), 1e-12)


def _without(y: Floats, level: Floats, trend: Floats) -> Floats:
    for row in (level, trend):
        y = y - (y * row).sum(axis=1, keepdims=True) * row
    return y


def _ratio(above: Floats, below: Floats) -> Floats:
    flat = below < _FLAT
    return np.where(flat, 0.0, above / np.where(flat, 1.0, below))
