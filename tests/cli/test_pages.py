"""The pages made from the program are current, and their examples run."""

import json
import re

import pytest

from preex import app
from preex.app import scenario
from preex.logbook import line


def test_the_page_of_commands_is_current(script):
    module = script("docs/generate_cli.py")
    assert module.PAGE.read_text(encoding="utf-8") == module.page(), "run: python docs/generate_cli.py"


def test_no_command_prints_a_field_that_the_page_of_json_lacks(script, home):  # noqa: ARG001 - a database it may use
    module = script("docs/generate_json.py")
    page = module.PAGE.read_text(encoding="utf-8")
    documents = list(module.documents())
    errors = [words for words, document in documents if document["schema"] == "preex.error/1"]
    assert errors == [module.COMMANDS[-1]]
    missing = [
        f"{words[0]}: {path}"
        for words, document in documents
        for path in module.fields_of(document)
        if f"| `{path}` |" not in page
    ]
    assert missing == [], "run: python docs/generate_json.py"


def test_the_scenario_of_the_page_is_answered():
    document = json.loads(re.search(r"\{.*\}\n\n", scenario.__doc__, re.DOTALL).group())
    assert len(app.simulate(document).sets) == 2


@pytest.mark.parametrize("example", re.findall(r"`([^`]+\d+x\d+[^`]*)`", line.__doc__))
def test_the_line_of_the_page_is_read(example):
    assert line.parse(example)


@pytest.mark.parametrize("option", ["gap 30", "rest 90", "rir 1", "@ 8", "fail", "warmup", "drop", "x 3 sets"])
def test_the_grammar_of_the_page_names_every_option(option):
    word, *_ = option.split()
    assert f'"{word}"' in line.__doc__
    assert line.parse(f"fly 12x14 > bench 8x80 {option}")
