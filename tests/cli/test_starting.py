"""Starting is quick, errors have one shape, and nothing heavy is loaded for what needs none of it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from preex.cli import cli
from preex.cli.verb import Family

ROOT = Path(__file__).parents[2]


def started(*args, **options):
    return subprocess.run(
        [sys.executable, "-m", "preex", *args], capture_output=True, text=True, check=False, **options
    )


def commands(group=cli, path=()):
    """Every command with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name), command
        if isinstance(command, Family):
            yield from commands(command, (*path, name))


COMMANDS = dict(commands())


@pytest.mark.parametrize("words", [("--help",), ("muscles",), ("pairs",), ("pairs", "--json"), ("exercises", "squat")])
def test_what_needs_no_model_and_no_store_loads_none(words, tmp_path):
    code = (
        "import sys\n"
        "from preex.cli import cli\n"
        "try:\n"
        f"    cli.main({list(words)!r})\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        "heavy = {'numpy', 'scipy', 'django', 'pydantic', 'rich', 'rapidfuzz', 'gunicorn'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)\n"
    )
    home = {"PREEX_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | home, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_help_of_every_command_begins_with_two_examples_of_it(words, preex):
    ran = preex(*words, "--help")
    assert ran.code == 0
    first, one, two, *_ = ran.out.split("\n")
    assert first == "Examples:"
    assert [len(example) - len(example.lstrip()) for example in (one, two)] == [2, 2]
    assert f"preex {' '.join(words)}" in one


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_takes_json_and_an_athlete(words):
    options = {name for parameter in COMMANDS[words].params for name in parameter.opts}
    assert {"--json", "--athlete", "--quiet", "--no-color"} <= options


def test_the_summary_of_every_command_fits_its_line(preex):
    assert "..." not in preex("--help").out.replace("Fitbod, ...", "").replace("[ARGS]...", "")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("pair",), "pairs"),
        (("comapre", "a", "b"), "compare"),
        (("plan", "chek"), "check"),
        (("exercise",), "exercises"),
    ],
)
def test_a_mistyped_command_is_answered_with_the_one_meant(preex, words, meant):
    ran = preex(*words, "--json")
    assert ran.code == 2
    assert ran.error["code"] == "usage"
    assert meant in ran.error["hint"]
    assert meant in preex(*words).err


@pytest.mark.parametrize(
    "words",
    [
        ("pairs", "--targt", "quads"),
        ("compare", "leg_extension"),
        ("volume", "--by", "feeling"),
        ("volume", "--weeks", "four"),
        ("--nonsense",),
        ("log",),
        ("import",),
    ],
)
def test_a_wrong_command_line_is_refused_with_where_to_look(preex, words):
    ran = preex(*words)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("Error: ")
    assert "--help" in ran.err
    as_json = preex(*words, "--json")
    assert (as_json.code, as_json.error["code"], as_json.err) == (2, "usage", "")


def test_json_may_stand_before_the_command(preex):
    assert preex("--json", "muscles").json["schema"] == "preex.muscles/1"
    assert preex("--json", "plan", "show").error["code"] == "not_found"


def test_a_bare_call_says_where_you_stand(preex):
    assert preex("--json").json == preex("status", "--json").json
    assert "Import the log you keep" in preex().out


def test_a_fault_of_the_program_is_one_line_and_a_hint(preex, monkeypatch):
    def fail():
        raise ZeroDivisionError("float division by zero")

    monkeypatch.setattr("preex.app.catalogue.list_muscles", fail)
    ran = preex("muscles")
    assert ran.code == 1
    assert ran.err.startswith("Error: ZeroDivisionError: float division by zero\nHint: ")
    assert "Traceback" not in ran.err
    assert preex("muscles", "--json").error["code"] == "unexpected"
    assert "Traceback" in preex("muscles", "--debug").err


def test_an_interrupt_ends_with_130(preex, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr("preex.app.catalogue.list_muscles", interrupted)
    ran = preex("muscles", "--json")
    assert (ran.code, ran.error["code"]) == (130, "interrupted")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_in_a_running_command_leaves_no_traceback():
    waits = subprocess.Popen(
        [sys.executable, "-m", "preex", "predict", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - ignored in jobs in the background
    )
    time.sleep(1.0)  # it reads stdin by then
    waits.send_signal(signal.SIGINT)
    _, err = waits.communicate(timeout=20)
    assert waits.returncode == 130
    assert "Traceback" not in err


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_reader_that_has_read_enough_is_no_error():
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; '{sys.executable}' -m preex exercises --json | head -n 1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "{\n", "")


def test_output_in_a_poor_encoding_is_still_json():
    done = started("pairs", "--json", env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert json.loads(done.stdout)["pairs"]


def test_the_command_and_the_module_are_the_same():
    installed = Path(sys.executable).with_name("preex")
    by_name = subprocess.run([installed, "muscles"], capture_output=True, text=True, check=False)
    assert by_name.stdout == started("muscles").stdout


def test_serving_is_left_to_the_web(preex, monkeypatch):
    asked = []
    monkeypatch.setattr("preex.web.serve", lambda *args, **options: asked.append((args, options)))
    assert preex("serve", "--port", "9000").code == 0
    assert asked == [(("127.0.0.1", 9000), {})]
    assert preex("serve", "--port", "99999").code == 2


def test_a_shell_completes_the_names_of_commands():
    env = os.environ | {"_PREEX_COMPLETE": "bash_complete", "COMP_WORDS": "preex mus", "COMP_CWORD": "1"}
    assert started(env=env).stdout == "plain,muscles\n"
