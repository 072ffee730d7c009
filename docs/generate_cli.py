# ruff: noqa: INP001 - a script beside the pages
"""Write `docs/cli.md` from the help of the commands: python docs/generate_cli.py."""

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from preex.app import scenario
from preex.cli import cli
from preex.cli.output import Out
from preex.logbook import line

PAGE = Path(__file__).parent / "cli.md"
WIDTH = 100

OPENING = """\
# Which commands are there, and what does each do?

The command is `preex`, in a clone `.venv/bin/preex`; `python -m preex` is the same. This page is made from the commands'
own help by `python docs/generate_cli.py`.

- Results go to stdout, messages and progress to stderr. Tables are drawn on a terminal only; elsewhere text is aligned.
- `--json` prints one object with a `schema`, as `preex.pairs/1`; a change of meaning is a new number. An error is then
  `{"schema": "preex.error/1", "error": {"code", "message", "hint"}}` on stdout, and nothing else there.
- The log is in the folder `$PREEX_HOME`, or on the server that `$PREEX_DATABASE_URL` names.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | a fault of PreEx, or of the system below it |
| 2 | the command line is wrong |
| 3 | what was given breaks a rule; nothing was changed |
| 4 | a file, exercise, batch or athlete does not exist |
| 5 | it clashes with what is stored, or with a file that is there |
| 6 | the file system or the server refuses access |
| 7 | a server or an address cannot be used |
| 8 | stored data are damaged |
| 9 | some lines or files had problems, the others went in |
| 130 | interrupted; nothing was left half done |
"""


def indented(text: str) -> str:
    """Return the part of a docstring that is set off, without its indentation."""
    lines = text.splitlines()
    first = next(i for i, one in enumerate(lines) if one.startswith("    "))
    last = next(i for i in range(first, len(lines)) if not lines[i].startswith("    "))
    return textwrap.dedent("\n".join(lines[first:last]))


def after(text: str) -> str:
    """Return what follows the part of a docstring that is set off."""
    return text.split(textwrap.indent(indented(text), "    "), 1)[1].strip()


LINE = f"""\
## The line of `preex log`

```text
{indented(line.__doc__)}
```

{after(line.__doc__)}
"""

SCENARIO = f"""\
## The scenario of `preex predict`

```json
{indented(scenario.__doc__)}
```

{after(scenario.__doc__)}
"""


def page() -> str:
    """Return the page."""
    root = click.Context(cli, info_name="preex", obj=Out(), **cli.context_settings)
    sections = [f"## `{context.command_path}`\n\n```text\n{help_of(context)}\n```\n" for context in commands(root)]
    return "\n".join([OPENING, *sections, LINE, SCENARIO])


def commands(context: click.Context) -> Iterator[click.Context]:
    """Yield a command and those below it."""
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            below = context.command.get_command(context, name)
            if below is not None:
                yield from commands(click.Context(below, parent=context, info_name=name))


def help_of(context: click.Context) -> str:
    """Return the help of a command as a terminal of `WIDTH` columns shows it."""
    formatter = click.HelpFormatter(width=WIDTH, max_width=WIDTH)
    context.command.format_help(context, formatter)
    return formatter.getvalue().rstrip()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stderr.write(f"{PAGE} is written.\n")
