"""What the model says about one published quantity: one function for each `measure` of `targets.csv`.

Means are over 4,000 lifters drawn from the population, with whole repetitions; activity and effort are those of the
lifter at the centre.
"""

import math
from functools import cache

import numpy as np
from plans import sets_of

from preex import catalogue
from preex.core.muscle import Muscle
from preex.fatigue import clocks, reps
from preex.fatigue.parameters import centre, channels, priors
from preex.fatigue.session import PlannedSet
from preex.predictor import Predictor

N_DRAW = 4000
LOAD_KG = 100.0


def planned(plan, options):
    """Sets of a plan at the `rm`-repetition maximum or at a `share` of the 1RM, stopped at `reps` or at failure.

    `first_share` and `first_reps` say it for the first set alone; in an activity, `share` is that of the last exercise.
    """
    sets, share = sets_of(plan), options.get("share")
    stop = int(options["reps"]) if "reps" in options else None
    out = []
    for i, (exercise, rest_s) in enumerate(sets):
        first = i == 0 and "first_share" in options and len(sets) > 1
        part = options["first_share"] if first else share if exercise == sets[-1][0] or "rm" not in options else None
        load = {"relative_load": float(part)} if part else {"load_kg": LOAD_KG}
        limit = int(options["first_reps"]) if first else stop
        out.append(PlannedSet(exercise=exercise, rest_before_s=rest_s, reps=limit, **load))
    return out


def lifter(plan, options):
    """A lifter tested in each exercise of the plan at `LOAD_KG`."""
    predictor = Predictor()
    for exercise in dict.fromkeys(e for e, _ in sets_of(plan)):
        predictor.set_strength(exercise, load_kg=LOAD_KG, reps=int(options.get("rm", 10)))
    return predictor


@cache
def draws(plan, options):
    """Repetitions of each set, one array of lifters for each; `options` as text."""
    chosen = read(options)
    return [o.reps.values for o in lifter(plan, chosen).simulate(planned(plan, chosen), n_draw=N_DRAW)]


def read(options):
    """Options `name=value;name=value` as a dictionary of text."""
    return dict(o.split("=") for o in options.split(";")) if options else {}


def per_set(plan, options, of=""):
    """Mean repetitions of each set, of one exercise or of all."""
    return [n.mean() for n, (e, _) in zip(draws(plan, options), sets_of(plan), strict=True) if of in {"", e}]


# ---------------------------------------------------------------- repetitions


def mean_reps(row):
    return np.mean(per_set(row["plan"], row["options"], row["of"]))


def reps_sd(row):
    return draws(row["plan"], row["options"])[0].std()


def set_ratio(row):
    n = per_set(row["plan"], row["options"])
    return n[int(read(row["options"])["set"]) - 1] / n[0]


def change(row):
    """Mean repetitions of an exercise in one plan against another. [%]"""
    theirs = [per_set(row[p], row["options"], row["of"]) for p in ("plan", "against")]
    return 100 * (np.mean(theirs[0]) / np.mean(theirs[1]) - 1)


def last_change(row):
    """The last set of one plan against that of another. [%]"""
    return 100 * (per_set(row["plan"], row["options"])[-1] / per_set(row["against"], row["options"])[-1] - 1)


def total_ratio(row):
    """Repetitions of everything in one plan as a share of another. [%]"""
    return 100 * sum(per_set(row["plan"], row["options"])) / sum(per_set(row["against"], row["options"]))


def total_change(row):
    return total_ratio(row) - 100


def loss_gap(row):
    """What coming second costs the last exercise of one plan, less what it costs that of another. [points]"""

    def cost(plan):
        last = sets_of(plan)[-1][0]
        return 100 * per_set(plan, row["options"])[-1] / per_set(f"1 x {last} 0", row["options"])[-1]

    return cost(row["plan"]) - cost(row["against"])


def capped_change(row):
    """Repetitions of later sets against the first, where sets end at 10 (75 %) or 5 (85 %); mean of both. [%]"""
    first, last = (int(k) for k in read(row["options"])["sets"].split("-"))
    both = [per_set(row["plan"], f"share={share};reps={n}") for share, n in (("0.75", 10), ("0.85", 5))]
    return 100 * (np.mean([np.mean(n[first - 1 : last]) / n[0] for n in both]) - 1)


def load_cut(row):
    """Load to take off each further set so that it gives the repetitions of the first. [% a set]"""
    predictor, plan = lifter(row["plan"], read(row["options"])), sets_of(row["plan"])

    def held(cut):
        loads = [LOAD_KG * (1 - cut) ** k for k in range(len(plan))]
        sets = [PlannedSet(exercise=e, load_kg=kg, rest_before_s=r) for (e, r), kg in zip(plan, loads, strict=True)]
        n = [o.reps.mean for o in predictor.simulate(sets, n_draw=1000)]
        return np.mean(n[1:]) - n[0]

    low, high = 0.0, 0.5
    for _ in range(9):  # to a tenth of a point
        middle = (low + high) / 2
        low, high = (low, middle) if held(middle) > 0 else (middle, high)
    return 100 * high


# ---------------------------------------------------------------- activity and effort, at the centre


@cache
def channels_of(exercise):
    return channels(catalogue.load_catalogue().exercises[exercise])


def _fresh_margin(s, rm, ch, lam):
    """Log of fresh strength over load: a share of the 1RM, or the `rm`-repetition maximum."""
    return -math.log(s.relative_load) if s.relative_load else float(reps.margin(rm + 0.5, ch.phi, lam))


def last_set(plan, options, c):
    """Channels of the last exercise, their log-loss before its last set, and its margins fresh and now."""
    state, rm = clocks.fresh(), float(options.get("rm", 10))
    for i, s in enumerate(planned(plan, options)):
        ch = channels_of(s.exercise)
        state = clocks.rest(state, clocks.decay(s.rest_before_s, c)) if i else state
        zeta = clocks.channel_fatigue(state, s.exercise, ch, c)
        fresh = _fresh_margin(s, rm, ch, c.lam)
        now = fresh + float(clocks.log_strength(zeta, ch, c.rho))
        most = max(float(reps.repetitions(now, ch.phi, c.lam)) - 0.5, 0.0)
        done = min(most, s.reps or math.inf)
        loss = reps.cost(done, now, ch.phi, c.lam) + (c.omega * ch.phi if done == most else 0.0)
        state = clocks.deposit(state, s.exercise, ch, loss, done * c.rep_s, c)
    return ch, zeta, fresh, now


def drives(margin, phi, lam, stop=None):
    """Share of strength in use on each repetition of a set, 0 to 1, to failure or to `stop` repetitions."""
    n = max(1, math.floor(float(reps.repetitions(margin, phi, lam)))) if stop is None else int(stop)
    left = np.exp(lam * max(margin, 0.0)) - lam * phi * np.arange(n)
    return np.maximum(left, 1.0) ** (-1 / lam)


def activity(row, c=None):
    """Mean activity of a muscle over the last set, against the same set done fresh. [%]"""
    options, c = read(row["options"]), c or centre()
    ch, zeta, fresh, now = last_set(row["plan"], options, c)
    stop = options.get("reps")
    i = list(ch.muscles).index(list(Muscle).index(Muscle(options["muscle"])))
    shift = float(clocks.load_shares(zeta, ch, c.rho)[i] / ch.weight[i])
    mine, rested = (drives(m, ch.phi, c.lam, stop).mean() for m in (now, fresh))
    return 100 * (shift * mine / rested - 1)


def activity_rise(row):
    """How much more activity rises over the repetitions of the last set than over the same set done fresh. [%]"""
    options, c = read(row["options"]), centre()
    ch, _, fresh, now = last_set(row["plan"], options, c)
    rise = [np.ptp(drives(m, ch.phi, c.lam, options["reps"])) for m in (now, fresh)]
    return 100 * (rise[0] / rise[1] - 1)


def effort_change(row):
    """Effort of the last set against the same set done fresh, both stopped at the same repetitions. [% of RPE]"""
    chosen = read(row["options"])
    tired, fresh = planned(row["plan"], chosen)[-1], sets_of(row["plan"])[-1][0]
    whole = [*planned(row["plan"], {"rm": chosen["rm"]})[:-1], tired]
    predictor = lifter(row["plan"], chosen)
    alone = [PlannedSet(exercise=fresh, load_kg=LOAD_KG, reps=tired.reps)]
    rpe = [predictor.simulate(sets, n_draw=N_DRAW)[-1].rpe.mean for sets in (whole, alone)]
    return 100 * (rpe[0] / rpe[1] - 1)


def rir_bias(row):
    """Repetitions in reserve that go unsaid, on average. [reps]"""
    return -priors()["rir_bias"].centre
