"""Numbers as callers give them, checked once: finite, of one length, variances above zero."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from preex.errors import OutOfRange, ValidationError

Floats = NDArray[np.float64]
_FARTHEST = 1e75  # squares and cubes of what lies within fit a double


def vector(name: str, values: ArrayLike) -> Floats:
    """Return numbers as an array (n,).

    Raises
    ------
    ValidationError : not a list of numbers, or one that is not finite; its place is named.
    """
    try:
        found = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise ValidationError(f"{name} holds something that is no number.", hint="Give a list of numbers.") from None
    if found.ndim != 1:
        raise ValidationError(f"{name} has the shape {found.shape}; a list of numbers is needed.")
    bad = np.flatnonzero(~np.isfinite(found))
    if bad.size:
        raise ValidationError(
            f"{name}[{bad[0]}] is {found[bad[0]]}; a finite number is needed.",
            hint="Leave out the row, or find its number.",
        )
    return found


def effects(yi: ArrayLike, vi: ArrayLike) -> tuple[Floats, Floats]:
    """Return effects and their sampling variances, both (k,), k >= 1.

    Raises
    ------
    ValidationError : no effect, two lengths, or a number that is not finite.
    OutOfRange : a variance that is not above 0; its place is named.
    """
    y, v = vector("yi", yi), vector("vi", vi)
    if len(y) != len(v):
        raise ValidationError(f"there are {len(y)} effects and {len(v)} variances.", hint="Give one of each a study.")
    if not len(y):
        raise ValidationError("there is no effect to pool.", hint="Give at least one study.")
    bad = np.flatnonzero(v <= 0)
    if bad.size:
        raise OutOfRange(
            f"vi[{bad[0]}] is {v[bad[0]]:g}; a variance is above 0.",
            hint="Give the squared standard error, not the standard error or its sign.",
        )
    _in_scale("yi", np.abs(y), 0.0)
    _in_scale("vi", v, 1 / _FARTHEST)
    return y, v


def _in_scale(name: str, sizes: Floats, least: float) -> None:
    bad = np.flatnonzero((sizes > _FARTHEST) | (sizes < least))
    if bad.size:
        raise OutOfRange(
            f"{name}[{bad[0]}] has the size {sizes[bad[0]]:g}; sizes of {least:g} to {_FARTHEST:g} can be computed with.",
            hint="Check the row, or choose another unit.",
        )


def vectors(**columns: ArrayLike) -> list[Floats]:
    """Return columns of one length, each (n,); the names are those an error gives."""
    found = [vector(name, values) for name, values in columns.items()]
    lengths = {name: len(one) for name, one in zip(columns, found, strict=True)}
    if len(set(lengths.values())) > 1:
        raise ValidationError(f"columns differ in length: {lengths}.", hint="Give one value a study in each.")
    return found


def above(name: str, values: Floats, least: float, *, why: str) -> None:
    """Refuse values that are not above a bound.

    Raises
    ------
    OutOfRange : naming the first that is not.
    """
    bad = np.flatnonzero(~(values > least))
    if bad.size:
        raise OutOfRange(f"{name}[{bad[0]}] is {values[bad[0]]:g}; it must be above {least:g}.", hint=why)


def correlations(values: Floats) -> None:
    """Refuse what is no correlation.

    Raises
    ------
    OutOfRange : not between -1 and 1.
    """
    bad = np.flatnonzero(~((values > -1) & (values < 1)))
    if bad.size:
        raise OutOfRange(
            f"r[{bad[0]}] is {values[bad[0]]:g}; a correlation lies between -1 and 1.",
            hint="Give the correlation of the two conditions, or use an imputed one and say so.",
        )


def inverse(matrix: Floats) -> Floats:
    """Return the inverse of a covariance."""
    return np.asarray(np.linalg.inv(matrix), dtype=float)


def check_level(level: float) -> None:
    """Refuse a confidence level outside 0 to 1."""
    if not (math.isfinite(level) and 0 < level < 1):
        raise OutOfRange(f"level is {level:g}; it lies between 0 and 1.", hint="0.95 is usual.")


def one_of(name: str, value: str, known: Sequence[str]) -> None:
    """Refuse an unknown word.

    Raises
    ------
    ValidationError : naming those that are known.
    """
    if value not in known:
        raise ValidationError(f"{name} is {value[:40]!r}.", hint=f"Choose one of: {', '.join(known)}.")
