"""One function per verb: the only place that joins the store, the model and the catalogue.

Every edge, be it the command line, the web or a script, calls these. They take what changes the world as arguments
(`store`, `at`), print nothing, and return plain values with `to_json`. Each is loaded on first use, so that a command
pays only for what it needs.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from preex.app.athlete import know, lifter_of
    from preex.app.backup import back_up, care, drill, restore
    from preex.app.beginning import begin
    from preex.app.catalogue import (
        exercise_json,
        find_exercises,
        find_pairs,
        list_muscles,
        muscle_json,
        pair_because,
        pair_json,
    )
    from preex.app.claims import claim_json, claims_json, find_claims
    from preex.app.comparing import compare
    from preex.app.costing import pair_costs
    from preex.app.demo import load_demo
    from preex.app.doctor import check_up
    from preex.app.evidence import EvidenceFound, add_evidence, find_evidence, known_evidence
    from preex.app.evidence_changes import changes_of_evidence, snapshot_text, study_template
    from preex.app.evidence_files import draw_evidence, export_evidence
    from preex.app.exporting import export_bytes, export_log
    from preex.app.fitting import fit_athlete, forget_fit
    from preex.app.history import recent_workouts
    from preex.app.importing import import_log, read_log, undo_import
    from preex.app.kit import gym_of, have_of, set_unit, unit_of, units_of, update_gym
    from preex.app.looking_in import look_inside, names_in
    from preex.app.meta import pool_file
    from preex.app.naming import set_own_name
    from preex.app.plan_editing import edit_plan, open_editor, save_draft, undo_edit
    from preex.app.plan_line import line_of
    from preex.app.planning import check_plan, new_plan, saved_plan
    from preex.app.predicting import simulate
    from preex.app.profile import imported_files, update_profile
    from preex.app.recording import record_line, undo_record
    from preex.app.reviewing import review
    from preex.app.scoring import Score, score_log, score_own_log
    from preex.app.standing import athlete_state
    from preex.app.syncing import changes, take_ops
    from preex.app.theories import compare_theories
    from preex.app.trial_audit import audit_trial
    from preex.app.trial_planning import new_trial, trial_power
    from preex.app.trial_pool import pool_trials
    from preex.app.trial_reminder import trial_note
    from preex.app.trial_results import analyse_trial, export_trial, report_trial
    from preex.app.trial_serving import record_trial_workout, trial_today
    from preex.app.trials import (
        amend_trial,
        deviate_trial,
        end_trial,
        miss_workout,
        next_workout,
        record_workout,
        stop_for_pain,
        trial_named,
    )
    from preex.app.volume import weekly_volume
    from preex.store import open_store

_HOME = {
    "back_up": "preex.app.backup",
    "care": "preex.app.backup",
    "check_up": "preex.app.doctor",
    "drill": "preex.app.backup",
    "restore": "preex.app.backup",
    "names_in": "preex.app.looking_in",
    "look_inside": "preex.app.looking_in",
    "update_gym": "preex.app.kit",
    "units_of": "preex.app.kit",
    "unit_of": "preex.app.kit",
    "set_unit": "preex.app.kit",
    "have_of": "preex.app.kit",
    "gym_of": "preex.app.kit",
    "begin": "preex.app.beginning",
    "EvidenceFound": "preex.app.evidence",
    "Score": "preex.app.scoring",
    "add_evidence": "preex.app.evidence",
    "amend_trial": "preex.app.trials",
    "analyse_trial": "preex.app.trial_results",
    "athlete_state": "preex.app.standing",
    "audit_trial": "preex.app.trial_audit",
    "changes": "preex.app.syncing",
    "changes_of_evidence": "preex.app.evidence_changes",
    "check_plan": "preex.app.planning",
    "claim_json": "preex.app.claims",
    "claims_json": "preex.app.claims",
    "compare": "preex.app.comparing",
    "compare_theories": "preex.app.theories",
    "deviate_trial": "preex.app.trials",
    "draw_evidence": "preex.app.evidence_files",
    "edit_plan": "preex.app.plan_editing",
    "end_trial": "preex.app.trials",
    "exercise_json": "preex.app.catalogue",
    "export_evidence": "preex.app.evidence_files",
    "export_bytes": "preex.app.exporting",
    "export_log": "preex.app.exporting",
    "find_claims": "preex.app.claims",
    "find_evidence": "preex.app.evidence",
    "export_trial": "preex.app.trial_results",
    "find_exercises": "preex.app.catalogue",
    "find_pairs": "preex.app.catalogue",
    "fit_athlete": "preex.app.fitting",
    "forget_fit": "preex.app.fitting",
    "import_log": "preex.app.importing",
    "imported_files": "preex.app.profile",
    "know": "preex.app.athlete",
    "known_evidence": "preex.app.evidence",
    "lifter_of": "preex.app.athlete",
    "line_of": "preex.app.plan_line",
    "list_muscles": "preex.app.catalogue",
    "load_demo": "preex.app.demo",
    "miss_workout": "preex.app.trials",
    "muscle_json": "preex.app.catalogue",
    "new_plan": "preex.app.planning",
    "new_trial": "preex.app.trial_planning",
    "open_editor": "preex.app.plan_editing",
    "next_workout": "preex.app.trials",
    "pair_because": "preex.app.catalogue",
    "pair_costs": "preex.app.costing",
    "pair_json": "preex.app.catalogue",
    "pool_file": "preex.app.meta",
    "pool_trials": "preex.app.trial_pool",
    "read_log": "preex.app.importing",
    "recent_workouts": "preex.app.history",
    "record_line": "preex.app.recording",
    "record_trial_workout": "preex.app.trial_serving",
    "record_workout": "preex.app.trials",
    "report_trial": "preex.app.trial_results",
    "review": "preex.app.reviewing",
    "save_draft": "preex.app.plan_editing",
    "saved_plan": "preex.app.planning",
    "score_log": "preex.app.scoring",
    "score_own_log": "preex.app.scoring",
    "set_own_name": "preex.app.naming",
    "simulate": "preex.app.predicting",
    "snapshot_text": "preex.app.evidence_changes",
    "stop_for_pain": "preex.app.trials",
    "study_template": "preex.app.evidence_changes",
    "take_ops": "preex.app.syncing",
    "trial_named": "preex.app.trials",
    "trial_note": "preex.app.trial_reminder",
    "trial_power": "preex.app.trial_planning",
    "trial_today": "preex.app.trial_serving",
    "undo_import": "preex.app.importing",
    "undo_edit": "preex.app.plan_editing",
    "undo_record": "preex.app.recording",
    "update_profile": "preex.app.profile",
    "weekly_volume": "preex.app.volume",
    "open_store": "preex.store",
}

__all__ = [
    "EvidenceFound",
    "Score",
    "add_evidence",
    "amend_trial",
    "analyse_trial",
    "athlete_state",
    "audit_trial",
    "back_up",
    "begin",
    "care",
    "changes",
    "changes_of_evidence",
    "check_plan",
    "check_up",
    "claim_json",
    "claims_json",
    "compare",
    "compare_theories",
    "deviate_trial",
    "draw_evidence",
    "drill",
    "edit_plan",
    "end_trial",
    "exercise_json",
    "export_bytes",
    "export_evidence",
    "export_log",
    "export_trial",
    "find_claims",
    "find_evidence",
    "find_exercises",
    "find_pairs",
    "fit_athlete",
    "forget_fit",
    "gym_of",
    "have_of",
    "import_log",
    "imported_files",
    "know",
    "known_evidence",
    "lifter_of",
    "line_of",
    "list_muscles",
    "load_demo",
    "look_inside",
    "miss_workout",
    "muscle_json",
    "names_in",
    "new_plan",
    "new_trial",
    "next_workout",
    "open_editor",
    "open_store",
    "pair_because",
    "pair_costs",
    "pair_json",
    "pool_file",
    "pool_trials",
    "read_log",
    "recent_workouts",
    "record_line",
    "record_trial_workout",
    "record_workout",
    "report_trial",
    "restore",
    "review",
    "save_draft",
    "saved_plan",
    "score_log",
    "score_own_log",
    "set_own_name",
    "set_unit",
    "simulate",
    "snapshot_text",
    "stop_for_pain",
    "study_template",
    "take_ops",
    "trial_named",
    "trial_note",
    "trial_power",
    "trial_today",
    "undo_edit",
    "undo_import",
    "undo_record",
    "unit_of",
    "units_of",
    "update_gym",
    "update_profile",
    "weekly_volume",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a verb may be any function
    """Load a verb on first use."""
    if name not in _HOME:
        raise AttributeError(f"module 'preex.app' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    """List the verbs before they are loaded."""
    return sorted(__all__)
