"""The import wizard."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from preex.web import uploads

ROWS = (
    "2026-03-01 18:00:00,Legs,60m,Leg Extension (Machine),1,40,12,0,0,",
    "2026-03-01 18:00:00,Legs,60m,Leg Press,1,160,8,0,0,8",
    "2026-03-01 18:00:00,Legs,60m,Leg Press,2,160,7,0,0,9",
)


def said(answer):
    return html.unescape(answer.content.decode())


@pytest.fixture
def to_preview(newcomer, strong_file):
    """Choose a file; return the address of its preview."""

    def go(*rows, unit="", **named):
        answer = newcomer.post("/import", {"file": strong_file(*(rows or ROWS), **named), "unit": unit})
        assert answer.status_code == 302
        return answer.headers["Location"]

    return go


def test_a_file_is_previewed_then_imported_then_taken_back(newcomer, store, to_preview):
    preview = to_preview(unit="kg")
    page = said(newcomer.get(preview))
    assert "3 new sets in strong.csv" in page
    assert 'data-testid="import-commit"' in page
    assert store.count_sets("me") == 0
    page = said(newcomer.post(preview.partition("?")[0], {"unit": "kg"}, follow=True))
    assert "Imported 3 sets of strong.csv as B-1." in page
    assert store.count_sets("me") == 3
    undo = re.search(r'action="(/import/undo/B-1)"', page).group(1)
    assert "Taken back: 3 sets of B-1." in said(newcomer.post(undo, follow=True))
    assert store.count_sets("me") == 0
    assert newcomer.post(undo).status_code == 409


def test_the_unit_is_asked_for_when_the_file_does_not_tell(newcomer, store, to_preview):
    preview = to_preview()
    asked = newcomer.get(preview)
    assert asked.status_code == 200
    assert "Which one is it?" in said(asked)
    assert 'data-testid="import-unit"' in said(asked)
    page = said(newcomer.get(f"{preview}?unit=lb"))
    assert "3 new sets" in page
    assert "pounds" in page
    newcomer.post(preview, {"unit": "lb"})
    assert store.sets("me")[1].load_kg == pytest.approx(72.575)  # 160 lb


def test_importing_without_saying_the_unit_stores_nothing(newcomer, store, to_preview):
    assert newcomer.post(to_preview(), {}).status_code == 422
    assert store.count_sets("me") == 0


def test_the_same_file_again_holds_nothing_new(newcomer, store, to_preview):
    newcomer.post(to_preview(), {"unit": "kg"})
    page = said(newcomer.get(to_preview(unit="kg")))
    assert "Nothing new" in page
    assert 'data-testid="import-commit"' not in page
    newcomer.post(to_preview(), {"unit": "kg"})
    assert store.count_sets("me") == 3


def test_a_bad_row_is_named_and_the_others_are_read(newcomer, to_preview):
    page = said(newcomer.get(to_preview(*ROWS, "2026-03-01 18:00:00,Legs,60m,Leg Press,3,160,twelve,0,0,", unit="kg")))
    assert "3 new sets" in page
    assert "twelve" in page
    assert re.search(r'<td class="num">5</td>', page)  # the header is line 1


def test_names_the_catalogue_does_not_know_are_listed(newcomer, to_preview):
    page = said(
        newcomer.get(to_preview("2026-03-01 18:00:00,Legs,60m,Grandfather Clock Carry,1,40,12,0,0,", unit="kg"))
    )
    assert "Grandfather Clock Carry" in page
    assert "count for no muscle" in page


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture"),
        ("book.xls", b"\xd0\xcf\x11\xe0" + bytes(50), "Save the sheet as CSV"),
        ("poem.csv", b"roses,violets\nred,blue\n", "in no format PreEx knows"),
        ("page.html", b"<!doctype html><title>x</title>", "is a web page"),
        ("spaces.csv", b"   \n  ", "is empty"),
    ],
)
def test_a_wrong_file_is_told_for_what_it_is(newcomer, store, name, content, told):
    answer = newcomer.post("/import", {"file": SimpleUploadedFile(name, content)}, follow=True)
    assert told.casefold() in said(answer).casefold()
    assert "Choose another file" in said(answer)
    assert store.count_sets("me") == 0


@pytest.mark.parametrize(
    ("sent", "told"),
    [({}, "Choose a file first."), ({"file": SimpleUploadedFile("empty.csv", b"")}, "The file is empty.")],
)
def test_no_file_or_an_empty_one_is_asked_for_again(newcomer, sent, told):
    answer = newcomer.post("/import", sent)
    assert answer.status_code == 422
    assert told.casefold() in said(answer).casefold()


def test_an_unknown_time_zone_is_told_beside_its_field(newcomer, to_preview):
    answer = newcomer.get(f"{to_preview()}?unit=kg&tz=Mars/Olympus")
    assert answer.status_code == 422
    assert "Mars/Olympus" in said(answer)


def test_a_unit_that_is_none_is_refused(newcomer, to_preview):
    assert newcomer.get(f"{to_preview()}?unit=stone").status_code == 422


def test_an_imported_file_does_not_stay_aside(newcomer, home, to_preview):
    newcomer.post(to_preview(), {"unit": "kg"})
    assert list((home / "uploads").iterdir()) == []


def test_a_preview_nobody_came_back_to_is_thrown_away_after_a_day(newcomer, to_preview, monkeypatch):
    old = to_preview()
    a_day_later = uploads.time.time() + 25 * 3600
    monkeypatch.setattr(uploads.time, "time", lambda: a_day_later)
    to_preview()
    assert newcomer.get(old).status_code == 404


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\boot.ini", "a/b/c.csv", "\u202egnp.csv", "." * 300, "x" * 300 + ".csv"]
)
def test_the_name_of_a_file_cannot_lead_elsewhere(home, strong_file, name):
    ticket = uploads.keep(strong_file(*ROWS, name=name), "me")
    kept = uploads.find(ticket, "me")
    assert kept.parent.parent == home / "uploads"
    assert len(kept.name) <= 121
    assert "/" not in kept.name
    assert "\\" not in kept.name


@pytest.mark.parametrize("ticket", ["..", "../uploads", "a" * 21, "a" * 23, "a" * 22, "", "/etc/passwd", "%2e%2e"])
def test_a_made_up_ticket_finds_nothing(home, strong_file, ticket):
    uploads.keep(strong_file(*ROWS), "me")
    with pytest.raises(uploads.NotFound, match="no longer here"):
        uploads.find(ticket, "me")
    uploads.forget(ticket, "me")
    assert len(list((home / "uploads").iterdir())) == 1


def test_uploads_are_readable_by_their_owner_alone(strong_file):
    ticket = uploads.keep(strong_file(*ROWS), "me")
    assert uploads.find(ticket, "me").parent.stat().st_mode & 0o077 == 0


def test_a_ticket_opens_the_file_of_its_athlete_alone(strong_file):
    ticket = uploads.keep(strong_file(*ROWS), "me")
    with pytest.raises(uploads.NotFound, match="no longer here"):
        uploads.find(ticket, "anna")
    uploads.forget(ticket, "anna")
    assert uploads.find(ticket, "me").is_file()


def test_evil_names_in_a_file_are_shown_and_never_run(newcomer, to_preview):
    evil = "<script>alert(1)</script>"
    page = newcomer.get(
        to_preview(f"2026-03-01 18:00:00,{evil},60m,{evil},1,{evil},12,0,0,", ROWS[1], unit="kg")
    ).content
    assert b"<script" not in page


CLOCK = "2026-03-01 18:00:00,Legs,60m,Grandfather Clock Press,1,40,12,0,0,"


def test_a_name_is_explained_once_and_for_the_next_file_too(newcomer, store, to_preview):
    preview = to_preview(CLOCK, unit="kg").partition("?")[0]
    answer = {"unit": "kg", "is:Grandfather Clock Press": "leg_press"}
    page = said(newcomer.post(preview, {**answer, "look": "1"}))
    assert store.count_sets("me") == 0
    assert re.search(r'<option value="leg_press" selected>', page)
    newcomer.post(preview, answer)
    assert [s.exercise for s in store.sets("me")] == ["leg_press"]
    assert store.name_map("me") == {"Grandfather Clock Press": "leg_press"}
    again = said(newcomer.get(to_preview(CLOCK, CLOCK.replace(",1,40", ",2,45"), unit="kg")))
    assert "1 new set in" in again
    assert "Which exercise is meant?" not in again


def test_a_name_can_be_searched_by_typing(newcomer, store, to_preview):
    preview = to_preview(CLOCK, unit="kg").partition("?")[0]
    newcomer.post(
        preview, {"unit": "kg", "is:Grandfather Clock Press": "", "find:Grandfather Clock Press": "Leg press"}
    )
    assert [s.exercise for s in store.sets("me")] == ["leg_press"]


def test_a_search_that_finds_nothing_is_told_beside_the_name_and_stores_nothing(newcomer, store, to_preview):
    preview = to_preview(CLOCK, unit="kg").partition("?")[0]
    answer = newcomer.post(
        preview, {"unit": "kg", "is:Grandfather Clock Press": "", "find:Grandfather Clock Press": "flibberty"}
    )
    assert answer.status_code == 422
    assert "the catalogue has no exercise 'flibberty'" in said(answer).casefold().replace("‘", "'")
    assert store.count_sets("me") == 0


def test_the_sets_of_a_name_can_be_left_out_and_stay_accounted_for(newcomer, store, to_preview):
    preview = to_preview(CLOCK, *ROWS, unit="kg").partition("?")[0]
    answer = {"unit": "kg", "is:Grandfather Clock Press": "-"}
    page = said(newcomer.post(preview, {**answer, "look": "1"}))
    assert "3 new sets" in page
    assert "left out, as you said" in page
    assert '<option value="-" selected>' in page
    newcomer.post(preview, answer)
    assert {s.exercise for s in store.sets("me")} == {"leg_extension", "leg_press"}


def test_a_dropped_word_is_asked_about(newcomer, to_preview):
    page = said(newcomer.get(to_preview("2026-03-01 18:00:00,Legs,60m,Leg Press (Neutral),1,40,12,0,0,", unit="kg")))
    assert "Taken for, if you agree" in page


def test_a_log_can_be_pasted(newcomer, strong_file):
    answer = newcomer.post("/import", {"pasted": strong_file(*ROWS).read().decode(), "unit": "kg"})
    assert "3 new sets in pasted.csv" in said(newcomer.get(answer.headers["Location"]))


def test_pairs_and_days_of_a_file_are_shown(newcomer, to_preview):
    page = said(newcomer.get(to_preview(unit="kg")))
    assert "Looks like pre-exhaust" in page
    assert "1 workout" in page
    assert "1 day of training" in page
    assert page.count('<rect class="on-') == 1


def test_a_set_that_was_changed_here_stays_and_is_told(newcomer, store, to_preview):
    from preex.store.models import SetRow

    newcomer.post(to_preview(), {"unit": "kg"})
    SetRow.objects.filter(reps=7).update(reps=6)
    assert "1 set of the file has another load or other repetitions" in said(newcomer.get(to_preview(unit="kg")))
    newcomer.post(to_preview(), {"unit": "kg"})
    assert sorted(s.reps for s in store.sets("me")) == [6, 8, 12]
