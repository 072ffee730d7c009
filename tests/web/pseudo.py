"""A language for tests alone, `en-XA`: every text in brackets, with accents and two fifths longer, so that a text which is not
marked for translation stands out, and a longer language is tried before there is one.
"""

import gettext
import re
import struct
import subprocess
from itertools import cycle, islice
from pathlib import Path

CODE = "en-xa"
OPEN, CLOSE = "⟦", "⟧"
_KEPT = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}|<[^>]+>|&\w+;")  # what a program fills in, and marks of HTML
_ACCENTS = str.maketrans("aceinosuyzACEINOSUYZ", "åçéîñöšûýžÅÇÉÎÑÖŠÛÝŽ")
_MORE = ("ëxtrå", "wörds", "hérè", "and", "möre")
_AS_IT_IS = ("date",)  # contexts of patterns that nobody reads


def pseudo(text):
    """Return a text as the language says it."""
    parts = _KEPT.split(text)
    kept = [*_KEPT.findall(text), ""]
    length = sum(len(part) for part in parts)
    said = "".join(part.translate(_ACCENTS) + keep for part, keep in zip(parts, kept, strict=True))
    more, wanted = "", 0.4 * length
    for word in islice(cycle(_MORE), 200):
        if len(more) >= wanted:
            break
        more += f" {word}"
    return f"{OPEN}{said}{more[: max(1, round(wanted))]}{CLOSE}"


def write_locale(po, folder):
    """Write the language's catalogue into `folder`, made of the texts in `po`."""
    empty = subprocess.run(["msgattrib", "--empty", "--no-obsolete", po], check=True, capture_output=True).stdout
    english = subprocess.run(["msgen", "-"], input=empty, check=True, capture_output=True).stdout
    mo = folder / "en.mo"
    subprocess.run(["msgfmt", f"--output-file={mo}", "-"], input=english, check=True)
    with mo.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    path = folder / "en_XA" / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(_compiled(catalogue))


def _compiled(catalogue):
    """Return the bytes of a catalogue: a header, two tables of lengths and places, the texts."""
    texts = {"": catalogue[""]}
    for key, text in catalogue.items():
        if isinstance(key, tuple):
            one = key[0]
            texts[f"{one}\0{one}"] = "\0".join(_said(one, catalogue[one, i]) for i in (0, 1))
        elif key:
            texts[key] = _said(key, text)
    rows = sorted((key.encode(), text.encode()) for key, text in texts.items())
    at = 28 + 16 * len(rows)
    tables, data = [b"", b""], b""
    for column in (0, 1):
        for row in rows:
            tables[column] += struct.pack("<2I", len(row[column]), at + len(data))
            data += row[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, 0)
    return head + tables[0] + tables[1] + data


def _said(key, text):
    context, _, original = key.rpartition("\x04")
    return original if context.startswith(_AS_IT_IS) else pseudo(text)


def settings_for(folder):
    """Return the settings with which pages speak it."""
    from preex.web import settings

    return {
        "LANGUAGES": [*settings.LANGUAGES, (CODE, "Pseudo")],
        "LOCALE_PATHS": [*settings.LOCALE_PATHS, Path(folder)],
    }
