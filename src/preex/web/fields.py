"""How form fields look, and the fields that several forms share."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from preex.errors import PreexError
from preex.units import LoadUnit, to_kg
from preex.web.language import english, in_digits, typed, written


class Renderer(TemplatesSetting):
    """Renders widgets as Django does, and what surrounds a field as we do."""

    field_template_name = "parts/field.html"


class Number(forms.DecimalField):
    """A number as people type it, `62.5` or `62,5` in every language; written back as the language writes it."""

    def __init__(self, *, low: float, high: float, step: str = "any", **settings: Any) -> None:  # noqa: ANN401
        settings.setdefault("required", False)
        super().__init__(**settings)
        self._low, self._high = low, high
        self.widget = forms.TextInput(
            attrs={"inputmode": "decimal" if step == "any" else "numeric", "autocomplete": "off"}
        )
        ends = {"low": written(f"{low:g}"), "high": written(f"{high:g}")}
        self.error_messages["invalid"] = format_lazy(_("Write a number from {low} to {high}."), **ends)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # noqa: ANN401 - as Django calls it
        """Read a decimal comma as a point."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - as Django calls it
        """Write the decimal sign of the language."""
        return value if value is None else typed(str(value))

    def validate(self, value: Any) -> None:  # noqa: ANN401 - as Django calls it
        """Refuse what is outside the range, and say where it ends."""
        super().validate(value)
        if value is not None and not self._low <= value <= self._high:
            text = gettext("{value} is outside {low} to {high}; correct it or leave it empty.")
            ends = {"low": in_digits(f"{self._low:g}"), "high": in_digits(f"{self._high:g}")}
            raise forms.ValidationError(text.format(value=typed(f"{value:f}"), **ends))


class Whole(Number):
    """A whole number."""

    def __init__(self, *, low: int, high: int, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(low=low, high=high, step="1", decimal_places=0, **settings)
        self.error_messages["max_decimal_places"] = _("Write a whole number.")

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
    """Show an error of a verb in the form it came from, beside its field where that is known; verbs speak English."""
    said = sentence(f"{error.message} {error.hint}".strip())
    shown = said if english() else format_html('<span lang="en">{}</span>', said)
    form.add_error(field if field in form.fields else None, shown)


def sentence(text: str) -> str:
    """Begin with a capital: the texts of errors stand after `Error:` on the command line."""
    return text[:1].upper() + text[1:]
