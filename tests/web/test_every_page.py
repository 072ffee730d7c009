"""What holds for every page, whoever looks at it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.urls import get_resolver

from preex.web.choices import GOALS

PAGES = [*(Path(__file__).parent / "pages.txt").read_text(encoding="utf-8").split(), "/nothing-here"]
PAGES = [address for address in PAGES if not address.startswith("/begin")]  # questions of a newcomer, without the frame
BANNED = ("guaranteed", "proven to build more", "clearly superior", "activates more")  # G-4
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """Reads a page: its elements, ids, forms, and whether what opens also closes."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.ids, self.open, self.unclosed, self.words = [], [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.elements.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.unclosed.append(tag)

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag):
        return [found for name, found in self.elements if name == tag]


@pytest.fixture(scope="module")
def read():
    """Pages read before; some take a second to make."""
    return {}


@pytest.fixture(params=PAGES)
def page(request, demo, read):
    if request.param not in read:
        read[request.param] = Page(demo.get(request.param, follow=True).content.decode())
    return read[request.param]


def test_no_page_says_more_than_studies_do(page):
    said = " ".join(page.words).casefold()
    assert [phrase for phrase in BANNED if phrase in said] == []


def test_every_page_is_well_formed_and_names_its_parts_once(page):
    assert page.unclosed == []
    assert page.open == []
    assert sorted(page.ids) == sorted(set(page.ids))
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1


def test_a_page_asks_nothing_of_other_hosts(page):
    asked = [
        found.get(name, "")
        for tag, found in page.elements
        for name in ("src", "href", "action", "poster", "srcset")
        if tag != "a"
    ]
    assert [address for address in asked if re.match(r"(?:https?:)?//", address)] == []
    assert [found["href"] for found in page.all("a") if "://" in found["href"]] == []


def test_a_page_works_without_scripts_and_styles_of_its_own(page):
    assert page.all("script") == []
    assert page.all("style") == []
    inline = [found for _, found in page.elements if "style" in found or any(name.startswith("on") for name in found)]
    assert inline == []


def test_every_field_has_a_name_to_be_read_aloud(page):
    labels = {found.get("for") for found in page.all("label")}
    fields = [found for tag in ("input", "select", "textarea") for found in page.all(tag)]
    wanting = [f for f in fields if f.get("type") != "hidden" and f.get("id") not in labels]
    assert wanting == []


def test_the_navigation_leads_to_the_four_parts(page):
    ids = [found["data-testid"] for found in page.all("a") if found.get("data-testid", "").startswith("nav-")]
    assert ids == ["nav-today", "nav-plan", "nav-progress", "nav-learn"]


def test_every_link_and_form_leads_to_a_page_there_is(page):
    for found in (*page.all("a"), *page.all("form")):
        address = found.get("href", found.get("action", "")).partition("?")[0].partition("#")[0]
        if address.startswith("/") and not address.startswith("/static/"):
            assert get_resolver().resolve(address)


def test_a_claim_of_benefit_has_its_counter_claim_one_tap_away(page):
    """G-3: wherever claims are shown, S38 or S39 are beside them."""
    shown = {found["href"].rpartition("/")[2] for found in page.all("a") if "/learn/claims/" in found["href"]}
    if shown:
        assert shown & {"S38", "S39"}


def test_who_reads_of_growth_or_strength_is_one_tap_from_what_speaks_against_it(page):
    """G-3: a page that speaks of growth leads straight to S38 or S39; what a lifter may wish for promises nothing."""
    said = " ".join(page.words)
    for wish in ("Lift to get stronger on", *(str(label) for _, label in GOALS)):
        said = said.replace(wish, "")
    if re.search(r"\b(grow|grows|growth|hypertrophy|stronger|bigger|more muscle|builds?)\b", said, re.IGNORECASE):
        assert {found["href"] for found in page.all("a")} & {"/learn/claims/S38", "/learn/claims/S39"}


@pytest.mark.parametrize("address", [p for p in PAGES if "?" not in p])
def test_an_empty_log_breaks_no_page(newcomer, address):
    assert newcomer.get(address, follow=True).status_code == (404 if "nothing" in address else 200)


def test_a_page_can_only_be_read_with_get_and_changed_with_post(demo):
    assert demo.get("/demo").status_code == 405
    assert demo.get("/log/undo").status_code == 405
    assert demo.post("/pairs").status_code == 405
    assert demo.post("/learn").status_code == 405
