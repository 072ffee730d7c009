"""The clock of the command line, in one place."""

from __future__ import annotations

import os
from datetime import datetime

from preex.errors import ValidationError


def now() -> datetime:
    """Return the time, in this machine's zone; `$PREEX_NOW` stops the clock, so that a recorded exchange can be repeated.

    Raises
    ------
    ValidationError : `$PREEX_NOW` is no time with a zone.
    """
    stopped = os.environ.get("PREEX_NOW")
    if not stopped:
        return datetime.now().astimezone()
    try:
        moment = datetime.fromisoformat(stopped)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValidationError(
            f"PREEX_NOW is {stopped[:40]!r}; it is no time with a zone.", hint="Write it as 2026-03-30T18:00+02:00."
        )
    return moment
