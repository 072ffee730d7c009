"""Names an athlete has explained: which exercise is meant by a name the catalogue does not know."""

from __future__ import annotations

from preex.errors import FieldError
from preex.store.codec import short_text
from preex.store.link import Link
from preex.store.models import NameRow


def name_map(link: Link, athlete: str) -> dict[str, str]:
    """Return name as written -> exercise id."""
    with link.reading(athlete) as row:
        return dict(NameRow.objects.using(link.alias).filter(athlete=row).values_list("name", "exercise"))


def set_name(link: Link, athlete: str, name: str, exercise: str) -> None:
    """Remember what a name means; an earlier meaning is replaced."""
    if not name or not exercise:
        raise FieldError("name", "a name and an exercise are both needed.", hint="Give the name as the log has it.")
    written, meant = short_text("name", name), short_text("exercise", exercise)
    with link.writing(athlete) as row:
        names = NameRow.objects.using(link.alias)
        names.update_or_create(athlete=row, name=written, defaults={"exercise": meant})
