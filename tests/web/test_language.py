"""In which language pages speak, and that every text of theirs is marked for translation and translated."""

import gettext
import re
import shutil
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.utils import translation

from preex.core.muscle import ROLL_UP, Muscle
from preex.core.pairing import COSTS, JOINTS
from preex.evidence.claims import ClaimStatus
from preex.evidence.effects import Verification
from preex.plots.forest_words import GRADES
from preex.web import language, tags, vocabulary
from preex.web.fields import Number

LOCALE = Path(language.__file__).parent / "locale"
GERMAN = {"HTTP_ACCEPT_LANGUAGE": "de-AT,de;q=0.9,en;q=0.5"}


@pytest.fixture(autouse=True)
def _english_again():
    yield
    translation.deactivate()


def lang_of(answer):
    return re.search(r'<html lang="([^"]+)" dir="([^"]+)"', answer.content.decode()).groups()


def test_a_page_speaks_the_language_the_browser_asks_for(newcomer):
    assert lang_of(newcomer.get("/learn")) == ("en-GB", "ltr")
    answer = newcomer.get("/learn", **GERMAN)
    assert lang_of(answer) == ("de", "ltr")
    assert answer["Content-Language"] == "de"
    assert "Accept-Language" in answer["Vary"]
    assert "Was ist Vorermüdung?" in answer.content.decode()


def test_a_language_nobody_translated_is_answered_in_english(newcomer):
    assert lang_of(newcomer.get("/learn", HTTP_ACCEPT_LANGUAGE="tlh, xx;q=0.5")) == ("en-GB", "ltr")


def test_the_language_chosen_on_a_page_holds_whatever_the_browser_asks_for(newcomer):
    answer = newcomer.post("/language", {"language": "de", "next": "/learn"})
    assert (answer.status_code, answer["Location"]) == (302, "/learn")
    assert lang_of(newcomer.get("/learn", HTTP_ACCEPT_LANGUAGE="en-GB"))[0] == "de"
    newcomer.post("/language", {"language": "en-gb", "next": "/learn"})
    assert lang_of(newcomer.get("/learn", **GERMAN))[0] == "en-GB"


def test_choosing_a_language_leads_to_no_other_host_and_takes_no_language_there_is_not(newcomer):
    assert newcomer.post("/language", {"language": "de", "next": "//elsewhere.example/"})["Location"] == "/"
    newcomer.post("/language", {"language": "xx", "next": "/"})
    assert lang_of(newcomer.get("/learn"))[0] == "de"


def test_the_form_that_chooses_a_language_asks_for_its_token(db):  # noqa: ARG001 - pages read the store
    assert Client(enforce_csrf_checks=True).post("/language", {"language": "de"}).status_code == 403


def test_a_language_read_from_the_right_says_so(newcomer):
    with override_settings(LANGUAGES_BIDI=["de"]):
        assert lang_of(newcomer.get("/learn", **GERMAN)) == ("de", "rtl")


def test_programs_are_answered_in_english(newcomer):
    said = [newcomer.get("/api/v1/nothing", **headers).json() for headers in ({}, GERMAN)]
    assert said[0]["detail"] == said[1]["detail"]


@pytest.mark.parametrize(
    ("write", "english", "german"),
    [
        (lambda: tags.plain(62.5), "62.5", "62,5"),
        (lambda: tags.plain(-0.25), "−0.25", "−0,25"),
        (lambda: tags.tenth(7.25), "7.2", "7,2"),
        (lambda: tags.signed_tenth(-0.55), "−0.6", "−0,6"),
        (lambda: tags.three_digits(1.234), "1.23", "1,23"),
        (lambda: tags.whole(12345.6), "12\u202f346", "12\u202f346"),
        (lambda: tags.tonnes(5280), "5.3", "5,3"),
        (lambda: tags.kg({}, 12.5), "12.5 kg", "12,5 kg"),
        (lambda: tags.day(date(2026, 3, 24)), "Tue 24 Mar 2026", "Di, 24. März 2026"),
        (lambda: tags.short_day(date(2026, 3, 4)), "4 Mar", "4. März"),
        (lambda: tags.muscle("quads_vasti"), "quads (vasti)", "Quadrizeps (Vasti)"),
        (lambda: tags.exercise("barbell_bench_press"), "Barbell bench press", "Bankdrücken"),
        (lambda: tags.lowered(tags.exercise("leg_extension")), "leg extension", "Beinstrecker"),
        (lambda: tags.exercise("Grandfather Clock Carry"), "Grandfather Clock Carry", "Grandfather Clock Carry"),
    ],
)
def test_numbers_dates_and_names_are_written_as_the_language_does(write, english, german):
    assert write() == english
    with translation.override("de"):
        assert write() == german


@pytest.mark.parametrize("code", ["en-gb", "de"])
@pytest.mark.parametrize("typed", ["62.5", "62,5"])
def test_a_number_is_read_with_point_or_comma_in_every_language(code, typed):
    with translation.override(code):
        assert Number(low=0, high=100).clean(typed) == 62.5


def test_a_number_in_a_field_stands_as_the_language_writes_it_and_is_read_back():
    field = Number(low=0, high=100)
    assert field.prepare_value(62.5) == "62.5"
    with translation.override("de"):
        shown = field.prepare_value(62.5)
        assert shown == "62,5"
        assert field.clean(shown) == 62.5


def test_every_word_a_lower_layer_chooses_is_named_for_translation():
    assert {m.label for m in Muscle} <= set(vocabulary.MUSCLES)
    assert set(ROLL_UP) <= set(vocabulary.GROUPS)
    assert {j.replace("_", " ") for j in JOINTS} <= set(vocabulary.JOINTS)
    assert set(GRADES) <= set(vocabulary.CERTAINTIES)
    assert set(COSTS) <= set(vocabulary.COSTS)
    assert set(ClaimStatus) <= set(vocabulary.STANDINGS)
    assert set(Verification) <= set(vocabulary.VERIFICATIONS)


# ------------------------------------------------------------------ catalogues


def needs(*programs):
    if missing := [p for p in programs if not shutil.which(p)]:
        pytest.skip(f"gettext is not installed: no {', '.join(missing)}")


def texts_of(mo):
    with mo.open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


@pytest.mark.parametrize("po", sorted(LOCALE.glob("*/LC_MESSAGES/django.po")), ids=lambda po: po.parts[-3])
def test_a_compiled_catalogue_says_what_its_source_says(po, script, tmp_path):
    needs("msgfmt")
    script("docs/gather_texts.py").compile_catalogue(po, tmp_path / "django.mo")
    fresh, kept = texts_of(tmp_path / "django.mo"), texts_of(po.with_suffix(".mo"))
    assert {k: v for k, v in fresh.items() if k} == {k: v for k, v in kept.items() if k}


def test_every_text_that_is_marked_is_in_every_catalogue_and_translated(script, tmp_path):
    needs("xgettext", "msgmerge", "msgfmt")
    package = Path(language.__file__).parents[1]
    source = tmp_path / "preex"
    for part in ("web", "accounts"):
        shutil.copytree(package / part, source / part, ignore=shutil.ignore_patterns("static", "__pycache__", "*.mo"))
    for po in script("docs/gather_texts.py").gather(source):
        kept = (package / po.relative_to(source)).read_text(encoding="utf-8")
        gathered = po.read_text(encoding="utf-8")
        wanting = re.findall(r'^(msgid .*)\n(?:msgid_plural .*\nmsgstr\[0\]|msgstr) ""\n(?!")', gathered, re.MULTILINE)
        assert wanting == [], f"python docs/gather_texts.py, then fill in {po.relative_to(source)}"
        assert ids_in(gathered) == ids_in(kept), "python docs/gather_texts.py brings the catalogue up to date"


def ids_in(text):
    return set(re.findall(r'^msgid .*(?:\n".*")*', text, re.MULTILINE))


# ------------------------------------------------------------------ the pseudo-locale: what is not marked stands out

PAGES = [*(Path(__file__).parent / "pages.txt").read_text(encoding="utf-8").split(), "/session", "/nothing-here"]
# Signs and units, which are the same in every language, and names: of the app, of file formats, of studies, of months.
NAMES = re.compile(
    r"\b(?:PreEx|English|Deutsch|Pseudo|kg|lb|lbs|min|s|h|n|a|m|SVG|CSV|JSON|BibTeX|RIR|RPE|DOI|EMG|"
    r"[SPC]\d+|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|"
    r"[A-Z][\w-]+(?: (?:and|&) [A-Z][\w-]+| et al\.)? \d{4}\w?)\b"
)
SPOKEN = ("aria-label", "alt", "placeholder", "title", "data-head")
UNREAD = {"script", "style", "code", "pre", "title"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Texts(HTMLParser):
    """Reads what people see or hear of a page in its own language."""

    def __init__(self, html):
        super().__init__()
        self.found, self._open = [], []
        self.feed(html)

    @property
    def _foreign(self):
        return any(foreign for _, foreign in self._open)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        foreign = tag in UNREAD or (tag != "html" and "lang" in given) or given.get("translate") == "no"
        if not self._foreign and not foreign:
            self.found += [given[name] for name in SPOKEN if given.get(name)]
        if tag not in VOID:
            self._open.append((tag, foreign))

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not self._foreign and data.strip():
            self.found.append(data.strip())


@pytest.fixture(scope="module")
def pseudo(script, tmp_path_factory):
    needs("msgattrib", "msgen", "msgfmt")
    folder = tmp_path_factory.mktemp("locale")
    made = script("tests/web/pseudo.py")
    made.write_locale(LOCALE / "de" / "LC_MESSAGES" / "django.po", folder)
    made.folder = folder
    return made


@pytest.fixture
def pseudo_names(pseudo, monkeypatch):
    """Names of exercises are said in the language too, where a page asks for them by their ids."""
    english = language._exercise_names("en")
    said = {key: pseudo.pseudo(name) for key, name in english.items()}
    monkeypatch.setattr(language, "_exercise_names", lambda _: said)


def unmarked(pseudo, html):
    """Return the texts of which a part is not marked."""
    whole = "\n".join(Texts(html).found)
    while pseudo.OPEN in whole:  # innermost first: a name within a sentence has brackets of its own
        shorter = re.sub(rf"{pseudo.OPEN}[^{pseudo.OPEN}{pseudo.CLOSE}]*{pseudo.CLOSE}", "", whole)
        if shorter == whole:
            break
        whole = shorter
    left = NAMES.sub("", whole)
    return [line for line in left.splitlines() if re.search(r"[^\W\d_]{2}", line)]


@pytest.mark.parametrize("address", PAGES)
def test_every_text_of_a_page_is_marked_for_translation(pseudo, pseudo_names, demo, address):  # noqa: ARG001
    with override_settings(**pseudo.settings_for(pseudo.folder)):
        answer = demo.get(address, follow=True, HTTP_ACCEPT_LANGUAGE=pseudo.CODE)
    html = answer.content.decode()
    assert pseudo.OPEN in html
    assert unmarked(pseudo, html) == []


TEMPLATES = Path(language.__file__).parent / "templates"
FILLED = re.compile(
    r"\{% (blocktrans\w*).*?\{% end\1 %\}|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<(code|script|svg)\b.*?</\2>", re.DOTALL
)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_has_a_word_of_its_own(path):
    """Pages that need a login, a trial under way or an error are asked for by no other test here."""
    found = Texts(FILLED.sub("", path.read_text(encoding="utf-8"))).found
    assert [text for text in found if re.search(r"[^\W\d_]{2}", NAMES.sub("", text))] == []


# ------------------------------------------------------------------ German


@pytest.mark.parametrize("address", PAGES)
def test_places_in_drawings_are_no_texts_and_keep_their_points(demo, address):
    html = demo.get(address, follow=True, **GERMAN).content.decode()
    drawn = re.compile(r'\b(?:[xy][12]?|d[xy]|c[xy]|r[xy]?|width|height)="[^"]*,[^"]*"')
    assert drawn.findall(html) == []


@pytest.mark.parametrize("address", PAGES)
def test_numbers_in_german_texts_have_a_comma(demo, address):
    html = demo.get(address, follow=True, **GERMAN).content.decode()
    assert [text for text in Texts(html).found if re.search(r"\d\.\d", text)] == []
