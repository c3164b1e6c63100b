"""The best least-squares spline with free knots: several starts, each polished, until a bound is met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reluviz.fitting.crowds import condensed, is_crowded
from reluviz.fitting.curvature import BendDensity, bend_density
from reluviz.fitting.nodes import exactly
from reluviz.fitting.polish import Spline, polish, project
from reluviz.fitting.programmes import Grid, continuous_programme, relaxed_programme
from reluviz.fitting.relocation import relocated
from reluviz.fitting.segments import ends_of, sample_segments
from reluviz.maths.piecewise import merged

if TYPE_CHECKING:
    from reluviz.fitting.norms import Watch
    from reluviz.fitting.programmes import Partition
    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.residual import Approximand

__all__ = ["Found", "best_spline", "relaxed_bound"]

_LEAST_CELLS, _CELLS_A_PIECE = 160, 4
#: Pieces of a good partition of an evenly bent grid are alike; longer ones than this are never the best.
_MOST_CELLS_A_PIECE = 30
#: Data with more points than this is cut at places chosen by its bend, not between any two points.
_MOST_CUTS = 200
_REFINEMENTS, _REFINED_PLACES, _REFINED_STEP = 3, 4, 0.25
#: The grid for more pieces than this is refined once: a programme over it takes seconds then.
_MOST_REFINED = 400
#: In the square error: twice as much as in its root. Starts that agree, and a bound that is met.
_SAME, _CLOSE, _MET = 0.002, 0.001, 0.0002
#: Heights tried by the continuous programme, in root mean square errors, and if those are too many.
_LEVELS, _FEW_LEVELS = (-2.0, -1.0, 0.0, 1.0, 2.0), (-2.2, 0.0, 2.2)
#: Of the continuous programme: about 0.1 s.
_MOST_ADDITIONS = 2e7
_LONGER = 2
#: Beside a jump, knots this share of the interval from it.
_JUMP_GAP = 2.5e-9
_EXACT = 1e-26


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A spline and a lower bound of the square error of all with as many pieces."""

    spline: Spline
    bound: float


def best_spline(target: Approximand, pieces: int, watch: Watch | None = None) -> Found:
    """Return the best spline found with `pieces` pieces, and how good any could be.

    Notes
    -----
    The free-knot problem has many local minima (Jupp 1978), so descent starts from several places: from
    knots spread by the bend of the target (de Boor 1973), from the cuts of the relaxed problem, whose
    pieces need not join and which a dynamic programme solves exactly (Bellman 1961), and, unless these
    agree with the bound that the relaxed problem gives, from a dynamic programme over joined pieces with a
    few heights at each place. Then knots are moved from where they serve least to where they lack most,
    as long as that helps. All of it is deterministic.
    """
    if is_crowded(target):
        few = condensed(target)
        found = best_spline(few, pieces, watch)
        spline = project(target, found.spline.nodes)
        return Found(spline, min(found.bound + few.lost, spline.square_error))
    tell = watch or (lambda share: None)
    density = bend_density(target)
    spread = [density.spaced(pieces), *_seeded(target, density, pieces)]
    tried = [polish(target, exactly(nodes, pieces)) for nodes in spread]
    best = min(tried, key=lambda spline: spline.square_error)
    scale = _EXACT * max(_square(target), np.finfo(float).tiny)
    if best.square_error <= scale:
        return Found(best, 0.0)
    tell(0.1)
    grid = Grid(target, _places(target, density, pieces))
    widest = None if pieces < 40 else _MOST_CELLS_A_PIECE
    partition = relaxed_programme(grid, pieces, widest)
    cuts = partition.nodes(pieces)
    other = polish(target, exactly(cuts, pieces))
    agree = abs(other.square_error - best.square_error) <= _SAME * best.square_error
    best = _better(best, other)
    tell(0.3)
    bound = float(partition.square_errors[-1])
    bound = min(_refined(target, cuts, grid.places, bound, watch), best.square_error)
    if best.square_error <= max(scale, (1 + (_CLOSE if agree else _MET)) * bound):
        return Found(best, bound)
    best = _by_levels(target, grid, partition, best, watch)
    best = relocated(target, best, grid.places, watch)
    return Found(best, min(bound, best.square_error))


def relaxed_bound(target: Approximand, most_pieces: int) -> FloatArray:
    """Return lower bounds of the square error for 1 … `most_pieces` pieces, on one grid for all of them.

    They can be too high by the coarseness of the grid: good enough to know where to begin counting.
    """
    density = bend_density(target)
    grid = Grid(target, _places(target, density, most_pieces))
    widest = None if most_pieces < 40 else 4 * _MOST_CELLS_A_PIECE
    bounds = relaxed_programme(grid, most_pieces, widest).square_errors
    # Where every cell is a piece, more pieces leave no less.
    return np.pad(bounds, (0, most_pieces - bounds.size), mode="edge")


def _better(first: Spline, second: Spline) -> Spline:
    return second if second.square_error < first.square_error else first


def _square(target: Approximand) -> float:
    start, end = ends_of(target)
    segments = sample_segments(target, np.array([start, end]))
    return float(segments.weights @ (segments.f * segments.f))


def _seeded(target: Approximand, density: BendDensity, pieces: int) -> list[FloatArray]:
    """Return starts with a knot at each known kink, two at each jump and each gap, if there are as many."""
    seeds = _corners(target)
    if not seeds or len(seeds) > pieces - 1:
        return []
    rest = density.spaced(pieces - len(seeds))
    kept = merged(rest, seeds)
    return [kept]


def _corners(target: Approximand) -> list[float]:
    """Return the known kinks, both sides of each jump and the ends of each gap."""
    start, end = ends_of(target)
    length = end - start
    if target.points_inside is not None:
        return []
    corners: list[float] = []
    for place in target.breaks:
        if not start + 1e-6 * length < place < end - 1e-6 * length:
            continue
        below, above = target(np.nextafter(place, [-np.inf, np.inf]))
        gap = _JUMP_GAP * length
        jumps = abs(above - below) > 1e-9 * (abs(above) + abs(below))
        corners += [place - gap, place + gap] if jumps else [place]
    return corners + [place for ends in target.gaps for place in ends if start < place < end]


def _places(target: Approximand, density: BendDensity, pieces: int) -> FloatArray:
    """Return the places where programmes may cut: by bend and at corners, or between the points of data."""
    start, end = ends_of(target)
    wanted = max(_LEAST_CELLS, _CELLS_A_PIECE * pieces)
    points = target.points_inside
    if points is None:
        return merged(density.spaced(wanted), _corners(target))
    distinct = merged(points.x)
    # Between few points it matters where a knot lies.
    shares = np.arange(0.5, max(1, wanted // distinct.size))
    shares /= shares.size
    between = (distinct[:-1, None] + np.diff(distinct)[:, None] * shares).ravel()
    if between.size > max(_MOST_CUTS, wanted):
        nearest = between.searchsorted(density.spaced(wanted)[1:-1]).clip(max=between.size - 1)
        between = merged(between[nearest])
    return merged([start], between[(between > start) & (between < end)], [end])


def _refined(
    target: Approximand, cuts: FloatArray, places: FloatArray, bound: float, watch: Watch | None
) -> float:
    """Return the square error of the relaxed problem with its cuts moved between the places of the grid."""
    pieces = cuts.size - 1
    if target.points_inside is not None and pieces > 1 and places.size > target.points_inside.x.size:
        # The grid held every place where the points can be told apart: the bound is exact.
        return bound
    step = float(np.diff(places).mean()) if cuts.size == places.size else None
    index = places.searchsorted(cuts)
    around = np.minimum(
        np.diff(places)[np.maximum(index - 1, 0)], np.diff(places)[np.minimum(index, places.size - 2)]
    )
    around = around if step is None else np.full(cuts.size, step)
    reach = np.arange(-_REFINED_PLACES, _REFINED_PLACES + 1) * _REFINED_STEP
    for _ in range(_REFINEMENTS if pieces <= _MOST_REFINED else 1):
        if watch is not None:
            watch(0.3)
        near = cuts[1:-1, None] + around[1:-1, None] * reach
        fine = merged(cuts, near[(near > cuts[0]) & (near < cuts[-1])])
        fine = fine[np.concatenate([[True], np.diff(fine) > 1e-13 * (cuts[-1] - cuts[0])])]
        fine[-1] = cuts[-1]
        partition = relaxed_programme(Grid(target, fine), pieces, 3 * reach.size)
        if fine.size <= pieces or not np.isfinite(partition.square_errors[-1]):
            # Cuts have come together at a jump: there is nothing left to refine.
            break
        bound = min(bound, float(partition.square_errors[-1]))
        cuts = partition.nodes(pieces)
        around = around * _REFINED_STEP
    return bound


def _by_levels(
    target: Approximand, grid: Grid, partition: Partition, best: Spline, watch: Watch | None
) -> Spline:
    """Start from the programme over joined pieces; for data twice, the error being better known then."""
    pieces = best.nodes.size - 1
    data = grid.rest_at is None
    cells = grid.places.size - 1
    # Pieces that join are not much longer than those that need not.
    longest = int(np.diff(grid.places.searchsorted(partition.nodes(pieces))).max())
    affordable = _MOST_ADDITIONS // (pieces * cells)
    levels = np.array(
        _LEVELS if affordable >= min(cells, _LONGER * longest) * len(_LEVELS) ** 2 else _FEW_LEVELS
    )
    widest = int(min(cells, affordable // levels.size**2))
    if widest < longest:
        return best
    for _ in range(2 if data else 1):
        # Of data, heights are tried around the best spline so far: no single point can be trusted. In gaps
        # there is nothing else.
        middle = np.interp(grid.places, best.nodes, best.values) - grid.line[0] - grid.line[1] * grid.local
        if grid.rest_at is not None:
            middle = np.where(np.isnan(grid.rest_at), middle, grid.rest_at)
        weight = float(grid.between(np.array([0]), np.array([grid.places.size - 1]))[0, 0])
        error = float(np.sqrt(best.square_error / weight)) if weight > 0 else 0.0
        nodes = continuous_programme(grid, middle[:, None] + error * levels, pieces, widest, watch)
        best = _better(best, polish(target, exactly(nodes, pieces)))
    return best
