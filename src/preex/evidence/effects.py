"""What studies found: one row an effect or arm, with how far each number can be trusted. The table is `data/effects.csv`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from preex.core.table import Table
from preex.evidence.studies import NONE, Study, number, whole
from preex.meta.censored import Printed
from preex.meta.contrast import Contrast, Horizon, Outcome, Question

ALPHA = 0.05  # what "significant" means where a paper does not say; the usual limit
_RANGE = re.compile(r"(-?[\d.]+) to (-?[\d.]+)")
_SIGNS = {"higher": 1, "lower": -1, NONE: 0}


class Verification(StrEnum):
    """How near to the paper a number was read."""

    PAPER = "paper"  # in its own abstract or page
    QUOTED = "quoted"  # in a text that reports it
    RECALLED = "recalled"  # from memory, or from a text too weak to trust: never pooled


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One arm; numbers in the unit of its finding, None = not known.

    mean, sd : after training where there was any, else in the condition. pct : change over training. [%]
    between : (low, high) where only a range is given.
    """

    name: str
    n: int | None = None
    before: float | None = None
    before_sd: float | None = None
    mean: float | None = None
    sd: float | None = None
    pct: float | None = None
    between: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """An effect as its source states it; never pooled, since effects are computed from what was measured."""

    value: float
    se: float | None
    low: float | None
    high: float | None
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One effect of a study, or one arm for itself (`arm_0` None).

    measured, site : exercise or muscle, and where on it. family : outcomes that may be pooled; None = context.
    layout : pair, session or none. contrast : None = it answers another question. target, role : see `data/fields.csv`.
    n : people compared, each once. paired : the same people in both arms.
    direction : arm 1 against arm 0 as the source says: -1, 0 = no significant difference, 1; None = not compared.
    p, p_bound, p_sign : p as printed, the number in it, and whether p is below, above or exact.
    duplicate_of : the finding that stands for the same effect. excluded : why it is never pooled.
    """

    id: str
    study: str
    outcome: str
    measured: str
    site: str
    family: Outcome | None
    horizon: Horizon
    layout: str
    contrast: Contrast | None
    target: str
    role: str
    arm_1: Arm
    arm_0: Arm | None
    n: int | None
    paired: bool
    unit: str
    direction: int | None
    p: str
    p_bound: float | None
    p_sign: str
    stated: Stated | None
    verification: Verification
    digitised: bool
    split: str
    duplicate_of: str
    excluded: str
    source: str
    note: str

    @property
    def where(self) -> str:
        """What was measured, and where on it."""
        return f"{self.measured}, {self.site}" if self.site else self.measured

    @property
    def never_pooled(self) -> str:
        """Why it is in no pool, a sentence; "" = it may be."""
        if self.contrast is None:
            return "It answers another question."
        if self.verification is Verification.RECALLED:
            return "It is recalled, not read."
        if self.duplicate_of:
            return f"{self.duplicate_of} stands for the same effect."
        if self.contrast is Contrast.EXTRA:
            return "One more set of the same exercise is an effect of volume."
        return self.excluded

    @property
    def printed(self) -> Printed | None:
        """What a paired study prints of direction and p, for the censored synthesis; None = too little."""
        if not self.paired or self.n is None or self.direction is None or self.p_bound is None:
            return None
        significant = self.p_sign != "above" and self.p_bound <= ALPHA
        bound = self.p_bound if significant and self.p_sign == "below" else ALPHA
        return Printed(self.n, bound, self.direction if significant else 0)

    def question(self) -> Question | None:
        """Return what it answers, for the check of what may be pooled."""
        if self.contrast is None or self.family is None:
            return None
        return Question(self.contrast, self.target, self.family, self.horizon)


def findings_of(table: Table, studies: Mapping[str, Study]) -> dict[str, Finding]:
    """Make findings of a checked table.

    Raises
    ------
    DataError : a study, or a row stood for, that does not exist; numbers that do not fit each other.
    """
    found = {row["effect_id"]: _finding(row) for row in table.rows}
    for n, one in enumerate(found.values()):
        _check_references(table, n, one, studies, found)
        _check_numbers(table, n, one)
    return found


def _finding(row: Mapping[str, str]) -> Finding:
    return Finding(
        id=row["effect_id"],
        study=row["study_id"],
        outcome=row["outcome"],
        measured=row["measured"],
        site=row["site"],
        family=None if row["family"] == "other" else Outcome(row["family"]),
        horizon=Horizon(row["horizon"]),
        layout=row["layout"],
        contrast=None if row["contrast"] == NONE else Contrast(row["contrast"]),
        target=row["target"],
        role=row["role"],
        arm_1=_arm(row, "1"),
        arm_0=_arm(row, "0") if row["arm_0"] else None,
        n=whole(row["n"]),
        paired=row["paired"] == "yes",
        unit=row["unit"],
        direction=_SIGNS.get(row["direction"]),
        p=row["p"],
        p_bound=number(row["p_bound"]),
        p_sign=row["p_sign"],
        stated=_stated(row),
        verification=Verification(row["verification"]),
        digitised=row["digitised"] == "yes",
        split=row["split"],
        duplicate_of=row["duplicate_of"],
        excluded=row["excluded"],
        source=row["source"],
        note=row["note"],
    )


def _arm(row: Mapping[str, str], which: str) -> Arm:
    between = _RANGE.fullmatch(row[f"range_{which}"])
    ends = [float(end) for end in between.groups()] if between else []
    return Arm(
        name=row[f"arm_{which}"],
        n=whole(row[f"n_{which}"]),
        before=number(row[f"before_{which}"]),
        before_sd=number(row[f"before_sd_{which}"]),
        mean=number(row[f"mean_{which}"]),
        sd=number(row[f"sd_{which}"]),
        pct=number(row[f"pct_{which}"]),
        between=(min(ends), max(ends)) if ends else None,
    )


def _stated(row: Mapping[str, str]) -> Stated | None:
    value = number(row["stated"])
    if value is None:
        return None
    low, high = number(row["stated_low"]), number(row["stated_high"])
    return Stated(value=value, se=number(row["stated_se"]), low=low, high=high, what=row["stated_what"])


def _check_references(
    table: Table, n: int, one: Finding, studies: Mapping[str, Study], found: Mapping[str, Finding]
) -> None:
    study = studies.get(one.study)
    if study is None:
        table.fail(n, "study_id", "an id of the studies")
    if one.contrast is not None and one.contrast not in study.contrasts:
        table.fail(n, "contrast", f"a contrast of its study, {', '.join(study.contrasts) or NONE}")
    if one.duplicate_of and (one.duplicate_of not in found or found[one.duplicate_of].study != one.study):
        table.fail(n, "duplicate_of", "an effect of the same study, or nothing")
    if one.contrast is not None and one.arm_0 is None:
        table.fail(n, "arm_0", "what the arm is compared with, where there is a contrast")
    if one.contrast not in {None, Contrast.EXTRA} and NONE in {one.target, one.layout}:
        table.fail(n, "target" if one.target == NONE else "layout", "anything but none, where there is a contrast")
    if bool(one.role) and one.outcome != "emg":
        table.fail(n, "role", "nothing, unless the outcome is emg")


def _check_numbers(table: Table, n: int, one: Finding) -> None:
    row, arms = table.rows[n], (one.arm_1.n, one.arm_0.n if one.arm_0 else None)
    if one.paired and one.n is not None and not {*arms} <= {one.n, None}:
        table.fail(n, "n", "the number in each arm, where the same people do both")
    if not one.paired and None not in arms and one.n != sum(a or 0 for a in arms):
        table.fail(n, "n", "the sum of both arms")
    for which in "10":
        if row[f"range_{which}"] and not _ordered(row[f"range_{which}"]):
            table.fail(n, f"range_{which}", "a range as 4.4 to 6.2")
        for kind in ("", "before_"):
            mean, sd = row[f"{kind or 'mean_'}{which}"], row[f"{kind}sd_{which}"]
            if sd and (not mean or float(sd) == 0):
                table.fail(n, f"{kind}sd_{which}", "a spread above 0 beside its mean")
    if bool(row["p_bound"]) != bool(row["p_sign"]):
        table.fail(n, "p_sign", "below, above or exact beside p_bound, and nothing without it")
    if one.direction == 0 and one.p_sign != "above" and (one.p_bound or 1.0) <= ALPHA:
        table.fail(n, "direction", f"higher or lower, where p is below {ALPHA:g}")
    if one.direction and one.p_sign == "above":
        table.fail(n, "direction", "none, where p is above its bound")


def _ordered(cell: str) -> bool:
    """Return whether a cell is a range; `-37 to -50` is written from the nearer to the farther end."""
    found = _RANGE.fullmatch(cell)
    return found is not None and abs(float(found[1])) <= abs(float(found[2]))
