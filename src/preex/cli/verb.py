"""What all commands share: help that begins with examples, and the options every command takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from preex.cli.output import Out

F = TypeVar("F", bound=Callable[..., Any])


class _WithExamples(click.Command):
    """A command whose help starts with how it is typed."""

    examples: tuple[str, ...] = ()

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, then what click writes."""
        if self.examples:
            with formatter.section("Examples"):
                for example in self.examples:
                    formatter.write(f"{'':{formatter.current_indent}}{example}\n")
            formatter.write_paragraph()
        super().format_help(ctx, formatter)


class Verb(_WithExamples):
    """A command."""


class Family(_WithExamples, click.Group):
    """A command with commands of its own, as `plan new`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which was perhaps meant."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise unknown_command(ctx, args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)


def words(text: str) -> list[str]:
    """Split a list as typed: `a,b` or `a, b`."""
    return [word.strip() for word in text.split(",") if word.strip()]


def unknown_command(ctx: click.Context, name: str, known: list[str]) -> click.UsageError:
    """Make the error for a command that does not exist, with the nearest that do."""
    from difflib import get_close_matches

    near = get_close_matches(name[:40].lower(), known, n=3, cutoff=0.5)
    error = click.UsageError(f"there is no command {name[:40]!r}.", ctx=ctx)
    meant = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(known)}."
    error.hint = meant  # type: ignore[attr-defined]
    return error


def verb(*examples: str, name: str | None = None, family: Family | None = None) -> Callable[[F], Verb]:
    """Make a function a command that takes the shared options.

    Parameters
    ----------
    *examples : command lines shown first in its help.
    name : of the command; None = the function's.
    family : the command it belongs to; None = `preex` itself.
    """

    def decorate(function: F) -> Verb:
        made: Verb = click.command(name or function.__name__, cls=Verb)(function)
        made.params += shared_options()
        made.examples = examples
        if family is not None:
            family.add_command(made)
        return made

    return decorate


def shared_options() -> list[click.Parameter]:
    """Return the options every command takes; they go to the `Out` of the command, not to its function."""
    return [
        _option("--athlete", keep="athlete", is_flag=False, metavar="NAME", help="Whose log; `me` unless named."),
        _option("--json", keep="json", help="Print one JSON object."),
        _option("--quiet", "-q", keep="quiet", help="No messages, only the result and errors."),
        _option("--no-color", keep="color", as_value=False, help="No colours; NO_COLOR does the same."),
        _option("--debug", keep="debug", help="Show where in the program an error arose.", hidden=True),
    ]


def _option(*names: str, keep: str, as_value: bool | None = None, **settings: Any) -> click.Option:  # noqa: ANN401
    def callback(ctx: click.Context, _: click.Parameter, value: Any) -> None:  # noqa: ANN401 - as click calls it
        out = ctx.find_object(Out)
        if value and out is not None:
            setattr(out, keep, value if as_value is None else as_value)
            out.athlete_named |= keep == "athlete"

    settings.setdefault("is_flag", True)
    return click.Option(names, expose_value=False, callback=callback, **settings)
