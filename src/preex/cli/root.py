"""The command `preex`: finds its commands when they are needed and turns every error into an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NoReturn

import click

from preex.cli.failures import Failure, failure_of
from preex.cli.output import Out, put, write_json
from preex.cli.verb import Family, shared_options

# Command -> its module in this folder; the command is the attribute of that name there, `_` after a Python word.
_HOMES = {
    "status": "standing",
    "import": "importing",
    "compare": "predicting",
    "plan": "planning",
    "log": "recording",
    "undo": "recording",
    "review": "standing",
    "score": "scoring",
    "fit": "fitting",
    "volume": "standing",
    "pairs": "looking",
    "exercises": "looking",
    "muscles": "looking",
    "name": "naming",
    "profile": "profile",
    "predict": "predicting",
    "theory": "theory",
    "evidence": "evidence",
    "claims": "claims",
    "trial": "trial",
    "meta": "meta",
    "export": "keeping",
    "backup": "keeping",
    "restore": "keeping",
    "doctor": "keeping",
    "serve": "serving",
}
_NEEDS = {"serve": "preex.web"}


class Cli(Family):
    """The top command. Its commands are imported one by one, so that each needs only what it uses."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order in which a lifter meets them."""
        return [name for name in _HOMES if name not in _NEEDS or find_spec(_NEEDS[name])]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"preex.cli.{_HOMES[cmd_name]}")
        found: click.Command = getattr(module, "import_" if cmd_name == "import" else cmd_name)
        return found

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: ARG002, FBT002 - click's signature
        **extra: Any,  # noqa: ANN401
    ) -> NoReturn:
        """Run one command line and exit with its code."""
        args = list(sys.argv[1:] if args is None else args)
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # our matrices are small: threads would only wait
        prog_name = prog_name or "preex"
        self._main_shell_completion(extra, prog_name, complete_var)
        out = Out()
        try:
            code = self._run(args, prog_name, out, extra)
            sys.stdout.flush()
        except BrokenPipeError:  # whoever read our output has read enough
            _forget_stdout()
            code = 0
        sys.exit(code)

    def _run(self, args: list[str], prog_name: str, out: Out, extra: dict[str, Any]) -> int:
        try:
            with self.make_context(prog_name, list(args), obj=out, **extra) as ctx:
                self.invoke(ctx)
        except click.exceptions.Exit as end:
            return end.exit_code
        except BrokenPipeError:
            raise
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the one place where all errors end
            if out.debug or "--debug" in args:
                import traceback

                traceback.print_exc()
            # The option may not have been reached when the line is wrong.
            options = args[: args.index("--")] if "--" in args else args
            out.json = out.json or "--json" in options
            return report(failure_of(error), out)
        return 0


def report(failure: Failure, out: Out) -> int:
    """Print an error: as JSON on stdout, else on stderr. Return the exit code."""
    if out.json:
        write_json(failure.to_json())
    else:
        for line in failure.lines():
            put(line, sys.stderr)
    return failure.exit_code


def _forget_stdout() -> None:
    """Let nothing more be written to a closed pipe, by the interpreter's last flush above all."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=Cli, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="preex", message="preex %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Pre-exhaust training: what it costs, whether it suits you, and the session to do.

    An isolation exercise right before a compound one for the same muscle. Import the log you have, compare the two
    orders, plan, record, and see predicted against actual. Without a command: where you stand.
    """
    if ctx.invoked_subcommand is None:
        from preex.cli.standing import status

        ctx.invoke(status)


cli.params += shared_options()
cli.examples = ("preex import strong.csv --unit kg", "preex compare leg_extension leg_press")


def main() -> NoReturn:
    """Run the command line."""
    cli.main()
