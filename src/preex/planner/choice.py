"""What was decided for one target: the block chosen, how it is arranged, and what else there was."""

from __future__ import annotations

from dataclasses import dataclass

from preex.core.muscle import Muscle
from preex.planner.advice import Case, Decision
from preex.planner.candidates import Candidate, Scene, Search
from preex.planner.request import targets_label


@dataclass(frozen=True, slots=True)
class Choice:
    """What was decided for one target."""

    muscles: tuple[Muscle, ...]
    search: Search
    decision: Decision

    @property
    def label(self) -> str:
        """Name of the target."""
        return targets_label(self.muscles)

    @property
    def best(self) -> Candidate | None:
        """The block chosen, whether or not it is done isolation first; None when no pairing fits."""
        return self.search.found[0] if self.search.found else None

    @property
    def arranged(self) -> str:
        """How the target is trained: `pre_exhaust`, `traditional` (isolation after) or `template` (no isolation added)."""
        if self.best is None or self.decision.rule == "D3":
            return "template"
        return "pre_exhaust" if self.decision.plans_a_block else "traditional"


def case_without_pair(scene: Scene, *, lagging: bool | None) -> Case:
    """Return what the rules look at when no pair fits or none is asked for."""
    lifter = scene.request.lifter
    return Case(
        experience=lifter.experience,
        goal=lifter.goal,
        lagging=lagging,
        joint_flagged=bool(lifter.joints),
        bad_workouts=scene.background.bad_workouts,
    )


def candidate_to_json(c: Candidate) -> dict[str, object]:
    """Return a block as plain data."""
    return {
        "pairing": c.pairing.id,
        "isolation": c.isolation.id,
        "compound": c.compound.id,
        "target": c.target.value,
        "strategy": c.strategy.value,
        "gap_s": c.dose.gap_s,
        "rounds": c.dose.rounds,
        "rest_s": c.dose.rest_s,
        "compound_reps": list(c.reps),
        "expected": c.expected,
        "lost_reps": c.lost_reps.to_json(),
        "volume_change_percent": c.volume_change_percent.to_json(),
        "load_cut_percent": round(c.load_cut_percent, 1),
        "minutes": round(c.minutes, 1),
        "points": round(c.score, 2),
        "warnings": [n.code for n in c.assessment.notices],
        "because": list(c.assessment.decision.because),
    }
