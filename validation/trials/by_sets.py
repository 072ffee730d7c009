"""Draws pinned trials set by set by NUTS, where effort differs between the arms: `python validation/trials/by_sets.py`.

Needs the extra `verify`. Writes `by_sets.json`, with versions and seed, which `validation/test_tier2.py` compares with the exact mixture
as it is now and with the truth. Lifters say half a repetition too few; the true effect is -1.5. About five minutes on two cores.
"""

from pathlib import Path
from zlib import crc32

import numpy as np
from heavier import recorded, write

from preex.trials.allocation import rule
from preex.trials.model import believe
from preex.trials.outcomes import equivalent
from preex.trials.priors import NEUTRAL, REPS
from preex.trials.series import Series
from preex.trials.tier2 import audit
from preex.trials.tier2_sets import SetDensity, Sets
from preex.trials.workouts import TrialSet

TABLE = Path(__file__).parent / "by_sets.json"
SEED, EFFECT, ROPE, WORKOUTS, DEPTH, ACCEPT = 1, -1.5, 0.5, 24, 3, 0.97
# Share of sets to failure with the usual way and with what is tried, and share of the others whose reserve nobody told.
KINDS = {
    "all to failure": (1.0, 1.0, 0.0),
    "more often to failure with what is tried": (0.2, 0.8, 0.0),
    "reserve of a third unknown": (0.4, 0.4, 1 / 3),
}
NUMBERS = (1, 2)


def trained(kind, number):
    """Return the sets of an invented trial of 24 workouts."""
    usual, tried, unknown = KINDS[kind]
    rng = np.random.default_rng([crc32(kind.encode()), number])
    arm = rule("blocks4").draw(WORKOUTS, rng).astype(float)
    number_of, day = np.arange(1.0, WORKOUTS + 1), 3.5 * np.arange(WORKOUTS)
    form = rng.normal(0, 0.6, WORKOUTS)
    workout, place = np.repeat(np.arange(WORKOUTS), DEPTH), np.tile(np.arange(float(DEPTH)), WORKOUTS)
    could = 10.5 + EFFECT * arm[workout] - place + 0.05 * (number_of[workout] - 12.5) + form[workout]
    could = np.floor(could + rng.normal(0, 0.9, len(workout)))
    fails = rng.random(len(workout)) < np.where(arm[workout] == 1, tried, usual)
    reserve = np.where(fails, 0, rng.integers(1, 4, len(workout)))
    told = np.where(fails, 0.0, np.clip(np.round(reserve - 0.5 + rng.normal(0, 0.7, len(workout))), 1, None))
    told = np.where(~fails & (rng.random(len(workout)) < unknown), np.nan, told)
    return Sets(
        workout=workout,
        place=place,
        reps=could - reserve,
        rir=told,
        load=np.zeros(len(workout)),
        arm=arm,
        number=number_of,
        day=day,
    )


def fingerprint(sets):
    """A number that changes when the trial does."""
    return crc32(repr((sets.arm.tolist(), sets.reps.tolist(), np.nan_to_num(sets.rir, nan=-1).tolist())).encode())


def exact(sets):
    """What the exact mixture believes: means of the sets whose effort is known, each place's own mean taken out."""
    stands = np.array(
        [
            equivalent(TrialSet(pair=0, compound=True, load_kg=100, reps=int(r), rir=None if np.isnan(q) else float(q)))
            for r, q in zip(sets.reps, sets.rir, strict=True)
        ]
    ).reshape(WORKOUTS, DEPTH)
    place = np.nanmean(stands, axis=0)
    y = [
        np.mean((row - place)[np.isfinite(row)]) + place.mean() if np.isfinite(row).any() else np.nan for row in stands
    ]
    return believe(Series.of(sets.arm.astype(int), y), REPS, REPS.effects[NEUTRAL]).effect


def main():
    """Draw every pinned trial and write the table."""
    trials = []
    for kind in KINDS:
        for number in NUMBERS:
            sets = trained(kind, number)
            found = audit(SetDensity(sets, REPS.effects[NEUTRAL]), ROPE, seed=SEED, target_accept=ACCEPT)
            one = exact(sets)
            trials.append({"name": kind, "number": number, "fingerprint": fingerprint(sets)} | recorded(found))
            print(
                f"{kind:42} {number} {found.estimate.mean:6.2f} +/- {found.sd:.2f}, exact {one.mean:6.2f} +/- {one.sd:.2f}; "
                f"R-hat {found.rhat:.4f}, ESS {found.ess:.0f}, divergences {found.divergences}",
                flush=True,
            )
    write(TABLE, trials, seed=SEED, target_accept=ACCEPT)


if __name__ == "__main__":
    main()
