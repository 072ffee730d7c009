"""What a trial must have before its numbers may become a word: each gate with its value, its limit and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from preex.trials.randomisation import DesignTest
from preex.trials.series import Series
from preex.trials.verdict import Verdict, steps

# Limits of design/statistics.md 4.6 and 3.4. With unequal effort repetitions alone are off by up to 1.2 (simulated there).
FEWEST_PER_ARM = 4
FEW = "workouts_per_arm"  # code of the gate that asks for so many
LEAST_ADHERENCE = 0.60
LEAST_RIR = 0.60
RIR_APART, RIR_UNEQUAL = 1.0, 0.5  # repetitions
DISAGREEING_P = 0.10


class State(StrEnum):
    """How a gate stands."""

    PASS = "pass"  # noqa: S105 - no password
    WARN = "warn"  # said, no more
    SOFT = "soft"  # the grade falls
    WEAKER = "weaker"  # the weaker word is said
    FAIL = "fail"  # no word but "cannot tell"


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate.

    code : stable name. value, limit : in the gate's unit; value None = unknown. text : why it matters, where it does not pass.
    """

    code: str
    state: State
    value: float | None
    limit: float
    text: str = ""


def gates_of(
    series: Series,
    test: DesignTest | None,
    effect_mean: float,
    by_prior: dict[str, Verdict],
    *,
    arm: int = 1,
    edge: bool = False,
    needs_rir: bool = True,
    misfit: tuple[str, ...] = (),
) -> tuple[Gate, ...]:
    """Return every gate of a trial.

    Parameters
    ----------
    test : of the design; None = an outcome that has none. effect_mean : as believed under the neutral prior.
    by_prior : the word under each prior, "neutral" and "sceptical" among them.
    edge : the posterior's mesh was too narrow. needs_rir : the outcome is fair only with equal effort.
    misfit : what the data have that the model never shows.
    """
    found = [_few(series, arm), _adherence(series)]
    if needs_rir:
        found += [_rir_missing(series), _effort(series, arm)]
    if test is not None:
        found.append(_tiers(test, effect_mean))
    return (*found, _priors(by_prior), _mesh(edge=edge), _fit(misfit))


def _few(series: Series, arm: int) -> Gate:
    fewest = min(series.per_arm[0], series.per_arm[arm])
    state = State.FAIL if fewest < FEWEST_PER_ARM else State.PASS
    return Gate(
        FEW,
        state,
        fewest,
        FEWEST_PER_ARM,
        f"One arm has {fewest} observed workouts; {FEWEST_PER_ARM} are needed." if state == State.FAIL else "",
    )


def _adherence(series: Series) -> Gate:
    share = series.adherence
    state = State.FAIL if share < LEAST_ADHERENCE else State.PASS
    text = f"{100 * share:.0f} % of the workouts were done as drawn; {100 * LEAST_ADHERENCE:.0f} % are needed."
    return Gate("adherence", state, share, LEAST_ADHERENCE, text if state == State.FAIL else "")


def _rir_missing(series: Series) -> Gate:
    share = series.rir_complete
    state = State.FAIL if share < LEAST_RIR else State.PASS
    text = f"Repetitions in reserve are known of {100 * share:.0f} % of the sets; {100 * LEAST_RIR:.0f} % are needed."
    return Gate("rir_complete", state, share, LEAST_RIR, text if state == State.FAIL else "")


def _effort(series: Series, arm: int) -> Gate:
    apart = series.rir_difference(arm)
    if apart is None or abs(apart) <= RIR_UNEQUAL:
        return Gate("effort", State.PASS, apart, RIR_UNEQUAL)
    closer = "closer to" if apart < 0 else "further from"
    text = f"Effort was not equal: with what is tried you stopped {abs(apart):.1f} reps {closer} failure. The comparison is not fair"
    if abs(apart) > RIR_APART:
        return Gate("effort", State.FAIL, apart, RIR_APART, f"{text}.")
    return Gate("effort", State.SOFT, apart, RIR_UNEQUAL, f"{text}; grade lowered.")


def _tiers(test: DesignTest, effect_mean: float) -> Gate:
    opposite = test.estimate * effect_mean < 0 and test.p < DISAGREEING_P
    return Gate(
        "tiers",
        State.FAIL if opposite else State.PASS,
        test.p,
        DISAGREEING_P,
        "The test by the draw and the model point to opposite sides." if opposite else "",
    )


def _priors(by_prior: dict[str, Verdict]) -> Gate:
    apart = steps(by_prior["neutral"], by_prior["sceptical"])
    text = "A sceptic would need more: the weaker word is said."
    return Gate("priors", State.WEAKER if apart > 1 else State.PASS, apart, 1, text if apart > 1 else "")


def _mesh(*, edge: bool) -> Gate:
    state = State.FAIL if edge else State.PASS
    return Gate("mesh", state, float(edge), 0, "Day-to-day noise is outside of what the model covers." if edge else "")


def _fit(misfit: tuple[str, ...]) -> Gate:
    text = f"Unlike what the model shows: {', '.join(misfit)}." if misfit else ""
    return Gate("model_fit", State.WARN if misfit else State.PASS, float(len(misfit)), 0, text)
