"""Which address leads to which page."""

from __future__ import annotations

from django.urls import path

from preex.web.pages import (
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
    planning,
    preferences,
    progress,
    recording,
    session,
    today,
)

urlpatterns = [
    path("", today.today, name="today"),
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
    path("compare", comparing.compare, name="compare"),
    path("pairs", pairing.pairs, name="pairs"),
    path("pairs/<str:pairing_id>", pairing.one, name="pair"),
    path("progress", progress.review, name="progress"),
    path("progress/strength", progress.strength, name="strength"),
    path("progress/volume", progress.volume, name="volume"),
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
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

handler400 = "preex.web.failures.refused"
handler403 = "preex.web.failures.refused"
handler404 = "preex.web.failures.missing"
handler500 = "preex.web.failures.broken"
