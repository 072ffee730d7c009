"""Starting the server."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from preex.errors import OutOfRange, Unavailable
from preex.web.serve import address_of, is_loopback, listening, serve

SERVE = "import sys, preex.web; preex.web.serve(sys.argv[1], int(sys.argv[2]))"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "[::1]", "localhost"])
def test_this_machine_is_this_machine(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", ""])  # noqa: S104 - others can reach it
def test_on_an_address_others_can_reach_people_log_in(host, monkeypatch):
    assert not is_loopback(host)
    monkeypatch.setenv("PREEX_ACCOUNTS", "")
    monkeypatch.setattr(sys.modules["preex.web.serve"], "listening", unavailable)
    with pytest.raises(Unavailable):
        serve(host)
    assert os.environ["PREEX_ACCOUNTS"] == "1"


def test_on_this_machine_alone_nobody_logs_in(monkeypatch):
    monkeypatch.setenv("PREEX_ACCOUNTS", "")
    monkeypatch.setattr(sys.modules["preex.web.serve"], "listening", unavailable)
    with pytest.raises(Unavailable):
        serve("127.0.0.1")
    assert os.environ["PREEX_ACCOUNTS"] == ""


def unavailable(*_):
    raise Unavailable("nothing is served in this test.")


def test_a_taken_port_is_told_at_once_with_another_to_try():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Unavailable, match=f"port {port} of 127.0.0.1 is taken") as caught:
            listening("127.0.0.1", port)
    assert str(port + 1) in caught.value.hint
    assert caught.value.exit_code == 7


@pytest.mark.parametrize(("host", "port"), [("no.such.host.invalid", 8000), ("203.0.113.7", 8000)])
def test_what_is_no_address_of_this_machine_is_told(host, port):
    with pytest.raises(Unavailable):
        listening(host, port)


@pytest.mark.parametrize("port", [-1, 65_536, 70_000])
def test_a_port_there_is_not_is_told(port):
    with pytest.raises(OutOfRange, match="ports run from 0 to 65535"):
        listening("127.0.0.1", port)


def test_the_address_is_one_to_type_into_a_browser():
    with listening("127.0.0.1", 0) as door:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address_of(door))


@pytest.fixture
def started(tmp_path):
    """A server of its own, on a free port, with an empty home; its process and address."""
    environment = {**os.environ, "PREEX_HOME": str(tmp_path), "PREEX_DATABASE_URL": ""}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE, "127.0.0.1", "0"], stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        said = server.stderr.readline()
        yield server, re.search(r"http://\S+/", said).group()
    finally:
        server.terminate()
        server.wait(20)
        server.stderr.close()


def ask(address, body=None):
    assert address.startswith("http://127.0.0.1:")
    return urllib.request.urlopen(urllib.request.Request(address, data=body))  # noqa: S310 - this machine's


def test_it_prints_its_address_answers_there_and_stops_when_told(started, tmp_path):
    server, address = started
    with ask(f"{address}healthz") as answer:
        assert answer.status == 200
    with ask(address) as answer:
        assert "PreEx" in answer.read().decode()
    with ask(f"{address}static/preex.css") as answer:
        assert answer.headers["Content-Type"].startswith("text/css")
    assert (tmp_path / "preex.sqlite3").is_file()
    server.send_signal(signal.SIGINT)
    assert server.wait(20) == 0
    assert "Traceback" not in server.stderr.read()


def test_a_log_too_large_is_refused_with_a_page_that_arrives(started):
    _, address = started
    with pytest.raises(urllib.error.HTTPError) as caught:
        ask(f"{address}import", b"x" * 60_000_000)
    assert caught.value.code == 413
    assert "60 MB; 51 MB are the most" in caught.value.read().decode()
    caught.value.close()
