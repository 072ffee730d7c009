"""What no lifter can find out alone: growth and gain in strength, with the numbers that say why.

Alternating workouts train the same muscle both ways, so that there is nothing to compare. One limb each way leaves a difference
far below the error of any instrument. Both are refused, whatever the data.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from preex.errors import ValidationError

ALPHA_Z = 1.959964  # two-sided 5 %
POWER_Z = 0.841621  # 80 % power

LIMB_RESPONSE_SD_MM = 0.4  # real difference in response between two limbs of one person; assumed
PERSON_RESPONSE_SD_MM = 0.5  # the same among people, who differ in it as well; assumed
PLAUSIBLE_MM = (
    0.3  # upper end of what one order may gain over the other; twice the sets gave 0.55 mm (bioRxiv 2025.07.24.666533)
)

# Error of one measurement of muscle thickness. [mm]
SEM_MM: Mapping[str, float] = {
    "trained": 0.5,  # trained operator at a marked site; recalled
    "ordinary": 1.03,  # between days, rectus femoris of 106 people (smallest detectable change 2.86 to 2.91 mm)
    "self": 1.5,  # scanned by oneself; assumed
}
# Standard error of the difference in gain per 4 weeks, after so many weeks in periods of 4, at a test error of 3.5 %. [%]
STRENGTH_SE: Mapping[int, float] = {8: 8.6, 16: 5.5, 24: 3.9, 48: 2.1}


class NotMeasurable(ValidationError):
    """No data of one person can answer this."""

    code = "not_measurable"


@dataclass(frozen=True, slots=True)
class LimbTrial:
    """What one limb for each way, measured before and after one block, could show.

    se : error of the difference between the limbs. [mm]
    detectable : smallest difference that chance alone rarely makes, 95 %. [mm]
    """

    se: float

    @property
    def detectable(self) -> float:
        """Smallest detectable difference, 95 %. [mm]"""
        return ALPHA_Z * self.se

    def power(self, difference_mm: float) -> float:
        """Return the chance to find a true difference significant."""
        above, below = self._tails(difference_mm)
        return above + below

    def wrong_sign(self, difference_mm: float) -> float:
        """Return the chance that a significant result points the wrong way (type S)."""
        above, below = self._tails(difference_mm)
        return below / (above + below)

    def exaggeration(self, difference_mm: float) -> float:
        """Return by how much a significant result overstates a true difference on average (type M)."""
        z, high, low = difference_mm / self.se, ALPHA_Z - difference_mm / self.se, ALPHA_Z + difference_mm / self.se
        above, below = self._tails(difference_mm)
        # E|x| over both tails of N(z, 1) beyond +/- 1.96.
        total = z * above + _density(high) - z * below + _density(low)
        return total / (above + below) / z

    def _tails(self, difference_mm: float) -> tuple[float, float]:
        z = abs(difference_mm) / self.se
        return _above(ALPHA_Z - z), _above(ALPHA_Z + z)


def limb_trial(sem_mm: float, days: int = 1) -> LimbTrial:
    """Return what one limb for each way could show.

    Parameters
    ----------
    sem_mm : error of one measurement. [mm]
    days : separate days of measurement before and after.

    Notes
    -----
    Four means of `days` measurements enter the difference, and two limbs of one person never respond alike.
    """
    return LimbTrial(math.hypot(2 * sem_mm / math.sqrt(days), LIMB_RESPONSE_SD_MM))


def people_needed(difference_mm: float, sem_mm: float, days: int = 1) -> int:
    """Return how many people, one limb each way, find a true difference in growth with 80 % power.

    Parameters
    ----------
    difference_mm : true difference in thickness, > 0. [mm]
    sem_mm, days : as in `limb_trial`.
    """
    sd = math.hypot(2 * sem_mm / math.sqrt(days), PERSON_RESPONSE_SD_MM)
    return math.ceil(((ALPHA_Z + POWER_Z) * sd / difference_mm) ** 2 + ALPHA_Z**2 / 2)


def refusal_text(outcome: str) -> str:
    """Say why growth (`size`) or gain in strength (`strength_gain`) cannot be compared, with the numbers."""
    if outcome == "strength_gain":
        errors = ", ".join(f"{se:g} % after {weeks} weeks" for weeks, se in STRENGTH_SE.items())
        return (
            "Gain in strength cannot be compared with your data: what one way adds stays when the other begins. "
            f"In periods of 4 weeks a difference of 1 % stands against an error of {errors}."
        )
    best = limb_trial(SEM_MM["trained"], 3)
    few, many = people_needed(PLAUSIBLE_MM, SEM_MM["trained"], 3), people_needed(PLAUSIBLE_MM, SEM_MM["ordinary"])
    return (
        "Growth cannot be compared with your data: both ways train the same muscle. Even one limb for each way, measured on "
        f"3 days by a trained hand, finds a true difference of {PLAUSIBLE_MM:g} mm in {100 * best.power(PLAUSIBLE_MM):.0f} of 100 "
        f"trials; a study would need {few} to {many} people with one limb each way."
    )


def _above(z: float) -> float:
    return 0.5 * math.erfc(z / math.sqrt(2))


def _density(z: float) -> float:
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
