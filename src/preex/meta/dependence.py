"""Effects of one study are not independent: how they vary together, and one effect a study out of several."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from preex.errors import OutOfRange, ValidationError
from preex.meta.inputs import Floats, effects

RHO = 0.6  # correlation of errors within a study where none is reported (expert estimate)
RHO_STRIP = (0.3, 0.6, 0.8)  # within which the answer should hold


@dataclass(frozen=True, slots=True)
class Block:
    """The effects of one study: name, effects y (m,) and their sampling covariance V (m, m)."""

    name: str
    y: Floats
    V: Floats


def blocks(yi: ArrayLike, vi: ArrayLike, cluster: Sequence[Hashable], rho: float = 0.0) -> tuple[Block, ...]:
    """Gather effects by study, in order of appearance, with one correlation of their errors.

    Parameters
    ----------
    rho : correlation of sampling errors within a study, -1 to 1; V_ij = rho sqrt(v_i v_j).

    Raises
    ------
    ValidationError : as many labels as effects are needed.
    OutOfRange : rho for which V is no covariance.
    """
    y, v = effects(yi, vi)
    sd = np.sqrt(v)
    made = []
    for name, rows in _rows(cluster, len(y)).items():
        if not (-1 < rho < 1 and rho * (len(rows) - 1) > -1):
            raise OutOfRange(
                f"rho is {rho:g}; {len(rows)} effects of one study cannot all be so correlated.", hint="Take 0 to 0.9."
            )
        V = rho * np.outer(sd[rows], sd[rows])
        np.fill_diagonal(V, v[rows])
        made.append(Block(name, y[rows], V))
    return tuple(made)


def blocks_of(yi: ArrayLike, V: ArrayLike, cluster: Sequence[Hashable]) -> tuple[Block, ...]:
    """Gather effects by study from a full covariance (k, k), as of studies with a shared control.

    Raises
    ------
    ValidationError : a covariance of another shape, or one that links studies.
    """
    whole = np.asarray(V, dtype=float)
    y, _ = effects(yi, np.diag(whole))
    if whole.shape != (len(y), len(y)):
        raise ValidationError(f"V has the shape {whole.shape} for {len(y)} effects.")
    rows = _rows(cluster, len(y))
    inside = sum(float(np.abs(whole[np.ix_(r, r)]).sum()) for r in rows.values())
    if not np.isclose(inside, float(np.abs(whole).sum())):
        raise ValidationError("V links effects of different studies.", hint="Give linked effects one study name.")
    return tuple(Block(name, y[r], whole[np.ix_(r, r)]) for name, r in rows.items())


def _rows(cluster: Sequence[Hashable], k: int) -> dict[str, list[int]]:
    if len(cluster) != k:
        raise ValidationError(f"there are {len(cluster)} study names for {k} effects.")
    rows: dict[str, list[int]] = {}
    for i, name in enumerate(cluster):
        rows.setdefault(str(name), []).append(i)
    return rows


def aggregate(studies: Sequence[Block]) -> tuple[tuple[str, ...], Floats, Floats]:
    """Return names, effects (n,) and variances (n,), one a study: the mean with the least variance.

    y = 1'V^-1 y / 1'V^-1 1, v = 1 / 1'V^-1 1.
    """
    weights = [np.linalg.solve(b.V, np.ones(len(b.y))) for b in studies]
    v = np.array([1 / w.sum() for w in weights])
    y = np.array([float(w @ b.y) for w, b in zip(weights, studies, strict=True)]) * v
    return tuple(b.name for b in studies), y, v
