"""What a logged set is taken for: what cannot be is left out, and what nobody wrote is filled in by habit."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC

from preex.core.performed import PerformedSet, SetKind
from preex.fatigue.parameters import Constants, FloatArray, priors
from preex.fatigue.reps import MAX_REPS, open_loop_cost

_MOST_KG = 2000.0  # heavier loads are a typing error, not training; so are more than MAX_REPS repetitions
_WARMUP_RIR = 8.0  # repetitions left in a warm-up that tells nothing (expert estimate)


def sound(s: PerformedSet) -> PerformedSet:
    """Return the set without what cannot be: a negative reserve is none left, a negative rest is unknown."""
    if s.rir is not None and not s.rir >= 0:
        s = replace(s, rir=None if math.isnan(s.rir) else 0.0)
    if s.rest_before_s is not None and not s.rest_before_s >= 0:
        s = replace(s, rest_before_s=None)
    return s if s.at.tzinfo else replace(s, at=s.at.replace(tzinfo=UTC))


def believable(s: PerformedSet) -> bool:
    """Say whether somebody may have done the set."""
    return math.isfinite(s.load_kg) and 0 <= s.load_kg <= _MOST_KG and 0 < s.reps <= MAX_REPS and not s.doubtful


def reserve(s: PerformedSet) -> float:
    """Return the repetitions a set is held to have left, >= 0. [reps]"""
    left = 0.0 if s.to_failure else priors()["habit_rir"].centre if s.rir is None else s.rir
    return max(left, _WARMUP_RIR) if s.kind is SetKind.WARMUP else left


def loss(s: PerformedSet, phi: float, c: Constants) -> FloatArray:
    """Return the log-loss that a logged set leaves in an exercise of endurance `phi`, a failed attempt included. [log]"""
    failed = float(c.omega) * phi if s.to_failure else 0.0
    return open_loop_cost(s.reps, reserve(s), phi, c.lam) + failed
