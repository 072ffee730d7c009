"""How well sets are foretold: proper scores, everybody a lifter could ask instead, and the log lived through again."""

from preex.scoring.forecasters import LABELS, NAMES, Forecast, Forecaster
from preex.scoring.harness import FEWEST_SETS, LogScores, Scores, score_sets
from preex.scoring.summary import Figures, Ratio, Row, capacity_errors, rows

__all__ = [
    "FEWEST_SETS",
    "LABELS",
    "NAMES",
    "Figures",
    "Forecast",
    "Forecaster",
    "LogScores",
    "Ratio",
    "Row",
    "Scores",
    "capacity_errors",
    "rows",
    "score_sets",
]
