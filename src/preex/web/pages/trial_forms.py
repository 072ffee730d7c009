"""What the pages of a trial ask: how to plan it, how the lifter feels, what was done, and what may still change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from preex.app.trial_choices import pairs_to_try
from preex.app.trial_sheet import AskedSet, DoneSet
from preex.trials.conduct import AMENDABLE
from preex.trials.questions import GOAL_SCORE, GOALS, QUESTIONS
from preex.trials.terms import Terms
from preex.units import LoadUnit, from_kg, to_kg
from preex.web.fields import Number, Whole, chips, kg_of, sentence
from preex.web.pages.trial_words import in_words

ASKED = {
    "order": "Only the order",
    "add_isolation": "Adding the isolation",
    "gap": "The rest between the two",
    "two_by_two": "Which muscle ends it",
}
_WEIGH = "weigh_"  # before the outcome in the name of its field
_EXPECTED = (
    ("", "Not told"),
    ("-3", "Much worse"),
    ("-2", "Worse"),
    ("-1", "A little worse"),
    ("0", "The same"),
    ("1", "A little better"),
    ("2", "Better"),
    ("3", "Much better"),
)
AMENDED = {
    "rest_s": "Rest before the next round, s",
    "gap_s": "Time from isolation to compound, s",
    "per_week": "Workouts a week",
    "compound_load_kg": "Load of the compound",
    "isolation_load_kg": "Load of the isolation",
}


def _weight(label: Any) -> Number:  # noqa: ANN401 - a text, translated when it is shown
    return Number(low=0, high=100, label=label)


class Design(forms.Form):
    """What a trial asks, of which exercises, and for how long."""

    asked = chips(
        ((q, ASKED[q]) for q in QUESTIONS),
        label="What do you want to know?",
        required=True,
        help_text="Only the order: the same exercises, sets and loads either way. Adding the isolation: what it costs, against the "
        "compound alone. The rest between: 10, 60 or 180 s. Which muscle ends it: the target's isolation, a helper's, both, none.",
    )
    first = forms.ChoiceField(label="Pair", error_messages={"required": "Choose a pair."})
    second = forms.ChoiceField(
        required=False,
        label="A second pair, trained the other way in the same workout",
        help_text="With no muscle in common. Your form on the day then cancels out: you need a third of the workouts.",
    )
    helper = forms.ChoiceField(
        required=False,
        label="Isolation for a helper of the same compound",
        help_text="As a triceps exercise before a bench press.",
    )
    per_week = chips([(str(n), str(n)) for n in (1, 2, 3, 4)], label="Workouts a week", required=True)
    weeks = Whole(low=2, high=52, label="Weeks", required=True)
    goal = chips(
        [("", "None in particular"), *((one.id, one.words.capitalize()) for one in GOALS.values())],
        label="What is it for?",
    )
    judged = chips(
        [("", gettext_lazy("By what the goal rests on")), (GOAL_SCORE, gettext_lazy("By several things, weighed"))],
        label=gettext_lazy("How is it judged?"),
    )
    weigh_compound_reps = _weight(gettext_lazy("Reps of the compound"))
    weigh_isolation_reps = _weight(gettext_lazy("Reps of the isolation"))
    weigh_pair_volume = _weight(gettext_lazy("Work of both"))
    weigh_effort = _weight(gettext_lazy("Effort"))
    weigh_duration = _weight(gettext_lazy("Time"))
    weigh_discomfort = _weight(gettext_lazy("Joints"))
    sets = Whole(low=1, high=10, label="Work sets of each exercise")
    load = Number(low=0, high=2000, label="Load of the compound")
    load_second = Number(low=0, high=2000, label="Load of the second compound")

    def __init__(self, *args: Any, unit: LoadUnit, **named: Any) -> None:  # noqa: ANN401 - as Django makes forms
        super().__init__(*args, **named)
        offered = _offered()
        helpers = {one.isolation.id: one.isolation.name for one in pairs_to_try()}
        self._offer("first", offered)
        self._offer("second", [("", "None, one pair alone"), *offered])
        self._offer("helper", [("", "Choose one"), *sorted(helpers.items(), key=lambda one: one[1])])
        self.fields["load"].help_text = f"In {unit}, the same in every arm. Empty: that of your first workout."
        self._unit = unit

    def _offer(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Ask for the helper where the question is about one."""
        told = super().clean() or {}
        if told.get("asked") == "two_by_two" and not told.get("helper"):
            self.add_error("helper", "Choose the isolation of a helper: the question compares it with the target's.")
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

    expectation = chips(_EXPECTED, label="What do you expect of the new way?")
    consent = forms.BooleanField(required=False, label="My result may be set beside those of others")
    understood = forms.BooleanField(
        label="I have read what this cannot tell me",
        error_messages={"required": "Read what this cannot tell you, and tick that you have."},
    )
    ticket = forms.UUIDField(widget=forms.HiddenInput)

    def told(self) -> dict[str, Any]:
        """Return what was told, as the verb takes it."""
        expected = self.cleaned_data["expectation"]
        return {"consent": self.cleaned_data["consent"], "expectation": int(expected) if expected else None}


class CheckIn(forms.Form):
    """How the lifter feels, asked before the arm is shown."""

    sleep_h = Number(low=0, high=24, label="Sleep last night, hours")
    soreness = Number(low=0, high=10, label="Soreness, 0 to 10")
    readiness = Number(low=0, high=10, label="Readiness, 0 to 10")

    def __init__(self, *args: Any, covariates: Sequence[str] = (), **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        self._covariates = [f"covariate_{i}" for i in range(len(covariates))]
        for name, covariate in zip(self._covariates, covariates, strict=True):
            self.fields[name] = forms.CharField(max_length=40, label=covariate.replace("_", " ").capitalize())

    def told(self) -> dict[str, Any]:
        """Return what was told, as the verb takes it."""
        numbers = {name: _float(self.cleaned_data[name]) for name in ("sleep_h", "soreness", "readiness")}
        return {**numbers, "levels": [self.cleaned_data[name] for name in self._covariates]}


class Record(forms.Form):
    """What was done of the sets an arm asks for; or, where it was something else, a line."""

    effort = Number(low=0, high=10, label="Effort of the workout, 0 to 10")
    minutes = Number(low=0, high=600, label="Minutes it took")
    pain = Number(low=0, high=10, label="Worst joint pain, 0 to 10")
    note = forms.CharField(required=False, max_length=300, label="What was not as planned?")
    performed = chips((), label="Which way did you do it?")
    line = forms.CharField(
        required=False,
        max_length=5000,
        label="Or write all of it as a line, as in the log",
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocapitalize": "none"}),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - as Django makes forms
        sheet: Sequence[AskedSet],
        terms: Terms,
        shown: int,
        unit: LoadUnit,
        **named: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **named)
        self._sheet, self._unit = sheet, unit
        arms = terms.asked.arms
        others = [(arm, sentence(in_words(terms, i))) for i, arm in enumerate(arms) if i != shown]
        performed = self.fields["performed"]
        assert isinstance(performed, forms.ChoiceField)  # noqa: S101 - declared above
        performed.choices = [("", f"As shown: {in_words(terms, shown)}"), *others]
        for i, s in enumerate(sheet):
            load = None if s.load_kg is None else round(from_kg(s.load_kg, unit), 2)
            self.fields[f"reps_{i}"] = Whole(low=1, high=200, label="Reps")
            self.fields[f"load_{i}"] = Number(
                low=0, high=2000, label=str(unit), initial=f"{load:g}" if load is not None else ""
            )
            self.fields[f"left_{i}"] = Number(low=0, high=10, label="Left")

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield each set with its fields."""
        for i, s in enumerate(self._sheet):
            yield {"asked": s, "fields": [self[f"{name}_{i}"] for name in ("reps", "load", "left")]}

    def clean(self) -> dict[str, Any]:
        """Ask for the load of every set that was done, and for one set at least."""
        told = super().clean() or {}
        for i in range(len(self._sheet)):
            if told.get(f"reps_{i}") and told.get(f"load_{i}") is None and f"load_{i}" not in self.errors:
                self.add_error(f"load_{i}", "Tell the load.")
        if not told.get("line") and not self.errors and not any(told.get(f"reps_{i}") for i in range(len(self._sheet))):
            self.add_error("reps_0", "Tell how many repetitions you did, or say below that you did not train.")
        return told

    def done(self) -> tuple[DoneSet, ...]:
        """Return the sets that were done."""
        told = self.cleaned_data
        return tuple(
            DoneSet(s, told[f"reps_{i}"], to_kg(float(told[f"load_{i}"]), self._unit), _float(told[f"left_{i}"]))
            for i, s in enumerate(self._sheet)
            if told[f"reps_{i}"]
        )

    def told(self) -> dict[str, Any]:
        """Return what was told beside the sets, as the verb takes it."""
        told = self.cleaned_data
        return {
            **{name: _float(told[name]) for name in ("effort", "minutes", "pain")},
            "note": told["note"],
            "performed": told["performed"],
        }


class Miss(forms.Form):
    """Why a workout is not done."""

    reason = forms.CharField(max_length=200, label="Why?", error_messages={"required": "Say why, in a word."})


class PainStop(forms.Form):
    """Pain that ended a workout."""

    pain = Number(
        low=0, high=10, required=True, label="How much, 0 to 10", error_messages={"required": "Say how much it hurt."}
    )
    joint = forms.CharField(required=False, max_length=60, label="Which joint?")


class Amend(forms.Form):
    """A change that touches no comparison of arms."""

    field = forms.ChoiceField(label="Change", choices=[(name, AMENDED[name]) for name in AMENDABLE])
    pair = forms.ChoiceField(required=False, label="Of which pair")
    to = Number(low=0, high=2000, required=True, label="To", error_messages={"required": "Say what it is to be."})
    reason = forms.CharField(max_length=200, label="Why?", error_messages={"required": "An amendment needs a reason."})

    def __init__(self, *args: Any, pairs: Sequence[str], unit: LoadUnit, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        choice = self.fields["pair"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - declared above
        choice.choices = [(str(i), name) for i, name in enumerate(pairs)]
        self.fields["to"].help_text = f"Loads in {unit}."
        self._unit = unit

    def told(self) -> dict[str, Any]:
        """Return the change, as the verb takes it."""
        told = self.cleaned_data
        to = float(told["to"])
        value = to_kg(to, self._unit) if told["field"].endswith("load_kg") else to
        return {"field": told["field"], "to": value, "reason": told["reason"], "pair": int(told["pair"] or 0)}


class Deviate(forms.Form):
    """Something that was not as planned."""

    text = forms.CharField(
        max_length=300,
        label=gettext_lazy("What happened?"),
        error_messages={"required": gettext_lazy("Say what was not as planned.")},
    )


class End(forms.Form):
    """Ending a trial cannot be taken back."""

    sure = forms.BooleanField(
        label="End it, for good", error_messages={"required": "Tick that you want to end it: it cannot be taken back."}
    )


def _offered() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the pairs by muscle group, as a list of choices in groups."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in pairs_to_try():
        groups.setdefault(one.group.capitalize(), []).append((one.id, f"{one.isolation.name} → {one.compound.name}"))
    return list(groups.items())


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
