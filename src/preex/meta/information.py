"""Information criteria of a likelihood fit, for comparing models of the same effects."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Criteria:
    """Log-likelihood with Akaike's, Schwarz' and the small-sample criterion; lower is better."""

    log_likelihood: float
    aic: float
    bic: float
    aicc: float


def criteria(log_likelihood: float, parameters: int, n: int) -> Criteria:
    """Return the criteria.

    Parameters
    ----------
    parameters : coefficients and variances estimated. n : effects, less the coefficients for REML.
    """
    deviance = -2 * log_likelihood
    size = max(n, parameters + 2)  # AICc has no value below it; R's metafor takes the same bound
    aicc = deviance + 2 * parameters * size / (size - parameters - 1)
    return Criteria(log_likelihood, deviance + 2 * parameters, deviance + parameters * math.log(n), aicc)
