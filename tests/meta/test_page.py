"""The page on pooling: its example prints what it shows, and every function it names is there."""

import contextlib
import importlib
import io
import re
from pathlib import Path

PAGE = (Path(__file__).parents[2] / "docs" / "meta.md").read_text(encoding="utf-8")


def test_the_example_prints_what_the_page_shows():
    code, shown = re.search(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL).groups()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})  # noqa: S102 - the page's own example
    assert printed.getvalue() == shown


def test_every_function_of_the_table_exists():
    table = PAGE.split("## What there is")[1].split("## Which result leads")[0]
    rows = [re.findall(r"`([\w.]+)`", line) for line in table.splitlines() if line.startswith("| ") and "`" in line][1:]
    assert len(rows) >= 17
    for names in rows:
        module = ""
        for name in names:
            module, function = name.rsplit(".", 1) if "." in name else (module, name)
            assert callable(getattr(importlib.import_module(f"preex.meta.{module}"), function)), name
