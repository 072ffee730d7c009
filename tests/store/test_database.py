"""Where the log is kept, and what is said of addresses that lead nowhere."""

import os
import stat
from pathlib import Path

import pytest

from preex.errors import NotPermitted, ValidationError
from preex.store.database import database_of, home_folder, postgresql, secret_key


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://localhost/preex",
            {"HOST": "localhost", "NAME": "preex", "USER": "", "PORT": "", "PASSWORD": ""},
        ),
        (
            "postgres://coach:s%2Fe%40cret@db.example:6543/gym%20log",
            {"HOST": "db.example", "PORT": "6543", "USER": "coach", "PASSWORD": "s/e@cret", "NAME": "gym log"},
        ),
        ("postgresql://u@[::1]:5432/preex", {"HOST": "::1", "PORT": "5432", "USER": "u"}),
        ("postgresql:///preex?host=/run/postgresql", {"HOST": "/run/postgresql", "NAME": "preex"}),
        (
            "postgresql://h/preex?sslmode=verify-full&connect_timeout=3",
            {"OPTIONS": {"sslmode": "verify-full", "connect_timeout": "3"}},
        ),
    ],
)
def test_an_address_is_read_as_the_server_documents_it(url, expected):
    found = postgresql(url)
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:hush@h/preex",
        "sqlite:///preex.sqlite3",
        "preex",
        "postgresql://u:hush@h",
        "postgresql://u:hush@h/",
        "postgresql://u:hush@h/a/b",
        "postgresql://u:hush@h:port/preex",
        "postgresql://u:hush@h:99999/preex",
        "postgresql://u:hush@[::1/preex",
        "postgresql://u:hush@h/preex?sslmod=require",
        "postgresql://u:hush@h/preex#part",
    ],
)
def test_a_malformed_address_is_refused_without_repeating_its_password(url):
    with pytest.raises(ValidationError) as error:
        postgresql(url)
    assert "hush" not in str(error.value)
    assert error.value.hint


def test_the_environment_says_where_the_log_is_unless_the_caller_does(monkeypatch, tmp_path):
    monkeypatch.delenv("PREEX_DATABASE_URL", raising=False)
    monkeypatch.setenv("PREEX_HOME", str(tmp_path / "env"))
    assert database_of()["NAME"] == str(tmp_path / "env" / "preex.sqlite3")
    monkeypatch.setenv("PREEX_DATABASE_URL", "postgresql://localhost/env")
    assert database_of()["NAME"] == "env"
    assert database_of(database_url="postgresql://localhost/given")["NAME"] == "given"
    assert database_of(home=tmp_path)["NAME"] == str(tmp_path / "preex.sqlite3")


def test_a_user_without_a_home_folder_is_told_to_name_one(monkeypatch):
    monkeypatch.delenv("PREEX_HOME", raising=False)
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: "~/.local/share/preex")
    with pytest.raises(NotPermitted, match=r"no home folder.* Set PREEX_HOME"):
        home_folder()


def test_a_relative_home_is_fixed_when_it_is_named(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert home_folder(Path("data")) == tmp_path / "data"


def test_the_key_of_the_web_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    home = tmp_path / "home"
    key = secret_key(home)
    assert len(key) >= 50
    assert secret_key(home) == key
    assert secret_key(tmp_path / "other") != key
    assert [path.name for path in home.iterdir()] == ["secret_key"]
    if os.name == "posix":
        assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600
        assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_spoilt_key_is_not_used(tmp_path):
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(NotPermitted, match="holds no key"):
        secret_key(tmp_path)
