"""How often an old log hints at what is not there: simulated lifters who choose the order by how they feel.

Readiness is worth 0.8 repetitions and moves the choice at log-odds of -1 (isolation first when tired), 0 or 1; nothing of it stands in
the log but its trace on an exercise for other muscles. `make validate` prints verdicts and coverage.
"""

import math
from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from preex.trials.emulation import emulate
from preex.trials.old_log import Visit

LOGS, WORTH = 60, 0.8


def log(effect, kappa, rng, workouts=60, share=0.3):
    found = []
    for i in range(workouts):
        ready = rng.normal()
        first = rng.random() < 1 / (1 + math.exp(-(math.log(share / (1 - share)) + kappa * ready)))
        found.append(
            Visit(
                at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=2 * i),
                isolation_first=first,
                value=float(round(10 + effect * first + WORTH * ready + rng.normal(0, 0.6))),
                rir_told=True,
                load_kg=100.0,
                load=0.0,
                days=2.0,
                before=3,
                worked=0,
                control=rng.normal(0, 1) + 0.5 * WORTH * ready,
            )
        )
    return found


@pytest.mark.parametrize("kappa", [-1, 0, 1])
@pytest.mark.parametrize("effect", [0.0, -1.5])
def test_hints_are_rare_where_nothing_is_and_intervals_hold_the_truth(effect, kappa, capsys):
    rng = np.random.default_rng(20261124)
    found = [emulate(log(effect, kappa, rng), "a:b", rng) for _ in range(LOGS)]
    known = [one.effect for one in found if one.effect]
    held = np.mean([e.quantile(0.025) < effect < e.quantile(0.975) for e in known])
    verdicts = Counter(one.verdict for one in found)
    with capsys.disabled():
        mean = np.mean([e.mean for e in known])
        print(f"\neffect {effect}, log-odds {kappa}: {dict(verdicts)}, mean {mean:+.2f}, coverage {held:.2f}", end="")
    assert held >= 0.93
    assert verdicts["hint_gain"] / LOGS < 0.12
    if effect == 0:
        assert verdicts["hint_cost"] / LOGS < 0.12
