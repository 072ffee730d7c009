"""Writes `docs/prediction.md` and its figures from scores. No row of any log gets in: means over sets alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from preex import __version__
from preex.plots.forecasts import against_usual, bars, reliability
from preex.plots.svg import to_svg
from preex.scoring import FEWEST_SETS, Figures, Row, capacity_errors, rows
from preex.scoring.calibration import LEVELS, coverage, histogram, randomised_coverage
from preex.scoring.calibration import reliability as at_or_below
from preex.scoring.summary import pooled, ratio

if TYPE_CHECKING:
    from run import Run, Scored

DOCS = Path(__file__).parents[2] / "docs"
QUANTILES = np.linspace(0.05, 0.95, 19)
WORST, WIDTH = 8, 118
STAGES = ((1, 1, "first"), (2, 2, "second"), (3, 5, "3rd to 5th"), (6, 20, "6th to 20th"), (21, 10**9, "later"))
FAR = 10
NOT_RIVALS = {"preex", "no_fatigue", "cheat"}


def write(found: Run) -> None:
    """Write the page and its three figures."""
    table = rows([s.scores for s in found.logs])
    for name, (spec, title, description) in _figures(found.logs, table).items():
        path = DOCS / f"images/prediction-{name}.svg"
        path.write_text(to_svg(spec, title=title, description=description), encoding="utf-8")
    (DOCS / "prediction.md").write_text(_page(found, table), encoding="utf-8")


def _figures(logs: Sequence[Scored], table: Sequence[Row]) -> dict[str, tuple[dict, str, str]]:
    everything = pooled([s.scores for s in logs], "preex")
    each = [at_or_below(s.scores.by["preex"].low, s.scores.by["preex"].high, QUANTILES) for s in logs]
    share = at_or_below(everything.low, everything.high, QUANTILES)
    low, high = np.quantile(each, [0.1, 0.9], axis=0)
    pit = histogram(everything.low, everything.high)
    ours, usual = _off(logs, "preex"), _off(logs, "same_set")
    n_set = np.array([s.scores.n_set for s in logs])
    worst, farthest = max(row.mean.mae for row in table), np.abs(share - QUANTILES).max()
    how_far = (
        f"Mean error of {len(table)} forecasters, PreEx's {table[0].mean.mae:.2f} repetitions, the largest {worst:.2f}; "
        "the table has the numbers."
    )
    how_sure = (
        f"Left: share of sets at or below each foretold quantile, at most {farthest * 100:.0f} points from the diagonal. "
        f"Right: tenths of the forecasts hold {_percent(pit.min())} to {_percent(pit.max())} of the sets."
    )
    return {
        "bars": (bars(table), "How far off is each forecaster?", how_far),
        "reliability": (
            reliability(QUANTILES, share, low, high, pit),
            "Is PreEx right about how sure it is?",
            how_sure,
        ),
        "lifters": (
            against_usual(ours, usual, n_set),
            "Is PreEx better for every lifter?",
            f"One mark for each of {len(logs)} lifters: PreEx is closer for {np.sum(ours < usual)} of them.",
        ),
    }


def _page(found: Run, table: Sequence[Row]) -> str:
    parts = [
        _opening(found, table),
        _everybody(table),
        _sureness(found.logs),
        _ability(found.logs),
        _lifters(found.logs),
        _beginnings(found.logs),
        _dates(found.logs),
        _method(found),
        _RIVALS,
        _repeat(found),
    ]
    return "\n".join(_filled(part) for part in parts if part)


def _opening(found: Run, table: Sequence[Row]) -> str:
    by = {row.name: row for row in table}
    ours, usual, epley = (by[n].mean.mae for n in ("preex", "same_set", "epley_last"))
    best = min((row for row in table if row.name not in NOT_RIVALS), key=lambda row: row.mean.mae)
    log_best = min((row for row in table if row.name not in NOT_RIVALS), key=lambda row: row.mean.log_score)
    sets = sum(s.scores.n_set for s in found.logs)
    return f"""\
# How well does PreEx foretell your next set, beside what you could use instead?

On {len(found.logs)} people's public training logs ({sets:,} sets, each foretold from the sets before it) PreEx was off by
**{ours:.2f} repetitions** on average. Writing down the same as last time was off by {usual:.2f}, the e1RM of the last set
(Epley) by {epley:.2f}. So PreEx's error is {_interval(by["same_set"])} of the first and
{_interval(by["epley_last"])} of the second; in parentheses the 95 % interval over lifters.

The best rival is "{best.label}" with {best.mean.mae:.2f}: PreEx is
{_verdict(by[best.name])}. In the log score, which rewards being right about how sure one is, PreEx has
{by["preex"].mean.log_score:.2f} and the best rival ("{log_best.label}") {log_best.mean.log_score:.2f}; lower is better.

**What it means for a lifter.** Asked before a set, PreEx says a number and a range. Of all sets the number was exactly right in
{_percent(_hit(found.logs, 0))} and within one repetition in {_percent(_hit(found.logs, 1))}; "same as last time" in
{_percent(_hit(found.logs, 0, "same_set"))} and {_percent(_hit(found.logs, 1, "same_set"))}. The range that should hold eight sets
of ten held {_percent(by["preex"].pooled.inside_80)}. Much of what is left cannot be foretold: the
top set of one person with one load differs by 1.3 repetitions (standard deviation) from week to week in these logs. For somebody who always does
the number on the plan, any diary foretells as well.
"""


def _everybody(table: Sequence[Row]) -> str:
    head = (
        "| forecaster | off by, mean over lifters | all sets together | by its mean | PreEx's error / this one's (95 %) "
        "| log score | CRPS |\n|---|---|---|---|---|---|---|"
    )
    lines = [
        f"| {row.label} | {row.mean.mae:.2f} | {row.pooled.mae:.2f} | {row.mean.mae_of_mean:.2f} | "
        f"{'' if row.name == 'preex' else _interval(row)} | {row.mean.log_score:.2f} | {row.mean.crps:.2f} |"
        for row in table
    ]
    return f"""\
## Everybody

![Mean error of each forecaster, and PreEx's as a share of it](images/prediction-bars.svg)

{head}
{chr(10).join(lines)}

Repetitions; an error counts at most 10. "By its mean" takes the mean of the forecast for the number said, otherwise its median
or what the rule says. Log score in nats and CRPS in repetitions are means over lifters; CRPS is not cut off, so a rule that says
forty where nine were done pays for it.

PreEx's error is {_interval(next(row for row in table if row.name == "no_fatigue"))} of that without fatigue in this
table. What a lifter logs is mostly habit, and the sets that stood in the same place before already hold the usual fatigue of that place;
what fatigue is worth shows in repetitions to failure, below.
"""


def _sureness(logs: Sequence[Scored]) -> str:
    everything = pooled([s.scores for s in logs], "preex")
    each = [Figures.of(s.scores.by["preex"]) for s in logs]
    lines = [
        f"| {_percent(level)} | {_percent(coverage(everything.low, everything.high, level), 1)} | "
        f"{_percent(randomised_coverage(everything.low, everything.high, level), 1)} |"
        for level in LEVELS
    ]
    inside, even = (np.mean([0.7 <= getattr(f, name) <= 0.9 for f in each]) for name in ("inside_80", "even_80"))
    return f"""\
## Is it right about how sure it is?

![Reliability of quantiles, and histogram of the transform](images/prediction-reliability.svg)

| central interval | sets inside, ends included | sets inside, randomised |
|---|---|---|
{chr(10).join(lines)}

Repetitions are whole numbers, so an interval from quantile to quantile with both ends included holds more than its name says even if
the forecast is perfect: of a fair die the central 50 % is 2 to 5, which holds 67 %. The first column is what a lifter sees.
The second tells whether the forecast is right: a set on the edge of the interval counts with the share of its probability that
belongs inside (the mean over the randomised probability integral transform). The plots use it too; the shaded band holds eight lifters of ten.

The 80 % interval of a single lifter holds 70 to 90 % of the sets for {_percent(inside)} of lifters with ends included, and for {_percent(even)}
randomised.
"""


def _ability(logs: Sequence[Scored]) -> str:
    found = capacity_errors([s.scores for s in logs])
    if not found:
        return ""
    ours = found["preex"][0]
    n_log, n_set = len(ours), sum(len(s.scores.capacity["preex"]) for s in logs)
    names = {
        "preex": "PreEx, repetitions to failure",
        "no_fatigue": "PreEx without fatigue",
        "last_set": "last rated set",
        "same_set": "same set number last time",
        "epley_last": "e1RM of the last rated set, Epley",
        "brzycki_last": "e1RM of the last rated set, Brzycki",
        "fixed_fatigue": "e1RM less 1.5 % per set before",
    }
    lines = []
    for name, label in names.items():
        each, together = found[name]
        share = ratio(ours, each)
        against = "" if name == "preex" else f"{share.value:.2f} ({share.low:.2f}–{share.high:.2f})"
        lines.append(f"| {label} | {each.mean():.2f} | {together:.2f} | {against} |")
    return f"""\
## Repetitions to failure

Where lifters logged RPE or RIR ({n_log} logs, {n_set:,} sets) repetitions done plus those in reserve say what was possible. That is
itself a guess of the lifter: people are off by about one repetition near failure and by two or more far from it.

| forecaster | off by, mean over lifters | all sets together | PreEx's error / this one's (95 %) |
|---|---|---|---|
{chr(10).join(lines)}
"""


def _lifters(logs: Sequence[Scored]) -> str:
    ours, usual, nearest = (_off(logs, name) for name in ("preex", "same_set", "nearest"))
    worst = np.argsort(-ours / usual)[:WORST]
    lines = [
        f"| {logs[i].label} | {logs[i].format}, {logs[i].n_all:,} sets in {logs[i].years:.1f} years | "
        f"{ours[i]:.2f} | {usual[i]:.2f} | {nearest[i]:.2f} | {ours[i] / usual[i]:.2f} |"
        for i in worst
    ]
    return f"""\
## Is it better for everybody?

![Each lifter: PreEx against the same as last time](images/prediction-lifters.svg)

PreEx was closer than "same set number last time" for {np.sum(ours < usual)} of {len(logs)} lifters. Blue circles are lifters for whom it
was, orange triangles those for whom it was not; the bigger, the more sets. The {WORST} whom it serves worst beside that rule:

| log | what it is | PreEx | same set last time | weighted median | PreEx / same set |
|---|---|---|---|---|---|
{chr(10).join(lines)}
"""


def _beginnings(logs: Sequence[Scored]) -> str:
    seen = np.concatenate([s.scores.seen for s in logs])
    off = [pooled([s.scores for s in logs], name).off for name in ("preex", "same_set", "nearest")]
    lines = []
    for first, last, label in STAGES:
        here = (seen >= first - 1) & (seen < last)
        errors = " | ".join(f"{x[here].mean():.2f}" for x in off)
        lines.append(f"| {label} | {_percent(here.mean(), 1)} | {errors} |")
    crps = pooled([s.scores for s in logs], "preex").crps
    far = crps > FAR
    return f"""\
## How soon does it know an exercise?

| set of the exercise, since the log began | sets | PreEx | same set last time | weighted median |
|---|---|---|---|---|
{chr(10).join(lines)}

All sets together, off by so many repetitions. The rivals say the lifter's usual number where they have never seen the
exercise. PreEx pays {_percent(crps[far].sum() / crps.sum())} of its CRPS on the {_percent(far.mean(), 1)} of the sets
where it is far off (CRPS above {FAR}).
"""


def _dates(logs: Sequence[Scored]) -> str:
    lines = []
    for name, label in (("preex", "PreEx"), ("same_set", "same set number last time"), ("epley_last", "e1RM, Epley")):
        halves = np.array([[half.mean() for half in np.array_split(s.scores.by[name].off, 2)] for s in logs])
        lines.append(f"| {label} | {halves[:, 0].mean():.2f} | {halves[:, 1].mean():.2f} |")
    return f"""\
## By date

The first third of each log is for learning and not scored. Of the rest:

| off by, mean over lifters | middle third | last third |
|---|---|---|
{chr(10).join(lines)}
"""


_HELD_OUT = """\
What PreEx knows of how people choose their repetitions was learned from logs like these. For this page it was learned five times, each
time without a fifth of the people, and everybody was scored with the weights that had not seen them. Two things have: the shape of
the model was chosen by looking at these logs, and medians over many of them say where a population's strength lies. So
logs that nobody has looked at may come out a little worse. The model of fatigue has the population's constants, and nothing is fitted on
the person beforehand."""
_SEEN = """\
Nothing is fitted on the person beforehand: everybody begins with the constants of a population. Some of these constants were
chosen by comparing them on logs of this kind, so PreEx's figures are a little optimistic."""


def _method(found: Run) -> str:
    learned = _HELD_OUT if found.held_out else _SEEN
    return f"""\
## What was done

Each log is streamed as it was lived, oldest set first: PreEx and everybody else foretell the set from its exercise, load, kind, time and rest,
then see what was done. Working and failure sets that count are foretold; warm-ups and drop sets are shown, not scored. The first third of
the sets is for learning, the later two thirds are scored: so training data are older than test data.

{learned}

All public logs at hand were used except {len(found.twice)} that repeat a person who is there already ({", ".join(found.twice) or "none"}) and
{len(found.short)} with fewer than {FEWEST_SETS} scored sets ({", ".join(found.short) or "none"}). Logs that do not tell their unit were read as
kilograms; everybody here lives on ratios of loads, except for where a population's strength lies. People who publish their logs are
no sample of all lifters: the intervals hold for lifters like these.
"""


_RIVALS = """\
## Who the others are

- **Same set number last time**, **last set of the exercise**, **your mean of the exercise**: what a diary says at a glance.
- **e1RM of the last set** and **of the best of three**: the set (of the last three the strongest) moved along Epley's or Brzycki's line to
  today's load. Body-mass exercises count the body's share at 80 kg, as PreEx does.
- **RPE chart**: the last set, its reserve added, moved along the chart coaches use with RPE, stopping as far from failure as then. Without
  RPE a set is taken as one to failure.
- **e1RM less 1.5 % per set before**: Epley, lower by 1.5 % for each earlier set of the workout with the same prime mover, at most 15 %.
- **Losses growing 1.25-fold**: each further set loses 1.25 times the repetitions that the step before lost; the first step is today's loss from
  set 1 to 2, for set 2 last time's.
- **Weighted median of your own nearest sets**: sets near in load (e-fold per 0.06 of its log), set number (0.7) and time (10 workouts).
- **PreEx without fatigue**: the same model, with a fatigue gain of 0.
- **A cheat that has read the whole log**: the best constant for each exercise and set number, future included. It is no forecast; it shows how little is
  left for whoever ignores load and day. PreEx may beat it, because it sees the load.

A rule that says one number gets the spread of its own past errors for this lifter, so that log score and CRPS are fair; that is more than the rule
itself tells. Where a rule has nothing to go by (an exercise never done), it says the median of the lifter's last fifty sets. Every forecast is
mixed with a thousandth of "any number", so that nobody pays without end for one typing error.
"""


def _repeat(found: Run) -> str:
    return f"""\
## How to repeat it

`make bench-prediction` remakes this page and its figures from the logs in `../shared/data/logs` ({found.seconds / 60:.0f} minutes on two cores);
`preex score FILE` gives the same table for your own log. Scores: `preex.scoring.proper`, intervals: `preex.scoring.calibration`, rivals:
`preex.scoring.rules`, protocol: `preex.scoring.harness`. Made {datetime.now(UTC):%Y-%m-%d} with PreEx {__version__}.
"""


def _filled(part: str) -> str:
    """Break prose into lines of equal length; tables, headings and figures stay."""
    blocks = part.rstrip("\n").split("\n\n")
    return "\n\n".join(b if b[0] in "|#!-" else fill(b, WIDTH, break_on_hyphens=False) for b in blocks) + "\n"


def _percent(share: float, digits: int = 0) -> str:
    return f"{share * 100:.{digits}f}\N{NO-BREAK SPACE}%"  # a line must not end between the two


def _off(logs: Sequence[Scored], name: str) -> np.ndarray:
    return np.array([s.scores.by[name].off.mean() for s in logs])


def _hit(logs: Sequence[Scored], within: float, name: str = "preex") -> float:
    return float(np.mean(pooled([s.scores for s in logs], name).off <= within))


def _interval(row: Row) -> str:
    return f"{row.share.value:.2f} ({row.share.low:.2f}–{row.share.high:.2f})"


def _verdict(row: Row) -> str:
    share = row.share
    if share.high < 1:
        return f"closer, with {_interval(row)} of its error"
    if share.low > 1:
        return f"**not** closer, with {_interval(row)} of its error"
    return f"not told apart from it, with {_interval(row)} of its error"
