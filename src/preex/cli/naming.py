"""`preex name`: what the lifter means by names the catalogue does not know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import click

from preex import app
from preex.cli.output import Out, Table, Text
from preex.cli.verb import verb


@verb('preex name "Lat Pulldown Closed Grip" close_grip_pulldown', "preex name")
@click.argument("name", required=False)
@click.argument("exercise", required=False)
@click.pass_obj
def name(out: Out, name: str | None, exercise: str | None) -> None:
    """Say which exercise you mean by a name.

    Without a name it lists what you said. It counts for sets already imported and for those to come. NAME is as your log writes it, EXERCISE an id or a name
    the catalogue knows.
    """
    if name is not None and exercise is None:
        raise click.UsageError("a name needs the exercise it means.")
    with app.open_store() as store:
        if name is not None and exercise is not None:
            app.set_own_name(store, out.athlete, name, exercise)
        known = store.name_map(out.athlete)
    document: dict[str, Any] = {"schema": "preex.name/1", "names": dict(known)}
    out.answer(lambda: document, lambda: _names_text(known))


def _names_text(known: Mapping[str, str]) -> Iterable[Text]:
    if known:
        yield Table(("your name", "exercise"), sorted(known.items()), wrap=0)
    else:
        yield "No names of your own yet."
