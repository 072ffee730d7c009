"""What a model of pre-exhaust must do, each shown on a 10-repetition maximum: lines of (letter, behaviour, result)."""

from dataclasses import replace

import measures
import numpy as np

from preex.fatigue import clocks, reps
from preex.fatigue.parameters import Channels, centre
from preex.fatigue.session import PlannedSet
from preex.predictor import Predictor

PRESS, FLY, PUSHDOWN = "barbell_bench_press", "dumbbell_fly", "triceps_pushdown"
LEG_PRESS, EXTENSION = "leg_press", "leg_extension"
GAP_S = 8


def second(first, then, gap_s=GAP_S, *, rir=None, share=None, stop=None):
    """Outcome of a set after another to failure, both at a 10RM or the second at a share of the 1RM."""
    predictor = Predictor()
    for exercise in (first, then):
        predictor.set_strength(exercise, load_kg=100, reps=10)
    load = {"relative_load": share} if share else {"load_kg": 100}
    plan = [
        PlannedSet(exercise=first, load_kg=100, rir=rir),
        PlannedSet(exercise=then, rest_before_s=gap_s, reps=stop, **load),
    ]
    return predictor.simulate(plan, n_draw=measures.N_DRAW)[-1]


def row(names, values, form="{:.1f}"):
    return ", ".join(f"{name} {form.format(value)}" for name, value in zip(names, values, strict=True))


def loss(share):
    """Repetitions that a fly takes from a bench press at a share of the 1RM."""
    outcome = second(FLY, PRESS, share=share)
    return outcome.fresh_reps.mean - outcome.reps.mean


def tired_share(isolation, compound):
    """Share of the load on the isolation's main muscle, fresh and tired."""
    ch, zeta, *_ = measures.last_set(f"1 x {isolation} 0 + {compound} {GAP_S}", {"rm": "10"}, centre())
    alone = measures.channels_of(isolation)
    i = list(ch.muscles).index(alone.muscles[alone.weight.argmax()])
    return float(ch.weight[i]), float(clocks.load_shares(zeta, ch, centre().rho)[i])


def cut(isolation, compound):
    """Load to take off the compound so that it gives ten repetitions again. [%]"""
    predictor = Predictor()
    for exercise in (isolation, compound):
        predictor.set_strength(exercise, load_kg=100, reps=10)
    before = [PlannedSet(exercise=isolation, load_kg=100)]
    return 100 - predictor.load_for_reps(compound, 10, before=before, rest_before_s=GAP_S)


def tired(state, name, ch, c):
    """Log-loss of strength of an exercise right after `GAP_S` of rest."""
    rested = clocks.rest(state, clocks.decay(GAP_S, c))
    return float(clocks.log_strength(clocks.channel_fatigue(rested, name, ch, c), ch, c.rho))


def worked(state, name, ch, c):
    """State after ten repetitions to failure at the 10RM."""
    cost = reps.cost(10, reps.margin(10.5, ch.phi, c.lam), ch.phi, c.lam) + c.omega * ch.phi
    return clocks.deposit(state, name, ch, cost, 0.0, c)


def left(lost, ch, c):
    """Repetitions left of ten. [continuous]"""
    return float(reps.repetitions(float(reps.margin(10.5, ch.phi, c.lam)) + lost, ch.phi, c.lam)) - 0.5


def overlap(weight):
    """Repetitions of a two-muscle press after a fly for the first, which carries `weight` of the press."""
    c, muscles = centre(), np.array([0, 1])
    press = Channels(muscles, np.array([weight, 1 - weight]), np.ones(2), 0.03)
    fly = Channels(muscles[:1], np.ones(1), np.ones(1), 0.03)
    return left(tired(worked(clocks.fresh(), "fly", fly, c), "press", press, c), press, c)


def weakest_link(rho):
    """How much less it costs to tire target and helper together than each alone. [reps; 0 = additive]"""
    c, press = replace(centre(), rho=rho), measures.channels_of(PRESS)

    def lost(*isolations):
        state = clocks.fresh()
        for exercise in isolations:
            state = worked(state, exercise, measures.channels_of(exercise), c)
        return 10 - left(tired(state, PRESS, press, c), press, c)

    return lost(FLY) + lost(PUSHDOWN) - lost(FLY, PUSHDOWN)


def behaviours():
    """Return the lines of the table."""
    gaps, shares, rirs, weights = (0, 20, 60, 120, 180, 300), (0.6, 0.7, 0.8, 0.9), (0, 1, 3, 5), (0.2, 0.4, 0.6, 0.8)
    before, after = tired_share(FLY, PRESS)
    effort = second(FLY, PRESS, 10, stop=5).rpe.mean, second("barbell_curl", PRESS, 10, stop=5).rpe.mean
    return [
        ("a", "fewer repetitions of the compound", row(
            ("bench press 10 to", "leg press 10 to"), (second(FLY, PRESS).reps.mean, second(EXTENSION, LEG_PRESS).reps.mean))),
        ("b", "more effort at the same repetitions", f"bench press, 5 repetitions: RPE {effort[1]:.1f} to {effort[0]:.1f}"),
        ("c", "the tired muscle carries less", f"sternal pectoral in the bench press: {before:.3f} to {after:.3f} of the load"),
        ("d", "rest brings repetitions back", "after " + row(
            (f"{g} s" for g in gaps), (second(FLY, PRESS, g).reps.mean for g in gaps))),
        ("e", "load: the repetitions lost", row((f"at {100 * s:.0f} %" for s in shares), (loss(s) for s in shares))),
        ("e", "overlap: the more they share, the more it costs", row(
            (f"share {w}" for w in weights), (overlap(w) for w in weights)) + " repetitions"),
        ("e", "effort of the isolation", row(
            (f"{r} left" for r in rirs), (second(FLY, PRESS, rir=r or None).reps.mean for r in rirs)) + " repetitions"),
        ("f", "weakest link as a limit: tiring helpers and target together costs less than the sum",
            f"{weakest_link(-60):.1f} repetitions less at the limit, {weakest_link(centre().rho):.1f} as calibrated"),
        ("g", "the traditional order: the fly after the bench press", "after " + row(
            (f"{g} s" for g in gaps[:4]), (second(PRESS, FLY, g).reps.mean for g in gaps[:4]))),
        ("–", "load cut that gives ten repetitions again", row(
            ("bench press", "leg press"), (cut(FLY, PRESS), cut(EXTENSION, LEG_PRESS)), "{:.1f} %")),
    ]  # fmt: skip


if __name__ == "__main__":
    for line in behaviours():
        print(*line, sep=" | ")
