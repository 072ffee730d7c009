import json
import re
from pathlib import Path

import preex
from preex.planner.advice import OTHERWISE, RULES
from preex.planner.check import check_plan

ADVICE = Path(__file__).parents[2] / "docs" / "advice.md"


def test_every_rule_and_every_code_is_documented():
    text = ADVICE.read_text(encoding="utf-8")
    planner = Path(preex.__file__).parent / "planner"
    source = "\n".join(p.read_text(encoding="utf-8") for p in planner.glob("*.py"))
    codes = set(re.findall(r'f?"([BWNR]-[SX]\d+(?:-[a-z]+)?)(?:-\{joint\})?"', source))
    assert {"B-S65", "N-S56-changeover", "R-S78"} <= codes
    for name in {r.id for r in (*RULES, *OTHERWISE)} | codes:
        assert name in text, name


def test_the_documented_plan_is_a_plan(catalogue):
    text = ADVICE.read_text(encoding="utf-8")
    example = re.search(r'^    \{"schema": "preex.plan/1".*?\n\n', text, re.MULTILINE | re.DOTALL).group()
    assert [n.code for n in check_plan(json.loads(example), catalogue) if n.level == "block"] == []
