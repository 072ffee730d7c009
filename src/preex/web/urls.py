"""Which address leads to which page."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language
from django.views.i18n import set_language

from preex.web.api.service import api
from preex.web.pages import (
    beginning,
    comparing,
    demo,
    evidence,
    evidence_files,
    evidence_question,
    evidence_study,
    health,
    importing,
    learning,
    pairing,
    plan_edit,
    planning,
    preferences,
    progress,
    recording,
    session,
    today,
    trial,
    trial_new,
    trial_pool,
    trial_result,
    trial_steps,
    volume,
)

urlpatterns = [
    path("", today.today, name="today"),
    path("begin", beginning.begin, name="begin"),
    path("begin/<str:step>", beginning.begin, name="begin-step"),
    path("demo", demo.load, name="demo"),
    path("me", demo.leave, name="look-at-me"),
    path("log", recording.log, name="log"),
    path("log/undo", recording.undo, name="log-undo"),
    path("import", importing.choose, name="import"),
    path("import/undo/<str:batch>", importing.undo, name="import-undo"),
    path("import/<str:ticket>", importing.preview, name="import-preview"),
    path("session", session.session, name="session"),
    path("session/ranges", session.ranges, name="session-ranges"),
    path("session/app/<str:version>/<str:name>", session.module, name="session-module"),
    path("sw.js", session.worker, name="session-worker"),
    path("plan", planning.plan, name="plan"),
    path("plan/edit", plan_edit.edit, name="plan-edit"),
    path("plan/edit/undo", plan_edit.undo, name="plan-undo"),
    path("plan/edit/save", plan_edit.save, name="plan-save"),
    path("compare", comparing.compare, name="compare"),
    path("pairs", pairing.pairs, name="pairs"),
    path("pairs/compare", pairing.side_by_side, name="pairs-compared"),
    path("pairs/<str:pairing_id>", pairing.one, name="pair"),
    path("progress", progress.review, name="progress"),
    path("progress/costs", progress.costs, name="costs"),
    path("progress/strength", progress.strength, name="strength"),
    path("progress/volume", volume.volume, name="volume"),
    path("progress/volume/names", volume.names, name="volume-names"),
    path("trial", trial.trials, name="trials"),
    path("trial/new", trial_new.new, name="trial-new"),
    path("trial/pool", trial_pool.pool, name="trial-pool"),
    path("trial/pool.svg", trial_pool.figure, name="trial-pool-figure"),
    path("trial/<str:trial_id>", trial.one, name="trial"),
    path("trial/<str:trial_id>/check-in", trial_steps.check_in, name="trial-check-in"),
    path("trial/<str:trial_id>/record", trial_steps.record, name="trial-record"),
    path("trial/<str:trial_id>/miss", trial_steps.miss, name="trial-miss"),
    path("trial/<str:trial_id>/pain-stop", trial_steps.pain_stop, name="trial-pain-stop"),
    path("trial/<str:trial_id>/amend", trial_steps.amend, name="trial-amend"),
    path("trial/<str:trial_id>/deviate", trial_steps.deviate, name="trial-deviate"),
    path("trial/<str:trial_id>/look", trial_steps.look, name="trial-look"),
    path("trial/<str:trial_id>/end", trial_steps.end, name="trial-end"),
    path("trial/<str:trial_id>/result", trial_result.result, name="trial-result"),
    path("trial/<str:trial_id>/result.svg", trial_result.figure, name="trial-figure"),
    path("trial/<str:trial_id>/audit", trial_result.audit, name="trial-audit"),
    path("trial/<str:trial_id>/workouts.svg", trial_result.course, name="trial-course"),
    path("trial/<str:trial_id>/blocks.svg", trial_result.blocks, name="trial-blocks"),
    path("trial/<str:trial_id>/report.md", trial_result.report, name="trial-report"),
    path("trial/<str:trial_id>/export.json", trial_result.export, name="trial-export"),
    path("learn", learning.learn, name="learn"),
    path("learn/claims", learning.claims, name="claims"),
    path("learn/claims/<str:claim_id>", learning.claim, name="claim"),
    path("learn/evidence", evidence.evidence, name="evidence"),
    path("learn/evidence/figures/<str:key>.svg", evidence_files.figure, name="evidence-figure"),
    path("learn/evidence/files/evidence.<str:suffix>", evidence_files.export, name="evidence-export"),
    path("learn/evidence/files/study.json", evidence_files.template, name="evidence-template"),
    path("learn/evidence/questions/<str:key>", evidence_question.question, name="evidence-question"),
    path("learn/evidence/<str:study_id>", evidence_study.study, name="evidence-study"),
    path("settings", preferences.settings, name="settings"),
    path("api/v1/", api.urls),
    path("language", set_language, name="language"),  # chosen at the foot of a page
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

handler400 = "preex.web.failures.refused"
handler403 = "preex.web.failures.refused"
handler404 = "preex.web.failures.missing"
handler500 = "preex.web.failures.broken"
