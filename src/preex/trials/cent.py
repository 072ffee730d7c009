"""Every item of CENT 2015, filled in from a trial's protocol and record.

CENT 2015 is the CONSORT extension for N-of-1 trials (S. Vohra et al., BMJ 350:h1738, 2015. doi:10.1136/bmj.h1738). The numbers of
the items are its own, the words ours; what nobody recorded is said to be missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from preex.trials.conduct import Trial
from preex.trials.priors import SCALES
from preex.trials.questions import GOALS, OUTCOMES
from preex.trials.result import Result
from preex.trials.wording import ARMS, SHORT, headline
from preex.trials.workouts import Workout

NOT_RECORDED = "Not recorded."


@dataclass(frozen=True, slots=True)
class Paper:
    """What a report is made of.

    results : by the outcome's id, the primary one first. worth : the summary's lines.
    """

    trial: Trial
    results: Mapping[str, Result]
    worth: Sequence[str]

    @property
    def primary(self) -> Result:
        """Result of the outcome the trial rests on."""
        return next(iter(self.results.values()))


def title_of(p: Paper) -> str:
    """Return the title, which says that it is an N-of-1 trial."""
    r = p.primary
    return f"An N-of-1 trial: {ARMS[r.tried]} against {ARMS[r.arms[0]]}, {_pairs(p)}"


def _pairs(p: Paper) -> str:
    pairs = [(one.isolation, one.compound) for one in p.trial.protocol.terms.pairs]
    return " and ".join(f"{a} with {b}".replace("_", " ") for a, b in pairs)


def _rationale(p: Paper) -> str:
    goal = GOALS.get(p.trial.protocol.terms.goal)
    aim = f"Goal: {goal.words}. " if goal else "No goal was declared. "
    return f"{aim}{p.trial.protocol.terms.asked.words}"


def _design(p: Paper) -> str:
    t = p.trial.protocol.terms
    two = "; two pairs in opposite arms within each workout" if t.two_pair else ""
    return (
        f"{t.workouts} workouts, {t.per_week} a week, each in one arm, drawn by {t.scheme}{two}; no run-in, no washout."
    )


def _changes(p: Paper) -> str:
    made = [
        f"{a['at'][:10]}: {a['field']} {a['from']} to {a['to']} ({a['reason']})" for a in p.trial.standing.amendments
    ]
    return "; ".join(made) if made else "None."


def _arms(p: Paper) -> str:
    t = p.trial.protocol.terms
    loads = [
        f"{one.compound.replace('_', ' ')} at {one.compound_load_kg:g} kg"
        for one in t.pairs
        if one.compound_load_kg is not None
    ]
    fixed = f"; {', '.join(loads)}" if loads else ""
    arms = " or ".join(ARMS[name] for name in t.asked.arms)
    return (
        f"{arms}; {_pairs(p)}{fixed}; {t.sets} sets to {t.rir_target:g} in reserve; {t.gap_s:g} s within the pair, "
        f"{t.rest_s:g} s after it. As done: the table of workouts."
    )


def _outcomes(p: Paper) -> str:
    others = ", ".join(r.what for r in p.results.values() if not r.primary)
    weights = p.trial.protocol.terms.weights
    made = f" = {' + '.join(f'{share:g} {OUTCOMES[name].words}' for name, share in weights)}" if weights else ""
    return f"Primary: {p.primary.what} [{p.primary.unit}]{made}. Beside it: {others or 'none'}."


def _measured(p: Paper) -> str:
    swing = f"day-to-day swing {p.primary.sd:.2f} {p.primary.unit}" if p.primary.sd is not None else "swing unknown"
    return f"{swing}; differences within {p.primary.rope:g} do not matter, fixed beforehand."


def _size(p: Paper) -> str:
    t = p.trial.protocol.terms
    return f"{t.workouts} workouts, planned for an effect of {t.effect:g} at a swing of {t.sd:g}."


def _interim(p: Paper) -> str:
    t = p.trial.protocol.terms
    done = "; ".join(f"after {one['workouts']}: {one['verdict']}" for one in p.trial.standing.looks)
    rule = f"ends at a probability of {t.stop.conclusion:g} beyond or {t.stop.same:g} within what matters"
    return f"Looks fixed after {', '.join(map(str, t.looks))} workouts; {rule}. Held: {done or 'none'}."


def _sequence(p: Paper) -> str:
    names = p.primary.arms
    return " ".join(str(s.arm) for s in p.primary.sessions) + f" (0 = {ARMS[names[0]]}, 1 = {ARMS[names[1]]})"


def _statistics(p: Paper) -> str:
    scale = SCALES[OUTCOMES[p.primary.outcome].code]
    priors = ", ".join(
        f"{name} N({m:g}, {sd:g})" for name, (m, sd) in scale.effects.items() if p.primary.priors.get(name)
    )
    model = "a normal on a scale with known steps" if scale.step else "normal errors that follow their neighbours"
    return f"Test by the draw itself, and a Bayesian model: {model}; priors of the effect {priors}; version {p.primary.engine_version}."


def _extra(p: Paper) -> str:
    rows = [
        f"{name.replace('_', ' ')} {one['median']:+.2f} ({one['lo95']:+.2f} to {one['hi95']:+.2f})"
        for name, one in p.primary.sensitivity.items()
        if isinstance(one, Mapping) and "median" in one
    ]
    return "; ".join(rows) if rows else "None."


def _flow(p: Paper) -> str:
    n = p.primary.n
    each = ", ".join(f"{ARMS[name]} {k}" for name, k in n.per_arm.items() if k or name in p.primary.arms[:2])
    return f"{n.assigned} drawn, {n.revealed} shown, {n.observed} observed ({each})."


def _lost(p: Paper) -> str:
    lost = [f"workout {w.number}: {w.missing}" for w in p.trial.standing.workouts if w.missing]
    swaps = [f"workout {w.number}: done with another arm" for w in p.trial.standing.workouts if _swapped(w)]
    return "; ".join((*lost, *swaps, *p.trial.standing.notes)) or "None."


def _swapped(w: Workout) -> bool:
    return w.performed is not None and not w.as_drawn


def _dates(p: Paper) -> str:
    shown = [w.revealed_at.date().isoformat() for w in p.trial.standing.workouts]
    return (
        f"Locked {p.trial.protocol.locked_at.date().isoformat()}; workouts {shown[0]} to {shown[-1]}." if shown else "-"
    )


def _harms(p: Paper) -> str:
    known = [w.pain for w in p.trial.standing.workouts if w.pain is not None]
    if not known:
        return NOT_RECORDED
    limit = p.trial.protocol.terms.stop.pain
    return f"Joint pain, 0 to 10, told of {len(known)} workouts: worst {max(known):g}; {p.trial.standing.pains} times {limit:g} or more."


def _blind(p: Paper) -> str:
    told = p.trial.protocol.terms.expectation
    expected = NOT_RECORDED if told is None else f"{told:+d} (-3 much worse, 3 much better)."
    return f"Nobody could be blind. Expected beforehand: {expected}"


def _effect(p: Paper) -> str:
    e = p.primary.estimate
    return "None." if e is None else f"{e.median:+.2f} {p.primary.unit}, 95 % {e.lo95:+.2f} to {e.hi95:+.2f}."


def _chances(p: Paper) -> str:
    q = p.primary.p
    return "None." if q is None else f"Probability below, within, above: {q.below:.3f}, {q.inside:.3f}, {q.above:.3f}."


def _limits(p: Paper) -> str:
    said = " ".join((*p.primary.grade_reasons, *(g.text for g in p.primary.gates if g.text)))
    return f"Grade {p.primary.grade}. {said}".strip()


def _fixed(text: str) -> Callable[[Paper], str]:
    return lambda _: text


def _restriction(p: Paper) -> str:
    t = p.trial.protocol.terms
    even = f"; kept even over {', '.join(t.covariates)}" if t.covariates else ""
    test = p.primary.design_test
    return f"{t.scheme}{even}" + (f"; {test.n_sequences:,} sequences compared." if test else ".")


def _concealed(p: Paper) -> str:
    t = p.trial.protocol.terms
    seed = "drawn by the machine" if t.concealed else "given by hand, so that the next arm could be known"
    return f"Seed {seed}; sealed with the protocol (SHA-256 {p.trial.protocol.commitment}); each arm shown after a check-in."


def _others_in_a_line(p: Paper) -> str:
    said = [f"{r.what}: {SHORT[r.verdict]}" for r in p.results.values() if not r.primary]
    return "; ".join(said) if said else "None."


Item = tuple[str, str, Callable[[Paper], str]]
ITEMS: tuple[Item, ...] = (
    ("1a", "N-of-1 in the title", title_of),
    ("1b", "summary", lambda p: headline(p.primary)),
    ("2a.1", "background", _fixed("Studies of exercise order are few and small; see preex evidence.")),
    (
        "2a.2",
        "why one person",
        _fixed("What an order costs differs from lifter to lifter, and shows within a workout."),
    ),
    ("2b", "objective", _rationale),
    ("3a", "design, periods", _design),
    ("3b", "changes after the start", _changes),
    ("4a", "participant", lambda p: p.trial.protocol.terms.participant or NOT_RECORDED),
    ("4b", "setting", _fixed("The lifter's own training.")),
    ("4c", "research status", lambda p: f"{p.trial.protocol.terms.purpose.capitalize()}.".replace("..", ".")),
    ("5", "what was done in each period", _arms),
    ("6a.1", "outcomes", _outcomes),
    ("6a.2", "how well they are measured", _measured),
    ("6b", "changes of outcomes", _fixed("None is possible after the lock.")),
    ("7a", "number of periods", _size),
    ("7b", "interim looks, stopping", _interim),
    ("8a", "how the order was drawn", lambda p: f"Scheme {p.trial.protocol.terms.scheme}, drawn from a secret seed."),
    ("8b", "restrictions", _restriction),
    ("8c", "the whole sequence", _sequence),
    ("9", "concealment", _concealed),
    ("10", "who drew and showed it", _fixed("The program drew it and showed each arm after the check-in.")),
    ("11a", "blinding", _blind),
    ("11b", "likeness of the arms", lambda p: f"Same loads, sets and reserve asked in every arm: {_arms(p)}"),
    ("12a", "statistics", _statistics),
    ("12b", "further analyses", _extra),
    (
        "12c",
        "carryover, trend, dependence",
        _fixed("Trend and dependence are in the model; carryover among the further analyses, and in it within 48 h."),
    ),
    ("13a", "periods completed", _flow),
    ("13b", "lost or changed, with reasons", _lost),
    ("13c", "what was done instead", lambda p: p.trial.protocol.terms.missed),
    ("14a", "dates", _dates),
    ("14b", "why it ended", lambda p: p.trial.standing.ended or "It goes on."),
    ("15", "baseline", lambda p: p.trial.protocol.terms.baseline or NOT_RECORDED),
    ("16", "numbers analysed", _flow),
    ("17a.1", "effect with precision", _effect),
    ("17a.2", "the data", _fixed("The table of workouts.")),
    ("17b", "probabilities", _chances),
    ("18", "other results", _others_in_a_line),
    ("19", "harms", _harms),
    ("20", "limits", _limits),
    (
        "21",
        "whom it holds for",
        _fixed("This lifter, these exercises and loads. It says nothing about growth or gain in strength."),
    ),
    ("22", "interpretation", lambda p: p.worth[-1] if p.worth else headline(p.primary)),
    ("23", "registration", _fixed("None, unless the protocol was published.")),
    ("24", "protocol", lambda p: f"SHA-256 {p.primary.protocol_hash}"),
    ("25", "funding", _fixed("None.")),
)
