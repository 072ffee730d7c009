"""Writes `docs/published.md`: what was published beside what the model says.

Run `python validation/published/make_page.py`. The comparison of formulations is read from `formulations.csv`, which
`formulations.py` makes.
"""

import csv

from behaviours import GAP_S, behaviours
from formulations import SHIPPED
from targets import HERE, chosen, verdicts

PAGE = HERE.parents[1] / "docs" / "published.md"
LEVELS = {"read": "read in the source", "quoted": "quoted by others", "recalled": "from memory"}


def table(head, rows):
    """A Markdown table."""
    return "\n".join(["| " + " | ".join(r) + " |" for r in (head, ["---"] * len(head), *rows)])


def digits(row):
    """Decimals to show: as many as the tolerance has, so that inside and outside can be seen."""
    return 2 if row["unit"] in {"ratio", "reps"} else 1


def shown(verdict):
    return "–" if verdict.predicted is None else f"{verdict.predicted:.{digits(verdict.row)}f}"


def published(row):
    """The published value, with its unit where it is a number."""
    ends_in_digit = row["published"][-1:].isdigit()
    return f"{row['published']} {row['unit']}" if ends_in_digit else row["published"] or "–"


def band(row):
    """The tolerance in words."""
    if row["kind"] == "none":
        return "–"
    low, high = row["low"], row["high"]
    return f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}"


def line(verdict):
    row, word = verdict.row, {True: "yes", False: "**no**", None: "not spoken to"}[verdict.inside]
    note = f" ({row['note']})" if row["note"] else ""
    return [
        row["id"],
        row["quantity"] + note,
        published(row),
        band(row),
        shown(verdict),
        word,
        LEVELS[row["level"]],
        row["source"],
    ]


HEAD = ["id", "quantity", "published", "tolerance", "PreEx", "inside", "how known", "source"]


def verdict_table(split):
    return table(HEAD, [line(v) for v in verdicts() if v.row["split"] == split])


def score(split, kind):
    of = chosen(split, kind)
    return f"{sum(v.inside for v in of)} of {len(of)}"


def fitted_score(*, fitted):
    """Numbers of calibration studies inside, among those that set the constants of fatigue or among the others."""
    of = [v for v in chosen("calibration", "number") if (v.row["calibrates"] == "yes") == fitted]
    return f"{sum(v.inside for v in of)} of {len(of)}"


def misses(split):
    """What lies outside, as a list."""
    outside = [v for v in verdicts() if v.row["split"] == split and v.inside is False and v.row["level"] != "recalled"]
    return "\n".join(
        f"- {v.row['quantity']}: published {published(v.row)}, PreEx {shown(v)} {v.row['unit']} ({v.row['id']})."
        for v in outside
    )


def formulations():
    with (HERE / "formulations.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    head = [
        "formulation",
        "constants",
        "RMSE",
        "worst",
        "AICc",
        "same exercise",
        "across",
        "closed form",
        "rest linear",
    ]
    keys = ["formulation", "k", "rmse", "max", "aicc", "same_exercise", "cross_exercise", "closed_form", "linear_rest"]
    rows = [[f"**{r[k]}** (shipped)" if r[k] == SHIPPED else r[k] for k in keys] for r in lines]
    return table(head, rows), next(r for r in lines if r["formulation"] == SHIPPED), lines


def page():
    """The page as text."""
    compared, shipped, lines = formulations()
    plain = next(r for r in lines if r["formulation"] == "two clocks")
    return f"""\
<!-- made by validation/published/make_page.py -->
# Does PreEx agree with published studies?

Mostly, where it was calibrated; less so elsewhere. Of the numbers of calibration studies {score("calibration", "number")} lie inside
their tolerance: {fitted_score(fitted=True)} of those that set the constants of fatigue, {fitted_score(fitted=False)} of the others. {score("calibration", "sign")}
directions are right. Of results kept aside, {score("heldout", "sign")} directions are right, and {score("heldout", "number")} numbers, the only
one that could be checked.

A prediction is the mean over 4,000 lifters drawn from the population, with whole repetitions, for sets to failure unless a
row says otherwise. Activity is that of the lifter in the middle. The tolerance is two standard errors where a study gives them;
otherwise a band stated in the table: a ratio of repetitions scatters by 0.10 between studies, and "no change" means within 10 %.
Numbers from memory are shown and not counted.

## What it gets wrong

{misses("calibration")}

On results kept aside:

{misses("heldout")}

For a coach: an isolation exercise after a compound suffers more than PreEx says; leg extensions recover faster; with half a
minute of rest, and in long sessions of light sets, fewer repetitions are left than it says.

## Which law of fatigue?

Fatigue has a fast part and a slow part. Calibrated on the same {shipped_count()} published means, with the same beliefs beforehand, these
formulations were compared. RMSE, worst miss and both kinds of exercise are in repetitions; AICc counts the constants (lower is
better). "Closed form": a set is computed at once and not repetition by repetition. "Rest linear": the mean over an unknown rest is
exact.

{compared}

Two plain clocks let sets 3 and 4 fade too slowly and give too little back after long rests (RMSE {plain["rmse"]}). Shipped is: *the
deeper the fatigue, and the more slow fatigue is there already, the more of what is added turns slow* (RMSE {shipped["rmse"]}). It costs
one constant more than two plain clocks, a set still has a closed form, and rest is still linear. Each half alone is worse by
at least 4 of AICc, and nothing added on top pays for its constant.

Constants of the shipped law as calibrated: {shipped["constants"]}. `priors.csv` holds them rounded.

## What a model of pre-exhaust must do

Pairs of an isolation and a compound at a 10-repetition maximum, the isolation to failure, {GAP_S} s between them.

{table(["", "behaviour", "PreEx"], [list(b) for b in behaviours()])}

## Calibration studies

Rows "not spoken to" ask for something the model does not have; they are not counted.

{verdict_table("calibration")}

## Results kept aside

No constant was fitted to these. One belief beforehand, that a failed attempt costs three repetitions, came from studies of failure
against repetitions in reserve, of which H10 may be one; it is not evaluated. Rests that a study does not give are assumed, as the
rows say.

{verdict_table("heldout")}
"""


def shipped_count():
    return sum(v.row["calibrates"] == "yes" for v in verdicts())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
