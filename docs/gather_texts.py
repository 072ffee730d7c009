# ruff: noqa: INP001, S603, S607 - a script beside the pages, which runs gettext from the path
"""Gather the texts that pages show into the catalogues of translations, and compile these: `python docs/gather_texts.py`.

Needs Debian's `gettext`. A text that is new stands in `src/preex/web/locale/<language>/LC_MESSAGES/django.po` with an empty
`msgstr`; fill it in and run this again. One that no page shows any longer is dropped. See `docs/languages.md`.
"""

from __future__ import annotations

import re
import subprocess
from contextlib import chdir
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.makemessages import Command
from django.test.utils import override_settings

SOURCE = Path(__file__).parents[1] / "src" / "preex"


class Gather(Command):
    """Django's command, which does not guess: a text that resembles an old one would come with the old one's translation."""

    msgmerge_options = [*Command.msgmerge_options, "--no-fuzzy-matching"]  # noqa: RUF012 - Django adds to it


def gather(source: Path) -> list[Path]:
    """Bring the catalogues of `source/web/locale` up to date with the texts of its pages, and return them."""
    found = sorted((source / "web" / "locale").glob("*/LC_MESSAGES/django.po"))
    with chdir(source), override_settings(LOCALE_PATHS=[source / "web" / "locale"]):
        call_command(
            Gather(),
            locale=[po.parts[-3] for po in found],
            ignore_patterns=["static/*", "node_modules/*"],
            no_location=True,
            no_wrap=True,
            no_obsolete=True,
            verbosity=0,
        )
    for po in found:  # when it was gathered is no one's concern, and would change every time
        text = po.read_text(encoding="utf-8")
        po.write_text(re.sub(r'^"POT-Creation-Date:.*\n', "", text, flags=re.MULTILINE), encoding="utf-8")
    return found


def compile_catalogue(po: Path, mo: Path) -> None:
    """Compile a catalogue; texts whose placeholders differ from the original's are refused."""
    subprocess.run(["msgfmt", "--check-format", f"--output-file={mo}", str(po)], check=True)


if __name__ == "__main__":
    settings.configure(USE_I18N=True)
    django.setup()
    for catalogue in gather(SOURCE):
        compile_catalogue(catalogue, catalogue.with_suffix(".mo"))
