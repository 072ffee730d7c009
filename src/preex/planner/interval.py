"""An uncertain figure as it is shown: a mean and an 80 % interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Interval:
    """Mean, and the 10 % and 90 % quantiles."""

    mean: float
    q10: float
    q90: float

    @classmethod
    def of(cls, draws: npt.NDArray[np.float64]) -> Interval:
        """Summarise equally likely draws, shape (n_draw,)."""
        low, high = np.quantile(draws, (0.1, 0.9))
        return cls(float(draws.mean()), float(low), float(high))

    def to_json(self) -> dict[str, float]:
        """Return plain data, rounded to a thousandth."""
        return {"mean": round(self.mean, 3), "q10": round(self.q10, 3), "q90": round(self.q90, 3)}
