"""One person alone on their machine: no login, and no trace of one."""

from django.conf import settings


def test_one_person_alone_logs_in_nowhere(newcomer):
    assert settings.ACCOUNTS is False
    assert newcomer.get("/").status_code == 200
    assert newcomer.get("/account").status_code == 404
    assert newcomer.get("/account/login").status_code == 404
