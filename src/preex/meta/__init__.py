"""Meta-analysis: effect sizes with variances, pooled, with what can and cannot be concluded from few studies.

Written for PreEx on NumPy and SciPy: the kept Python libraries cover a fraction of what a pool of two to five studies
needs. Every number agrees with R's metafor (`validation/test_oracle.py`).
"""

from __future__ import annotations

from preex.meta.pooling import MetaResult, random_effects

__all__ = ["MetaResult", "random_effects"]
