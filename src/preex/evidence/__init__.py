"""What studies say: studies and findings as checked tables, answers pooled from them, and the claims that advice rests on.

The package can be called: `preex.evidence("emg")` is `preex.evidence.frame.evidence("emg")`, records for pandas or polars.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preex.evidence.frame import Frame


class _Callable(ModuleType):
    """A module that answers when it is called; a name cannot be both a package and a function."""

    def __call__(self, outcome: str = "", *, contrast: str = "", population: str = "", design: str = "") -> Frame:
        from preex.evidence.frame import evidence

        return evidence(outcome, contrast=contrast, population=population, design=design)


sys.modules[__name__].__class__ = _Callable
