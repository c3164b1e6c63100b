"""The vertices of a sum of hinges: put one elsewhere, and the slopes that do it are solved for.

Between its vertices the curve is straight, so heights at all vertices and the slopes of the two rays beyond
them say all of it. The change of slope at t_i is s_i, whichever way that hinge faces; so moving one vertex
changes at most three slopes, and what then is left of the curve is a line, which bias and linear term are.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING

import numpy as np

from reluviz.errors import InputError
from reluviz.maths.hinges import LARGEST_NUMBER, HingeSum
from reluviz.maths.piecewise import merged

if TYPE_CHECKING:
    import numpy.typing as npt

    from reluviz.maths.piecewise import FloatArray

__all__ = ["Vertices", "add_vertex", "move_vertex", "reach", "vertices_of"]

#: A vertex comes no nearer to its neighbour than this share of the interval, or a quarter of the room there:
#: nearer, slopes would be so steep that their rounding bends the rest of the curve.
_GAP, _QUARTER = 1e-6, 0.25
#: A new vertex this near (as a share of the interval) to one that is there would be the same one.
_SAME = 1e-9
#: Solved numbers are rounded where that moves the curve by no more than this share of its height.
_ROUND = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Vertices:
    """Where the curve can be taken hold of.

    Attributes
    ----------
    x, y : array of shape (n,), n >= 2
        The distinct knots, increasing, and the curve's heights there. An end of the interval beyond all knots
        joins them as a pseudo vertex: the curve has no kink there, but its height can be moved.
    hinges : tuple of tuples of int
        The hinges whose knots stand on each vertex, in the order of the sum; none on a pseudo vertex.
    """

    x: FloatArray
    y: FloatArray
    hinges: tuple[tuple[int, ...], ...]


def vertices_of(model: HingeSum, interval: tuple[float, float]) -> Vertices:
    """Return the vertices of the curve, counting the ends of the interval that lie beyond all knots."""
    x, y, first, last = _places(model, interval)
    order = np.argsort(model.knots, kind="stable")
    indices = order.tolist()
    if x.size - first - last == len(model):
        standing = tuple(zip(indices))
    else:
        starts = model.knots[order].searchsorted(x[first : x.size - last]).tolist()
        ends = [*starts[1:], len(model)]
        standing = tuple(tuple(indices[a:b]) for a, b in zip(starts, ends, strict=True))
    return Vertices(x, y, ((),) * first + standing + ((),) * last)


def reach(model: HingeSum, interval: tuple[float, float], vertex: int) -> tuple[float, float]:
    """Return the smallest and the largest x to which `move_vertex` takes a vertex; equal for a pseudo vertex.

    Raises
    ------
    InputError
        If there is no vertex of that number.
    """
    x, _, first, last = _places(model, interval)
    _check_number(vertex, x)
    return _reach(x, first, last, interval, vertex)


def move_vertex(model: HingeSum, interval: tuple[float, float], vertex: int, x: float, y: float) -> HingeSum:
    """Return the sum whose vertex number `vertex` is at (x, y), all other vertices being where they were.

    Order, number and facings of the hinges stay. All hinges on the vertex move along; where several share a
    vertex, one of them takes the change of its kink: the last that faces as the others that change, if there
    is such a facing, for then bias and linear term stay. Beyond a moved outermost knot the curve goes on
    with the slope it had; beyond a pseudo vertex it goes on straight. Numbers that need not change keep all
    their digits, and those solved for are rounded to about twelve.

    An outermost knot that is drawn into the interval leaves the end of it behind as a new pseudo vertex (and
    the other way round): then the numbers of the vertices after it shift by one.

    Parameters
    ----------
    interval : (float, float)
        That of the target; see `vertices_of`.
    vertex : int
        Its number in `vertices_of`.
    x, y : float
        Where it is put. `x` is kept within `reach`.

    Raises
    ------
    InputError
        If there is no such vertex, or a number is or becomes too large.
    """
    places, heights, first, last = _places(model, interval)
    _check_number(vertex, places)
    _check_place(x, y)
    low, high = _reach(places, first, last, interval, vertex)
    x, y = min(max(float(x), low), high), float(y)
    old_x, old_y = float(places[vertex]), float(heights[vertex])
    if x == old_x and y == old_y:
        return model
    before, after, left_turn, right_turn = _turns(model, places, heights, (first, last), vertex, (x, y))
    height = max(abs(y), float(np.abs(heights[max(vertex - 1, 0) : vertex + 2]).max()))
    unit = _ROUND * height / float(places[-1] - places[0])

    knots, slopes = model.knots.copy(), model.slopes.copy()
    solved: list[int] = []
    groups = [
        (change, np.flatnonzero(model.knots == places[number]))
        for number, change in ((vertex - 1, before), (vertex, after - before), (vertex + 1, -after))
        if first <= number < places.size - last
    ]
    common = _common_facing(model, [standing for change, standing in groups if change != 0.0])
    for change, standing in groups:
        if change != 0.0:
            takes = standing[model.facings[standing] == common] if common else standing
            solved.append(int(takes[-1]))
            slopes[solved[-1]] = _rounded(float(slopes[solved[-1]]) + change, unit)
    knots[model.knots == places[vertex]] = x

    # Far to one side only the hinges that face that way count, besides bias and linear term. So these follow
    # from either ray; from the one where no hinge changes, if there is such a one, without any rounding.
    facings = model.facings[solved]
    changes = slopes[solved] - model.slopes[solved]
    from_right = (facings < 0).any() and not (facings > 0).any()
    turn = right_turn if from_right else left_turn + float(changes[facings < 0].sum())
    linear = _rounded(model.slope + turn, unit) if turn != 0.0 else model.slope
    moved = HingeSum.from_arrays(knots, model.facings, slopes, model.bias, linear)
    # A ray's height, continued to x = 0, tells the same of the bias.
    curve, step = model.piecewise(), (x - old_x, y - old_y)
    differs = (slopes != model.slopes) | ((knots != model.knots) & (slopes != 0.0))
    for side, is_pseudo, turn, ray_slope, faces_it in (
        (0, first, left_turn, curve.left_slope, model.facings < 0),
        (places.size - 1, last, right_turn, curve.right_slope, model.facings > 0),
    ):
        here = (step[0], step[1]) if side == vertex else (0.0, 0.0)
        ray_slope = 0.0 if is_pseudo else ray_slope
        shift = here[1] - ray_slope * here[0] - turn * float(places[side])
        if shift == 0.0 and not (differs & faces_it).any():
            return moved
    return moved.with_slopes(slopes, _rounded(model.bias + (y - moved(x)), _ROUND * height), linear)


def add_vertex(model: HingeSum, interval: tuple[float, float], x: float, y: float) -> HingeSum:
    """Return the sum with one more hinge, the last, facing right, so that the curve has a vertex at (x, y).

    All other vertices stay. Beyond all of them, the curve goes on from the new one with the slope it had. An
    end of the interval within a billionth of its length takes the place of `x`.

    Raises
    ------
    InputError
        If there is a knot at `x`, or a number is or becomes too large.
    """
    _check_place(x, y)
    near = _SAME * (interval[1] - interval[0])
    for place in interval:
        if abs(x - place) <= near:
            x = place
    distances = np.abs(model.knots - x)
    if distances.size and distances.min() <= near:
        place = float(model.knots[distances.argmin()])
        raise InputError(f"there is a vertex at x = {place:.6g} already; drag it")
    # A hinge of slope 0 changes nothing; its vertex then goes where it is wanted.
    more = HingeSum.from_arrays(
        np.append(model.knots, x),
        np.append(model.facings, 1),
        np.append(model.slopes, 0.0),
        model.bias,
        model.slope,
    )
    places = _places(more, interval)[0]
    return move_vertex(more, interval, int(places.searchsorted(x)), x, y)


def _places(model: HingeSum, interval: tuple[float, float]) -> tuple[FloatArray, FloatArray, bool, bool]:
    """Return x and y of all vertices, and whether the first and the last are pseudo vertices."""
    start, end = interval
    x = merged(model.knots)
    first = not x.size or start < float(x[0])
    last = not x.size or end > float(x[-1])
    x = np.concatenate([[start] if first else [], x, [end] if last else []])
    return x, model.piecewise()(x), first, last


def _reach(
    x: FloatArray, first: bool, last: bool, interval: tuple[float, float], vertex: int
) -> tuple[float, float]:
    at = float(x[vertex])
    end = x.size - 1
    if (vertex == 0 and first) or (vertex == end and last):
        return at, at
    low, high = -LARGEST_NUMBER, LARGEST_NUMBER
    gap = _GAP * (interval[1] - interval[0])
    if 0 < vertex < end:
        gap = min(gap, _QUARTER * float(x[vertex + 1] - x[vertex - 1]))
    # A vertex that is nearer to its neighbour already may stay where it is.
    if vertex > 0:
        neighbour = float(x[vertex - 1])
        low = min(at, max(neighbour + gap, float(np.nextafter(neighbour, np.inf))))
    if vertex < end:
        neighbour = float(x[vertex + 1])
        high = max(at, min(neighbour - gap, float(np.nextafter(neighbour, -np.inf))))
    return low, high


def _turns(
    model: HingeSum,
    places: FloatArray,
    heights: FloatArray,
    ends: tuple[bool, bool],
    vertex: int,
    to: tuple[float, float],
) -> tuple[float, float, float, float]:
    """By how much the pieces before and after a moved vertex, and the left and the right ray, get steeper."""
    (first, last), end = ends, places.size - 1
    is_right = model.facings > 0

    def turn(neighbour: int) -> float:
        slope = (to[1] - float(heights[neighbour])) / (to[0] - float(places[neighbour]))
        # From the hinges: where knots nearly meet, heights have too few digits to tell the slope between.
        counts = is_right ^ (model.knots >= places[max(vertex, neighbour)])
        return slope - (model.slope + float((model.slopes * model.facings)[counts].sum()))

    before = turn(vertex - 1) if vertex > 0 else 0.0
    after = turn(vertex + 1) if vertex < end else 0.0
    # There is no kink at a pseudo vertex: the ray beyond it turns with the segment.
    if vertex == 0 and first:
        before = after
    if vertex == end and last:
        after = before
    left = before if vertex == 0 or (vertex == 1 and first) else 0.0
    right = after if vertex == end or (vertex == end - 1 and last) else 0.0
    return before, after, left, right


def _common_facing(model: HingeSum, groups: list[npt.NDArray[np.intp]]) -> int:
    """Return the facing of which there is a hinge in every group, 0 if there is none, 1 if there are both."""
    for facing in (1, -1):
        if all((model.facings[standing] == facing).any() for standing in groups):
            return facing
    return 0


def _rounded(value: float, unit: float) -> float:
    """Return the value as a decimal number that stands within half a unit of it."""
    return round(value, -floor(log10(unit))) + 0.0 if unit > 0.0 else value


def _check_number(vertex: int, x: FloatArray) -> None:
    if not 0 <= vertex < x.size:
        raise InputError(f"the curve has vertices 0 to {x.size - 1}, not {vertex}")


def _check_place(x: float, y: float) -> None:
    for name, value in (("x", x), ("y", y)):
        if not abs(value) <= LARGEST_NUMBER:
            raise InputError(
                f"{name} of a vertex must be a number between "
                f"-{LARGEST_NUMBER:g} and {LARGEST_NUMBER:g}, not {value}"
            )
