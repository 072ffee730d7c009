"""What the pages of a trial under way ask: how the lifter feels, what was done, and what may still change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from preex.app.trial_sheet import AskedSet, DoneSet
from preex.trials.conduct import AMENDABLE
from preex.trials.terms import Terms
from preex.units import LoadUnit, from_kg, to_kg
from preex.web.fields import Number, Whole, chips, sentence
from preex.web.pages.trial_words import in_words

AMENDED = {
    "rest_s": _("Rest before the next round, s"),
    "gap_s": _("Time from isolation to compound, s"),
    "per_week": _("Workouts a week"),
    "compound_load_kg": _("Load of the compound"),
    "isolation_load_kg": _("Load of the isolation"),
}


class CheckIn(forms.Form):
    """How the lifter feels, asked before the arm is shown."""

    sleep_h = Number(low=0, high=24, label=_("Sleep last night, hours"))
    soreness = Number(low=0, high=10, label=_("Soreness, 0 to 10"))
    readiness = Number(low=0, high=10, label=_("Readiness, 0 to 10"))

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

    effort = Number(low=0, high=10, label=_("Effort of the workout, 0 to 10"))
    minutes = Number(low=0, high=600, label=_("Minutes it took"))
    pain = Number(low=0, high=10, label=_("Worst joint pain, 0 to 10"))
    note = forms.CharField(required=False, max_length=300, label=_("What was not as planned?"))
    performed = chips((), label=_("Which way did you do it?"))
    line = forms.CharField(
        required=False,
        max_length=5000,
        label=_("Or write all of it as a line, as in the log"),
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
        performed.choices = [("", gettext("As shown: {way}").format(way=in_words(terms, shown))), *others]
        for i, s in enumerate(sheet):
            load = None if s.load_kg is None else round(from_kg(s.load_kg, unit), 2)
            self.fields[f"reps_{i}"] = Whole(low=1, high=200, label=_("Reps"))
            self.fields[f"load_{i}"] = Number(
                low=0, high=2000, label=str(unit), initial=f"{load:g}" if load is not None else ""
            )
            self.fields[f"left_{i}"] = Number(low=0, high=10, label=_("Left"))

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield each set with its fields."""
        for i, s in enumerate(self._sheet):
            yield {"asked": s, "fields": [self[f"{name}_{i}"] for name in ("reps", "load", "left")]}

    def clean(self) -> dict[str, Any]:
        """Ask for the load of every set that was done, and for one set at least."""
        told = super().clean() or {}
        for i in range(len(self._sheet)):
            if told.get(f"reps_{i}") and told.get(f"load_{i}") is None and f"load_{i}" not in self.errors:
                self.add_error(f"load_{i}", gettext("Tell the load."))
        if not told.get("line") and not self.errors and not any(told.get(f"reps_{i}") for i in range(len(self._sheet))):
            self.add_error("reps_0", gettext("Tell how many repetitions you did, or say below that you did not train."))
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

    reason = forms.CharField(max_length=200, label=_("Why?"), error_messages={"required": _("Say why, in a word.")})


class PainStop(forms.Form):
    """Pain that ended a workout."""

    pain = Number(
        low=0,
        high=10,
        required=True,
        label=_("How much, 0 to 10"),
        error_messages={"required": _("Say how much it hurt.")},
    )
    joint = forms.CharField(required=False, max_length=60, label=_("Which joint?"))


class Amend(forms.Form):
    """A change that touches no comparison of arms."""

    field = forms.ChoiceField(label=_("Change"), choices=[(name, AMENDED[name]) for name in AMENDABLE])
    pair = forms.ChoiceField(required=False, label=_("Of which pair"))
    to = Number(low=0, high=2000, required=True, label=_("To"), error_messages={"required": _("Say what it is to be.")})
    reason = forms.CharField(
        max_length=200, label=_("Why?"), error_messages={"required": _("An amendment needs a reason.")}
    )

    def __init__(self, *args: Any, pairs: Sequence[str], unit: LoadUnit, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        choice = self.fields["pair"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - declared above
        choice.choices = [(str(i), name) for i, name in enumerate(pairs)]
        self.fields["to"].help_text = gettext("Loads in {unit}.").format(unit=unit)
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
        label=_("What happened?"),
        error_messages={"required": _("Say what was not as planned.")},
    )


class End(forms.Form):
    """Ending a trial cannot be taken back."""

    sure = forms.BooleanField(
        label=_("End it, for good"),
        error_messages={"required": _("Tick that you want to end it: it cannot be taken back.")},
    )


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
