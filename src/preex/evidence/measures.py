"""From what a paper prints to an effect with its variance, by `preex.meta` alone; nothing computed is stored.

Positive = more under the first arm: isolation first, isolation added, or rest between.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from preex.evidence.effects import Arm, Finding
from preex.meta.changes import change_by_pooled_sd, log_ratio_change, paired, pre_post_control
from preex.meta.dependence import RHO
from preex.meta.groups import Effect, standardised_difference, two_groups
from preex.meta.inputs import Floats
from preex.meta.policy import Scale

# Correlation of two measurements of the same people, where a paper prints none; every effect that needs one says so and is
# repeated under 0.5 to 0.9. Repetitions and effort within a week, one-repetition maximum, and size by ultrasound or MRI.
# Status: expert estimates; test-retest studies of the three lie between 0.6 and 0.99.
CORRELATIONS = {"strength": 0.85, "thickness": 0.9, "csa": 0.9, "lean_mass": 0.9}
CORRELATION = 0.7
CORRELATION_STRIP = (0.5, 0.7, 0.9)
Z95 = 1.959963984540054  # of the normal, for 95 %
_COUNTS = frozenset({"reps", "volume_load"})  # amounts above 0, of which a ratio reads as a share


@dataclass(frozen=True, slots=True)
class Measured:
    """An effect. y, v : it and its sampling variance. kind : formula of `preex.meta`. r : correlation put in for one not printed."""

    y: float
    v: float
    scale: Scale
    kind: str
    r: float | None

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of this effect alone, by the normal."""
        half = Z95 * math.sqrt(self.v)
        return self.y - half, self.y + half


def measured(f: Finding, r: float | None = None) -> Measured | None:
    """Compute the effect of a finding; None where means or spreads are missing.

    Parameters
    ----------
    r : correlation within people; None = by outcome, see `CORRELATIONS`.

    Notes
    -----
    Groups before and after: Morris' d_ppc2. Groups, after only: Hedges' g. The same people: log ratio of means for amounts, else
    the difference by the pooled spread.
    """
    if f.arm_0 is None:
        return None
    r = CORRELATIONS.get(f.outcome, CORRELATION) if r is None else r
    if f.paired:
        return _same_people(f, f.arm_0, r)
    return _before_and_after(f.arm_1, f.arm_0, r) or _after_only(f.arm_1, f.arm_0)


def ratio(f: Finding) -> float | None:
    """Return how much arm 1 differs from arm 0 as a share of it, from means alone; None where they are not printed."""
    a, b = f.arm_1.mean, f.arm_0.mean if f.arm_0 else None
    if a is None or b is None or not (a > 0 and b > 0) or f.outcome not in _COUNTS:
        return None
    return a / b - 1


def covariance(findings: Sequence[Finding], effects: Sequence[Measured], rho: float = RHO) -> Floats:
    """Return V (n, n) of the errors of effects of one study or trial.

    Two outcomes of the same people in the same arms go with each other by `rho`. Two effects that share one arm have what that
    arm adds in common, as in `meta.groups.shared_control_covariance`; effects of other people, as of another part of a trial, have nothing.
    """
    n = len(findings)
    V = np.diag([e.v for e in effects])
    for i in range(n):
        for j in range(i):
            V[i, j] = V[j, i] = _shared(findings[i], findings[j], effects[i], effects[j], rho)
    return V


def _shared(a: Finding, b: Finding, ea: Measured, eb: Measured, rho: float) -> float:
    if a.study != b.study:
        return 0.0
    same = 1.0 if (a.measured, a.site) == (b.measured, b.site) else rho
    one, other = a.arm_1.name == b.arm_1.name, _name(a.arm_0) == _name(b.arm_0)
    if one and other:
        return rho * math.sqrt(ea.v * eb.v)
    arm = a.arm_0 if other else a.arm_1 if one else None
    if arm is None or arm.n is None:
        return 0.0
    people = sum({x.name: x.n or 0 for f in (a, b) for x in (f.arm_1, f.arm_0) if x}.values())
    unit = 1.0 if ea.r is None else 2 * (1 - ea.r)
    return same * (unit / arm.n + ea.y * eb.y / (2 * people))


def _same_people(f: Finding, other: Arm, r: float) -> Measured | None:
    one = f.arm_1
    rows = _rows(one.mean, other.mean, one.sd, other.sd, one.n, r)
    if rows is None:
        return None
    if f.outcome in _COUNTS:
        return _measured(log_ratio_change(paired(*rows)), Scale.LOG_RATIO, "log ratio", r)
    return _measured(change_by_pooled_sd(paired(*rows)), Scale.SMD, "SMCRP", r)


def _before_and_after(one: Arm, other: Arm, r: float) -> Measured | None:
    rows = [_rows(a.mean, a.before, a.sd, a.before_sd, a.n, r) for a in (one, other)]
    if rows[0] is None or rows[1] is None:
        return None
    found = pre_post_control(paired(*rows[0]), paired(*rows[1]))
    return _measured(Effect(found.yi, found.vi), Scale.SMD, "d_ppc2", r)


def _after_only(one: Arm, other: Arm) -> Measured | None:
    rows = _rows(one.mean, one.sd, one.n, other.mean, other.sd, other.n)
    return None if rows is None else _measured(standardised_difference(two_groups(*rows)), Scale.SMD, "g", None)


def _rows(*values: float | None) -> list[list[float]] | None:
    """Return each value as a column of one row, as `preex.meta` takes them; None where one is missing."""
    known = [[float(value)] for value in values if value is not None]
    return known if len(known) == len(values) else None


def _measured(effect: Effect, scale: Scale, kind: str, r: float | None) -> Measured:
    return Measured(float(effect.yi[0]), float(effect.vi[0]), scale, kind, r)


def _name(arm: Arm | None) -> str:
    return arm.name if arm else ""
