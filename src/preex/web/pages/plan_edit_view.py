"""What the page of the plan being edited shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from preex import app
from preex.app.alternatives import stand_ins
from preex.app.plan_editing import Act, Editor
from preex.app.planning import Kept
from preex.catalogue import load_catalogue
from preex.core.exercise import Family
from preex.core.muscle import GROUP_OF
from preex.core.plan import Prescription, Section, Strategy
from preex.planner import editing, redosing
from preex.planner.document import Plan
from preex.planner.ledger import BlockLedger, DayLedger, WeekSets
from preex.planner.notices import Level
from preex.units import LoadUnit, load_text
from preex.web.charts import Scale, range_bar
from preex.web.pages.plan_edit_form import BlockForm
from preex.web.tags import exercise as name_of
from preex.web.tags import minus
from preex.web.visitor import Visitor

_BAND_TOP = 26.0  # sets a week at the right end of a bar
_ASIDE = frozenset({"rotator cuff"})  # for safety alone; nobody plans sets for it
_NAMES = {
    Strategy.KEEP_LOAD: gettext_lazy("Keep load"),
    Strategy.KEEP_REPS: gettext_lazy("Keep reps"),
    Strategy.COUNT_IT: gettext_lazy("Count it"),
    Strategy.TRADITIONAL: gettext_lazy("Usual order"),
}
_TELLS = {
    Strategy.KEEP_LOAD: gettext_lazy("The usual load; fewer reps are the cost."),
    Strategy.KEEP_REPS: gettext_lazy("A lighter load keeps the reps; less load is less tension on the compound."),
    Strategy.COUNT_IT: gettext_lazy("As keep load, and other sets of the muscle are left out for these."),
    Strategy.TRADITIONAL: gettext_lazy("All sets of the compound, then all of the isolation."),
}
_BECAUSE = {
    Strategy.KEEP_LOAD: ("S13", "S69", "S54", "S57"),
    Strategy.KEEP_REPS: ("S70", "S71", "S13"),
    Strategy.COUNT_IT: ("S72", "S73", "S74"),
    Strategy.TRADITIONAL: ("S38", "S39", "S75"),
}
_DID = {
    Act.UP: gettext_lazy("moved up"),
    Act.DOWN: gettext_lazy("moved down"),
    Act.REMOVE: gettext_lazy("removed"),
    Act.TAKE_OUT: gettext_lazy("exercise taken out"),
    Act.PAIR: gettext_lazy("paired with the next"),
    Act.SPLIT: gettext_lazy("taken apart"),
    Act.TURN: gettext_lazy("turned round"),
    Act.FIRST: gettext_lazy("goes first, same sets"),
    Act.STRATEGY: gettext_lazy("done in another way"),
    Act.SWAP: gettext_lazy("exercise swapped"),
    Act.CHANGE: gettext_lazy("numbers changed"),
    Act.ADD_EXERCISE: gettext_lazy("added"),
    Act.ADD_PAIR: gettext_lazy("added"),
    Act.DAY_TWICE: gettext_lazy("day repeated"),
    Act.WEEK_TWICE: gettext_lazy("week repeated"),
    Act.DAY_UP: gettext_lazy("day moved up"),
    Act.DAY_DOWN: gettext_lazy("day moved down"),
    Act.REMOVE_DAY: gettext_lazy("day removed"),
    Act.START_OVER: gettext_lazy("started over from"),
    Act.TAKE_DAY: gettext_lazy("a day taken from"),
    Act.TAKE_THEIRS: gettext_lazy("all taken from"),
}


def shown(editor: Editor, visitor: Visitor, form: BlockForm | None = None) -> dict[str, Any]:
    """Return what the page shows of a draft; `form` is the one that was refused, if any."""
    plan = editor.draft.plan
    blocks = [n for n in editor.notices if n.level is Level.BLOCK]
    return {
        "version": editor.version,
        "base": editor.draft.base,
        "changed": editor.changed,
        "undo": words_of(editor),
        "edits": len(editor.draft.edits) - 1,
        "groups": list(_groups(editor)),
        "band": editor.scene.background.band,
        "days": [_day(editor, visitor, d, ledger, form) for d, ledger in enumerate(editor.days)],
        "blocked": len(blocks),
        "asks_reason": any(n.code == "B-S65" for n in blocks),
        "theirs": _theirs(editor.theirs, plan, visitor.unit) if editor.theirs else None,
        "several_days": len(plan.days) > 1,
        "room_for_week": 2 * len(plan.days) <= editing.MOST_DAYS,
        "exercises": [name_of(e.id) for e in app.find_exercises() if e.family is Family.STRENGTH],
        "pairs": _pairs(plan),
    }


def words_of(editor: Editor) -> str:
    """Say what the last edit was, and to what; "" when nothing was edited."""
    last = editor.draft.edits[-1]
    if not editor.draft.can_be_undone or last.did not in set(Act):
        return ""
    about = " → ".join(name_of(one) for one in last.about.split(" > ") if one)
    did = str(_DID.get(Act(last.did), last.did))
    if Act(last.did) in {Act.START_OVER, Act.TAKE_DAY, Act.TAKE_THEIRS}:
        return f"{did} {about}"
    return f"{about}: {did}" if about else did


def _groups(editor: Editor) -> Iterator[dict[str, Any]]:
    """Yield the week's sets by muscle group: those that changed first, then those that lag."""
    lagging = {GROUP_OF[m] for m in editor.draft.plan.lifter.lagging or ()}
    found: dict[str, list[WeekSets]] = {}
    for week in editor.weeks:
        found.setdefault(GROUP_OF[week.muscle], []).append(week)
    rows = [_group(name, weeks) for name, weeks in found.items() if name not in _ASIDE]
    yield from sorted(rows, key=lambda g: (not g["change"], g["name"] not in lagging))


def _group(name: str, weeks: Sequence[WeekSets]) -> dict[str, Any]:
    """Give a group the sets of its most trained muscle: to add its muscles up would count a set twice."""
    before, after = max(w.before for w in weeks), max(w.after for w in weeks)
    low, high = weeks[0].band
    percent = 100 / _BAND_TOP
    place = "under" if after < low else "over" if after > high else "within"
    return {
        "name": name,
        "after": after,
        "change": round(after - before, 2),
        "place": place,
        "words": {"under": _("under the usual"), "over": _("over the usual"), "within": _("as usual")}[place],
        "at_low": f"{low * percent:.1f}%",
        "wide": f"{(min(high, _BAND_TOP) - low) * percent:.1f}%",
        "at_after": f"{min(after, _BAND_TOP) * percent:.1f}%",
    }


def _day(editor: Editor, visitor: Visitor, d: int, ledger: DayLedger, form: BlockForm | None) -> dict[str, Any]:
    workout = editor.draft.plan.days[d].workout
    sections = workout.sections
    return {
        "n": d,
        "title": workout.title,
        "minutes": ledger.forecast.minutes.mean,
        "rpe": ledger.forecast.session_rpe.mean,
        "sets": sum(1 for _p in workout.sets()),
        "notices": [n for n in editor.notices if n.path == f"days[{d}].workout"],
        "blocks": [
            _block(editor, visitor, (d, b), section, ledger.blocks[b], form)
            | {
                "first": b == 0,
                "last": b == len(sections) - 1,
                "only": len(sections) == 1,
                "can_pair": b + 1 < len(sections)
                and editing.is_straight(section)
                and editing.is_straight(sections[b + 1]),
                "can_go_first": editing.goes_first(workout, b, load_catalogue().exercises) is not None,
            }
            for b, section in enumerate(sections)
        ],
    }


def _block(
    editor: Editor,
    visitor: Visitor,
    place: tuple[int, int],
    section: Section,
    ledger: BlockLedger,
    form: BlockForm | None,
) -> dict[str, Any]:
    done = editing.exercises_of(section)
    several = editing.is_pair(section) or editing.is_traditional_pair(section)
    simple = several or editing.is_straight(section)
    pairing = redosing.pairing_of(section, load_catalogue())
    refused = form is not None and form.place == place
    path = "days[{}].workout.sections[{}]".format(*place)
    return {
        "id": "{}-{}".format(*place),
        "n": place[1],
        "kind": "pre" if section.strategy not in {None, Strategy.TRADITIONAL} else "trad" if several else "",
        "names": [name_of(p.exercise) for p in done],
        "sets": done,
        "rounds": editing.rounds_of(section),
        "gap_s": editing.gap_of(section),
        "rest_s": editing.rest_of(section),
        "pair": several,
        "can_turn": editing.is_pair(section),
        "pairing": pairing,
        "note": section.note,
        "ways": list(_ways(section, editor)) if pairing else [],
        "tells": _TELLS.get(section.strategy) if section.strategy else "",
        "because": _BECAUSE.get(section.strategy, ()) if section.strategy else (),
        "cost": _cost(section, ledger) if several else None,
        "ledger": ledger,
        "gives": sorted(ledger.sets.items(), key=lambda one: -one[1])[:3],
        "notices": [n for n in editor.notices if n.path == path or n.path.startswith(f"{path}.")],
        "form": (form if refused else BlockForm(section, visitor.unit, place)) if simple else None,
        "open": refused,
        "swaps": [
            (i, name_of(p.exercise), [(e, name_of(e)) for e in stand_ins(p.exercise)]) for i, p in enumerate(done)
        ],
    }


def _ways(section: Section, editor: Editor) -> Iterator[dict[str, Any]]:
    cut = redosing.cut_to_keep_reps(section, editor.scene)
    for strategy, name in _NAMES.items():
        yield {
            "id": strategy.value,
            "name": name,
            "extra": f"{minus(cut)}\N{NO-BREAK SPACE}%" if strategy is Strategy.KEEP_REPS and cut else "",
            "on": section.strategy is strategy,
        }


def _cost(section: Section, ledger: BlockLedger) -> dict[str, Any] | None:
    """Show the exercise that is done tired: the second of a pair."""
    second = editing.exercises_of(section)[1].exercise
    found = next((e for e in ledger.first_sets if e.exercise == second), None)
    if found is None:
        return None
    scale = Scale.around([found.now.q10, found.now.q90, found.fresh.mean], from_zero=True)
    return {
        "name": name_of(second),
        "fresh": found.fresh,
        "now": found.now,
        "bar": range_bar(scale, found.now, tick=found.fresh.mean),
    }


def _theirs(kept: Kept, mine: Plan, unit: LoadUnit) -> dict[str, Any]:
    """Set both plans beside each other, day by day."""
    theirs = kept.plan.days
    rows = []
    for i in range(max(len(theirs), len(mine.days))):
        a, b = _lines(mine, i, unit), _lines(kept.plan, i, unit)
        in_both = i < min(len(theirs), len(mine.days))
        rows.append({"n": i, "mine": _marked(a, b), "theirs": _marked(b, a), "same": a == b, "both": in_both})
    return {"id": kept.id, "rows": rows}


def _marked(lines: list[str], others: list[str]) -> list[tuple[str, bool]]:
    """Mark the lines that differ, and those that stand elsewhere."""
    same = SequenceMatcher(None, lines, others, autojunk=False).get_matching_blocks()
    kept = {block.a + i for block in same for i in range(block.size)}
    return [(line, i not in kept) for i, line in enumerate(lines)]


def _lines(plan: Plan, day: int, unit: LoadUnit) -> list[str]:
    if day >= len(plan.days):
        return []
    workout = plan.days[day].workout
    lines = []
    for section in workout.sections:
        names = " → ".join(name_of(p.exercise) for p in editing.exercises_of(section))
        doses = ", ".join(_dose(p, unit) for p in editing.exercises_of(section))
        rounds = editing.rounds_of(section)
        lines.append(f"{names}: {ngettext('%(n)d round', '%(n)d rounds', rounds) % {'n': rounds}}, {doses}")
    return [workout.title, *lines]


def _dose(p: Prescription, unit: LoadUnit) -> str:
    reps = f"{p.reps_low}" if p.reps_low == p.reps_high else f"{p.reps_low}–{p.reps_high}"
    return reps if p.load_kg is None else f"{reps} × {load_text(p.load_kg, unit)}"


def _pairs(plan: Plan) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the reviewed pairs by muscle group, those that lag first."""
    lagging = {GROUP_OF[m] for m in plan.lifter.lagging or ()}
    groups: dict[str, list[tuple[str, str]]] = {}
    for p in load_catalogue().pairings:
        if p.is_pre_exhaust:
            names = f"{name_of(p.isolation)} → {name_of(p.compounds[0])}"
            groups.setdefault(p.target_group, []).append((p.id, names))
    return sorted(groups.items(), key=lambda one: (one[0] not in lagging, one[0]))
