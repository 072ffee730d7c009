"""The numbers of one block as a form: rounds, repetitions, loads, reserve and pauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from preex.app.plan_editing import Numbers, SetNumbers
from preex.core.plan import Section
from preex.planner.editing import LONGEST_GAP_S, LONGEST_REST_S, MOST_ROUNDS
from preex.units import LoadUnit, from_kg
from preex.web.fields import Number, Whole, kg_of
from preex.web.tags import plain

_HEAVIEST = 2000.0
_MOST_REPS, _MOST_LEFT = 200, 10


class BlockForm(forms.Form):
    """Numbers of one block; loads are shown and typed in the lifter's unit."""

    def __init__(
        self, section: Section, unit: LoadUnit, place: tuple[int, int], data: Mapping[str, Any] | None = None
    ) -> None:
        self.place = place
        self._unit, self._was = unit, Numbers.of(section)
        super().__init__(data, initial=_initial(self._was, unit), prefix="b{}-{}".format(*place))
        self.fields["rounds"] = Whole(low=1, high=MOST_ROUNDS, required=True, label=_("Rounds"))
        for i in range(len(self._was.sets)):
            self.fields[f"low{i}"] = Whole(low=1, high=_MOST_REPS, required=True, label=_("Reps from"))
            self.fields[f"high{i}"] = Whole(low=1, high=_MOST_REPS, required=True, label=_("to"))
            self.fields[f"load{i}"] = Number(low=0, high=_HEAVIEST, label=_("Load, %(unit)s") % {"unit": unit})
            self.fields[f"left{i}"] = Number(low=0, high=_MOST_LEFT, required=True, label=_("Reps left from"))
            self.fields[f"most{i}"] = Number(low=0, high=_MOST_LEFT, required=True, label=_("to"))
        if self._was.gap_s is not None:
            self.fields["gap"] = Number(low=0, high=LONGEST_GAP_S, required=True, label=_("Gap, s"))
        self.fields["rest"] = Number(low=0, high=LONGEST_REST_S, required=True, label=_("Rest after a round, s"))

    def clean(self) -> dict[str, Any]:
        """Refuse ranges that are upside down."""
        told: dict[str, Any] = super().clean() or {}
        for i in range(len(self._was.sets)):
            for low, high in ((f"low{i}", f"high{i}"), (f"left{i}", f"most{i}")):
                if told.get(low) is not None and told.get(high) is not None and told[low] > told[high]:
                    self.add_error(high, _("%(high)s is less than %(low)s.") % {"high": told[high], "low": told[low]})
        return told

    def exercises(self) -> Iterator[list[forms.BoundField]]:
        """Yield the fields of each exercise."""
        for i in range(len(self._was.sets)):
            yield [self[f"{name}{i}"] for name in ("low", "high", "load", "left", "most")]

    @property
    def numbers(self) -> Numbers:
        """What was told. A load left as it was shown is the load it was, however many digits that has."""
        told, sets = self.cleaned_data, []
        for i, was in enumerate(self._was.sets):
            same = str(self[f"load{i}"].value() or "").strip() == _shown(was.load_kg, self._unit)
            load = was.load_kg if same else kg_of(told[f"load{i}"], self._unit)
            left = (float(told[f"left{i}"]), float(told[f"most{i}"]))
            sets.append(SetNumbers(reps=(told[f"low{i}"], told[f"high{i}"]), rir=left, load_kg=load))
        return Numbers(
            rounds=told["rounds"],
            rest_s=float(told["rest"]),
            gap_s=float(told["gap"]) if "gap" in told else None,
            sets=tuple(sets),
        )


def _initial(n: Numbers, unit: LoadUnit) -> dict[str, str]:
    shown = {"rounds": str(n.rounds), "rest": plain(n.rest_s)}
    if n.gap_s is not None:
        shown["gap"] = plain(n.gap_s)
    for i, one in enumerate(n.sets):
        shown |= {
            f"low{i}": str(one.reps[0]),
            f"high{i}": str(one.reps[1]),
            f"load{i}": _shown(one.load_kg, unit),
            f"left{i}": plain(one.rir[0]),
            f"most{i}": plain(one.rir[1]),
        }
    return shown


def _shown(load_kg: float | None, unit: LoadUnit) -> str:
    return "" if load_kg is None else plain(from_kg(load_kg, unit))
