"""Serve the web on this machine: one process, some threads, no other server needed."""

from __future__ import annotations

import errno
import ipaddress
import logging
import os
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from preex.errors import NotFound, NotPermitted, OutOfRange, PreexError, Unavailable

THREADS = 4
CARE_AFTER_S, CARE_EVERY_S = 60, 3600
SILENCE_S = 10  # in the middle of a request, after which its thread is free again
LAST_PORT = 65_535
_TAKEN = {errno.EADDRINUSE}
_FORBIDDEN = {errno.EACCES, errno.EPERM}


def serve(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    host : address to listen on. On others than this machine's own (127.0.0.1, ::1, localhost) people log in, since
        others can reach them; the names under which the app is reached stand in `$PREEX_ALLOWED_HOSTS`.
    port : 1 to 65535, or 0 for any free one.

    Raises
    ------
    NotPermitted : the port needs rights this user lacks.
    Unavailable : the port is taken, or the address is none of this machine's.
    OutOfRange : there is no such port.
    DataError, ... : what `preex.store.open_store` raises; a broken store is told before anybody opens a page.
    """
    if not is_loopback(host):
        os.environ["PREEX_ACCOUNTS"] = "1"
    with listening(host, port) as door:
        prepare()
        sys.stderr.write(f"PreEx is at {address_of(door)}  (stop with Ctrl-C)\n{_first_steps(address_of(door))}")
        sys.stderr.flush()
        _run(door.detach())


def reset_link(name: str) -> str:
    """Make the link by which somebody sets their password anew, for whoever can open a shell on this machine.

    Parameters
    ----------
    name : by which they log in.

    Returns
    -------
    Its address below that of the app.

    Raises
    ------
    NotFound : nobody logs in by this name.
    """
    prepare()
    from preex.accounts.joining import make_link
    from preex.accounts.models import LinkKind, User

    user = User.objects.filter(username=name.strip().lower()).first()
    if user is None:
        known = ", ".join(User.objects.order_by("username").values_list("username", flat=True)[:20])
        raise NotFound(
            f"nobody logs in as {name[:40]!r}.", hint=f"There are: {known}." if known else "Nobody does yet."
        )
    return f"/account/reset/{make_link(LinkKind.RESET, user=user, at=datetime.now(UTC))}"


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def listening(host: str, port: int) -> socket.socket:
    """Open the socket before anything else, so that a taken port is told at once and cannot be lost in between.

    Raises
    ------
    OutOfRange, NotPermitted, Unavailable : see `serve`.
    """
    host = host.strip("[]")
    if not 0 <= port <= LAST_PORT:  # the system would take it modulo 65,536
        raise OutOfRange(f"port is {port}; ports run from 0 to {LAST_PORT}.", hint="Choose another, as 8000.")
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        door = socket.socket(family, kind, protocol)
    except OSError as error:
        raise Unavailable(f"{host}:{port} is no address: {error}.", hint="Use 127.0.0.1.") from None
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Connections have it from their door: as many half requests as there are threads would hold up everybody else.
        door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", SILENCE_S, 0))
        door.bind(place)
        door.listen(128)
    except OSError as error:
        door.close()
        raise _refusal(host, port, error) from None
    return door


def address_of(door: socket.socket) -> str:
    """Return the address to type into a browser."""
    host, port = door.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def prepare() -> None:
    """Start Django with the web's settings and bring the store up to date."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "preex.web.settings")
    django.setup()
    from preex.store import open_store

    with open_store():
        pass
    from preex.store.examining import check_file, standing_at

    check_file(standing_at())
    from preex.store.opening import bring_up_to_date

    bring_up_to_date()  # with the tables of the accounts, which the command line does not need
    from preex.accounts.sessions import SessionStore

    SessionStore.clear_expired()


def _first_steps(address: str) -> str:
    """Say how the first user gets in, and under which names the app is reached; nothing while one person is alone."""
    from django.conf import settings

    from preex.accounts.joining import first_link

    if not settings.ACCOUNTS:
        return ""
    code = first_link(at=datetime.now(UTC))
    first = f"Nobody can log in yet. For an hour, this makes the first account: {address}account/first/{code}\n"
    hosts = "Reached under other names than this machine's own, PreEx answers once PREEX_ALLOWED_HOSTS has them.\n"
    return (first if code else "") + ("" if settings.HOSTS_ELSEWHERE else hosts)


def _refusal(host: str, port: int, error: OSError) -> Unavailable | NotPermitted:
    if error.errno in _TAKEN:
        return Unavailable(
            f"port {port} of {host} is taken by another program.",
            hint=f"Choose another, as {port + 1 if port < LAST_PORT else port - 1}, or stop the other program.",
        )
    if error.errno in _FORBIDDEN:
        return NotPermitted(f"port {port} may not be opened by this user.", hint="Choose a port from 1024 to 65535.")
    return Unavailable(f"{host}:{port} cannot be listened on: {error.strerror}.", hint="Use 127.0.0.1.")


def _run(door: int) -> None:
    """Hand the open socket to gunicorn, which closes it."""
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            settings: dict[str, Any] = {
                "bind": [f"fd://{door}"],
                "workers": 1,
                "threads": THREADS,
                "worker_class": "gthread",
                "loglevel": "warning",
                "proc_name": "preex",
                "graceful_timeout": 5,
                "forwarded_allow_ips": "",  # whose headers are believed, the settings say alone
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Callable[..., Any]:
            from preex.web.wsgi import application

            threading.Thread(target=_care, name="care", daemon=True).start()
            return application

    Server().run()


def _care() -> None:
    """Every hour, do what keeps the log: read its pages, back it up once a day, restore a backup to scratch once a week."""
    from django.db import connections

    from preex.app import care

    log = logging.getLogger("preex.care")
    time.sleep(CARE_AFTER_S)
    while True:
        try:
            for done in care(at=datetime.now(UTC)):
                log.info(done)
        except PreexError as error:
            log.error(error)  # noqa: TRY400 - the text says what to do; where in the program it arose does not
        except Exception:  # whatever it is, the next hour is looked after too
            log.exception("care failed")
        finally:
            connections.close_all()
        time.sleep(CARE_EVERY_S)
