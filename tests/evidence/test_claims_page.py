import re

import pytest

from preex.cli import cli
from preex.evidence.claims import claims


@pytest.fixture(scope="module")
def module(script):
    return script("docs/generate_claims.py")


def test_the_page_of_claims_is_current(module):
    assert module.PAGE.read_text(encoding="utf-8") == module.page(), "run: python docs/generate_claims.py"


def test_every_claim_has_a_section_and_every_link_leads_to_one(module):
    page = module.PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^### (S\d+)$", page, re.MULTILINE) == list(claims())
    assert {one.upper() for one in re.findall(r"\(#(s\d+)\)", page)} <= set(claims())


def test_the_walk_names_commands_and_options_that_exist(module):
    commands = re.findall(r"`preex (\w+)((?: --\w+ [\w.]+| S\d+)*)`", module.page())
    assert {name for name, _ in commands} == {"claims", "evidence"}
    for name, words in commands:
        options = {option for parameter in cli.get_command(None, name).params for option in parameter.opts}
        assert set(re.findall(r"--\w+", words)) <= options
