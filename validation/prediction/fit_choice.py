"""Learns `src/preex/data/choice.json`, the weights of the choice model, from logs.

Run `python validation/prediction/fit_choice.py LOG…`; it needs JAX (`pip install -e '.[verify]'`), about ten minutes on two
cores, and writes the packaged weights and, for honest scores, `validation/prediction/choice_folds.json`: weights learned
without the people of one fold, who are scored with them. Nothing but weights leaves this program: no row of any log does.

The weights maximise the log probability of the repetitions logged, each log counting with the root of its length, by the
functions of `preex.fatigue.likeness` that the predictor runs.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from logs import fold_of, in_any_unit

from preex import __version__
from preex.core.performed import SetKind
from preex.errors import PreexError
from preex.fatigue import likelihood, likeness
from preex.fatigue.choice import newcomer
from preex.fatigue.distribution import N_TABLE
from preex.fatigue.taken import believable, sound
from preex.predictor import Predictor, _habit_name

HERE = Path(__file__).parent
TARGET = HERE.parent.parent / "src/preex/data/choice.json"
FOLDS = HERE / "choice_folds.json"
N_FOLD, N_VOICE, N_HIDDEN = 5, 5, 16
EPOCHS, BATCH, RATE, SEED = 16, 2048, 5e-3, 0
MEMORY, LONGEST = 60, 50  # sets remembered; longer sets teach nothing here


class Watched(Predictor):
    """A predictor that notes what its choice model is told before each set."""

    def told(self, s):
        """Return form, row of the next set, expected capacity, and what is logged in an exercise never done."""
        moment = self._course.moment(
            self._c, rest_before_s=s.rest_before_s, at=s.at, superset=s.superset, workout=s.workout
        )
        ready = self._strengths.ready(s.exercise, s.load_kg, moment.fatigue, s.at, self._c)
        phi = self._strengths.channels(s.exercise).phi
        capacity = likelihood.capacity(ready.margin, phi, self._c.lam, ready.scale)
        habit, place = self._habit(s.exercise, s.kind), self._place(s.exercise, s.kind, s.load_kg, moment, s.at)
        unknown = newcomer(self._form, capacity).probabilities
        return self._form.told(habit, place.workout), habit.row(place, s.reps), capacity.mean, unknown


def watch(sets, base):
    """Return what was told before each counting set of a log, and which earlier sets (indices from `base`) it saw."""
    predictor, seen, out = Watched(), {}, []
    for s in map(sound, sets):
        if believable(s) and s.kind is not SetKind.WARMUP:
            form, row, able, unknown = predictor.told(s)
            past = seen.setdefault(_habit_name(s.exercise, s.kind), [])
            index = np.full(MEMORY, -1, np.int32)
            index[: len(past)] = past
            row[likeness.REPS] = min(s.reps, N_TABLE - 2)
            unknown = unknown[:LONGEST].astype(np.float32)
            out.append((form, row, index, able, unknown, s.kind is not SetKind.DROP))
            seen[_habit_name(s.exercise, s.kind)] = [base + len(out) - 1, *past[: MEMORY - 1]]
        predictor.observe(s)
    return out


def gather(paths):
    """Read and stream every log; return the table, and a fingerprint of the files."""
    rows, logs, folds, digest = [], [], [], hashlib.sha256()
    for number, path in enumerate(sorted(paths)):
        try:
            log = in_any_unit(path)
        except PreexError:
            continue
        digest.update(Path(path).read_bytes())
        new = watch(log.sets, len(rows))
        rows += new
        logs += [number] * len(new)
        folds += [fold_of(path, N_FOLD)] * len(new)
    form, row, index, able, unknown, counts = (np.array(column) for column in zip(*rows, strict=True))
    row[:, likeness.DAY] -= row[:, likeness.DAY].min()  # single precision
    table = {"form": form, "row": row, "index": index, "able": able, "unknown": unknown}
    table = {name: jnp.asarray(a, dtype=None if name == "index" else jnp.float32) for name, a in table.items()}
    return table | {"log": np.array(logs), "fold": np.array(folds), "counts": counts}, digest.hexdigest()[:12]


def start(seed):
    """Return weights before learning."""
    rng, w = np.random.default_rng(seed), {}
    for name, shape in likeness.shapes(N_VOICE, N_HIDDEN).items():
        drawn = name.endswith(".in") or name in {"like.out", "like.direct"}
        w[name] = rng.normal(0, 0.05 if name == "like.direct" else 0.15, shape) if drawn else np.zeros(shape)
    w["like.direct"][0] -= 2  # nearer in load,
    w["like.direct"][4] -= 1  # set number
    w["like.direct"][8] -= 0.5  # and time
    for name, value in (("move.before", -1), ("move.load", -2), ("move.winded", -1), ("stray.share", -1)):
        w[name] += value
    w["spread.least"] -= 1
    w["spread.scatter"] -= 1
    w["gate.base"][-1] = -3
    return {name: jnp.asarray(a, jnp.float32) for name, a in w.items()}


def one(w, form, row, past, there, able, unknown):
    """Log probability of the logged repetitions."""
    return jnp.log(likeness.probability(w, row, form, past, there, able, unknown, jnp))


def taken(table, i):
    """Return the columns of some sets, the earlier sets looked up."""
    index = table["index"][i]
    reps = jnp.minimum(table["row"][i, likeness.REPS], LONGEST - 1).astype(int)
    unknown = table["unknown"][i, reps]
    return table["form"][i], table["row"][i], table["row"][jnp.maximum(index, 0)], index >= 0, table["able"][i], unknown


def learn(table, chosen, seed=SEED):
    """Return weights learned from the chosen sets: Adam, cosine rate, clipped gradients."""
    each = 1 / np.sqrt(np.bincount(table["log"])[table["log"]])
    each = jnp.asarray(each / each[chosen].mean(), jnp.float32)
    columns = {name: table[name] for name in ("form", "row", "index", "able", "unknown")}
    steps = EPOCHS * (len(chosen) // BATCH)

    @jax.jit
    def step(w, m, v, k, i):
        def loss(w):
            return -(each[i] * jax.vmap(one, (None, *[0] * 6))(w, *taken(columns, i))).mean()

        value, g = jax.value_and_grad(loss)(w)
        norm = jnp.sqrt(sum((a**2).sum() for a in g.values()))
        g = {n: a / jnp.maximum(1, norm) for n, a in g.items()}
        m = {n: 0.9 * m[n] + 0.1 * g[n] for n in g}
        v = {n: 0.999 * v[n] + 0.001 * g[n] ** 2 for n in g}
        rate = RATE * 0.5 * (1 + jnp.cos(jnp.pi * k / steps)) / (1 - 0.9 ** (k + 1))
        w = {n: w[n] - rate * m[n] / (jnp.sqrt(v[n] / (1 - 0.999 ** (k + 1))) + 1e-8) for n in g}
        return w, m, v, value

    w, rng, k, began = start(seed), np.random.default_rng(seed), 0, time.time()
    m = v = {n: jnp.zeros_like(a) for n, a in w.items()}
    for epoch in range(EPOCHS):
        order, total = rng.permutation(chosen), 0.0
        for b in range(len(chosen) // BATCH):
            w, m, v, value = step(w, m, v, k, jnp.asarray(order[b * BATCH : (b + 1) * BATCH]))
            total, k = total + float(value), k + 1
        print(
            f"epoch {epoch + 1}: {total / (len(chosen) // BATCH):.4f} nats per set, {time.time() - began:.0f} s",
            flush=True,
        )
    return w


def plain(w):
    """Return weights as lists, rounded to what single precision learned."""
    return {name: np.round(np.asarray(a, float), 4).tolist() for name, a in w.items()}


def main(paths):
    """Learn with everybody, and without each fold."""
    table, fingerprint = gather(paths)
    useful = table["counts"] & (np.asarray(table["row"][:, likeness.REPS]) < LONGEST)
    folds = [plain(learn(table, np.flatnonzero(useful & (table["fold"] != k)))) for k in range(N_FOLD)]
    FOLDS.write_text(json.dumps({"n_fold": N_FOLD, "weights": folds}) + "\n", encoding="utf-8")
    source = (
        f"learned from {int(useful.sum())} sets of {len(set(table['log'].tolist()))} public logs; "
        f"{datetime.now(UTC):%Y-%m-%d}, preex {__version__}, data fingerprint {fingerprint}, seed {SEED}"
    )
    body = {"status": "fitted", "source": source, "n_voice": N_VOICE, "n_hidden": N_HIDDEN}
    TARGET.write_text(
        json.dumps(body | {"weights": plain(learn(table, np.flatnonzero(useful)))}) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
