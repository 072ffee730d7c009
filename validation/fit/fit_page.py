"""Writes `docs/fit.md` from the recorded tables: `python validation/fit/fit_page.py`."""

from collections import Counter
from pathlib import Path

import foretold
import lifters
import nuts
import planted
import recovery

from preex.fatigue.fitting.fit import WORDS
from preex.fatigue.person import NAMES

PAGE = Path(__file__).parents[2] / "docs" / "fit.md"
MADE = "2026-11-24"  # when the tables were recorded
FARTHEST, NARROWEST, WIDEST = 1.0, 0.6, 1.5  # of the fit against NUTS: means apart in sds, ratio of sds
TOO_NARROW = 0.65  # coverage of 80 % intervals below which the page names a quantity
QUANTITIES = {**WORDS, "level": "the load a lift allows for 8 repetitions", "phi": "endurance in one exercise"}


def table(head, rows):
    """A Markdown table."""
    return "\n".join(["| " + " | ".join(r) + " |" for r in (head, ["---"] * len(head), *rows)])


def number(row, field, digits=2):
    return f"{float(row[field]):.{digits}f}"


def recovery_table(case):
    rows = [r for r in recovery.recorded() if r["case"] == case]
    head = [
        "quantity",
        "correlation",
        "bias [sd]",
        "sd after / before",
        "in 50 %",
        "in 80 %",
        "in 95 %",
        "uniform? (p)",
    ]
    fields = ("correlation", "bias", "shrinkage", "within_50", "within_80", "within_95", "uniform_p")
    return table(head, [[f"`{r['quantity']}`", *(number(r, f) for f in fields)] for r in rows])


def cases_table():
    """One line a case: how often 80 % intervals hold each constant."""
    all_ = recovery.recorded()
    quantities = (*NAMES, "level", "phi")
    lines = []
    for case in lifters.CASES:
        rows = {r["quantity"]: r for r in all_ if r["case"] == case.name}
        if rows:
            first = next(iter(rows.values()))
            about = [f"{case.name}: {case.words}", first["lifters"], f"{first['believed']}", f"{first['settled']}"]
            lines.append(about + [number(rows[q], "within_80") for q in quantities])
    return table(["log", "lifters", "believed", "settled", *(f"`{q}`" for q in quantities)], lines)


def narrow():
    """Quantities whose 80 % intervals are clearly too narrow."""
    short = [r for r in recovery.recorded() if float(r["within_80"]) < TOO_NARROW]
    return "\n".join(
        f"- {r['case']}: {QUANTITIES[r['quantity']]} (`{r['quantity']}`), {number(r, 'within_80')}." for r in short
    )


def held(case):
    """Mean share of the constants that 80 % intervals of a case hold."""
    rows = [r for r in recovery.recorded() if r["case"] == case and r["quantity"] in NAMES]
    return f"{sum(float(r['within_80']) for r in rows) / len(rows):.2f}"


def believed(case):
    """How many logs of a case count whole."""
    row = next(r for r in recovery.recorded() if r["case"] == case)
    return f"{row['believed']} of {row['lifters']}"


def uniform():
    """How many rank histograms of the exact case pass, among constants."""
    rows = [r for r in recovery.recorded() if r["case"] == "exact" and r["quantity"] in NAMES]
    passed = sum(float(r["uniform_p"]) > 0.05 / len(rows) for r in rows)
    return f"{passed} of {len(rows)}"


def agreement(entry):
    """How far the recorded fit lies from the draws, see `nuts.apart`."""
    return nuts.apart(entry, entry["fit_centre"], entry["fit_sd"])


def nuts_tables():
    logs = nuts.recorded()["logs"]
    about = table(
        [
            "log",
            "sets",
            "unknowns",
            "draws",
            "divergences",
            "largest R-hat",
            "smallest ESS",
            "gradients a draw",
            "CPU s",
        ],
        [
            [
                e["log"],
                str(e["sets"]),
                str(e["unknowns"]),
                str(e["draws"]),
                str(e["divergences"]),
                f"{max(e['rhat']):.3f}",
                f"{min(e['ess']):.0f}",
                f"{e['leapfrogs']:.0f}",
                f"{e['cpu_s']:.0f}",
            ]
            for e in logs
        ],
    )
    compared = [agreement(e) for e in logs]
    lines = []
    for i, name in enumerate(NAMES):
        lines.append([f"`{name}`", *(f"{off[i]:+.2f}, {ratio[i]:.2f}" for off, ratio in compared)])
    n = len(NAMES)
    for word, first in (("exercises' endurance, worst", True), ("levels, worst", False)):
        cells = []
        for off, ratio in compared:
            half = (len(off) - n) // 2
            part = slice(n, n + half) if first else slice(n + half, None)
            worst = max(off[part], key=abs)
            cells.append(f"{worst:+.2f}, {min(ratio[part]):.2f} to {max(ratio[part]):.2f}")
        lines.append([word, *cells])
    return about, table(["quantity", *(e["log"] for e in logs)], lines)


def made_with():
    return ", ".join(f"{name} {v}" for name, v in nuts.recorded()["made_with"].items())


def planted_table():
    def line(row):
        lacking = [n for n in NAMES if n not in row["told"].split()]
        told = "all" if not lacking else ", ".join(f"`{n}`" for n in row["told"].split()) or "nothing"
        return [row["log"], row["sets"], row["belief"], told, ", ".join(f"`{n}`" for n in lacking) or "–"]

    return table(["log", "sets", "each set counts as", "told", "“cannot tell”"], [line(r) for r in planted.recorded()])


def real():
    return [r for r in foretold.recorded() if r["group"] == "real"]


def told_table():
    rows = real()
    counts = Counter(name for r in rows for name in r["told"].split())
    return table(
        ["constant", "what it says", f"told by, of {len(rows)} logs"],
        [[f"`{n}`", WORDS[n], str(counts[n])] for n in NAMES],
    )


def foretold_table():
    lines = []
    for group in dict.fromkeys(r["group"] for r in foretold.recorded()):
        for score, unit in (
            ("log_score", "log score [nats]"),
            ("mae", "repetitions logged [reps]"),
            ("capacity_mae", "repetitions to failure [reps]"),
        ):
            rows = [r for r in foretold.recorded() if r["group"] == group and r[f"{score}_n"]]
            if not rows:
                continue
            own, usual = ([float(r[f"{score}_{who}"]) for r in rows] for who in ("fitted", "population"))
            away = [(a - b) / max(float(r[f"{score}_se"]), 1e-9) for a, b, r in zip(own, usual, rows, strict=True)]
            lines.append(
                [
                    f"{group} ({len(rows)} logs)",
                    unit,
                    f"{sum(own) / len(rows):.3f}",
                    f"{sum(usual) / len(rows):.3f}",
                    f"{sum(own) / sum(usual):.3f}",
                    f"{sum(v < -1 for v in away)} / {sum(v > 1 for v in away)}",
                ]
            )
    return table(["logs", "what", "fitted", "population", "ratio", "better / worse by a standard error"], lines)


def page():
    about, compared = nuts_tables()
    rows = real()
    return f"""<!-- made by validation/fit/fit_page.py -->
# Can I trust what the fit says about me?

`preex fit` estimates {len(NAMES)} constants of one lifter from a whole log: how fast fatigue goes (`tau_fast_s`, `tau_slow_s`), how
much of it turns slow (`beta`), how much of it other exercises share (`kappa`), what a failed attempt costs (`omega`), how much a set tires
(`gain`), how much sets scatter (`sigma`) and how repetitions go with the load (`phi_person`), with the endurance of each exercise
and the level of each lift. This page asks three things: does it find the truth where the truth is known, are its intervals
as wide as they should be, and does it help to foretell later sets? The short answers:

- Where a log is written as the fit takes it to be, its intervals are about right: those of 80 % hold {held("exact")} of the constants. Where
  rests are not written they hold {held("no rests")}, where repetitions alone are {held("reps alone")}; the worst are named below.
- Draws of the same posterior (NUTS) agree with it: means within {FARTHEST:g} standard deviation, widths within {NARROWEST:g} to {WIDEST:g} times.
- What a log cannot tell the fit says. Whether a fit foretells better is measured for each lifter, and a fit that foretells worse is not
  used.

Tables were recorded on {MADE} with seed {lifters.SEED}, by the scripts in `validation/fit`; `make validate` repeats a small part.

## What is fitted, from what

Every set that somebody may have done is evidence, by one likelihood (`preex.fatigue.likelihood`): sets to failure, sets stopped with a
reserve written, warm-ups, and sets stopped without a word, which are compared with the set before. Levels of lifts wander from
workout to workout, and each workout has a form; both are integrated out. The search climbs by Fisher scoring, and the
posterior is taken for normal about its top (`preex.fatigue.fitting`).

## Does it find the truth?

Lifters are drawn from the population, their logs written by the model, and fitted. *Correlation* is that of truth and estimate between
lifters; *bias* is estimate less truth in posterior standard deviations; *uniform* is a Kolmogorov–Smirnov test that the share of the posterior
below the truth is uniform between lifters (simulation-based calibration); for `level` and `phi` it counts the exercises of one
lifter as independent, which they are not, and is too strict.

Logs as the fit takes them to be ({uniform()} constants pass at 5 %, corrected for their number):

{recovery_table("exact")}

Logs as careful lifters write them, fatigue following what was really left and not what was written:

{recovery_table("careful")}

How often 80 % intervals hold the truth, in all kinds of logs (0.80 is right; with 40 lifters chance alone gives 0.67 to 0.92). *Believed*: logs
whose every set counts whole. *Settled*: searches that came to rest.

{cases_table()}

Too narrow (below {TOO_NARROW}):

{narrow() or "- none."}

One cause shows when the first two tables are compared: reserves written with an error feed the fatigue that the fit reckons with, for it
takes what is written. `gain` then comes out too low.

### Rare lifters

A log that asks for a lifter of whom there is less than one in a hundred is believed less: each set counts as a quarter of a set,
a sixteenth, and so on, until the lifter is no stranger than that. It saves lifters whose reserves are habit from absurd constants. It
costs genuine but rare lifters: they are drawn towards the usual. Of lifters of whom there really is one in a hundred {believed("rare")}
are believed whole, and 80 % intervals hold {held("rare")} of their constants; of all lifters whose logs are written alike
{believed("exact")} are believed, and intervals hold {held("exact")}.

## Is a normal posterior good enough?

NUTS draws from the same posterior as it is: constants, levels and forms together, the fit's own likelihood, whitened by the fit's own
covariance (`preex.fatigue.verify`, extra `verify`; {made_with()}).
Gradients are the fit's, by NumPy: 13 ms for 270 sets and 30 ms for 1,080. Compiled ones would be faster, of a second copy of the replay, which could differ from the first.

{about}

Fit less NUTS in standard deviations, and the fit's standard deviation over that of NUTS:

{compared}

The normal posterior is off where one expects it: `sigma` is put too low and held too sure, and endurance is a little too sure, because
their true posteriors lean to one side. Recovery, carry-over and levels need no draws.

## What does it say of logs that cannot tell?

Logs of one and the same lifter, with something missing on purpose:

{planted_table()}

Two of these are not good enough: from warm-ups alone `sigma` should not be held to be known at all; and a log of repetitions at random
is believed, though nothing but `sigma` is learned from it.

## What do real logs tell?

Of {len(rows)} public logs (a third of those at hand, as far as it was done, and those with most reserves written), {sum(float(r["rests_known"]) > 0.5 for r in rows)} tell most rests, {sum(int(r["reported"]) > 0 for r in rows)} any
reserve, {sum(int(r["failures"]) > 0 for r in rows)} any set to failure; {sum(float(r["belief"]) == 1 for r in rows)} are believed whole, and in
{sum(int(r["settled"]) for r in rows)} the search came to rest.

{told_table()}

Where no rest is written, `tau_fast_s` and `tau_slow_s` lean on the habit that is assumed; take them as “fades fast or slowly in the rests I
usually take”, not as seconds.

## Does it foretell later sets?

The earlier half of each log is fitted, and the later half foretold, one set ahead, with the fitted constants and with the population's
(`preex.scoring.fitted`); levels are learned along the way in both. Lower is better, a ratio below 1 means that the fit helps.

{foretold_table()}

Most of what will be logged is habit, which a fit does not touch: there ratios lie near 1. What is possible is another matter: of
invented lifters repetitions to failure are foretold with about three quarters of the error. Real lifters are not made by the model;
the rows of real logs say what is left of that, where effort was logged.

## How to read the verdicts

- *The log cannot tell ...*: the interval is more than {0.9:.0%} of the population's. Any number shown is the population's.
- *Taken at its word the log asks for a lifter hardly anyone is*: it was believed less. Look for reserves that are always the same, or for
  machines that share a name.
- *tells no rest*: start the timer; nothing else adds so much.
- *The search did not come to rest*: take the figures as a guess.
- *Not used: it foretold worse*: predictions stay with the population's constants until a later fit does better.
"""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
