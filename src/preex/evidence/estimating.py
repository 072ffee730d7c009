"""From findings of one question to an estimate: by their numbers, or by the directions and p values that papers print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scipy.stats import norm

from preex.evidence.effects import Finding
from preex.evidence.measures import Measured, covariance, measured
from preex.meta.bayes import Posterior
from preex.meta.bias import egger
from preex.meta.censored import Direction, Printed, censored_synthesis
from preex.meta.contrast import Horizon
from preex.meta.dependence import RHO, Block, aggregate
from preex.meta.inputs import vector
from preex.meta.policy import FEWEST_FOR_BIAS_TESTS, PRIORS, Pool, Scale, pool_blocks
from preex.meta.pooling import MetaResult

# Smallest effects that make a difference to anyone: a fifth of a standard deviation (J. Cohen's "small"), 5 % of an amount (half
# a repetition of ten), and a fifth of the spread of changes. Status: expert estimates.
MATTERS = {Scale.SMD: 0.2, Scale.LOG_RATIO: 0.05}
MATTERS_PRINTED = 0.2
PRIOR_SD, TAU_SCALE = (
    1.0,
    0.5,
)  # of the synthesis of printed directions, in spreads of changes; repeated at half and double


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is varied to see whether an answer hangs on it.

    r, rho : correlations; None = the usual. prior : width, 1 = as it is. whole_trials : comparisons of one trial are one study.
    """

    r: float | None = None
    rho: float = RHO
    prior: float = 1.0
    whole_trials: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A pooled effect.

    way : numbers or printed. unit : smd, log_ratio, or dz (spreads of changes). matters : smallest size that makes a difference.
    k : comparisons of other people. mid, low, high : best guess and 95 % interval. p_more : P(above 0). p_within : P(closer to 0
    than `matters`). next_low, next_high : where a next study's true effect lies; None = cannot be said.
    classical : Knapp and Hartung's interval beside it. prior_matters : the answer leans on the prior. said : what goes with it.
    robust : (low, high) by CHE with CR2 beside it. egger_p : of small studies showing larger effects; None below ten.
    """

    way: str
    unit: str
    matters: float
    k: int
    mid: float
    low: float
    high: float
    p_more: float
    p_within: float
    next_low: float | None = None
    next_high: float | None = None
    classical: MetaResult | None = None
    robust: tuple[float, float] | None = None
    egger_p: float | None = None
    prior_matters: bool = False
    said: tuple[str, ...] = ()

    @property
    def p_direction(self) -> float:
        """Probability that the mean lies on its likelier side of 0."""
        return max(self.p_more, 1 - self.p_more)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The findings of one study that are pooled, with their effects; `study` is its id, or its trial's."""

    study: str
    findings: tuple[Finding, ...]
    effects: tuple[Measured, ...]

    def block(self, rho: float) -> Block:
        """Return its effects and their covariance."""
        return Block(
            self.study, vector("yi", [e.y for e in self.effects]), covariance(self.findings, self.effects, rho)
        )


def comparisons(findings: Iterable[Finding], options: Options, samples: Mapping[str, str]) -> tuple[Comparison, ...]:
    """Gather what can be computed by study, or by trial if so wished, of the scale most findings have.

    Parameters
    ----------
    samples : study -> trial.
    """
    effects = [(f, e) for f in findings if (e := measured(f, options.r)) is not None]
    scales = [e.scale for _, e in effects]
    scale = max(sorted(set(scales)), key=scales.count) if scales else None
    by_study: dict[str, list[tuple[Finding, Measured]]] = {}
    for f, e in effects:
        if e.scale is scale:
            by_study.setdefault(samples[f.study] if options.whole_trials else f.study, []).append((f, e))
    return tuple(Comparison(s, *(tuple(part) for part in zip(*rows, strict=True))) for s, rows in by_study.items())


def by_numbers(found: Sequence[Comparison], horizon: Horizon, options: Options) -> Estimate | None:
    """Pool effects and variances by the policy for their number; None without any."""
    if not found:
        return None
    scale = found[0].effects[0].scale
    matters, prior = MATTERS[scale], PRIORS[scale, horizon].scaled(options.prior)
    studies = [c.block(options.rho) for c in found]
    pool, robust = pool_blocks(studies, prior, matters=matters)
    if pool.bayes is not None:
        return replace(
            _of_posterior(pool, pool.bayes, scale, matters),
            robust=(robust.ci_low, robust.ci_high) if robust else None,
            egger_p=_egger(studies),
        )
    return _of_one(pool, scale, matters)


def by_printed(printed: Sequence[tuple[str, Printed]], options: Options) -> Estimate | None:
    """Pool printed directions, one a study; None without any."""
    if not printed:
        return None
    results = [p for _, p in printed]
    of = [_synthesis(results, options.prior * width) for width in (0.5, 1.0, 2.0)]
    inside = [_inside(d, MATTERS_PRINTED) for d in of]
    middle = of[1]
    return Estimate(
        way="printed",
        unit="dz",
        matters=MATTERS_PRINTED,
        k=len(results),
        mid=middle.mean,
        low=middle.quantile(0.025),
        high=middle.quantile(0.975),
        p_more=1 - middle.p_below_0,
        p_within=inside[1],
        prior_matters=max(inside) - min(inside) > 0.15 or _leans(of),
        said=("Only directions and p values are printed, so the amount follows what was believed before.",),
    )


def printed_by_study(findings: Iterable[Finding]) -> tuple[tuple[str, Printed], ...]:
    """Return what each study prints, once: of several rows the least telling one."""
    by_study: dict[str, list[Printed]] = {}
    for f in findings:
        if (p := f.printed) is not None:
            by_study.setdefault(f.study, []).append(p)
    return tuple((study, _least_telling(rows)) for study, rows in by_study.items())


def _least_telling(rows: Sequence[Printed]) -> Printed:
    signs = {p.direction for p in rows}
    weakest = max(rows, key=lambda p: p.bound)
    if len(signs) > 1:  # one muscle rose and another did not: the study as a whole says neither
        return Printed(weakest.n, next((p.bound for p in rows if p.direction == 0), weakest.bound), 0)
    return weakest


def _synthesis(results: Sequence[Printed], width: float) -> Direction:
    return censored_synthesis(results, prior_sd=min(2.0, PRIOR_SD * width), tau_scale=min(2.0, TAU_SCALE * width))


def _egger(studies: Sequence[Block]) -> float | None:
    _, y, v = aggregate(studies)
    return float(egger(y, v).p[1]) if len(y) >= FEWEST_FOR_BIAS_TESTS else None


def _inside(d: Direction, edge: float) -> float:
    return float(d.p[abs(d.mu) < edge].sum())


def _leans(of: Sequence[Direction]) -> bool:
    """Return whether half or double the prior moves the best guess by more than a half of it."""
    half, middle, double = (d.mean for d in of)
    return max(abs(half - middle), abs(double - middle)) > abs(middle) / 2


def _of_posterior(pool: Pool, bayes: Posterior, scale: Scale, matters: float) -> Estimate:
    low, high = pool.prediction or (None, None)
    return Estimate(
        way="numbers",
        unit=scale.value,
        matters=matters,
        k=pool.k,
        mid=bayes.mean,
        low=bayes.quantile(0.025),
        high=bayes.quantile(0.975),
        p_more=1 - bayes.p_below(0.0),
        p_within=bayes.p_within(-matters, matters),
        next_low=low,
        next_high=high,
        classical=pool.classical,
        prior_matters=pool.prior_matters,
        said=pool.said,
    )


def _of_one(pool: Pool, scale: Scale, matters: float) -> Estimate | None:
    """Return the one study's own interval."""
    one = pool.classical
    if one is None:
        return None
    below, above = (float(norm.cdf((edge - one.mu) / one.se)) for edge in (-matters, matters))
    return Estimate(
        way="numbers",
        unit=scale.value,
        matters=matters,
        k=1,
        mid=one.mu,
        low=one.ci_low,
        high=one.ci_high,
        p_more=float(norm.sf(-one.mu / one.se)),
        p_within=above - below,
        classical=one,
        said=pool.said,
    )
