"""The drawing of the body in pages: a map whose muscles are links, a field to pick muscles, small glyphs.

`{% body_defs %}` goes once into each page that draws, before its first drawing; the drawings refer to the paths it holds.
The style sheet is `body.css`: `<link rel="stylesheet" href="{% asset 'body.css' %}">` in the block `styles`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.forms.boundfield import BoundField, BoundWidget

from preex.core.muscle import Muscle
from preex.planner.lifter import muscles_of
from preex.plots.body import HEIGHT, WIDTH, Body, body

register = template.Library()

SHOWN = tuple(m for m in Muscle if m is not Muscle.ROTATOR_CUFF)  # which lies below others, and matters for safety only
BOX = f"0 0 {WIDTH:g} {HEIGHT:g}"


@dataclass(frozen=True, slots=True)
class Look:
    """How a muscle is drawn.

    says : read aloud, and shown where the pointer rests.
    href : where a tap leads.
    tone : a class of `body.css`: `tone-0` to `tone-5`, `chosen`, `shared`, `helps`.
    over : hatched as well, so that "more than meant" needs no colour.
    """

    says: str
    href: str = ""
    tone: str = ""
    over: bool = False


def drawn(look: Callable[[Muscle], Look]) -> dict[str, Any]:
    """Return what `parts/body.html` draws.

    Parameters
    ----------
    look : says of each muscle how it is drawn.
    """
    return {"box": BOX, "regions": [(muscle.value, look(muscle)) for muscle in SHOWN]}


def glyph(marked: Iterable[tuple[Muscle, str]]) -> dict[str, Any]:
    """Return what `parts/body_glyph.html` draws: a small body with some muscles marked, each with its tone."""
    return {"box": BOX, "marked": [(muscle.value, tone) for muscle, tone in marked if muscle in SHOWN]}


@register.inclusion_tag("parts/body_defs.html")
def body_defs() -> dict[str, Body]:
    """Put the paths of all muscles into a page, for drawings to refer to."""
    return {"body": body()}


@register.inclusion_tag("parts/body_pick.html")
def body_pick(field: BoundField) -> dict[str, Any]:
    """Show a field of muscles as a body to tap and, beside it, the same choices as chips.

    The field is `preex.web.fields.chips(…, several=True)` or one of a single choice; the values of its choices are
    muscles or groups as `muscles_of` reads them, as `quads_vasti` or `chest`. In the template:

        {% block styles %}<link rel="stylesheet" href="{% asset 'body.css' %}">{% endblock %}
        …
        {% body_defs %}
        {% body_pick form.lagging %}

    Each choice is one label around an input, its shape on the body and its words, so it needs no JavaScript, and what is
    posted is what the field posts anyway. Where choices overlap, as chest and upper chest, the smaller lies on top.
    """
    choices = [{"option": option, "muscles": _named(option)} for option in field]
    return {"field": field, "box": BOX, "choices": choices, "ids": [m.value for m in SHOWN]}


def _named(option: BoundWidget) -> list[str]:
    """Return the muscles a choice stands for; "none of them" stands for none."""
    value = str(option.data["value"])
    return [m.value for m in muscles_of([value]) if m in SHOWN] if value else []
