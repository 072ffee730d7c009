"""Draws the effects of pinned trials under the heavier model by NUTS: `python validation/trials/heavier.py`.

Needs the extra `verify`. Writes `heavier.json`: what the draws say, with versions and seed, which `validation/test_tier2.py`
compares with the exact mixture as it is now. About five minutes on two cores.
"""

import json
import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from zlib import crc32

import numpy as np

from preex.trials.allocation import rule
from preex.trials.model import believe
from preex.trials.ordinal import ordinal_effect
from preex.trials.priors import MINUTES, NEUTRAL, POINTS, REPS, Scale
from preex.trials.series import Series
from preex.trials.tier2 import Density, audit

TABLE = Path(__file__).parent / "heavier.json"
SEED = 1


def days(n, rng, *, sd=1.0, phi=0.2, tails=None):
    """Noise of n days that resemble the day before; `tails` = degrees of freedom."""
    e = rng.standard_normal(n) if tails is None else rng.standard_t(tails, n) / np.sqrt(tails / (tails - 2))
    for i in range(1, n):
        e[i] = phi * e[i - 1] + np.sqrt(1 - phi**2) * e[i]
    return sd * e


def line(arms, effect, rng, **noise):
    """Repetitions around 9 with a drift of 0.05 a workout."""
    n = len(arms)
    return 9 + effect * arms + 0.05 * (np.arange(n) - (n - 1) / 2) + days(n, rng, **noise)


def measured(arms, effect, rng, **noise):
    """Means of three sets."""
    return np.round(3 * line(arms, effect, rng, **noise)) / 3 + 0.01  # never all whole


def with_a_bad_day(arms, effect, rng):
    """One workout five repetitions short."""
    y = measured(arms, effect, rng)
    y[5] -= 5
    return y


def with_gaps(arms, effect, rng):
    """Three workouts in ten missed."""
    return np.where(rng.random(len(arms)) < 0.3, np.nan, measured(arms, effect, rng))


def with_two_pairs(arms, effect, rng):
    """Both arms in each workout, half of the variance shared by the day."""
    shared = days(len(arms), rng, sd=np.sqrt(0.5))
    return np.column_stack([measured(a, effect, rng, sd=np.sqrt(0.5)) + shared for a in (arms, 1 - arms)])


def felt(arms, effect, rng):
    """Effort in half points near the top of the scale."""
    return np.clip(np.round(2 * (8.8 + effect * arms + days(len(arms), rng, sd=0.7))) / 2, 0, 10)


@dataclass(frozen=True)
class Pinned:
    """A kind of trial. same : whether normal days and outcomes as said are drawn too, which is the exact mixture's own model."""

    name: str
    n: int
    effect: float
    make: Callable
    scale: Scale = REPS
    same: bool = False

    def series(self, number):
        """Return the trial of a number."""
        rng = np.random.default_rng([crc32(self.name.encode()), number])
        arms = rule("blocks4").draw(self.n, rng)
        return Series.of(arms, self.make(arms.astype(float), self.effect, rng))


PINNED = (
    Pinned("as assumed", 24, -1.5, measured, same=True),
    Pinned("no effect", 24, 0.0, measured, same=True),
    Pinned("heavy tails", 24, -1.5, lambda *a: measured(*a, tails=3)),
    Pinned("one day far off", 16, -1.5, with_a_bad_day),
    Pinned("30 % missing", 24, -1.5, with_gaps),
    Pinned("whole repetitions", 16, -1.5, lambda *a: np.round(line(*a))),
    Pinned("two pairs", 12, -1.5, with_two_pairs, same=True),
    Pinned("effort near the top", 24, 0.7, felt, POINTS),
    Pinned("minutes", 16, -5.0, lambda a, e, rng: 22 + e * a + days(len(a), rng, sd=4), MINUTES, same=True),
)
NUMBERS = (1, 2, 3)
ROPE = {"reps": 0.5, "points": 0.5, "minutes": 2.0}


def fingerprint(series):
    """A number that changes when the trial does."""
    return crc32(repr((series.assigned.tolist(), np.round(series.y, 6).tolist())).encode())


def exact(series, scale):
    """What the exact mixture believes of the effect."""
    prior = scale.effects[NEUTRAL]
    if not scale.step:
        return believe(series, scale, prior).effect
    tried = series.assigned[series.observed].astype(float)
    return ordinal_effect(series.value[series.observed], tried, prior, level=scale.intercept, noise=scale.noise)[0]


def density(series, scale, *, same):
    """The heavier model, or the exact mixture's own."""
    return Density(series, scale, scale.effects[NEUTRAL], tails=not same, rounded=not same)


def recorded(found):
    """What is kept of an audit."""
    drawn = {
        k: {n: round(x, 4) for n, x in v.items()} if isinstance(v, dict) else round(v, 5)
        for k, v in asdict(found).items()
    }
    return drawn | {"trusted": found.trusted}


def write(path, trials, **how):
    """Write a table of audits, with versions and how they were drawn."""
    versions = {name: version(name) for name in ("nutpie", "arviz", "numpy", "scipy")}
    versions["python"] = platform.python_version()
    table = {"versions": versions, **how, "chains": 4, "draws": 1000, "warm_up": 500, "trials": trials}
    path.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def main():
    """Draw every pinned trial and write the table."""
    trials = []
    for pinned in PINNED:
        for number in NUMBERS:
            series = pinned.series(number)
            for same in (False, True) if pinned.same else (False,):
                found = audit(density(series, pinned.scale, same=same), ROPE[pinned.scale.name], seed=SEED)
                row = {"name": pinned.name, "number": number, "same_model": same, "fingerprint": fingerprint(series)}
                trials.append(row | recorded(found))
                one = exact(series, pinned.scale)
                print(
                    f"{pinned.name:20} {number} {'same' if same else 'heavier':8} {found.estimate.mean:6.2f} +/- {found.sd:.2f}, "
                    f"exact {one.mean:6.2f} +/- {one.sd:.2f}, {'trusted' if found.trusted else 'NOT trusted'}",
                    flush=True,
                )
    write(TABLE, trials, seed=SEED)


if __name__ == "__main__":
    main()
