"""`preex serve`: the app in the browser."""

from __future__ import annotations

from importlib import import_module

import click

from preex.cli.output import Out
from preex.cli.verb import verb


@verb("preex serve", "preex serve --port 9000")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on. Where others can reach it, people log in.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 = any free one.")
@click.option("--reset-link", metavar="NAME", help="Serve nothing; print a link that sets the password of NAME anew.")
@click.pass_obj
def serve(out: Out, host: str, port: int, reset_link: str | None) -> None:
    """Serve the app in the browser until Ctrl-C."""
    # By name: the command line and the web stand side by side, and neither needs the other to be imported.
    web = import_module("preex.web")
    if reset_link is None:
        web.serve(host, port)
        return
    link = web.reset_link(reset_link)
    said = "Open it below the address of the app. It works once, for a day; a second step is asked for as before."
    out.answer(lambda: {"schema": "preex.reset_link/1", "link": link}, lambda: [link])
    out.say(said)
