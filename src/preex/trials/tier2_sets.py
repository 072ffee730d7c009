"""The heavier model set by set: what each set tells of the repetitions it could have been, no more and no less.

A set to failure lies between its repetitions and one more; one that stopped with some in reserve does so with the error with which
reserve is said; one that stopped for a reason nobody told could have been any longer. Sets of a workout share its day, and days nearby
are alike. So effort that differs between the arms is weighed as it was told, instead of being added to the repetitions.

An audit beside `preex.trials.tier2`, for trials of one pair and two arms. design/statistics.md 4.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

from preex.errors import ValidationError
from preex.trials.schemes import Arms, Floats
from preex.trials.workouts import Workout

# Mean and standard deviation of normal priors (design/statistics.md 4.3). Level, trend, load: see `preex.trials.priors.REPS`. Later
# sets lose 1.2 +/- 0.8 repetitions each; the effect may grow by 0.4 a set; what the arm before leaves behind 0.3. Status: assumed.
_LEVEL, _TREND, _LOAD = (10.0, 4.0), (0.0, 0.15), (-0.35, 0.15)
_PER_SET, _GROWS, _BEFORE = (-1.2, 0.8), (0.0, 0.4), (0.0, 0.3)
_LOG_SIGMA, _LOG_ELL = (-0.2, 0.5), (1.1, 0.6)  # of a set [repetitions]; how long a day is felt [days]
# Reserve is said too low by 0.95 on average with a standard deviation of 1.45 (I. Halperin et al. 2022,
# doi:10.1007/s40279-021-01559-x); half is added back, and a reserve of q is off by omega (0.5 + 0.3 q). Status: measured and assumed.
_SAID_TOO_FEW, _LOG_OMEGA = (0.5, 0.5), (-0.2, 0.4)
_DAY = 1.0  # of the half-normal prior of a day's standard deviation [repetitions]
_LOG_ROOT = 0.5 * np.log(2 * np.pi)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sets:
    """The compound's work sets of a trial.

    workout, place : (n_set,) row of its workout, and how many sets of it came before. reps : (n_set,) done.
    rir : (n_set,) as told, 0 = to failure; nan = nobody said. load : (n_set,) 100 ln(load / reference). [%]
    arm : (n_workout,) as drawn, 0 or 1. number, day : (n_workout,) of the workout, growing; since the first. [days]
    """

    workout: NDArray[np.int64]
    place: Floats
    reps: Floats
    rir: Floats
    load: Floats
    arm: Floats
    number: Floats
    day: Floats

    @classmethod
    def of(cls, arms: Arms, workouts: Sequence[Workout]) -> Sets:
        """Read the sets of workouts that were done.

        Parameters
        ----------
        arms : (n_workout,) as drawn, of all planned workouts.

        Raises
        ------
        ValidationError : no set, two pairs, or more than two arms.
        """
        done = [w for w in workouts if w.closed and any(s.compound for s in w.sets)]
        sets = [(k, i, s) for k, w in enumerate(done) for i, s in enumerate(s for s in w.sets if s.compound)]
        if not sets:
            raise ValidationError("no set of the compound was recorded.", hint="Record a workout first.")
        if any(s.pair for _, _, s in sets) or arms.max() > 1:
            raise ValidationError(
                "set by set, trials of one pair and two arms are audited.", hint="Take `tier2.Density`."
            )
        lifted = np.array([s.load_kg for *_, s in sets])
        first = done[0].revealed_at
        return cls(
            workout=np.array([k for k, *_ in sets]),
            place=np.array([float(i) for _, i, _ in sets]),
            reps=np.array([float(s.reps) for *_, s in sets]),
            rir=np.array([np.nan if s.rir is None else s.rir for *_, s in sets]),
            load=100 * np.log(lifted / lifted[0]) if (lifted > 0).all() else np.zeros(len(sets)),
            arm=np.array([float(arms[w.number - 1]) for w in done]),
            number=np.array([float(w.number) for w in done]),
            day=np.array([(w.revealed_at - first).total_seconds() / 86_400 for w in done]),
        )


class SetDensity:
    """Log posterior of a trial set by set.

    Coordinates, each in standard deviations of its prior where that is normal: coefficients; ln sigma; ln of the day's standard
    deviation; ln ell; what is said too few; ln omega; one for each day. The effect is that on the mean of the sets.

    Parameters
    ----------
    effect : mean and standard deviation of the prior of the effect. [repetitions]
    """

    def __init__(self, sets: Sets, effect: tuple[float, float]) -> None:
        self.sets = sets
        self.names, self._X, self._mean, self._sd = _columns(sets, effect)
        self._gap = np.diff(sets.day)
        self._told = np.isfinite(sets.rir)
        rir = np.nan_to_num(sets.rir)
        self._low, self._reserved = sets.reps + rir, (rir > 0).astype(float)
        self._doubt = np.where(rir > 0, 0.5 + 0.3 * rir, 0.0)

    def __len__(self) -> int:
        return len(self.names) + 5 + len(self.sets.arm)

    def told(self, u: Floats) -> dict[str, Floats]:
        """Return coefficients, and the the standard deviation of set and day together, and how alike days 3 apart are."""
        beta, sigma, day, ell, *_ = self._read(u)
        return {"beta": beta, "sigma": np.array([np.hypot(sigma, day)]), "phi": np.array([np.exp(-3 / ell)])}

    @np.errstate(over="ignore", divide="ignore", invalid="ignore")  # a step that far out is refused by its density
    def value_and_slope(self, u: Floats) -> tuple[float, Floats]:
        """Return the log posterior at `u`, up to a constant, and its gradient, (n_unknown,)."""
        p = len(self.names)
        beta, sigma, day, ell, few, omega = self._read(u)
        eps = u[p + 5 :]
        form, rho = self._days(eps, day, ell)
        spread = np.sqrt(sigma**2 + (omega * self._doubt) ** 2)
        from_ = self._low + few * self._reserved - self._X @ beta - form[self.sets.workout]
        low = from_ / spread
        high = np.where(self._told, (from_ + 1) / spread, np.inf)
        log_p, by_low, by_high = interval(low, high)
        by_place = (by_low + by_high) / spread  # over a shift of both ends
        by_spread = -(by_low * low + by_high * np.where(self._told, high, 0.0)) / spread
        slope = np.empty_like(u)
        slope[:p] = -self._sd * (self._X.T @ by_place) - u[:p]
        slope[p] = (by_spread @ (sigma**2 / spread)) * _LOG_SIGMA[1] - u[p]
        by_form = np.asarray(-np.bincount(self.sets.workout, by_place, len(self.sets.arm)), dtype=float)
        slope[p + 5 :], by_ell = self._days_slope(by_form, form, rho, eps, day, ell)
        slope[p + 5 :] -= eps
        slope[p + 1] = by_form @ form - (day / _DAY) ** 2 + 1
        slope[p + 2] = by_ell * _LOG_ELL[1] - u[p + 2]
        slope[p + 3] = (by_place @ self._reserved) * _SAID_TOO_FEW[1] - u[p + 3]
        slope[p + 4] = (by_spread @ ((omega * self._doubt) ** 2 / spread)) * _LOG_OMEGA[1] - u[p + 4]
        normal = np.delete(u, p + 1)
        value = log_p.sum() - normal @ normal / 2 - (day / _DAY) ** 2 / 2 + u[p + 1]
        return float(value), slope

    def _read(self, u: Floats) -> tuple[Floats, float, float, float, float, float]:
        p = len(self.names)
        log_sigma, log_day, log_ell, few, log_omega = u[p : p + 5]
        return (
            self._mean + self._sd * u[:p],
            float(np.exp(_LOG_SIGMA[0] + _LOG_SIGMA[1] * log_sigma)),
            float(np.exp(log_day)),
            float(np.exp(_LOG_ELL[0] + _LOG_ELL[1] * log_ell)),
            float(_SAID_TOO_FEW[0] + _SAID_TOO_FEW[1] * few),
            float(np.exp(_LOG_OMEGA[0] + _LOG_OMEGA[1] * log_omega)),
        )

    def _days(self, eps: Floats, day: float, ell: float) -> tuple[Floats, Floats]:
        """Return the form of each day, of covariance day^2 exp(-days / ell), and the correlation with the day before."""
        rho = np.exp(-self._gap / ell)
        form = day * eps
        for i, r in enumerate(rho, start=1):
            form[i] = r * form[i - 1] + np.sqrt(1 - r**2) * form[i]
        return form, rho

    def _days_slope(
        self, by_form: Floats, form: Floats, rho: Floats, eps: Floats, day: float, ell: float
    ) -> tuple[Floats, float]:
        """Carry a slope over the days' form back to `eps` and ln ell."""
        by, out, by_ell = by_form.copy(), np.empty_like(by_form), 0.0
        for i in range(len(rho), 0, -1):
            r = rho[i - 1]
            own = np.sqrt(1 - r**2)
            out[i] = by[i] * day * own
            by_ell += by[i] * (form[i - 1] - day * eps[i] * r / own) * r * self._gap[i - 1] / ell
            by[i - 1] += r * by[i]
        out[0] = by[0] * day
        return out, float(by_ell)


def interval(low: Floats, high: Floats) -> tuple[Floats, Floats, Floats]:
    """Return ln(F(high) - F(low)) of the standard normal, exact in both tails, and its slopes over low and high."""
    flip = low > 0
    a, b = np.where(flip, -high, low), np.where(flip, -low, high)
    upper = log_ndtr(b)
    log_p = upper + np.log1p(-np.exp(log_ndtr(a) - upper))
    by_low = -np.exp(-(low**2) / 2 - _LOG_ROOT - log_p)
    end = np.where(np.isfinite(high), high, 0.0)
    by_high = np.where(np.isfinite(high), np.exp(-(end**2) / 2 - _LOG_ROOT - log_p), 0.0)
    return log_p, by_low, by_high


def _columns(sets: Sets, effect: tuple[float, float]) -> tuple[tuple[str, ...], Floats, Floats, Floats]:
    """Return names, columns (n_set, n_coefficient), and means and standard deviations of their priors."""
    s, arm = sets.workout, sets.arm - 0.5
    middle = sets.place - sets.place.mean()
    late = sets.number - sets.number.mean()
    before = np.where(np.diff(sets.number, prepend=np.nan) == 1, np.roll(arm, 1), 0.0)
    rows = [
        ("level", np.ones(len(s)), *_LEVEL),
        ("effect", arm[s], *effect),
        ("trend", late[s], *_TREND),
        ("grows", arm[s] * middle, *_GROWS),
        ("before", before[s], *_BEFORE),
        *((f"set{k + 1}", (sets.place >= k).astype(float), *_PER_SET) for k in range(1, int(sets.place.max()) + 1)),
        *((("load", sets.load, *_LOAD),) if np.ptp(sets.load) > 0 else ()),
    ]
    names, columns, mean, sd = zip(*rows, strict=True)
    return names, np.column_stack(columns), np.array(mean), np.array(sd)
