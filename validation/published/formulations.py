"""Which law of fatigue fits what was counted? Calibrates each on the same numbers and writes `formulations.csv`.

Run `python validation/published/formulations.py` (two minutes on one core). A prediction is the mean over lifters
drawn from the population, as the product gives it, and not that of the mean lifter. Rows marked `calibrates` in
`targets.csv` are fitted by least squares; what was believed before is the regulariser. No held-out number is read.
"""

import csv
import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
from plans import sets_of
from scipy.optimize import least_squares

from preex import catalogue
from preex.core.exercise import Kind
from preex.core.muscle import Muscle
from preex.fatigue import clocks, parameters, reps
from preex.fatigue.person import NAMES, population

HERE = Path(__file__).parent
N_DRAW = 1000
NOISE_REPS = 0.5  # of a published mean: a ratio scatters by 0.10 between studies, and most means here join several
LIFT_SD = math.hypot(0.025, 0.015)  # of a tested strength: repetition noise and the day's form. [log]
BETA_SD = 0.5  # of the logit of a fixed share, between lifters

# What was believed before any of these numbers: centre, transform, and spread of the belief on the transformed scale.
# Recovery of phosphocreatine (half-time 57 s) and of knee-extensor force, failure against 3-RIR studies; a new constant
# is believed to do nothing. The spreads between lifters are those of `priors.csv`.
BELIEFS = {
    "tau_fast_s": (42, "log", 0.4),
    "tau_slow_s": (800, "log", 0.7),
    "beta": (0.18, "logit", 0.5),
    "kappa": (0.38, "logit", 0.7),
    "omega": (3.0, "log", 0.5),
    "gain": (1.0, "log", 0.4),
    "nu": (1e-6, "normal", 3.0),
    "slowing": (0.0, "normal", 9.0),
    "failing": (0.0, "normal", 0.5),
    "growing": (0.0, "normal", 1.0),
    "deepening": (1.0, "log", 0.7),
    "compound": (0.0, "normal", 0.7),
    "beta3": (1e-6, "normal", 0.1),
    "tau3_s": (200, "log", 0.5),
}
CORE = ("tau_fast_s", "tau_slow_s", "beta", "kappa", "omega")
DEEP = ("tau_fast_s", "tau_slow_s", "deepening", "kappa", "omega")
DRAWN = ("tau_fast_s", "tau_slow_s", "beta", "kappa", "omega", "gain")


def at(name, x):
    """Value of a constant `x` spreads away from its belief."""
    centre, transform, spread = BELIEFS[name]
    if transform == "log":
        return centre * math.exp(spread * x)
    return 1 / (1 + (1 / centre - 1) * math.exp(-spread * x)) if transform == "logit" else centre + spread * x


@cache
def normal(name):
    """Standard normal numbers of a name, the same in every formulation, in antithetic halves."""
    half = np.random.default_rng([len(name), *name.encode()]).standard_normal(N_DRAW // 2)
    return np.concatenate([half, -half])


@cache
def endurance(exercise):
    """Factors of phi in an exercise over lifters."""
    deviation = np.zeros((len(NAMES), N_DRAW))
    deviation[NAMES.index("phi_person")] = normal("person")
    return population().endurance(exercise, None).drawn(deviation, normal(f"phi {exercise}"))


def constants(v):
    """Draw the model's constants over lifters, around the values `v`."""
    p = parameters.priors()
    drawn = {n: replace(p[n], centre=v[n]).at(normal(n)) for n in DRAWN if n != "beta"}
    drawn["beta"] = 1 / (1 + (1 / v["beta"] - 1) * np.exp(-BETA_SD * normal("beta")))
    return replace(parameters.centre(), nu=v["nu"], **drawn)


# ---------------------------------------------------------------- laws: how much of a log-loss turns slow


def fixed_share(store, share, loss, depth, c, v):
    """A fixed share of it."""
    return c.beta[:, None] * share * loss[:, None]


def breeding(store, share, loss, depth, c, v):
    """More of it where slow fatigue is already: a share exp(-nu slow) of what used to turn fast still does."""
    fast = 1 - c.beta[:, None]
    grown = (np.exp(v["nu"] * store[..., 1]) - fast) * np.exp(v["nu"] * share * loss[:, None]) + fast
    return np.log(grown) / v["nu"] - store[..., 1]


def shipped(store, share, loss, depth, c, v):
    """The product's: more of it the deeper the fatigue, and where slow fatigue is already."""
    c = replace(c, beta=v["deepening"] * np.exp(parameters.priors()["beta"].sd * normal("beta")))
    return (clocks.deepened(store[..., :2], share, loss, depth, c) - store[..., :2])[..., 1]


@dataclass(frozen=True)
class Formulation:
    """One law. closed: a set has a closed form; linear: rest is a linear filter, so that its mean is exact."""

    name: str
    free: tuple[str, ...]
    split: Callable = fixed_share
    closed: bool = True
    linear: bool = True
    fixed: dict = field(default_factory=dict)


CANDIDATES = (
    Formulation("one clock", ("tau_fast_s", "kappa", "omega"), fixed={"beta": 1e-6}),
    Formulation(
        "two clocks, nothing carried over", ("tau_fast_s", "tau_slow_s", "beta", "omega"), fixed={"kappa": 1e-6}
    ),
    Formulation("two clocks", CORE),
    Formulation("three clocks", (*CORE, "beta3", "tau3_s")),
    Formulation("recovery slows with slow fatigue", (*CORE, "slowing"), linear=False),
    Formulation("a failed attempt costs more when tired", (*CORE, "failing")),
    Formulation("every repetition costs more when tired", (*CORE, "growing"), closed=False),
    Formulation("compounds carry over another share", (*CORE, "compound")),
    Formulation("slow fatigue breeds slow fatigue", (*CORE, "nu"), split=breeding),
    Formulation("the deeper, the slower", DEEP, split=shipped),
    Formulation("both of these", (*DEEP, "nu"), split=shipped),
    Formulation("both, and recovery slows", (*DEEP, "nu", "slowing"), split=shipped, linear=False),
    Formulation("both, and a failed attempt costs more when tired", (*DEEP, "nu", "failing"), split=shipped),
    Formulation("both, and compounds carry over another share", (*DEEP, "nu", "compound"), split=shipped),
)
SHIPPED = "both of these"


# ---------------------------------------------------------------- a session


@cache
def lift(exercise):
    """Channels of an exercise, and whether it is a compound."""
    known = catalogue.load_catalogue().exercises[exercise]
    return parameters.channels(known), known.kind is Kind.COMPOUND


def rested(store, rest_s, c, v):
    """Let a store (n_draw, ..., 3) recover; `slowing` lengthens the fast clock where slow fatigue is."""
    along = (slice(None), *[None] * (store.ndim - 2))
    fast = np.exp(-rest_s / (np.broadcast_to(c.tau_fast_s, N_DRAW)[along] * np.exp(v["slowing"] * store[..., 1])))
    slow = np.exp(-rest_s / np.broadcast_to(c.tau_slow_s, N_DRAW)[along]) * np.ones_like(fast)
    return store * np.stack([fast, slow, np.full_like(fast, math.exp(-rest_s / v["tau3_s"]))], axis=-1)


def walk(plan, rm, f, v):
    """Mean repetitions of each set to failure at its `rm`-repetition maximum, over lifters."""
    c = constants(v)
    muscles, own, done, out = np.zeros((N_DRAW, len(Muscle) + 1, 3)), {}, {}, []
    for i, (exercise, rest_s) in enumerate(plan):
        ch, compound = lift(exercise)
        phi = ch.phi * endurance(exercise)
        if i:
            muscles, own = rested(muscles, rest_s, c, v), {e: rested(y, rest_s, c, v) for e, y in own.items()}
        odds = np.exp(v["compound"] if compound else 0.0) * c.kappa / (1 - c.kappa)
        carries = (odds / (1 + odds))[:, None] * ch.involvement
        mine = own.get(exercise, np.zeros((N_DRAW, 3)))
        felt = muscles[:, ch.muscles].sum(-1) + (1 - carries) * mine.sum(-1)[:, None]
        lost = clocks.log_strength(felt, ch, c.rho)
        strength = LIFT_SD * normal(exercise) + reps.margin(rm + 0.5, phi, c.lam) + c.form_sd * normal("form")
        margin = strength + np.mean(c.sigma) * normal(f"{exercise} {done.get(exercise, 0)}") + lost
        done[exercise] = done.get(exercise, 0) + 1
        n = np.maximum(reps.repetitions(margin, phi, c.lam) - 0.5, 0.0)  # the mean of whole repetitions, and smooth
        out.append(n.mean())
        loss = reps.cost(n, margin, phi, c.lam) + c.omega * phi - v["failing"] * lost
        loss = loss * c.gain * (1 - v["growing"] * lost)
        worked = added(f, muscles[:, ch.muscles], carries, loss, -lost, c, v)
        mine = added(f, mine[:, None], np.ones((N_DRAW, 1)), loss, -lost, c, v)[:, 0]
        left = np.exp(
            -(n * c.rep_s)[:, None] / np.stack([c.tau_fast_s, c.tau_slow_s, np.full(N_DRAW, v["tau3_s"])], -1)
        )
        muscles, own = muscles * left[:, None], {e: y * left for e, y in own.items()} | {exercise: mine}
        muscles[:, ch.muscles] = worked
    return np.array(out)


def added(f, store, share, loss, depth, c, v):
    """Stores (n_draw, n_store, 3) with their share of a loss added, split between the clocks."""
    total = share * loss[:, None]
    slow, third = np.clip(f.split(store, share, loss, depth, c, v), 0.0, total), v["beta3"] * total
    return store + np.stack([total - slow - third, slow, third], axis=-1)


# ---------------------------------------------------------------- calibration


def targets():
    """Rows that calibrate: (plan, rm, statistic, published repetitions, crosses exercises)."""
    with (HERE / "targets.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["calibrates"] == "yes"]


def predicted(rows, f, v):
    """Repetitions for each row, and those published: a ratio counts as that share of ten repetitions."""
    walks = {}
    out = []
    for row in rows:
        plan, options = row["plan"], dict(o.split("=") for o in row["options"].split(";"))
        key = plan, options["rm"]
        if key not in walks:
            walks[key] = walk(sets_of(plan), float(options["rm"]), f, v)
        n = walks[key]
        if row["measure"] == "set_ratio":
            out.append((10 * n[int(options["set"]) - 1] / n[0], 10 * float(row["published"])))
        else:
            of = [exercise == row["of"] for exercise, _ in sets_of(plan)]
            out.append((n[of].mean(), float(row["published"])))
    return np.array(out).T


def fitted(f, rows):
    """Return the constants of a formulation by regularised least squares."""

    def values(x):
        v = {name: at(name, 0.0) for name in BELIEFS} | f.fixed
        return v | {name: at(name, z) for name, z in zip(f.free, x, strict=True)}

    def misfit(x):
        mine, published = predicted(rows, f, values(x))
        return np.concatenate([(mine - published) / NOISE_REPS, x])

    return values(least_squares(misfit, np.full(len(f.free), 0.1), diff_step=1e-2, max_nfev=60).x)


def calibrated(f, rows):
    """Return a formulation's line of the table, calibrated."""
    v = fitted(f, rows)
    mine, published = predicted(rows, f, v)
    return summary(f, mine - published, v, np.array([r["measure"] == "set_ratio" for r in rows]))


def rms(error):
    return math.sqrt(float(np.mean(error**2)))


def summary(f, error, v, same):
    """Figures of merit: misses in repetitions, and AICc."""
    k, n = len(f.free), len(error)
    return {
        "formulation": f.name,
        "k": k,
        "rmse": f"{rms(error):.2f}",
        "max": f"{float(abs(error).max()):.2f}",
        "aicc": f"{2 * n * math.log(rms(error)) + 2 * k + 2 * k * (k + 1) / (n - k - 1):.1f}",
        "same_exercise": f"{rms(error[same]):.2f}",
        "cross_exercise": f"{rms(error[~same]):.2f}",
        "closed_form": "yes" if f.closed else "no",
        "linear_rest": "yes" if f.linear else "no",
        "constants": "; ".join(f"{name} {v[name]:.3g}" for name in f.free),
    }


def main():
    rows = targets()
    lines = []
    for f in CANDIDATES:
        lines.append(calibrated(f, rows))
        print(*lines[-1].values(), sep=" | ", flush=True)
    with (HERE / "formulations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, lines[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


if __name__ == "__main__":
    main()
