"""Meta-analysis: effect sizes with variances, pooled, with what can and cannot be concluded from few studies.

Written for PreEx on NumPy and SciPy: the kept Python libraries cover a fraction of what a pool of two to five studies
needs. Every number agrees with R's metafor (`validation/test_oracle.py`). The names below load when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from preex.meta.pooling import MetaResult, random_effects

__all__ = ["MetaResult", "random_effects"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a class or a function
    """Load a public name on first use."""
    if name not in __all__:
        raise AttributeError(f"module 'preex.meta' has no attribute {name!r}")
    from preex.meta import pooling

    return getattr(pooling, name)
