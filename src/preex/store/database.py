"""Where the log is kept: the home folder, the SQLite file in it, or a PostgreSQL address.

Nothing here needs Django; the result is an entry of its `DATABASES` setting.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import platformdirs

from preex.errors import NotPermitted, ValidationError

SQLITE_FILE = "preex.sqlite3"
BUSY_S = 10  # how long one program waits for another that writes

# WAL lets readers work while one program writes. FULL syncs every commit, so that an acknowledged set outlives a power
# cut. The file of a write-ahead log shrinks back to 64 MiB after a long import.
_SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA journal_size_limit=67108864;"
_URL_FORM = "Write postgresql://user:password@host:5432/name."
_URL_OPTIONS = frozenset(
    {"application_name", "connect_timeout", "host", "options", "sslcert", "sslkey", "sslmode", "sslrootcert"}
)


def home_folder(home: Path | None = None) -> Path:
    """Return the folder that holds PreEx's data, absolute; it need not exist yet.

    Raises
    ------
    NotPermitted : this user has no home folder and none was named.
    """
    named = home or os.environ.get("PREEX_HOME")
    if named:
        return Path(named).expanduser().absolute()
    try:
        folder = Path(platformdirs.user_data_dir("preex", appauthor=False))
    except RuntimeError:  # no home folder; older versions of the library answer with a literal `~` instead
        folder = Path("~")
    if not folder.is_absolute():
        raise NotPermitted("this user has no home folder to keep the log in.", hint="Set PREEX_HOME to a folder.")
    return folder


def make_home(folder: Path) -> None:
    """Create the folder, readable by its owner alone.

    Raises
    ------
    NotPermitted : the folder cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise NotPermitted(
            f"the folder {folder} cannot be made: {error.strerror}.",
            hint="Set PREEX_HOME to a folder you can write to.",
        ) from error


def database_of(home: Path | None = None, database_url: str | None = None) -> dict[str, Any]:
    """Return the Django settings of the database that the arguments, else the environment, ask for.

    A `home` given by the caller means the SQLite file in it, whatever the environment says.
    """
    url = database_url or ("" if home else os.environ.get("PREEX_DATABASE_URL", ""))
    return postgresql(url) if url else sqlite(home_folder(home))


def sqlite(folder: Path) -> dict[str, Any]:
    """Return the settings of the SQLite file in `folder`."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / SQLITE_FILE),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A transaction that starts as a reader and then writes fails at once under load, whatever the timeout.
            "transaction_mode": "IMMEDIATE",
            "timeout": BUSY_S,
            "init_command": _SQLITE_PRAGMAS,
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """Return the settings of the PostgreSQL database at `url`.

    Raises
    ------
    ValidationError : the address is malformed. Its text never repeats the address, which may hold a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValidationError(f"the database address is malformed: {error}.", hint=_URL_FORM) from None
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValidationError(f"the database address starts with {parts.scheme!r}.", hint=_URL_FORM)
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name or parts.fragment:
        raise ValidationError("the database address does not end in the name of one database.", hint=_URL_FORM)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(options.keys() - _URL_OPTIONS):
        raise ValidationError(
            f"the database address has the unknown option {unknown[0]!r}.",
            hint=f"Known: {', '.join(sorted(_URL_OPTIONS))}.",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),  # `?host=/run/postgresql` names a socket folder
        "PORT": str(port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": str(BUSY_S), **options},
    }


def secret_key(folder: Path) -> str:
    """Return the key that signs web sessions, made once and kept in `folder`, readable by its owner alone.

    Raises
    ------
    NotPermitted : the folder or the key cannot be made or read.
    """
    make_home(folder)
    path = folder / "secret_key"
    try:
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(50))
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NotPermitted(
            f"the key {path} cannot be made or read: {error}.", hint="See who owns the folder."
        ) from error
    if len(key) < 50:
        raise NotPermitted(f"the file {path} holds no key.", hint="Remove it; everybody then signs in again.")
    return key


def _write_once(path: Path, text: str) -> None:
    """Create `path` whole or not at all; of two processes that try, the first wins."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
