"""The command line opens a log beside the accounts, and loads nothing of them."""

import os
import subprocess
import sys

PREPARE = "from preex.web.serve import prepare; prepare()"
OPEN = """
import sys
from preex.store import open_store
with open_store() as store:
    store.athlete("me")
    print(len(store.athletes()), [m for m in sys.modules if m.partition(".")[0] in {"allauth", "fido2", "argon2"} or m.startswith("preex.accounts")])
"""
REMOVE = """
from preex.store import open_store
with open_store() as store:
    from preex.store.models import AthleteRow
    AthleteRow.objects.filter(name="anna").delete()
"""
OWN = """
from datetime import UTC, datetime
from preex.web.serve import prepare
prepare()
from preex.accounts.joining import join, make_link
from preex.accounts.models import LinkKind
from preex.store import Store
at = datetime.now(UTC)
join(LinkKind.INVITATION, make_link(LinkKind.INVITATION, at=at), name="anna", password="leg press", store=Store(), at=at)
"""


def run(code, home):
    environment = {**os.environ, "PREEX_HOME": str(home), "PREEX_DATABASE_URL": ""}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_command_line_and_the_web_open_the_same_log_in_any_order(tmp_path):
    for code in (OPEN, PREPARE, OPEN, PREPARE):
        run(code, tmp_path)
    assert run(OPEN, tmp_path) == "1 []\n"


def test_the_command_line_may_remove_an_athlete_who_has_an_account(tmp_path):
    run(OWN, tmp_path)
    run(REMOVE, tmp_path)
    run(PREPARE, tmp_path)
