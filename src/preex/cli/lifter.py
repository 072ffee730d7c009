"""Options by which a lifter says who they are; what is left out comes from the profile."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from preex.cli.verb import words

_OPTIONS = (
    click.option("--lagging", metavar="A,B", help="Muscles that do not respond, as quads or side delts; none = none."),
    click.option(
        "--joint", metavar="JOINT", multiple=True, help="Irritable: knee, shoulder, elbow, low_back; none = none."
    ),
    click.option("--goal", type=click.Choice(["muscle", "strength", "general"]), help="What you train for."),
    click.option("--goal-lift", metavar="EXERCISE", help="The lift to get stronger on, for a goal of strength."),
    click.option("--months", type=float, metavar="N", help="Months of training with loads."),
)


def lifter_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options to a command, which gets what was said as `about`, named as `preex.app.athlete.lifter_of` does."""

    @wraps(function)
    def command(
        *args: Any,  # noqa: ANN401 - the other options of the command
        lagging: str | None,
        joint: tuple[str, ...],
        goal: str | None,
        goal_lift: str | None,
        months: float | None,
        **others: Any,  # noqa: ANN401
    ) -> None:
        said: dict[str, Any] = {"goal": goal, "goal_lift": goal_lift, "months": months}
        if lagging is not None:
            said["lagging"] = _names(lagging)
        if joint:
            said["joints"] = [name for one in joint for name in _names(one)]
        function(*args, about={name: value for name, value in said.items() if value is not None}, **others)

    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def _names(text: str) -> list[str]:
    return [name for name in words(text) if name.lower() != "none"]
