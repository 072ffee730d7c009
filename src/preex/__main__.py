"""`python -m preex` does what the installed command `preex` does."""

from __future__ import annotations

from preex.cli import cli

if __name__ == "__main__":
    cli(prog_name="preex")
