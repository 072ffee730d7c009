"""How trials are spoken of in the browser: their questions, their ends, and what an arm means with one pair and with two."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from preex.trials.questions import OUTCOMES
from preex.trials.terms import Terms
from preex.trials.wording import ARMS
from preex.web.language import name_of_exercise

TITLES = {
    "order": _("Does the order matter?"),
    "add_isolation": _("What does the isolation cost?"),
    "gap": _("Does the rest between matter?"),
    "two_by_two": _("Which muscle ends it?"),
}
ENDED = {
    "complete": _("All workouts are over."),
    "conclusion": _("It ended early: the answer is clear."),
    "futility": _("It ended early: a clear answer was no longer likely."),
    "safety": _("It ended for your joints: they hurt twice."),
    "withdrawn": _("You ended it early."),
}


def name_of(exercise: str) -> str:
    """Return the name of an exercise by its id."""
    return name_of_exercise(exercise)


def ways_of(terms: Terms, arm: int) -> list[dict[str, Any]]:
    """Return what an arm means: one way, or with two pairs one for each, in opposite arms."""
    arms = terms.asked.arms
    if not terms.two_pair:
        return [{"arm": arm, "words": gettext(ARMS[arms[arm]]), "on": ""}]
    ways = zip((arm, 1 - arm), terms.pairs, strict=True)
    return [{"arm": one, "words": gettext(ARMS[arms[one]]), "on": name_of(pair.compound)} for one, pair in ways]


def weighed(terms: Terms) -> list[tuple[str, str]]:
    """Return what an overall score weighs, each share with its outcome in words, the largest first; [] = the trial rests on one outcome."""
    return [
        (f"{100 * share:.0f} %", gettext(OUTCOMES[name].words))
        for name, share in sorted(terms.weights, key=lambda one: -one[1])
    ]


def in_words(terms: Terms, arm: int) -> str:
    """Say an arm: `isolation first`; with two pairs `isolation first on Leg press, compound first on Barbell bench press`."""
    return ", ".join(f"{way['words']}{gettext(' on ') if way['on'] else ''}{way['on']}" for way in ways_of(terms, arm))
