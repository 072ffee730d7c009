"""PreEx: plan, record and judge pre-exhaust training.

The names below are the public interface; each loads what it needs when first used, so `import preex` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from preex import errors, meta

if TYPE_CHECKING:
    from preex.app import compare, read_log, simulate
    from preex.app.predicting import Outcome
    from preex.core.performed import PerformedSet, SetKind
    from preex.evidence.frame import evidence
    from preex.logbook.report import LogImport, RowProblem
    from preex.predictor import Prediction, Predictor

if not TYPE_CHECKING:
    from preex import evidence  # a package that can be called; type checkers know the function

__version__: str

_HOME = {
    "LogImport": "preex.logbook.report",
    "Outcome": "preex.app.predicting",
    "PerformedSet": "preex.core.performed",
    "Prediction": "preex.predictor",
    "Predictor": "preex.predictor",
    "RowProblem": "preex.logbook.report",
    "SetKind": "preex.core.performed",
    "compare": "preex.app",
    "read_log": "preex.app",
    "simulate": "preex.app",
}

__all__ = [
    "LogImport",
    "Outcome",
    "PerformedSet",
    "Prediction",
    "Predictor",
    "RowProblem",
    "SetKind",
    "__version__",
    "compare",
    "errors",
    "evidence",
    "meta",
    "read_log",
    "simulate",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a name may be anything
    """Load a public name on first use."""
    if name == "__version__":
        from importlib.metadata import version

        return version("preex")
    if name not in _HOME:
        raise AttributeError(f"module 'preex' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    """List the public names before they are loaded."""
    return sorted(__all__)
