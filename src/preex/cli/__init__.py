"""The command line: parse, call one verb of `preex.app`, print the result.

Data go to stdout, messages and progress to stderr. Nothing here computes anything.
"""

from preex.cli.root import cli, main

__all__ = ["cli", "main"]
