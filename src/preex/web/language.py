"""In which language a page speaks, and how that language writes numbers, dates and names.

The language is the one chosen at the foot of a page, which a cookie keeps; else the one the browser asks for; else English.
Programs are always answered in English. Texts are in `locale/`; see `docs/languages.md`.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.template import TemplateDoesNotExist
from django.template.backends import django
from django.template.context import make_context
from django.utils import dateformat, translation
from django.utils.formats import get_format
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from preex.core.muscle import Muscle
from preex.web.api.problems import is_api

HERE = Path(__file__).parent / "locale"


class LanguageOfPages(LocaleMiddleware):
    """Middleware: speaks to people in their language, to programs in English."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:  # type: ignore[override]
        """Choose the language of the answer."""
        if not is_api(request):
            return super().process_request(request)
        translation.activate(settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
        return None


class Template(django.Template):
    """A template in which numbers are written by filters alone: a place in a drawing has a point in every language."""

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> SafeString:
        """Render, without a decimal comma that nobody asked for."""
        made = make_context(context, request, autoescape=self.backend.engine.autoescape)
        made.use_l10n = False
        try:
            return self.template.render(made)
        except TemplateDoesNotExist as error:
            django.reraise(error, self.backend)
            raise


class Templates(django.DjangoTemplates):
    """Django's templates, with numbers as they are; see `Template`."""

    def from_string(self, template_code: str) -> Template:
        """Return a template whose text is given."""
        return Template(self.engine.from_string(template_code), self)

    def get_template(self, template_name: str) -> Template:
        """Return a template."""
        try:
            return Template(self.engine.get_template(template_name), self)
        except TemplateDoesNotExist as error:
            django.reraise(error, self)
            raise


def on_every_page(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 - as Django calls it
    """Tell every template the language it speaks, the way it is read, and those there are, each by its own name."""
    current = translation.get_language() or settings.LANGUAGE_CODE
    return {
        "language": tag(current),
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "languages": [(code, tag(code), name, code == current) for code, name in settings.LANGUAGES],
    }


def tag(code: str) -> str:
    """Write a language as HTML does: `en-GB` for Django's `en-gb`."""
    language, _, place = code.partition("-")
    return f"{language}-{place.upper()}" if place else language


def in_digits(text: str) -> str:
    """Put this language's decimal sign, and a minus that is no hyphen, into a number written in ASCII."""
    return text.replace(".", get_format("DECIMAL_SEPARATOR")).replace("-", "\N{MINUS SIGN}")


def headed(word: str) -> str:
    """Say a word of `preex.web.vocabulary` in this language, with a capital."""
    return capfirst(gettext(word))


# For what is made when a form is defined, before anybody reads it.
written = lazy(in_digits, str)
headed_later = lazy(headed, str)
said_later = lazy(gettext, str)


def typed(text: str) -> str:
    """Put this language's decimal sign into a number that stands in a field, where people may change it."""
    return text.replace(".", get_format("DECIMAL_SEPARATOR"))


def in_days(moment: date) -> str:
    """Write a date: `Tue 24 Nov 2026`."""
    return dateformat.format(moment, pgettext("date, see Django's date filter", "D j M Y"))


def in_days_of_a_year(moment: date) -> str:
    """Write a date without its year: `24 Nov`."""
    return dateformat.format(moment, pgettext("date without its year, see Django's date filter", "j M"))


def small(name: str) -> str:
    """Begin a name small within a sentence, where this language does so: English does, German writes nouns with a capital."""
    return name[:1].lower() + name[1:] if english() else name


def english() -> bool:
    """Tell whether English is spoken."""
    return _spoken() == "en"


def _spoken() -> str:
    return (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]


def name_of_muscle(muscle: Muscle) -> str:
    """Name a muscle in this language."""
    return gettext(muscle.label)


def name_of_joint(joint: str) -> str:
    """Name a joint in this language."""
    return gettext(joint.replace("_", " "))


def texts_of_session() -> dict[str, Any] | None:
    """Return what the session runner says in this language; None in English, which its code knows."""
    path = HERE / _spoken() / "session.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def name_of_exercise(exercise_id: str) -> str:
    """Name an exercise in this language, where the catalogue has such a name; one it does not know stands for itself."""
    return _exercise_names(_spoken()).get(exercise_id, exercise_id)


@cache
def _exercise_names(language: str) -> dict[str, str]:
    from preex import app
    from preex.catalogue.names import names_in

    return {e.id: e.name for e in app.find_exercises()} | (names_in(language) if language != "en" else {})
