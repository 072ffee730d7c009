"""The page of the evidence is current, whole, and its examples run."""

import re

import pytest

import preex
from preex.cli import cli
from preex.evidence.base import packaged
from preex.evidence.pooled import packaged_answers
from preex.evidence.wording import FORBIDDEN


@pytest.fixture(scope="module")
def module(script):
    return script("docs/generate_evidence.py")


@pytest.fixture(scope="module")
def page(module):
    return module.page()


def test_the_page_of_the_evidence_is_current(module, page):
    assert module.PAGE.read_text(encoding="utf-8") == page, "run: python docs/generate_evidence.py"


def test_every_study_and_every_question_with_rows_is_on_the_page(page):
    assert re.findall(r"^\| `(\w+)` \| .* \| .* \| .* \| .* \|$", page, re.MULTILINE)[:63] == list(packaged().studies)
    asked = [key for key, p in packaged_answers().items() if p.rows]
    assert re.findall(r"^### (\w+)$", page, re.MULTILINE) == asked


def test_every_link_within_the_page_leads_to_a_section(page):
    heads = set(re.findall(r"^### (\w+)$", page, re.MULTILINE))
    links = set(re.findall(r"\(#([\w-]+)\)", page))
    assert links
    assert links <= heads


def test_every_row_of_an_answer_says_how_it_is_known(page):
    for section in page.split("\n### ")[1:]:
        rows = [line for line in section.partition("\nHow sure")[0].splitlines() if line.startswith("| ")][1:]
        assert rows
        assert all(re.search(r"\| (paper|quoted|recalled)(, off a figure)? \|$", row) for row in rows)


def test_no_table_of_the_page_is_broken_by_a_cell(page):
    for block in page.split("\n\n"):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        assert len({line.count("|") for line in lines}) <= 1, lines[0]


def test_the_page_holds_no_forbidden_word(page):
    assert [word for word in FORBIDDEN if re.search(rf"\b{word}", page, re.IGNORECASE)] == []
    assert not re.search(r"\b55\s?%", page)


def test_the_python_of_the_page_runs(page, capsys):
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(code, {"preex": preex})  # noqa: S102 - our own page
    assert capsys.readouterr().out.startswith("15 ('effect_id',")


def test_the_commands_of_the_page_exist(page):
    command = cli.get_command(None, "evidence")
    options = {option for parameter in command.params for option in parameter.opts}
    used = re.findall(r"^\$ preex evidence(.*)$", page, re.MULTILINE)
    assert len(used) == 5
    assert {word for line in used for word in re.findall(r"--\w+", line)} <= options
    assert {"add", "template", "changes"} == set(command.commands)
