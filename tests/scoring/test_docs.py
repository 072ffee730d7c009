import re
from pathlib import Path

import pytest

from preex.scoring import LABELS

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "prediction.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("label", LABELS.values())
def test_everybody_who_is_scored_is_in_the_table(label):
    assert re.search(rf"^\| {re.escape(label)} \| [\d.]+ \|", TEXT, re.MULTILINE)


@pytest.mark.parametrize("figure", ["bars", "reliability", "lifters"])
def test_every_figure_is_there_and_shown(figure):
    assert f"(images/prediction-{figure}.svg)" in TEXT
    assert (DOCS / f"images/prediction-{figure}.svg").read_text(encoding="utf-8").startswith("<svg")


def test_nobody_whose_log_was_scored_is_named(shared):
    people = {path.name.split("__")[1] for path in (shared / "data/logs").glob("*__*")}
    assert [name for name in people if name.casefold() in TEXT.casefold()] == []
