"""The pointwise error r = h - f, sampled so that its integrals, its extremes and its zeros are true ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from reluviz.maths.quadrature import GAUSS_NODES, GAUSS_WEIGHTS, in_gaps, panels_between
from reluviz.maths.roots import find_sign_changes

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from reluviz.maths.piecewise import FloatArray, PiecewiseLinear
    from reluviz.maths.quadrature import Gaps
    from reluviz.maths.roots import SignChanges

__all__ = ["Approximand", "Model", "Points", "Residual", "counts_at", "errors_at", "sample_residual"]

# Columns of a panel: its left end, the Gauss nodes, its right end.
_COLUMNS: FloatArray = np.concatenate([[0.0], GAUSS_NODES, [1.0]])
_NEIGHBOURS: FloatArray = np.array([-1.0, 0.0, 1.0])
_PARABOLA_STEPS = 3
#: A maximum that a step raises by less, relatively, is found.
_SETTLED = 1e-14
#: A one-sided limit that differs from the value itself by less than this share of the target is no jump.
_SMALLEST_JUMP = 1e-9
#: Maxima of |r| on the samples that come this close to the largest are refined; between ten nodes per panel
#: the true maximum of a resolved function is never more than a few per cent higher.
_CANDIDATE_SHARE = 0.9


class Model(Protocol):
    """Whatever has an exact piecewise-linear form: a sum of hinges, a partial sum, later a cascade."""

    def piecewise(self) -> PiecewiseLinear:
        """Return the function by its breakpoints and values."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Data to approximate: sorted `x` of shape (n,) with `y`, and weights (None: all 1)."""

    x: FloatArray
    y: FloatArray
    weights: FloatArray | None = None


class Approximand(Protocol):
    """What this package needs to know of a target; `targets.Target` is the one that provides it."""

    @property
    def interval(self) -> tuple[float, float]:
        """Where errors count."""
        ...

    @property
    def breaks(self) -> tuple[float, ...]:
        """Its known kinks and jumps, wherever they are."""
        ...

    @property
    def cells(self) -> FloatArray:
        """Edges of cells that resolve the function, from the first place that counts to the last."""
        ...

    @property
    def gaps(self) -> Gaps:
        """Where in the interval errors do not count; empty for most functions and for data."""
        ...

    @property
    def points_inside(self) -> Points | None:
        """The data that counts, or None for a function."""
        ...

    def __call__(self, x: FloatArray) -> FloatArray:
        """Evaluate, vectorised."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Residual:
    """r = h - f on a function target, panel by panel.

    Attributes
    ----------
    x, r : arrays of shape (m, 10)
        Left end, eight Gauss nodes, right end of each panel, and r there. A panel begins where the one before
        ends, or beyond a gap; every knot, kink and jump that counts is an end. The ends are one-sided
        limits, so a jump of the target shows with both its heights.
    evaluate : callable
        r at any other points.
    """

    x: FloatArray
    r: FloatArray
    evaluate: Callable[[FloatArray], FloatArray]

    @property
    def length(self) -> float:
        """The length of the interval, but for the gaps."""
        return float(self.x[-1, -1] - self.x[0, 0] - (self.x[1:, 0] - self.x[:-1, -1]).sum())

    @property
    def widths(self) -> FloatArray:
        """How long each panel is, shape (m,)."""
        return self.x[:, -1] - self.x[:, 0]

    def panels_before_gaps(self) -> npt.NDArray[np.intp]:
        """Return the panels that a gap comes after."""
        return np.flatnonzero(self.x[1:, 0] != self.x[:-1, -1])

    def integral_of_square(self) -> float:
        """Return ∫r²."""
        inner = self.r[:, 1:-1]
        return float(self.widths @ ((inner * inner) @ GAUSS_WEIGHTS))

    def integral_of_absolute(self) -> float:
        """Return ∫|r|, with the panels cut where r changes sign.

        A root found to δ costs about |r'|·δ² here, so a few secant steps are as good as exact.
        """
        total = np.abs(self.widths * (self.r[:, 1:-1] @ GAUSS_WEIGHTS))
        changes = self.sign_changes()
        panel = changes.row
        if panel.size:
            # Panels come in order, so the first root of each tells them apart.
            is_first = np.concatenate([[True], panel[1:] != panel[:-1]])
            cut, which = panel[is_first], np.cumsum(is_first) - 1
            owner = np.concatenate([np.arange(cut.size), which, np.arange(cut.size)])
            x = np.concatenate([self.x[cut, 0], changes.x, self.x[cut, -1]])
            order = np.lexsort((x, owner))
            owner, x = owner[order], x[order]
            pieces = np.flatnonzero(owner[1:] == owner[:-1])
            left, width = x[pieces], x[pieces + 1] - x[pieces]
            values = self.evaluate(left[:, None] + width[:, None] * GAUSS_NODES)
            total[cut] = 0.0
            return float(total.sum() + np.abs(width * (values @ GAUSS_WEIGHTS)).sum())
        return float(total.sum())

    def sign_changes(self) -> SignChanges:
        """Return where r changes sign inside the panels; a jump between two panels is none of them."""
        return find_sign_changes(self.x, self.r, self.evaluate)

    def largest(self) -> tuple[float, float]:
        """Return max |r| over the interval and where it is taken (the leftmost place, if several)."""
        x, r = self.peaks(_CANDIDATE_SHARE * float(np.abs(self.r).max()))
        size = np.abs(r)
        best = size >= size.max() * (1 - 1e-12)
        return float(size.max()), float(x[best].min())

    def peaks(self, least: float = 0.0) -> tuple[FloatArray, FloatArray]:
        """Return where |r| has its local maxima of at least `least`, and r there, refined.

        Kinks, jumps (both limits) and the ends of parts are among them, as they are sampled; between
        panels on which the error just goes on there is a maximum only if both sides fall.
        """
        size = np.abs(self.r)
        padded = np.pad(size, ((0, 0), (1, 1)), constant_values=-1.0)
        goes_on = np.abs(self.r[1:, 0] - self.r[:-1, -1]) <= _SMALLEST_JUMP * float(size.max())
        goes_on[self.panels_before_gaps()] = False
        padded[1:, 0] = np.where(goes_on, size[:-1, -2], -1.0)
        padded[:-1, -1] = np.where(goes_on, size[1:, 1], -1.0)
        panel, column = np.nonzero((size >= padded[:, :-2]) & (size >= padded[:, 2:]) & (size >= least))
        columns = np.clip(column, 1, self.r.shape[1] - 2)[:, None] + np.array([-1, 0, 1])
        rows = panel[:, None]
        x, top = self.parabola_peaks(self.x[rows, columns], size[rows, columns])
        # An end of a panel holds the limit from inside, which `evaluate` does not know of.
        sampled = size[panel, column] >= top
        x = np.where(sampled, self.x[panel, column], x)
        return x, np.where(sampled, self.r[panel, column], self.evaluate(x))

    def parabola_peaks(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Refine maxima of |r| by successive parabolas.

        Parameters
        ----------
        x, y : arrays of shape (n, 3)
            Three increasing places around each maximum and |r| there; the result never leaves them.

        Returns
        -------
        places, values : arrays of shape (n,)
        """
        low, high = x[:, 0], x[:, 2]
        best_x, best_y = x[:, 1], y[:, 1]
        reach = 0.5 * (high - low)
        for _ in range(_PARABOLA_STEPS):
            (x0, x1, x2), (y0, y1, y2) = x.T, y.T
            with np.errstate(divide="ignore", invalid="ignore"):
                before, after = (y1 - y0) / (x1 - x0), (y2 - y1) / (x2 - x1)
                vertex = 0.5 * (x0 + x1) - 0.5 * before * (x2 - x0) / (after - before)
            vertex = np.where((after < before) & (vertex > low) & (vertex < high), vertex, best_x)
            reach = 0.1 * reach
            around = vertex[:, None] + reach[:, None] * _NEIGHBOURS
            x = np.minimum(np.maximum(around, low[:, None]), high[:, None])
            y = np.abs(self.evaluate(x))
            rows, top = np.arange(best_y.size), y.argmax(axis=1)
            top_y = y[rows, top]
            settled = (top_y <= best_y * (1 + _SETTLED)).all()
            better = top_y > best_y
            best_x = np.where(better, x[rows, top], best_x)
            best_y = np.where(better, top_y, best_y)
            if settled:
                break
        return best_x, best_y


def sample_residual(model: Model, target: Approximand) -> Residual:
    """Return the residual of `model` against a function target.

    Relied on by the error measures, the good interval and the error strip.
    """
    h = model.piecewise()
    left, right = panels_between(target.cells, target.gaps, h.breakpoints)
    x = left[:, None] + (right - left)[:, None] * _COLUMNS
    x[:, -1] = right
    f = target(x)
    for column, towards in ((0, np.inf), (-1, -np.inf)):
        limit = target(np.nextafter(x[:, column], towards))
        jumps = np.abs(limit - f[:, column]) > _SMALLEST_JUMP * np.abs(f).max()
        f[jumps, column] = limit[jumps]
    return Residual(x, h(x) - f, lambda at: h(at) - target(at))


def counts_at(target: Approximand, x: FloatArray) -> npt.NDArray[np.bool_]:
    """Return at which of the places `x`, of any shape, a target counts; one of data on its whole interval."""
    start, end = target.interval
    if target.gaps:
        start, end = target.cells[0], target.cells[-1]
    inside: npt.NDArray[np.bool_] = (x >= start) & (x <= end)
    return inside & ~in_gaps(x, target.gaps)


def errors_at(target: Approximand, x: FloatArray, heights: FloatArray) -> FloatArray:
    """Return the errors of `heights` at places `x` against a function target, 0 where they do not count."""
    errors: FloatArray = heights - target(x)
    return np.where(counts_at(target, x), errors, 0.0) if target.gaps else errors
