from pathlib import Path

from preex import app
from preex.web.failures import _STATUS
from preex.web.headers import CONTENT_SECURITY_POLICY
from preex.web.urls import urlpatterns

TEXT = " ".join((Path(__file__).parents[2] / "docs" / "web.md").read_text(encoding="utf-8").split())


def test_every_page_is_documented():
    examples = {"<str:": "<", "<pairing_id>": "P053", "<claim_id>": "S13"}
    routes = [str(pattern.pattern) for pattern in urlpatterns]
    for placeholder, example in examples.items():
        routes = [route.replace(placeholder, example) for route in routes]
    assert [route for route in routes if f"`/{route}`" not in TEXT] == []


def test_every_status_is_documented_with_its_error():
    assert [
        kind.__name__ for kind, status in _STATUS if f"`{kind.__name__}`" not in TEXT or f"| {status:d}" not in TEXT
    ] == []


def test_the_documented_policy_is_the_one_sent():
    assert CONTENT_SECURITY_POLICY in TEXT


def test_the_number_of_pairs_is_right():
    assert f"{len(app.find_pairs())} reviewed pairs" in TEXT
