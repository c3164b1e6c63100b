"""The best minimax spline with free knots: the narrowest tube that so few straight pieces can pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from reluviz.fitting.curvature import BendDensity, bend_density
from reluviz.fitting.minimax import minimax_values
from reluviz.fitting.nodes import exactly
from reluviz.fitting.segments import ends_of
from reluviz.fitting.tube import Links, TubeSamples, fewest_links, sample_tube
from reluviz.maths.piecewise import PiecewiseLinear, merged
from reluviz.maths.residual import sample_residual

if TYPE_CHECKING:
    from reluviz.fitting.norms import Watch
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand

__all__ = ["FoundMinimax", "Tube", "best_minimax"]

_LEAST_SAMPLES, _SAMPLES_A_PIECE = 600, 40
#: Of data with more points, only some bound the tube at first; those that are left out join when it matters.
_MOST_POINTS, _BLOCKS = 6000, 1500
_ROUNDS = 8
#: How far apart the tolerances may be that are known to be too small and large enough, round by round.
_PRECISION = (3e-3, 1e-3, 2e-4)
_MOST_TRIALS = 60
#: The gaps between samples that hold a knot, and those beside them, are divided at these shares.
_PARTS = np.arange(1, 8) / 8.0
#: The true error may exceed the proven lower bound by this share.
_GOOD = 5e-4
_EXACT = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class FoundMinimax:
    """A spline, its largest error, and a lower bound of that of all with as many pieces."""

    nodes: FloatArray
    values: FloatArray
    error: float
    bound: float


def best_minimax(target: Approximand, pieces: int, watch: Watch | None = None) -> FoundMinimax:
    """Return the spline of `pieces` pieces with the smallest largest error.

    Notes
    -----
    A minimum-link path shows how many pieces a tolerance needs (`fitting.tube`), so the smallest tolerance
    for `pieces` is found by bisection. The tube is bounded at samples only, which makes every tolerance
    that fails a true lower bound; samples are added around the knots and at the true peaks of the error
    until the error of the path is as small as the bound. Then the heights are levelled by an exchange.
    """
    tell = watch or (lambda share: None)
    points = target.points_inside
    if points is not None and points.x.size <= _MOST_POINTS:
        met = sample_tube(target, points.x)
        if met.x.size <= pieces + 1:
            # A node at each point: only points at one place leave an error.
            nodes = exactly(met.x, pieces)
            values = np.interp(nodes, met.x, met.low + 0.5 * (met.high - met.low))
            error = float(np.abs(np.interp(points.x, nodes, values) - points.y).max())
            return FoundMinimax(nodes, values, error, min(met.widest, error))
    tube = Tube(target, pieces)
    best: FoundMinimax | None = None
    for number in range(_ROUNDS):
        tell(0.9 * number / _ROUNDS)
        path = tube.narrowest(_PRECISION[min(number, len(_PRECISION) - 1)], tell)
        error = tube.true_error(path)
        if best is None or error < best.error:
            best = FoundMinimax(path.nodes, path.values, error, tube.too_small)
        if best.error <= max(tube.too_small * (1 + _GOOD), _EXACT * tube.size):
            break
        tube.refine(path)
    assert best is not None
    tell(0.9)
    nodes = exactly(best.nodes, pieces)
    values = np.interp(nodes, best.nodes, best.values)
    # Nodes closer together than knots can be told apart were moved: the path is another one then.
    error = _largest(target, _curve(Links(nodes, values, is_whole=True)))
    if error > _EXACT * tube.size:
        levelled = minimax_values(target, nodes)
        if levelled.error < error:
            values, error = levelled.values, levelled.error
    return FoundMinimax(nodes, values, error, min(tube.too_small, error))


class Tube:
    """The samples that bound a tube, and what is known of the tolerances it can have.

    Attributes
    ----------
    too_small : float
        The largest tolerance known to need more pieces.
    """

    def __init__(self, target: Approximand, pieces: int) -> None:
        self._target, self._pieces = target, pieces
        self._density: BendDensity = bend_density(target, "max")
        places = self._density.spaced(max(_LEAST_SAMPLES, _SAMPLES_A_PIECE * pieces))
        self._samples = sample_tube(target, places)
        self._all = self._samples
        if target.points_inside is not None and self._all.x.size > _MOST_POINTS:
            self._used = _outermost(self._all)
            self._samples = _some(self._all, self._used)
        self.size = max(
            float(np.abs(self._samples.low).max()), float(np.abs(self._samples.high).max()), 1e-300
        )
        self.too_small = self._samples.widest * (1 - _EXACT)
        self._large_enough = self._samples.widest + 0.5 * float(
            self._samples.high.max() - self._samples.low.min()
        )

    def needed(self, tolerance: float) -> int:
        """Return how many pieces `tolerance` needs at least, or one more than asked for."""
        links = fewest_links(self._samples, tolerance, self._pieces)
        return links.nodes.size - 1 if links.is_whole else self._pieces + 1

    def narrowest(self, precision: float, tell: Watch) -> Links:
        """Return a path through the narrowest tube for the samples so far."""
        smallest = _EXACT * self.size
        guess = self._large_enough
        path: Links | None = None
        for _ in range(_MOST_TRIALS):
            tell(0.0)
            links = fewest_links(self._samples, guess, self._pieces)
            if links.is_whole:
                path, self._large_enough = links, guess
                # The tolerance goes with the square of the length of the pieces.
                guess = guess * ((links.nodes.size - 1) / (self._pieces + 0.5)) ** 2
            else:
                self.too_small = max(self.too_small, guess)
                if guess >= self._large_enough:
                    self._large_enough = 2.0 * guess
                share = float(self._density.share_at(links.nodes[-1:])[0])
                guess = guess / max(share, 0.1) ** 2 * (1 + 0.5 * precision)
            low, high = max(self.too_small, smallest), self._large_enough
            if path is not None and high <= low * (1 + precision):
                return path
            if path is not None and high <= smallest:
                return path
            middle = float(np.sqrt(low * high))
            if not low * (1 + 0.3 * precision) < guess < high * (1 - 0.3 * precision) or (
                path is not None and high < 1.2 * low
            ):
                guess = middle
        return path or fewest_links(self._samples, self._large_enough, self._pieces)

    def true_error(self, path: Links) -> float:
        """Return the largest error of a path everywhere, not at the samples alone."""
        return _largest(self._target, _curve(path))

    def refine(self, path: Links) -> None:
        """Add samples where the path may leave the tube between those so far."""
        if self._target.points_inside is not None:
            self._add_points(path)
            return
        x = self._samples.x
        before = x.searchsorted(path.nodes[1:-1]).clip(1, x.size - 1) - 1
        gaps = merged(*(before + side for side in (-1, 0, 1)))
        gaps = gaps[(gaps >= 0) & (gaps < x.size - 1)].astype(np.intp)
        near = (x[gaps, None] + (x[gaps + 1] - x[gaps])[:, None] * _PARTS).ravel()
        start, end = ends_of(self._target)
        near = np.concatenate([near, sample_residual(_curve(path), self._target).peaks()[0]])
        more = sample_tube(self._target, near[(near > start) & (near < end)])
        self._samples = _united(self._samples, more)

    def _add_points(self, path: Links) -> None:
        """Let the worst points of each part of the path, above and below, join the samples."""
        if self._samples.x.size == self._all.x.size:
            return
        curve = np.interp(self._all.x, path.nodes, path.values)
        owner = path.nodes[1:-1].searchsorted(self._all.x) * 8
        width = np.diff(path.nodes)
        owner = owner + np.clip(8 * (self._all.x - path.nodes[owner // 8]) / width[owner // 8], 0, 7).astype(
            np.intp
        )
        worst = [self._used]
        for excess in (curve - self._all.low, self._all.high - curve):
            order = np.lexsort((-excess, owner))
            firsts = order[np.concatenate([[True], owner[order][1:] != owner[order][:-1]])]
            worst.append(firsts)
        self._used = merged(*worst).astype(np.intp)
        self._samples = _some(self._all, self._used)


def _curve(path: Links) -> PiecewiseLinear:
    nodes = merged(path.nodes)
    first = path.nodes.searchsorted(nodes)
    return PiecewiseLinear(nodes, path.values[first], 0.0, 0.0)


def _largest(target: Approximand, curve: PiecewiseLinear) -> float:
    points = target.points_inside
    if points is not None:
        return float(np.abs(curve(points.x) - points.y).max())
    return sample_residual(curve, target).largest()[0]


def _united(first: TubeSamples, second: TubeSamples) -> TubeSamples:
    x = np.concatenate([first.x, second.x])
    order = np.argsort(x, kind="stable")
    keep = order[np.concatenate([[True], np.diff(x[order]) > 0])]
    return TubeSamples(
        x[keep],
        np.concatenate([first.low, second.low])[keep],
        np.concatenate([first.high, second.high])[keep],
        first.between,
    )


def _some(samples: TubeSamples, which: npt.NDArray[np.intp]) -> TubeSamples:
    return TubeSamples(samples.x[which], samples.low[which], samples.high[which], samples.between)


def _outermost(samples: TubeSamples) -> npt.NDArray[np.intp]:
    """Return the indices of the lowest and the highest sample of each of many blocks, and of both ends."""
    blocks = np.array_split(np.arange(samples.x.size), _BLOCKS)
    lowest = [block[samples.low[block].argmin()] for block in blocks]
    highest = [block[samples.high[block].argmax()] for block in blocks]
    return merged([0, samples.x.size - 1], lowest, highest).astype(np.intp)
