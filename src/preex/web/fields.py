"""How form fields look, and the fields that several forms share."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from preex.errors import PreexError
from preex.units import LoadUnit, to_kg


class Renderer(TemplatesSetting):
    """Renders widgets as Django does, and what surrounds a field as we do."""

    field_template_name = "parts/field.html"


class Number(forms.DecimalField):
    """A number as people type it: `62.5` or `62,5`."""

    def __init__(self, *, low: float, high: float, step: str = "any", **settings: Any) -> None:  # noqa: ANN401
        settings.setdefault("required", False)
        super().__init__(min_value=Decimal(str(low)), max_value=Decimal(str(high)), **settings)
        self.widget = forms.TextInput(
            attrs={"inputmode": "decimal" if step == "any" else "numeric", "autocomplete": "off"}
        )
        self.error_messages["invalid"] = f"Write a number from {low:g} to {high:g}."
        self.error_messages["min_value"] = self.error_messages["max_value"] = (
            f"%(show_value)s is outside {low:g} to {high:g}; correct it or leave it empty."
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # noqa: ANN401 - as Django calls it
        """Read a decimal comma as a point."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class Whole(Number):
    """A whole number."""

    def __init__(self, *, low: int, high: int, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(low=low, high=high, step="1", decimal_places=0, **settings)
        self.error_messages["max_decimal_places"] = "Write a whole number."

    def clean(self, value: Any) -> int | None:  # noqa: ANN401 - as Django calls it
        """Return the number as an integer."""
        number = super().clean(value)
        return None if number is None else int(number)


def chips(choices: Iterable[tuple[str, Any]], *, several: bool = False, **settings: Any) -> forms.ChoiceField:  # noqa: ANN401
    """Return a field of choices that all lie open, none of them required."""
    settings.setdefault("required", False)
    if several:
        return forms.MultipleChoiceField(choices=list(choices), widget=forms.CheckboxSelectMultiple, **settings)
    return forms.ChoiceField(choices=list(choices), widget=forms.RadioSelect, **settings)


def kg_of(number: Decimal | None, unit: LoadUnit) -> float | None:
    """Return a load typed in `unit` in kilograms."""
    return None if number is None else to_kg(float(number), unit)


def refuse(form: forms.Form, error: PreexError, field: str | None = None) -> None:
    """Show an error of a verb in the form it came from, beside its field where that is known."""
    form.add_error(field if field in form.fields else None, sentence(f"{error.message} {error.hint}".strip()))


def sentence(text: str) -> str:
    """Begin with a capital: the texts of errors stand after `Error:` on the command line."""
    return text[:1].upper() + text[1:]
