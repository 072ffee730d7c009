"""A look at a trial under way, at a number of workouts fixed beforehand: what is seen, and whether the trial goes on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from preex.errors import ValidationError
from preex.trials.analysis import analyse
from preex.trials.gates import FEW, State
from preex.trials.protocol import Protocol
from preex.trials.result import Result
from preex.trials.series import Series
from preex.trials.verdict import CONCLUSIONS

CONCLUSION, FUTILITY, SAFETY = "conclusion", "futility", "safety"


@dataclass(frozen=True, slots=True)
class Look:
    """What a look found.

    workouts : over at the look. result : of the workouts until then.
    predicted : chance of a clear answer at the end of the trial, as it looks now; None = too few workouts for any word, this one too.
    stops : why the trial ends here; "" = it goes on.
    """

    workouts: int
    result: Result
    predicted: float | None
    stops: str

    @property
    def conclusion(self) -> bool:
        """Whether the answer is clear."""
        return self.result.verdict in CONCLUSIONS


def looked(series: Series, protocol: Protocol, look: int) -> Look:
    """Look at a trial after `look` workouts.

    Parameters
    ----------
    series : of the primary outcome; what came after the look is not read. look : one of the protocol's.

    Raises
    ------
    ValidationError : no look was planned there, or so many workouts are not over.

    Notes
    -----
    Ends for a clear answer, for a predicted chance of one below 10 %, and for joint pain of 4 of 10 twice (design/statistics.md 3.5).
    With fewer than four observed workouts in an arm nothing may be said (4.6), so neither that it is no use to go on.
    With five looks and 0.975 an effect at the ROPE's edge is called clear in less than 5 % of trials.
    """
    terms = protocol.terms
    if look not in terms.looks:
        raise ValidationError(
            f"no look was planned after {look} workouts.",
            hint=f"Planned: {', '.join(map(str, terms.looks))}.",
        )
    if int(series.revealed.sum()) < look:
        raise ValidationError(
            f"{int(series.revealed.sum())} workouts are over; the look comes after {look}.", hint="Train on."
        )
    known = series.first(look)
    result = analyse(known, protocol)
    few = any(gate.code == FEW and gate.state is State.FAIL for gate in result.gates)
    found = Look(look, result, None if few else result.needs.at_end, "")
    if int(np.sum(known.pain >= terms.stop.pain)) >= terms.stop.pain_times:
        return replace(found, stops=SAFETY)
    if found.conclusion:
        return replace(found, stops=CONCLUSION)
    if look < terms.workouts and found.predicted is not None and found.predicted < terms.stop.futility:
        return replace(found, stops=FUTILITY)
    return found
