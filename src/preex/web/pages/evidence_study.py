"""One study: who took part, what was compared, what was found, and how each number is known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from preex import app
from preex.evidence.base import Evidence
from preex.evidence.effects import Arm, Finding
from preex.evidence.measures import measured
from preex.evidence.studies import Study
from preex.meta.contrast import Contrast
from preex.meta.policy import Scale
from preex.web.page import page

CONTRASTS = {
    Contrast.ORDER: "order: isolation first against compound first, same sets",
    Contrast.ADDED: "isolation added: more work, not only another order",
    Contrast.REST: "rest between the two, same order",
    Contrast.EXTRA: "one more set of the same exercise",
}
OUTCOMES = {
    "reps": "repetitions",
    "reps_ratio": "share of the first set's repetitions",
    "rpe": "effort (RPE)",
    "emg": "muscle activity (EMG)",
    "csa": "cross-section",
    "load_cut": "load taken off",
    "rir_error": "error of reps in reserve",
}
_FIRST = {
    Contrast.ORDER: _("Isolation first"),
    Contrast.ADDED: _("Isolation added"),
    Contrast.REST: _("Rest between"),
    Contrast.EXTRA: _("One set more"),
}
_DIRECTIONS = {-1: "lower", 0: "no clear change", 1: "higher"}
_SCALES = {Scale.SMD: "SD", Scale.LOG_RATIO: "log ratio"}


@require_safe
def study(request: HttpRequest, study_id: str) -> HttpResponse:
    """Show one study."""
    base = app.known_evidence()
    found = base.study(study_id)
    return page(
        request,
        "evidence_study.html",
        part="learn",
        at="evidence",
        study=found,
        tags=_tags(found),
        done=_done(found),
        compared=_by_arms(base.of(study_id)),
        claims=[c for c in app.find_claims() if study_id in c.evidence],
        sharing=_sharing(base, found),
    )


def _tags(s: Study) -> list[str]:
    people = f"{s.people} people" if s.people else "people not stated"
    return [people, _words(s.training, "training"), _words(s.sex, "sex"), s.horizon.value, s.design.replace("_", " ")]


def _done(s: Study) -> list[tuple[str, str]]:
    """Return what a reader must know of the design, without what is not known."""
    lost = "" if s.lost_share is None else f"{s.lost_share * 100:.0f} % of those who began"
    rows = [
        (gettext("People"), "; ".join(words for words in (s.population, s.people_note) if words).replace("+/-", "±")),
        (gettext("Design"), s.design_done),
        (gettext("Allocation"), s.allocation),
        (gettext("Assessor"), _words(s.assessor, "blinding")),
        (gettext("Lost"), lost),
        (gettext("Compared with"), s.comparator),
        (
            gettext("Contrast"),
            "; ".join(f"{c}, {CONTRASTS[c]}" for c in s.contrasts) or "none: it answers another question",
        ),
        (gettext("Published"), s.status.replace("_", " ")),
        (gettext("DOI"), s.doi),
        (gettext("Record"), "" if s.doi else s.link),
        (gettext("Note"), s.note),
        (gettext("Last reviewed"), s.last_reviewed.isoformat()),
    ]
    return [(head, words) for head, words in rows if words]


def _sharing(base: Evidence, s: Study) -> list[Study]:
    """Return other reports of the same people."""
    return [other for other in base.studies.values() if other.sample == s.sample and other.id != s.id]


def _by_arms(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return the findings by what was compared, so that arms are named once."""
    found: dict[tuple[str, str, Contrast | None], list[dict[str, Any]]] = {}
    for f in findings:
        key = (f.arm_1.name, f.arm_0.name if f.arm_0 else "", f.contrast)
        found.setdefault(key, []).append(_row(f))
    return [
        {
            "arm": arm,
            "against": against,
            "first": (gettext("One arm") if contrast is None else _FIRST[contrast])
            if against
            else gettext("Measured in"),
            "short": gettext("First") if against and contrast else gettext("Found"),
            "rows": rows,
            "numbers": any(row["arm"] or row["against"] for row in rows),
        }
        for (arm, against, contrast), rows in found.items()
    ]


def _row(f: Finding) -> dict[str, Any]:
    return {
        "id": f.id,
        "measured": f"{OUTCOMES.get(f.outcome, f.outcome.replace('_', ' '))}, {f.measured}",
        "site": f.site,
        "arm": _numbers(f.arm_1, f.unit),
        "against": _numbers(f.arm_0, f.unit) if f.arm_0 else [],
        "result": _result(f),
        "n": f.n,
        "verification": f.verification.value,
        "digitised": f.digitised,
        "never_pooled": f.never_pooled,
        "source": f.source,
        "note": f.note,
    }


def _numbers(arm: Arm, unit: str) -> list[str]:
    """Return the numbers of an arm, as printed."""
    said = []
    if arm.mean is not None:
        before = "" if arm.before is None else f"{_spread(arm.before, arm.before_sd)} -> "
        said.append(f"{before}{_spread(arm.mean, arm.sd)} {unit}".strip())
    if arm.between is not None:
        said.append(f"{arm.between[0]:g} to {arm.between[1]:g} {unit}".strip())
    if arm.pct is not None:
        said.append(f"{arm.pct:+g} %")
    return said


def _spread(mean: float, sd: float | None) -> str:
    return f"{mean:g}" if sd is None else f"{mean:g} ± {sd:g}"


def _result(f: Finding) -> list[tuple[str, bool]]:
    """Return which way it went, the p printed, our effect, and what the source states itself; True = to be read first."""
    said = [] if f.direction is None else [(_DIRECTIONS[f.direction], True)]
    effect = measured(f)
    if effect is not None:
        low, high = effect.interval
        said.append((f"{effect.y:.2f} [{low:.2f}, {high:.2f}] {_SCALES[effect.scale]}", True))
        said.append((f"computed here, {effect.kind}", False))
    if f.p:
        told = "not significant" if f.p == "ns" else {"<": "p ", ">": "p ", "0": "p = "}.get(f.p[0], "") + f.p
        said.append((told, False))
    if f.stated:
        ends = "" if f.stated.low is None or f.stated.high is None else f" [{f.stated.low:g}, {f.stated.high:g}]"
        said.append((f"as stated: {f.stated.value:g}{ends}, {f.stated.what}", False))
    return said


def _words(value: str, what: str) -> str:
    return f"{what} not stated" if value == "not_stated" else value.replace("_", " ")
