# ruff: noqa: INP001 - a script beside the pages
"""Write `docs/openapi.json`, the description of the HTTP API: python docs/generate_openapi.py."""

import json
import os
from pathlib import Path

import django

PAGE = Path(__file__).parent / "openapi.json"


def text() -> str:
    """Return the description as it is checked in."""
    from preex.web.api.service import description

    return json.dumps(description(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "preex.web.settings")
    django.setup()
    PAGE.write_text(text(), encoding="utf-8")
