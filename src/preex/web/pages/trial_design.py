"""What planning a trial asks: what to find out, of which exercises, how it is judged; and what is told when it is locked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from preex.app.trial_choices import pairs_to_try
from preex.trials.questions import GOAL_SCORE, GOALS, QUESTIONS
from preex.units import LoadUnit
from preex.web.fields import Number, Whole, chips, kg_of
from preex.web.language import headed, headed_later, name_of_exercise

ASKED = {
    "order": _("Only the order"),
    "add_isolation": _("Adding the isolation"),
    "gap": _("The rest between the two"),
    "two_by_two": _("Which muscle ends it"),
}
_WEIGH = "weigh_"  # before the outcome in the name of its field
_EXPECTED = (
    ("", _("Not told")),
    ("-3", _("Much worse")),
    ("-2", _("Worse")),
    ("-1", _("A little worse")),
    ("0", _("The same")),
    ("1", _("A little better")),
    ("2", _("Better")),
    ("3", _("Much better")),
)


def _weight(label: Any) -> Number:  # noqa: ANN401 - a text, translated when it is shown
    return Number(low=0, high=100, label=label)


class Design(forms.Form):
    """What a trial asks, of which exercises, and for how long."""

    asked = chips(
        ((q, ASKED[q]) for q in QUESTIONS),
        label=_("What do you want to know?"),
        required=True,
        help_text=_(
            "Only the order: the same exercises, sets and loads either way. Adding the isolation: what it costs, against the "
            "compound alone. The rest between: 10, 60 or 180 s. Which muscle ends it: the target's isolation, a helper's, both, none."
        ),
    )
    first = forms.ChoiceField(label=_("Pair"), error_messages={"required": _("Choose a pair.")})
    second = forms.ChoiceField(
        required=False,
        label=_("A second pair, trained the other way in the same workout"),
        help_text=_(
            "With no muscle in common. Your form on the day then cancels out: you need a third of the workouts."
        ),
    )
    helper = forms.ChoiceField(
        required=False,
        label=_("Isolation for a helper of the same compound"),
        help_text=_("As a triceps exercise before a bench press."),
    )
    per_week = chips([(str(n), str(n)) for n in (1, 2, 3, 4)], label=_("Workouts a week"), required=True)
    weeks = Whole(low=2, high=52, label=_("Weeks"), required=True)
    goal = chips(
        [("", _("None in particular")), *((one.id, headed_later(one.words)) for one in GOALS.values())],
        label=_("What is it for?"),
    )
    judged = chips(
        [("", _("By what the goal rests on")), (GOAL_SCORE, _("By several things, weighed"))],
        label=_("How is it judged?"),
    )
    weigh_compound_reps = _weight(_("Reps of the compound"))
    weigh_isolation_reps = _weight(_("Reps of the isolation"))
    weigh_pair_volume = _weight(_("Work of both"))
    weigh_effort = _weight(_("Effort"))
    weigh_duration = _weight(_("Time"))
    weigh_discomfort = _weight(_("Joints"))
    sets = Whole(low=1, high=10, label=_("Work sets of each exercise"))
    load = Number(low=0, high=2000, label=_("Load of the compound"))
    load_second = Number(low=0, high=2000, label=_("Load of the second compound"))

    def __init__(self, *args: Any, unit: LoadUnit, **named: Any) -> None:  # noqa: ANN401 - as Django makes forms
        super().__init__(*args, **named)
        offered = _offered()
        helpers = {one.isolation.id: name_of_exercise(one.isolation.id) for one in pairs_to_try()}
        self._offer("first", offered)
        self._offer("second", [("", _("None, one pair alone")), *offered])
        self._offer("helper", [("", _("Choose one")), *sorted(helpers.items(), key=lambda one: one[1])])
        self.fields["load"].help_text = gettext(
            "In {unit}, the same in every arm. Empty: that of your first workout."
        ).format(unit=unit)
        self._unit = unit

    def _offer(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Ask for the helper where the question is about one."""
        told = super().clean() or {}
        if told.get("asked") == "two_by_two" and not told.get("helper"):
            self.add_error(
                "helper", gettext("Choose the isolation of a helper: the question compares it with the target's.")
            )
        if told.get("judged") and not told.get("goal"):
            self.add_error("goal", gettext("Choose what it is for: things are weighed for a purpose."))
        return told

    def weights(self) -> list[forms.BoundField]:
        """Return the fields of what may be weighed."""
        return [self[name] for name in self.fields if name.startswith(_WEIGH)]

    def _weights(self) -> tuple[tuple[str, float], ...]:
        """Return each outcome with its share; only how the numbers stand to one another counts. () = those of the goal."""
        given = {name: float(self.cleaned_data[name] or 0) for name in self.fields if name.startswith(_WEIGH)}
        total = sum(given.values())
        return tuple((name.removeprefix(_WEIGH), one / total) for name, one in given.items() if one)

    def terms(self) -> dict[str, Any]:
        """Return what was asked, as the verb takes it."""
        told = self.cleaned_data
        asked, pairs = told["asked"], [told["first"]]
        if asked == "two_by_two":
            pairs.append(f"{told['helper']}:{told['first'].partition(':')[2]}")
        elif asked != "gap" and told["second"]:
            pairs.append(told["second"])
        load, other = (kg_of(told[name], self._unit) for name in ("load", "load_second"))
        loads = [load, load if asked == "two_by_two" else other]
        return {
            "asked": asked,
            "pairs": pairs,
            "per_week": int(told["per_week"]),
            "weeks": told["weeks"],
            "wanted": told["goal"],
            "loads_kg": loads[: len(pairs)],
            **({"outcome": GOAL_SCORE, "weights": self._weights()} if told["judged"] else {}),
            **({"sets": told["sets"]} if told["sets"] else {}),
        }


class Lock(forms.Form):
    """What is told before a protocol is locked. The ticket decides the draw, so that sending the form twice locks one trial."""

    expectation = chips(_EXPECTED, label=_("What do you expect of the new way?"))
    consent = forms.BooleanField(required=False, label=_("My result may be set beside those of others"))
    understood = forms.BooleanField(
        label=_("I have read what this cannot tell me"),
        error_messages={"required": _("Read what this cannot tell you, and tick that you have.")},
    )
    ticket = forms.UUIDField(widget=forms.HiddenInput)

    def told(self) -> dict[str, Any]:
        """Return what was told, as the verb takes it."""
        expected = self.cleaned_data["expectation"]
        return {"consent": self.cleaned_data["consent"], "expectation": int(expected) if expected else None}


def _offered() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the pairs by muscle group, as a list of choices in groups."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in pairs_to_try():
        named = f"{name_of_exercise(one.isolation.id)} → {name_of_exercise(one.compound.id)}"
        groups.setdefault(headed(one.group), []).append((one.id, named))
    return list(groups.items())
