"""Choices that several forms offer, in the words of lifters."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from preex.core.muscle import Muscle
from preex.planner.lifter import muscles_of
from preex.web.language import headed_later

KITS = (("full_gym", _("Full gym")), ("home", _("Home, dumbbells")), ("hotel", _("Hotel")))
GOALS = (("muscle", _("A bigger muscle")), ("strength", _("A stronger lift")), ("general", _("Just training")))
EXPERIENCE = (
    ("beginner", _("Under 6 months")),
    ("intermediate", _("6 to 24 months")),
    ("experienced", _("2 years or more")),
)
MONTHS = {"beginner": 3.0, "intermediate": 12.0, "experienced": 36.0}  # within each range; only the range is used

_NAMES = (
    gettext_noop("chest"),
    gettext_noop("upper chest"),
    gettext_noop("front delts"),
    gettext_noop("side delts"),
    gettext_noop("rear delts"),
    gettext_noop("lats"),
    gettext_noop("upper back"),
    gettext_noop("traps"),
    gettext_noop("biceps"),
    gettext_noop("triceps"),
    gettext_noop("quads"),
    gettext_noop("hamstrings"),
    gettext_noop("glutes"),
    gettext_noop("adductors"),
    gettext_noop("calves"),
    gettext_noop("abs"),
)
MUSCLES = tuple((name, headed_later(name)) for name in _NAMES)


def lagging_of(ids: Iterable[str]) -> tuple[str, ...]:
    """Return the fewest choices that name these muscles, the widest first: both heads of the quads are `quads`."""
    left = [Muscle(one) for one in ids if one in set(Muscle)]
    found = []
    for name in sorted(_NAMES, key=lambda name: -len(muscles_of([name]))):
        named = muscles_of([name])
        if named and set(named) <= set(left):
            found.append(name)
            left = [one for one in left if one not in named]
    return tuple(found)
