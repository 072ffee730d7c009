import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "store.md"


@pytest.mark.parametrize("example", re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))
def test_the_example_of_the_page_runs(example, monkeypatch, tmp_path):
    monkeypatch.setenv("PREEX_HOME", str(tmp_path))
    monkeypatch.delenv("PREEX_DATABASE_URL", raising=False)
    exec(compile(example, str(PAGE), "exec"), {})  # noqa: S102 - our own page
