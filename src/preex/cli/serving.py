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
@click.pass_obj
def serve(out: Out, host: str, port: int) -> None:  # noqa: ARG001 - every command has it
    """Serve the app in the browser until Ctrl-C."""
    # By name: the command line and the web stand side by side, and neither needs the other to be imported.
    import_module("preex.web").serve(host, port)
