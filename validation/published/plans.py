"""A study's protocol as text, `4 x leg_extension 120 + leg_press 20`, and as the sets it stands for."""

import re

Plan = list[tuple[str, float]]  # exercise, and the rest before it in seconds
_SET = re.compile(r"(\w+) (\d+)")


def sets_of(plan):
    """Read blocks joined by `then`, each `N x EXERCISE REST + EXERCISE REST`; REST is before the set. [s]"""
    sets = []
    for block in plan.split(" then "):
        times, each = block.split(" x ")
        sets += [(exercise, float(rest_s)) for exercise, rest_s in _SET.findall(each)] * int(times)
    return sets
