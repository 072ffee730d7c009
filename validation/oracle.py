"""Answer the cases of an oracle file with PreEx's own functions: python validation/oracle.py FILE.

Prints {case id: {field: value}}. Of a case only `id`, `input` and `config` are read, so a file without `expected` is answered too. A
case is recognised by what it holds; one that is not, or is refused, is named on stderr and the exit code is 1.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import oracle_meta
import oracle_nof1

from preex.errors import PreexError

Answer = dict[str, Any]
Handler = Callable[[Answer, Answer], Answer]

# (keys of the input, keys of the config, who answers): the first row whose keys a case all has is taken. Another kind of
# oracle brings its own rows, as `oracle_meta` does.
HANDLERS: list[tuple[set[str], set[str], Handler]] = [*oracle_meta.HANDLERS, *oracle_nof1.HANDLERS]


def answer(given: Answer, config: Answer) -> Answer:
    """Answer one case."""
    for inputs, settings, answers in HANDLERS:
        if inputs <= given.keys() and settings <= config.keys():
            return plain(answers(given, config))
    raise PreexError(f"no handler for input {sorted(given)} with config {sorted(config)}.")


def plain(value: Any) -> Any:
    """Return what JSON can hold: arrays as lists, numbers that are none as null."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, np.ndarray | list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, float | np.floating):
        return float(value) if np.isfinite(value) else None
    return int(value) if isinstance(value, np.integer) else value


def main(path: str) -> int:
    cases = json.loads(Path(path).read_text(encoding="utf-8"))["cases"]
    answers, failed = {}, 0
    for case in cases:
        try:
            answers[case["id"]] = answer(case["input"], case.get("config") or {})
        except PreexError as error:
            print(f"{case['id']}: {error}", file=sys.stderr)
            failed = 1
    print(json.dumps(answers, allow_nan=False))
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
