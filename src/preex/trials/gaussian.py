"""What to believe of a lifter's effect: an exact mixture of normals, in milliseconds and the same every time.

y = X beta + e, e normal with standard deviation sigma and correlation phi^(distance in workouts). On a mesh over phi and sigma beta
is integrated by hand, so that the posterior of each coefficient is a mixture of normals; many series at once cost little more than
one. Every prior has its source in `preex.trials.priors`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from preex.errors import ValidationError
from preex.meta.mixture import Mixture
from preex.trials.correlated import carried
from preex.trials.schemes import Floats

_SIGMAS, _REACH = 36, 3.2  # points for ln sigma, over so many prior standard deviations on each side
_PHIS = 15  # Gauss-Legendre points over the range of phi
_EDGE = 0.01  # share of the mass on one edge of the mesh from which it is too narrow
_WIDEST_PHI = (-0.95, 0.98)
_CHUNK = 400  # series at once: a few ten megabytes


@dataclass(frozen=True, slots=True)
class Priors:
    """Priors of a series.

    mean, sd : (n_coefficient,) normal priors of the coefficients.
    log_sigma : mean and standard deviation of ln sigma.
    phi : mean and standard deviation of the correlation from one workout to the next, normal within `phi_range`.
    """

    mean: tuple[float, ...]
    sd: tuple[float, ...]
    log_sigma: tuple[float, float] = (0.03, 0.5)
    phi: tuple[float, float] = (0.15, 0.25)
    phi_range: tuple[float, float] = (-0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Mesh:
    """Points of phi (n_phi,) with their log-weights, and of sigma (n_sigma,) with theirs."""

    phi: Floats
    log_phi: Floats
    sigma: Floats
    log_sigma: Floats

    @classmethod
    def of(cls, priors: Priors, *, wide: int = 1) -> Mesh:
        """Lay the mesh; `wide` times as far for sigma, with as many more points."""
        low, high = priors.phi_range if wide == 1 else _WIDEST_PHI
        node, weight = np.polynomial.legendre.leggauss(_PHIS * wide)
        phi = low + (high - low) * (node + 1) / 2
        z = np.linspace(-_REACH, _REACH, _SIGMAS) if wide == 1 else np.linspace(-2, 2, 4 * _SIGMAS) * _REACH
        log_phi = np.log(weight) - ((phi - priors.phi[0]) / priors.phi[1]) ** 2 / 2
        return cls(phi, log_phi, np.exp(priors.log_sigma[0] + priors.log_sigma[1] * z), -(z**2) / 2)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The mesh's posterior of n_series series.

    weight : (n_series, n_phi, n_sigma). values, vectors : of the information at each phi. pull : (n_series, n_phi, p).
    """

    weight: Floats
    values: Floats
    vectors: Floats
    pull: Floats

    def coefficient(self, column: int, mesh: Mesh, priors: Priors) -> tuple[Floats, Floats]:
        """Return mean and standard deviation at each point of the mesh, (n_series, n_phi, n_sigma)."""
        axis = self.vectors[:, :, column, None, :] * priors.sd[column]
        s2 = mesh.sigma[:, None] ** 2
        shrunk = 1 / (s2 + self.values[:, :, None, :])
        centre = priors.mean[column] + (axis * self.pull[:, :, None, :] * shrunk).sum(axis=-1)
        return centre, np.sqrt((axis**2 * s2 * shrunk).sum(axis=-1))


@dataclass(frozen=True, slots=True)
class Posterior:
    """What to believe of one series.

    coefficients : one mixture for each column of X.
    sigma, phi : (n_part,) of each part of the mixtures. weight : (n_part,) their shares.
    widened : the first mesh was too narrow. edge : so is the widened one.
    """

    coefficients: tuple[Mixture, ...]
    sigma: Floats
    phi: Floats
    weight: Floats
    widened: bool
    edge: bool

    @property
    def sd_median(self) -> float:
        """Median of sigma: how far a workout strays."""
        order = np.argsort(self.sigma, kind="stable")
        below = np.cumsum(self.weight[order])
        return float(np.exp(np.interp(0.5, below, np.log(self.sigma[order]))))

    @property
    def phi_mean(self) -> float:
        """Mean of phi."""
        return float(self.weight @ self.phi)


@dataclass(frozen=True, slots=True)
class Batch:
    """What to believe of one coefficient of each of many series.

    weight, centre, spread : (n_series, n_part). edge : (n_series,) share of the mass on the mesh's edge for sigma.
    sigma : (n_part,) of each part.
    """

    weight: Floats
    centre: Floats
    spread: Floats
    sigma: Floats
    edge: Floats

    def p_below(self, bound: float) -> Floats:
        """Return P(x < bound), (n_series,)."""
        return np.asarray((self.weight * ndtr((bound - self.centre) / self.spread)).sum(axis=1))

    @property
    def mean(self) -> Floats:
        """Mean, (n_series,)."""
        return np.asarray((self.weight * self.centre).sum(axis=1))

    @property
    def sd(self) -> Floats:
        """Standard deviation, (n_series,)."""
        apart = self.centre - self.mean[:, None]
        return np.asarray(np.sqrt((self.weight * (self.spread**2 + apart**2)).sum(axis=1)))

    def quantile(self, q: float) -> Floats:
        """Return quantiles by halving, to a ten-thousandth of the standard deviation, (n_series,)."""
        low, high = self.mean - 12 * self.sd, self.mean + 12 * self.sd
        for _ in range(18):
            middle = (low + high) / 2
            below = (self.weight * ndtr((middle[:, None] - self.centre) / self.spread)).sum(axis=1) < q
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return np.asarray((low + high) / 2)


def fit(y: Floats, X: Floats, time: Floats, priors: Priors) -> Posterior:
    """Return the posterior of one series.

    Parameters
    ----------
    y : (n,) observed outcomes. X : (n, n_coefficient). time : (n,) numbers of the workouts, growing.

    Raises
    ------
    ValidationError : nothing observed, or shapes that do not fit.

    Notes
    -----
    540 points; twice as wide with 16 times as many where more than 1 % of the mass lies on an edge, which is then said.
    """
    _check(y, X, time, priors)
    mesh = Mesh.of(priors)
    parts = _parts(y[None], X[None], time[None], np.ones((1, len(y)), dtype=bool), priors, mesh)
    widened = _edge(parts) > _EDGE
    if widened:
        mesh = Mesh.of(priors, wide=2)
        parts = _parts(y[None], X[None], time[None], np.ones((1, len(y)), dtype=bool), priors, mesh)
    weight = parts.weight.ravel()
    found = [parts.coefficient(j, mesh, priors) for j in range(X.shape[1])]
    return Posterior(
        coefficients=tuple(Mixture(weight, centre.ravel(), spread.ravel()) for centre, spread in found),
        sigma=np.tile(mesh.sigma, len(mesh.phi)),
        phi=np.repeat(mesh.phi, len(mesh.sigma)),
        weight=weight,
        widened=widened,
        edge=widened and _edge(parts) > _EDGE,
    )


def fit_many(y: Floats, X: Floats, time: Floats, priors: Priors, column: int = 1) -> Batch:
    """Return the posterior of one coefficient of many series at once, on the mesh of one.

    Parameters
    ----------
    y : (n_series, n) outcomes, nan = not observed. X : (n_series, n, n_coefficient) or (n, n_coefficient).
    time : (n,) numbers of the workouts. column : of X.
    """
    X = np.broadcast_to(X, (*y.shape, X.shape[-1]))
    found = [
        _batch(y[i : i + _CHUNK], X[i : i + _CHUNK], time, priors, column) for i in range(0, max(len(y), 1), _CHUNK)
    ]
    return replace(
        found[0],
        **{name: np.concatenate([getattr(b, name) for b in found]) for name in ("weight", "centre", "spread", "edge")},
    )


def _batch(y: Floats, X: Floats, time: Floats, priors: Priors, column: int) -> Batch:
    seen = np.isfinite(y)
    order = np.argsort(~seen, axis=1, kind="stable")  # observed ones first, in their order
    mesh = Mesh.of(priors)
    parts = _parts(
        np.nan_to_num(np.take_along_axis(y, order, axis=1)),
        np.take_along_axis(X, order[:, :, None], axis=1),
        np.broadcast_to(time, y.shape)[np.arange(len(y))[:, None], order],
        np.take_along_axis(seen, order, axis=1),
        priors,
        mesh,
    )
    centre, spread = parts.coefficient(column, mesh, priors)
    rows = (len(y), -1)
    edge = parts.weight[:, :, (0, -1)].sum(axis=(1, 2))
    sigma = np.tile(mesh.sigma, len(mesh.phi))
    return Batch(parts.weight.reshape(rows), centre.reshape(rows), spread.reshape(rows), sigma, edge)


def _parts(y: Floats, X: Floats, time: Floats, seen: NDArray[np.bool_], priors: Priors, mesh: Mesh) -> _Parts:
    """Return the posterior on the mesh; observed ones come first in each row.

    y, time, seen : (n_series, n). X : (n_series, n, p).
    """
    scaled = X * np.array(priors.sd) * seen[:, :, None]
    rest = (y - X @ np.array(priors.mean)) * seen
    table, log_det = _whitened(np.concatenate((scaled, rest[:, :, None]), axis=2), time, seen, mesh.phi)
    gram = np.swapaxes(table, -1, -2) @ table  # (n_series, n_phi, p + 1, p + 1)
    values, vectors = np.linalg.eigh(gram[:, :, :-1, :-1])
    values = np.maximum(values, 0.0)
    pull = (gram[:, :, None, -1, :-1] @ vectors)[:, :, 0, :]
    s2 = mesh.sigma[:, None] ** 2
    with_values = s2 + values[:, :, None, :]
    explained = (pull[:, :, None, :] ** 2 / with_values).sum(axis=-1)
    misfit = (gram[:, :, -1, -1, None] - explained) / mesh.sigma**2
    shrink = np.log(with_values / s2).sum(axis=-1)
    n = seen.sum(axis=1)[:, None, None]
    log_post = -n * np.log(mesh.sigma) - (log_det[:, :, None] + shrink + misfit) / 2
    log_post += mesh.log_sigma + mesh.log_phi[:, None]
    weight = np.exp(log_post - log_post.max(axis=(1, 2), keepdims=True))
    return _Parts(weight / weight.sum(axis=(1, 2), keepdims=True), values, vectors, pull)


def _whitened(table: Floats, time: Floats, seen: NDArray[np.bool_], phi: Floats) -> tuple[Floats, Floats]:
    """Take from each row what the row before foretells, at each phi.

    Returns
    -------
    Rows of equal variance without correlation, (n_series, n_phi, n, p), and the log-determinant of the correlation, (n_series, n_phi).
    """
    gap = np.diff(time, axis=1)[:, None, :]
    rho = np.where(seen[:, None, 1:], carried(phi[:, None], gap), 0.0)
    left = 1 - rho**2
    out = np.repeat(table[:, None], len(phi), axis=1)
    out[:, :, 1:] = (out[:, :, 1:] - rho[..., None] * table[:, None, :-1]) / np.sqrt(left)[..., None]
    out[:, :, 1:] *= seen[:, None, 1:, None]
    return out, np.log(left).sum(axis=-1)


def _edge(parts: _Parts) -> float:
    """Return the largest share of the mass on one edge of the mesh."""
    by_sigma, by_phi = parts.weight[0].sum(axis=0), parts.weight[0].sum(axis=1)
    return float(max(by_sigma[0], by_sigma[-1], by_phi[0], by_phi[-1]))


def _check(y: Floats, X: Floats, time: Floats, priors: Priors) -> None:
    if not len(y):
        raise ValidationError("no workout was observed.", hint="Record a workout first.")
    if X.shape != (len(y), len(priors.mean)) or len(time) != len(y) or len(priors.sd) != len(priors.mean):
        raise ValidationError(
            f"y {y.shape}, X {X.shape}, time {time.shape} and {len(priors.mean)} priors do not fit together."
        )
