"""The answer to "what does it cost and give": one outcome per strategy, the advice and the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from preex.core.exercise import Exercise
from preex.core.muscle import Muscle
from preex.core.pairing import REFUSAL_TEXT, OrderCheck, Pairing
from preex.core.plan import Strategy
from preex.planner.advice import Decision, Verdict
from preex.planner.interval import Interval
from preex.planner.notices import Notice
from preex.planner.safety import Helper
from preex.planner.strategies import Dose


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyOutcome:
    """What one strategy gives in one session. Repetitions are of the first set; `_by_set` has all."""

    strategy: Strategy
    compound_load_kg: float
    isolation_load_kg: float
    compound_reps: Interval
    isolation_reps: Interval
    compound_reps_by_set: tuple[Interval, ...]
    isolation_reps_by_set: tuple[Interval, ...]
    compound_volume_load_kg: Interval
    isolation_volume_load_kg: Interval
    fractional_sets: Mapping[Muscle, float]
    direct_sets: Mapping[Muscle, float]
    weighted_sets: Mapping[Muscle, float]
    session_rpe: Interval
    duration_s: Interval
    volume_change_percent: Interval  # of the compound, against the traditional order (S18)
    rpe_change: Interval  # of the session, against the traditional order (S15)
    load_cut_percent: float  # of the compound, against its usual load (S71)
    target_sets_added_to_week: float  # against the week without the isolation; 0 for count_it
    sets_left_out_of_week: float  # other sets of the target to drop, so that the week stays as it was (S72, S74)

    def to_json(self) -> dict[str, object]:
        """Return plain data, named as in the interface."""
        out: dict[str, object] = {}
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, Interval):
                out[name] = value.to_json()
            elif isinstance(value, tuple):
                out[name] = [one.to_json() for one in value]
            elif isinstance(value, Mapping):
                out[name] = {muscle.value: count for muscle, count in value.items()}
            elif name != "strategy":
                out[name] = value
        return out


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One line of the ledger: what a plan gives to the target, or takes from the compound (S40, S41)."""

    what: str
    change: str
    because: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Return plain data."""
        return {"what": self.what, "change": self.change, "because": list(self.because)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The answer to `preex compare`."""

    isolation: Exercise
    compound: Exercise
    target: Muscle | None
    check: OrderCheck
    pairing: Pairing | None
    dose: Dose
    fresh_reps: Interval
    expected_reps: Interval  # first compound set at the usual load, given that fresh it would be `fresh_reps.mean`
    strategies: Mapping[Strategy, StrategyOutcome]
    decision: Decision
    notices: tuple[Notice, ...]
    takeover: tuple[Helper, ...]
    ledger: tuple[LedgerRow, ...]

    @property
    def expected(self) -> str:
        """The cost in one line: `10 -> 7 (5-8)` (S14)."""
        e = self.expected_reps
        return f"{self.fresh_reps.mean:.0f} -> {e.mean:.0f} ({e.q10:.0f}-{e.q90:.0f})"

    @property
    def verdict(self) -> Verdict:
        """The advice in one word."""
        return self.decision.verdict

    def to_json(self) -> dict[str, object]:
        """Return the document `preex.compare/1`."""
        return {
            "schema": "preex.compare/1",
            "isolation": self.isolation.id,
            "compound": self.compound.id,
            "target": self.target.value if self.target else None,
            "order": self.check.order.value,
            "refusals": [{"code": r.value, "text": REFUSAL_TEXT[r]} for r in self.check.refusals],
            "pairing": self.pairing.id if self.pairing else None,
            "rounds": self.dose.rounds,
            "gap_s": self.dose.gap_s,
            "rest_s": self.dose.rest_s,
            "iso_rir": self.dose.iso_rir,
            "fresh_reps": self.fresh_reps.to_json(),
            "expected": {"text": self.expected, **self.expected_reps.to_json()},
            "strategies": {s.value: outcome.to_json() for s, outcome in self.strategies.items()},
            "advice": {
                **self.decision.to_json(),
                "warnings": [n.code for n in self.notices],
                "notices": [n.to_json() for n in self.notices],
            },
            "takeover": [h.to_json() for h in self.takeover],
            "ledger": [row.to_json() for row in self.ledger],
        }
