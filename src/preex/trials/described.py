"""What a result is about, whatever it says: question, arms, outcome, workouts."""

from __future__ import annotations

import math
from typing import Any

from preex.trials.protocol import Protocol
from preex.trials.questions import Outcome
from preex.trials.result import Counts, Rir, Session
from preex.trials.series import TWO_PAIR, Series

ENGINE_VERSION = "1"  # grows when the same data would give another result


def described(series: Series, protocol: Protocol, asked: Outcome, arm: int) -> dict[str, Any]:
    """Return those fields of a result that do not depend on the analysis."""
    terms = protocol.terms
    return {
        "engine_version": ENGINE_VERSION,
        "protocol_hash": protocol.hash,
        "contrast": f"{terms.question} {' + '.join(p.id for p in terms.pairs)}",
        "question": terms.question,
        "arms": terms.asked.arms,
        "arm": arm,
        "outcome": asked.id,
        "primary": asked.id == terms.outcome,
        "what": asked.words,
        "unit": asked.unit,
        "better": asked.better,
        "design": series.design,
        "n": Counts(
            assigned=len(series),
            revealed=int(series.revealed.sum()),
            observed=series.n_observed,
            per_arm=dict(zip(terms.asked.arms, filled(series.per_arm, terms.asked.n_arm), strict=True)),
        ),
        "adherence": series.adherence,
        "rir": Rir(series.rir_complete, series.rir_difference(arm)),
        "expectation": terms.expectation,
        "sessions": tuple(_session(series, k) for k in range(len(series)) if series.revealed[k]),  # no coming arm
    }


def filled(counts: tuple[int, ...], n: int) -> tuple[int, ...]:
    """Return observed workouts of each of `n` arms."""
    return (*counts, *(0,) * (n - len(counts)))


def _session(series: Series, k: int) -> Session:
    first = float(series.y[k, 0])
    second = float(series.y[k, 1]) if series.design == TWO_PAIR else math.nan
    state = "observed" if series.observed[k] else "missed"
    return Session(
        number=round(float(series.session[k])),
        arm=int(series.assigned[k]),
        y=first if math.isfinite(first) else None,
        y_second=second if math.isfinite(second) else None,
        load=float(series.load[k, 0]),
        state=state,
    )
