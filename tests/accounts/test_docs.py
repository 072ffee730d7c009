"""What docs/accounts.md says of limits and kinds is what the code does, and docs/threats.md names tests there are."""

import re
from pathlib import Path

from preex.accounts.rules import FOR_COACHES
from preex.accounts.tokens import KINDS
from preex.web.limits import LIMIT

TESTS = Path(__file__).parents[1]
TEXT = (TESTS.parent / "docs" / "accounts.md").read_text(encoding="utf-8")
THREATS = (TESTS.parent / "docs" / "threats.md").read_text(encoding="utf-8")


def test_each_kind_of_token_is_documented_with_its_scopes():
    for kind, scopes in KINDS.items():
        row = next(line for line in TEXT.splitlines() if line.startswith(f"| `{kind}` |"))
        assert {part.strip(" `") for part in row.split("|")[2].split(",")} == {str(scope) for scope in scopes}


def test_each_scope_of_a_coach_has_its_row():
    rows = [line for line in TEXT.splitlines() if line.endswith("| no | no |")]
    assert [scope for scope in FOR_COACHES if not any(f"`{scope}`" in row for row in rows)] == []


def test_the_number_of_requests_is_right():
    assert f"{LIMIT} requests a minute" in TEXT


def test_each_threat_has_a_row_and_each_test_it_names_is_there():
    rows = [line for line in THREATS.splitlines() if re.match(r"\| T\d", line)]
    assert [row.split("|")[1].strip() for row in rows] == [f"T{number}" for number in range(1, 29)]
    for row in rows:
        named = re.findall(r"`([\w/]+\.py)::(\w+)`", row)
        assert named, row
        missing = [name for file, name in named if f"def {name}(" not in (TESTS / file).read_text(encoding="utf-8")]
        assert missing == []
