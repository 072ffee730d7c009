"""Which mode it is, by the environment alone; and one person alone on their machine: no login, and no trace of one."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

ASK = """
import json
from preex.web import settings as s
names = ("ACCOUNTS", "ROOT_URLCONF", "SESSION_ENGINE", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE",
         "CSRF_COOKIE_SECURE", "SECURE_PROXY_SSL_HEADER", "ALLAUTH_TRUSTED_PROXY_COUNT", "ALLOWED_HOSTS")
print(json.dumps({name: getattr(s, name) for name in names}))
"""


def settings_with(**environment):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREEX_A", "PREEX_B"))}
    asked = subprocess.run([sys.executable, "-c", ASK], env=kept | environment, capture_output=True, check=True)
    return json.loads(asked.stdout)


@pytest.mark.parametrize(("environment", "accounts"), [
    ({}, False), ({"PREEX_ACCOUNTS": "0"}, False), ({"PREEX_ALLOWED_HOSTS": " , "}, False),
    ({"PREEX_ACCOUNTS": "1"}, True), ({"PREEX_ALLOWED_HOSTS": "gym.example"}, True),
    ({"PREEX_ALLOWED_HOSTS": "gym.example", "PREEX_ACCOUNTS": "0"}, True),
    ({"PREEX_BEHIND_PROXY": "1"}, True), ({"PREEX_BEHIND_PROXY": "0"}, False),
])  # fmt: skip
def test_people_log_in_wherever_others_can_reach_the_app(environment, accounts):
    assert settings_with(**environment)["ACCOUNTS"] is accounts


def test_no_header_of_a_proxy_is_believed_until_one_is_named():
    """T19."""
    found = settings_with(PREEX_ALLOWED_HOSTS="gym.example")
    assert found["SECURE_PROXY_SSL_HEADER"] is None
    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0


def test_behind_a_proxy_cookies_travel_encrypted_and_to_this_host_alone():
    found = settings_with(PREEX_ALLOWED_HOSTS="gym.example", PREEX_BEHIND_PROXY="1")
    assert (found["SESSION_COOKIE_SECURE"], found["CSRF_COOKIE_SECURE"]) == (True, True)
    assert (found["SESSION_COOKIE_NAME"], found["CSRF_COOKIE_NAME"]) == ("__Host-preex", "__Host-csrftoken")
    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_one_person_alone_logs_in_nowhere(newcomer):
    assert settings.ACCOUNTS is False
    assert newcomer.get("/").status_code == 200
    assert newcomer.get("/account").status_code == 404
    assert newcomer.get("/account/login").status_code == 404
