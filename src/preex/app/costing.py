"""What pre-exhaust costs this lifter, pair by pair: studies, own sets, and both pooled."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import TYPE_CHECKING, Any

from preex.app.following import compared_sets
from preex.app.naming import exercise_named
from preex.catalogue import load_catalogue
from preex.core.pairing import shared_target
from preex.errors import ValidationError
from preex.fatigue import clocks
from preex.fatigue.pair_cost import NOTHING, Compared, Key, Own, Pair, own_costs, pooled, reps_lost
from preex.fatigue.parameters import centre, channels, endurance, priors
from preex.fatigue.reps import margin, open_loop_cost, repetitions

if TYPE_CHECKING:
    from preex.app.athlete import Known

TELLS = 0.05  # weight from which a pair's own sets alone are worth a figure
_Z80 = 1.2816  # of the normal distribution: 80 % lie within
_THAN = {
    "more": "more than the {:.1f} of studies",
    "less": "less than the {:.1f} of studies",
    "same": "studies say {:.1f}",
}
# A pair not in the log is taken as done in the usual way (S54, S56): the isolation near failure, a short gap.
_USUAL_ISOLATION, _USUAL_GAP_S, _USUAL_REPS = (12, 1.0), 30.0, 10.0


@dataclass(frozen=True, slots=True)
class Figure:
    """An uncertain figure with its 80 % interval."""

    mean: float
    q10: float
    q90: float

    def to_json(self) -> dict[str, float]:
        """Return plain data."""
        return {"mean": round(self.mean, 3), "q10": round(self.q10, 3), "q90": round(self.q90, 3)}

    def share_of(self, reps: float) -> Figure:
        """Return the figure as a share of so many repetitions."""
        return Figure(self.mean / reps, self.q10 / reps, self.q90 / reps)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCost:
    """What one pair costs, as in studies, by the lifter's own sets, and both together. [reps of the compound]

    n_sets, n_rated : sets of the compound right after the isolation; those of them to failure or with a reported reserve.
    fresh_reps : repetitions to failure without the isolation, mean over the sets. [reps]
    weight : how far `pooled` follows the pair's own sets, 0 to 1.
    multiplier : of the transferred cost the model expects, >= 0; for predictions of this lifter.
    """

    isolation: str
    compound: str
    target: str
    n_sets: int
    n_rated: int
    fresh_reps: float
    literature: Figure
    own: Figure
    pooled: Figure
    weight: float
    multiplier: float

    @property
    def verdict(self) -> str:
        """Whether the interval leaves out what studies say: `more`, `less` or `same`."""
        if self.pooled.q10 > self.literature.mean:
            return "more"
        return "less" if self.pooled.q90 < self.literature.mean else "same"

    @property
    def in_words(self) -> str:
        """Say it in a sentence that begins with the pair."""
        p, than = self.pooled, _THAN[self.verdict].format(self.literature.mean)
        costs = f"costs you about {p.mean:.1f}" if p.mean > 0 else "costs you none"
        sets = f"your {self.n_sets} sets count" if self.n_sets > 1 else "your one set counts"
        rated = "" if self.n_rated else ", for none tells how many repetitions were left"
        return (
            f"{costs} of {self.fresh_reps:.0f} repetitions ({p.q10:.1f} to {p.q90:.1f}), {than}; "
            f"{sets} {100 * self.weight:.0f} %{rated}"
        )

    def to_json(self) -> dict[str, Any]:
        """Return plain data; shares are of the compound's fresh repetitions."""
        figures = {"literature": self.literature, "own": self.own, "pooled": self.pooled}
        return {
            "isolation": self.isolation,
            "compound": self.compound,
            "target": self.target,
            "n_sets": self.n_sets,
            "n_rated": self.n_rated,
            "fresh_reps": round(self.fresh_reps, 2),
            **{
                name: {"reps": f.to_json(), "share": f.share_of(self.fresh_reps).to_json()}
                for name, f in figures.items()
            },
            "weight": round(self.weight, 3),
            "multiplier": round(self.multiplier, 3),
            "verdict": self.verdict,
            "words": self.in_words,
            "because": ["S13", "S14", "S16"],
        }


@dataclass(frozen=True, slots=True)
class PairCosts:
    """The costs of every pair in a log, the one with most sets first; and of any other pair, borrowed from them."""

    costs: tuple[PairCost, ...] = ()
    own: Own = NOTHING
    _pairs: tuple[Pair, ...] = field(default=(), repr=False)

    def multiplier(self, isolation: str, compound: str) -> float:
        """Return by how much the cost the model expects of a pair is to be multiplied for this lifter, >= 0.

        The loss of log-strength that the isolation causes, which is the loss with it less the loss without it, times
        this. 1 for a lifter without pre-exhausted sets; never below 0, since no pair makes stronger (S13).

        Raises
        ------
        UnknownExercise : a name the catalogue does not know.
        ValidationError : the two share no muscle, so that there is nothing to transfer.
        """
        isolation, compound = (exercise_named(name).id for name in (isolation, compound))
        known = next((c for c in self.costs if (c.isolation, c.compound) == (isolation, compound)), None)
        if known:
            return known.multiplier
        asked = _Middle.usual(isolation, compound).pair((isolation, compound))
        found = pooled((*self._pairs, asked), self.own)
        return max(0.0, float(found.mean[-1]))


def pair_costs(known: Known) -> PairCosts:
    """Estimate what each pre-exhaust pair in a log costs this lifter.

    Parameters
    ----------
    known : the athlete, whose sets are oldest first and in the order done.
    """
    compared = compared_sets(known.sets, known.profile.body_mass_kg)
    if not compared:
        return PairCosts()
    own = own_costs(compared)
    middles = [_Middle.of([c for c in compared if c.pair == key]) for key in own.pairs]
    pairs = tuple(middle.pair(key) for middle, key in zip(middles, own.pairs, strict=True))
    studies, both = pooled(pairs), pooled(pairs, own)
    counts = Counter(c.pair for c in compared)
    costs = [
        PairCost(
            isolation=pair.key[0],
            compound=pair.key[1],
            target=pair.muscle,
            n_sets=counts[pair.key],
            n_rated=sum(c.pair == pair.key and not c.reserve_sd for c in compared),
            fresh_reps=middle.fresh_reps,
            literature=middle.reps(studies.mean[i], studies.sd[i]),
            own=middle.reps(own.mean[i], math.sqrt(own.covariance[i, i])),
            pooled=middle.reps(both.mean[i], both.sd[i]),
            weight=float(both.weight[i]),
            multiplier=max(0.0, float(both.mean[i])),
        )
        for i, (pair, middle) in enumerate(zip(pairs, middles, strict=True))
    ]
    return PairCosts(tuple(sorted(costs, key=lambda c: -c.n_sets)), own, pairs)


@dataclass(frozen=True, slots=True)
class _Middle:
    """The middle of the sets of one pair: what a multiplier means there in repetitions of the compound."""

    margin: float  # without the isolation [log]
    expected: float  # what the isolation takes, by the model [log]
    phi: float

    @classmethod
    def of(cls, compared: Sequence[Compared]) -> _Middle:
        """Return the middle of sets of one pair."""
        compound = load_catalogue().exercises[compared[0].pair[1]]
        spared = max(0.0, fmean(c.margin for c in compared))
        return cls(spared, fmean(c.expected for c in compared), endurance(compound))

    @classmethod
    def usual(cls, isolation: str, compound: str) -> _Middle:
        """Return a pair as it is usually done (S54, S56)."""
        c, (first, second) = centre(), (channels(load_catalogue().exercises[e]) for e in (isolation, compound))
        loss = open_loop_cost(*_USUAL_ISOLATION, first.phi, c.lam)
        tired = clocks.deposit(clocks.fresh(), isolation, first, loss, _USUAL_ISOLATION[0] * c.rep_s, c)
        zeta = clocks.channel_fatigue(clocks.rest(tired, clocks.decay(_USUAL_GAP_S, c)), compound, second, c)
        at = float(margin(_USUAL_REPS + 0.5, second.phi, c.lam))
        return cls(at, float(clocks.log_strength(zeta, second, c.rho)), second.phi)

    @property
    def fresh_reps(self) -> float:
        """Expected repetitions without the isolation; completed ones are half a repetition below the continuous."""
        return float(repetitions(self.margin, self.phi, priors()["lam"].centre)) - 0.5

    def reps(self, mean: float, sd: float) -> Figure:
        """Return the repetitions that an uncertain multiplier costs."""
        at = (mean, mean - _Z80 * sd, mean + _Z80 * sd)
        return Figure(*(reps_lost(m, self.margin, self.expected, self.phi, priors()["lam"].centre) for m in at))

    def pair(self, key: Key) -> Pair:
        """Return the pair for pooling.

        Raises
        ------
        ValidationError : the two share no muscle, so that there is nothing to transfer.
        """
        target = shared_target(*(load_catalogue().exercises[e] for e in key))
        if target is None:
            raise ValidationError(
                f"{key[0]} and {key[1]} are no pre-exhaust pair: they share no muscle.", hint="See preex pairs."
            )
        return Pair(key=key, muscle=target, share=self.reps(1.0, 0.0).mean / self.fresh_reps)
