"""What templates can say: icons, navigation, loads in the lifter's unit, ranges drawn as bars."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from preex.core.muscle import Muscle
from preex.core.performed import PerformedSet
from preex.units import LoadUnit, from_kg
from preex.web.language import (
    in_days,
    in_days_of_a_year,
    in_digits,
    name_of_exercise,
    name_of_joint,
    name_of_muscle,
    small,
)
from preex.web.settings import STATIC_ROOT, STATIC_URL

register = template.Library()

# 24 x 24, drawn for PreEx: lines only, so that they take the colour of the text beside them.
_ICONS = {
    "today": '<rect x="4" y="5" width="16" height="15" rx="3"/><path d="M4 10h16M9 3v4M15 3v4M9 15l2 2 4-4"/>',
    "plan": '<path d="M5 6h9M5 12h14M5 18h6"/><path d="m17 4 2.5 2.5L17 9"/>',
    "progress": '<path d="M4 20h16M5 16l4-5 4 3 6-8"/><path d="M15 6h4v4"/>',
    "learn": '<path d="M12 6.5C10 5 7 4.5 4 5v13c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.5V5c-3-.5-6 0-8 1.5Z"/><path d="M12 6.5v13"/>',
    "person": '<circle cx="12" cy="8.5" r="3.5"/><path d="M5 20c.7-3.8 3.4-6 7-6s6.3 2.2 7 6"/>',
    "use": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "optional": '<path d="M5 12h14"/><path d="m14 7 5 5-5 5"/>',
    "avoid": '<path d="M7 7l10 10M17 7 7 17"/>',
    "file": '<path d="M6 3h8l4 4v14H6Z"/><path d="M14 3v4h4M12 17v-6M9.5 13.5 12 11l2.5 2.5"/>',
    "pen": '<path d="M4 20l1-4L16 5l3 3L8 19Z"/><path d="m14 7 3 3"/>',
    "key": '<circle cx="8" cy="14" r="4"/><path d="m11 11 8-8M16 6l3 3M13.5 8.5 15.5 10.5"/>',
    "phone": '<rect x="7" y="3" width="10" height="18" rx="2.5"/><path d="M11 17.5h2"/>',
    "people": '<circle cx="9" cy="9" r="3"/><path d="M3.5 19c.5-3.3 2.7-5 5.5-5s5 1.7 5.5 5"/><path d="M15 6.2a3 3 0 0 1 0 5.6M17 14.4c2 .6 3.2 2.2 3.5 4.6"/>',
    "start": '<path d="M8 5.5v13l10-6.5Z"/>',
    "back": '<path d="m14 6-6 6 6 6"/>',
    "compare": '<path d="M4 7h10M4 12h16M4 17h7"/><circle cx="17" cy="7" r="1.5"/><circle cx="14" cy="17" r="1.5"/>',
}


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of a static file; it changes when the file does, so that browsers may keep it for a year."""
    return f"{STATIC_URL}{name}?v={_digest(name)}"


@cache
def _digest(name: str) -> str:
    path = Path(f"{STATIC_ROOT}/{name}")  # a template's text is a kind of str that `/` does not take
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon; the words beside it say what it means."""
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', mark_safe(_ICONS[name]))  # noqa: S308 - our own drawing


_MARKERS = {
    "fresh": '<circle class="mark" cx="8" cy="8" r="6"/>',
    "trad": '<rect class="mark" x="2.5" y="2.5" width="11" height="11" rx="2"/>',
    "pre": '<path class="mark" d="M8 0.5 15.5 8 8 15.5 0.5 8Z"/>',
}


@register.simple_tag
def marker(kind: str) -> SafeString:
    """Draw the marker of a condition: a circle for fresh, a square for traditional, a diamond for pre-exhaust."""
    shape = mark_safe(_MARKERS[kind])  # noqa: S308 - our own drawing
    return format_html('<svg class="marker {}" viewBox="0 0 16 16" aria-hidden="true">{}</svg>', kind, shape)


@register.simple_tag(takes_context=True)
def nav(context: Context, name: str, label: str) -> SafeString:
    """Return an entry of the main navigation, marked when its part of the app is open."""
    current = mark_safe(' aria-current="page"') if context.get("part") == name else ""
    return format_html(
        '<li><a href="{}" data-testid="nav-{}"{}>{}{}</a></li>', reverse(name), name, current, icon(name), label
    )


@register.simple_tag(takes_context=True)
def kg(context: Context, load_kg: float | None, exercise: str = "") -> str:
    """Write a load in the unit of its exercise, else the lifter's: `62.5 kg`, `your choice` for none."""
    if load_kg is None:
        return gettext("your choice")
    visitor = context.get("visitor")
    unit = visitor.unit_of(exercise) if visitor else LoadUnit.KG
    return f"{plain(from_kg(load_kg, unit))} {unit}"


@register.simple_tag(takes_context=True)
def sets(context: Context, done: Sequence[PerformedSet]) -> str:
    """Write sets of one exercise in short: `10, 8, 7 × 80 kg`."""
    by_load: dict[float, list[int]] = {}
    for one in done:
        by_load.setdefault(one.load_kg, []).append(one.reps)
    return "; ".join(
        f"{', '.join(map(str, reps))} × {kg(context, load, done[0].exercise)}" for load, reps in by_load.items()
    )


@register.filter
def plain(number: float | None) -> str:
    """Write a number without needless digits: at most two, none when whole."""
    return "" if number is None else in_digits(f"{number:.2f}".rstrip("0").rstrip("."))


@register.filter
def whole(number: float | None) -> str:
    """Write a number rounded to a whole one; tens of thousands with a thin space."""
    if number is None:
        return ""
    text = f"{abs(round(number)):,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return f"\N{MINUS SIGN}{text}" if round(number) < 0 else text


@register.filter
def tenth(number: float | None) -> str:
    """Write a number with one decimal."""
    return "" if number is None else in_digits(f"{number:.1f}")


@register.filter
def three_digits(number: float | None) -> str:
    """Write a number with three digits that count."""
    return "" if number is None else in_digits(f"{number:.3g}")


@register.filter
def signed(number: float | None) -> str:
    """Write a whole number with its sign."""
    return "" if number is None else in_digits(f"{round(number):+d}")


@register.filter
def signed_plain(number: float | None) -> str:
    """Write a number with its sign and no needless digits: `+1.5`."""
    return "" if number is None else f"{'+' if number > 0 else ''}{plain(number)}"


@register.filter
def signed_tenth(number: float | None) -> str:
    """Write a number with its sign and one decimal."""
    return "" if number is None else in_digits(f"{number:+.1f}")


@register.filter
def minus(number: float | None) -> str:
    """Write what is taken away: `−18`."""
    return "" if number is None else f"\N{MINUS SIGN}{abs(number):.0f}"


@register.filter
def ids(text: str) -> list[str]:
    """Split claim ids: `"S13,S14"|ids`."""
    return text.split(",")


@register.filter
def minutes(seconds: float | None) -> str:
    """Write seconds as whole minutes."""
    return "" if seconds is None else f"{seconds / 60:.0f}"


@register.filter
def pause(seconds: float | None) -> str:
    """Write a rest as a lifter reads it off a clock: `30 s`, `2 min`, `2:30 min`."""
    if seconds is None:
        return ""
    whole_minutes, rest = divmod(round(seconds), 60)
    if not whole_minutes or seconds <= 60:
        return f"{seconds:.0f} s"
    return f"{whole_minutes}:{rest:02d} min" if rest else f"{whole_minutes} min"


@register.filter
def span(interval: Any) -> str:  # noqa: ANN401 - anything with q10 and q90
    """Write an interval of whole numbers: `5–9`."""
    low, high = round(interval.q10), round(interval.q90)
    return f"{low}–{high}" if low != high else f"{low}"


@register.filter
def span_of(interval: Mapping[str, float]) -> str:
    """Write an interval of whole numbers that came as plain data."""
    low, high = round(interval["q10"]), round(interval["q90"])
    return f"{low}–{high}" if low != high else f"{low}"


@register.filter
def muscle(name: str) -> str:
    """Name a muscle by its id."""
    return name_of_muscle(Muscle(name)) if name in set(Muscle) else name


@register.filter
def exercise(name: str) -> str:
    """Name an exercise by its id; a name the catalogue does not know stands for itself."""
    return name_of_exercise(name)


@register.filter
def joint(name: str) -> str:
    """Name a joint by its id."""
    return name_of_joint(name)


@register.filter
def lowered(name: str) -> str:
    """Begin a name small within a sentence, in languages that do."""
    return small(name)


@register.filter
def typeset(text: str) -> str:
    """Put signs for what verbs write in ASCII: `->`, `x`, a leading minus."""
    minus = "\N{MINUS SIGN}"
    signs = (("->", "→"), (" x ", " × "), (" - ", " – "), (" -", f" {minus}"), ("(-", f"({minus}"), ("[-", f"[{minus}"))
    for plain_sign, sign in signs:
        text = text.replace(plain_sign, sign)
    text = re.sub(r"(?<=\d)-(?=\d)", "\N{EN DASH}", text)
    return text.replace("-", minus, 1) if text.startswith("-") else text


@register.filter
def unbroken(text: str) -> str:
    """Keep a number and its unit on one line: `31 %`, `6.5 mm`, `n 17`."""
    text = re.sub(r"(?<=\d) (?=(?:%|mm|kg|s|SD)(?!\w))", "\N{NO-BREAK SPACE}", text)
    return re.sub(r"(?<=\b[np]) (?=[<\d])", "\N{NO-BREAK SPACE}", text)


# What a browser calls itself holds -> what people call it; the first that is found counts.
_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrom", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


@register.filter
def device(user_agent: str) -> str:
    """Name browser and system by what a browser calls itself: `Firefox, Android`."""
    found = [next((name for part, name in names if part in user_agent), "") for names in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, found)) or user_agent[:40] or gettext("An unknown program")


@register.filter
def words(name: str) -> str:
    """Write an id as words."""
    return name.replace("_", " ")


@register.filter
def day(moment: date | None) -> str:
    """Write a date: `Tue 24 Nov 2026`."""
    return "" if moment is None else in_days(moment)


@register.filter
def short_day(moment: date) -> str:
    """Write a date without its year: `24 Nov`."""
    return in_days_of_a_year(moment)


@register.filter
def roundly(number: float) -> float:
    """Round an estimate to what it is worth: a whole number."""
    return float(round(number))


@register.filter
def tonnes(number_kg: float) -> str:
    """Write kilograms as tonnes."""
    return in_digits(f"{number_kg / 1000:.1f}")


@register.inclusion_tag("parts/why.html")
def why(ids: Iterable[str], label: str = "") -> dict[str, Any]:
    """Show the claims an answer rests on, and beside any claimed benefit what speaks against it."""
    from preex import app

    named = list(dict.fromkeys(ids))
    return {
        "claims": app.claims_json(named),
        "label": label or gettext("Why?"),
        "extra": [i for i in ("S38", "S39") if i not in named],
    }
