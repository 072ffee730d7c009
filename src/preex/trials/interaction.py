"""The two by two: do the losses after two isolations add up, or does the more tired muscle alone end the compound?

Interaction = loss after the target's isolation + loss after the helper's - loss after both. Losses that add up give 0; if the weakest
muscle alone ends the set, tiring a second one costs little more and the interaction is as large as the smaller loss.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from preex.errors import ValidationError
from preex.meta.mixture import Mixture
from preex.trials.gaussian import fit
from preex.trials.model import design_of
from preex.trials.priors import NEUTRAL, Scale
from preex.trials.series import Series

ARMS = 4


def interaction_of(series: Series, scale: Scale) -> Mixture:
    """Return what is believed of the interaction. [unit of the outcome]

    Parameters
    ----------
    series : of a two by two: arm 0 nothing, 1 the target's isolation first, 2 a helper's, 3 both.

    Raises
    ------
    ValidationError : an arm without an observed workout.

    Notes
    -----
    With b the effects, y = ... + b1 (a1 + a3) + b2 (a2 + a3) + I a3 gives the interaction I = b3 - b1 - b2 a coefficient of its own.
    Its prior is as wide as three effects of the neutral prior apart.
    """
    seen = series.assigned[series.observed]
    if missing := [k for k in range(ARMS) if not (seen == k).any()]:
        raise ValidationError(f"no workout of arm {missing[0]} was observed.", hint="Train on; the arms come as drawn.")
    design = design_of(series, scale, scale.effects[NEUTRAL])
    at = design.names.index("effect1")
    X = design.X.copy()
    X[:, at : at + 2] += X[:, at + 2 : at + 3]
    sd = list(design.priors.sd)
    sd[at + 2] *= float(np.sqrt(3))
    found = fit(design.y, X, design.time, replace(design.priors, sd=tuple(sd)))
    return found.coefficients[at + 2]
