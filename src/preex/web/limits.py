"""How often a user may ask the API: so many requests a minute, told in every answer.

Counted in the process. A count for all processes would be a write to the database with every request, which takes longer
than most requests; with N processes a user has N times as many.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import caches

LIMIT = 300
WINDOW_S = 60


@dataclass(frozen=True, slots=True)
class Count:
    """Where a user stands in the present minute."""

    used: int
    left_s: int  # of the minute

    @property
    def is_over(self) -> bool:
        """True when this request is one too many."""
        return self.used > LIMIT

    def headers(self) -> dict[str, str]:
        """Return what an answer tells of it."""
        told = {
            "RateLimit-Limit": str(LIMIT),
            "RateLimit-Remaining": str(max(0, LIMIT - self.used)),
            "RateLimit-Reset": str(self.left_s),
        }
        return told | ({"Retry-After": str(self.left_s)} if self.is_over else {})


def count(who: str) -> Count:
    """Count a request of a user."""
    now = int(time.time())
    key = f"{who}:{now // WINDOW_S}"
    counts = caches["counts"]
    counts.add(key, 0, timeout=WINDOW_S)
    return Count(counts.incr(key), WINDOW_S - now % WINDOW_S)
