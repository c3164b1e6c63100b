"""The scene: everything that can be seen of a document, resolved once and frozen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from reluviz.maths.measure import (
    Errors,
    errors_of_points,
    errors_of_residual,
    good_interval,
    measure_at,
    residual_at,
    usual_place,
)
from reluviz.maths.piecewise import merged
from reluviz.maths.residual import Points, Residual, counts_at, sample_residual

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy.typing as npt

    from reluviz.document.document import Document
    from reluviz.maths.hinges import HingeSum
    from reluviz.maths.piecewise import FloatArray, PiecewiseLinear

__all__ = ["Bounds", "Scene", "resolve"]

#: More panels than this are drawn by fewer samples each.
_MANY_PANELS = 600
#: Empty room beside the interval and above and below the curves, as shares of what is shown.
_SIDE_ROOM, _TOP_ROOM = 0.06, 0.1
_LEVEL = 1e-9
#: An extremum of the error counts as its largest within this share: there a minimax fit levelled them.
_ALTERNATES = 1e-3
#: Between ten samples a panel an extremum is at most a few per cent higher than the samples beside it.
_CANDIDATE_SHARE = 0.9
#: Beside gaps a curve may grow without bound: it is shown up to so many times the distance of its quartiles
#: beyond them.
_QUARTILES_SHOWN = 3.0
_LOOKS = 801
_POLE_HALVINGS = 8
#: What is worked out of a document, whichever of its hinges are selected.
_OF_A_DOCUMENT = (
    "knot_heights",
    "residual",
    "errors",
    "test_errors",
    "largest_error",
    "alternation",
    "_error_samples",
    "_good_intervals",
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle in data coordinates."""

    left: float
    right: float
    bottom: float
    top: float


@dataclass(frozen=True)
class Scene:
    """A document as there is to see it.

    What costs time is worked out when first asked for and then kept. The canvas, the table, the readouts
    and the figures read a scene; they compare it with the one before and paint what differs.

    Attributes
    ----------
    document : Document
    selection : tuple of int
        Indices of the selected hinges.
    whole : Document or None
        Where the sum is shown as far as it is built up: the document with all its hinges.
    """

    document: Document
    selection: tuple[int, ...] = ()
    whole: Document | None = None

    @property
    def interval(self) -> tuple[float, float]:
        """Where errors count."""
        return self.document.target.interval

    @property
    def sum(self) -> PiecewiseLinear:
        """The sum h, exactly."""
        return self.document.model.piecewise()

    @cached_property
    def knot_heights(self) -> FloatArray:
        """The height of the curve at each hinge's knot, shape (k,), in the order of the hinges."""
        return self.sum(self.document.model.knots)

    @property
    def points(self) -> Points | None:
        """The data points that count, or None where the target is a function."""
        return self.document.target.points_inside

    @property
    def points_held_out(self) -> Points | None:
        """The data points that no fit sees, or None if there are none."""
        return self.document.target.points_held_out

    @cached_property
    def residual(self) -> Residual | None:
        """The sum h - f on a function target; None for data."""
        return None if self.points is not None else sample_residual(self.sum, self.document.target)

    @cached_property
    def errors(self) -> Errors:
        """The errors on the interval."""
        if self.points is not None:
            return errors_of_points(self.points, self._error_samples[1])
        assert self.residual is not None
        return errors_of_residual(self.residual)

    @cached_property
    def test_errors(self) -> Errors | None:
        """The errors at the points held out, or None if there are none."""
        points = self.points_held_out
        return None if points is None else measure_at(self.sum, points)

    @cached_property
    def largest_error(self) -> tuple[float, float]:
        """Where |h - f| is largest, and h - f there with its sign."""
        at, size = self.errors.max_at, self.errors.max
        x, r = self.error_curve()
        place = int(np.searchsorted(x, at))
        around = x[max(place - 1, 0) : place + 1]
        nearest = around[np.abs(around - at).argmin()]
        # At a jump both limits stand at the same x; the larger one is meant.
        candidates = r[np.searchsorted(x, nearest) : np.searchsorted(x, nearest, side="right")]
        sign = candidates[np.argmax(np.abs(candidates))]
        return at, -size if sign < 0 else size

    @cached_property
    def alternation(self) -> FloatArray:
        """Where h - f is as large as anywhere, shape (n, 2): x and h - f with its sign, by increasing x.

        Extrema within 0.1 % of the largest, the ends and the knots among them; of neighbours on the same side
        one. Empty unless fits make the largest error small: a minimax fit is known by the error taking its
        largest size with alternating signs (Chebyshev's theorem).
        """
        largest = self.errors.max if self.document.norm == "max" else 0.0
        # Where h meets f there is only rounding left, which takes its largest size anywhere.
        if not largest > 1e-12 * self._height:
            return np.empty((0, 2))
        if self.residual is None:
            x, r = self.error_curve()
        else:
            x, r = self.residual.x.ravel(), self.residual.r.ravel()
        size, count = np.abs(r), r.size
        candidates = np.flatnonzero(size >= _CANDIDATE_SHARE * largest)
        # Samples next to each other on the same side of 0 belong to one extremum.
        apart = (np.diff(candidates) > 1) | (np.diff(np.sign(r[candidates])) != 0)
        starts = np.concatenate([[0], np.flatnonzero(apart) + 1])
        tops = np.array(
            [part[size[part].argmax()] for part in np.split(candidates, starts[1:])], dtype=np.intp
        )
        places, sizes = x[tops], size[tops]
        if self.residual is not None and count:
            panel, column = np.divmod(tops, self.residual.x.shape[1])
            columns = np.clip(column, 1, self.residual.x.shape[1] - 2)[:, None] + np.array([-1, 0, 1])
            rows = panel[:, None]
            peaks, heights = self.residual.parabola_peaks(
                self.residual.x[rows, columns], np.abs(self.residual.r[rows, columns])
            )
            higher = heights > sizes
            places, sizes = np.where(higher, peaks, places), np.where(higher, heights, sizes)
        counts = sizes >= (1 - _ALTERNATES) * largest
        return np.column_stack([places, np.copysign(sizes, r[tops])])[counts]

    @property
    def usual_place(self) -> float:
        """The middle of the interval, or of its longest part where that does not count."""
        return usual_place(self.document.target)

    def counts(self, x: FloatArray) -> npt.NDArray[np.bool_]:
        """Return at which places errors count; against data anywhere in the interval."""
        return counts_at(self.document.target, x)

    def good_interval(self, tolerance: float, around: float | None = None) -> tuple[float, float] | None:
        """Return the widest interval around a place on which |h - f| <= tolerance; None if it is none there.

        Each is worked out once. A place outside the interval counts as its nearest end.

        Parameters
        ----------
        tolerance : float
            Above 0.
        around : float, optional
            The `usual_place` if not given.
        """
        if around is not None:
            around = min(max(around, self.interval[0]), self.interval[1])
        wanted = (tolerance, around)
        if wanted not in self._good_intervals:
            self._good_intervals[wanted] = good_interval(
                self.document.model, self.document.target, tolerance, around
            )
        return self._good_intervals[wanted]

    @cached_property
    def _good_intervals(self) -> dict[tuple[float, float | None], tuple[float, float] | None]:
        """What was found, by tolerance and place."""
        return {}

    @property
    def _height(self) -> float:
        """How far the sum is from 0 on the interval."""
        extrema = self.sum.extrema(*self.interval)
        return max(abs(extrema.minimum), abs(extrema.maximum))

    @cached_property
    def pinned(self) -> tuple[Scene, ...]:
        """The pins that are shown, each as the scene of the document with its sum."""
        every = zip(self.document.pins, self.every_pin, strict=True)
        return tuple(scene for pin, scene in every if pin.is_shown)

    @cached_property
    def every_pin(self) -> tuple[Scene, ...]:
        """All pins, each as the scene of the document with its sum."""
        return tuple(
            Scene(replace(self.document, model=pin.model, locks=b"", pins=())) for pin in self.document.pins
        )

    @property
    def pin_names(self) -> tuple[str, ...]:
        """The names of the pins that are shown."""
        return tuple(pin.name for pin in self.document.pins if pin.is_shown)

    def error_curve(self) -> tuple[FloatArray, FloatArray]:
        """Return x and h - f, each of shape (n,): samples that resolve the curve, or the data points.

        At a jump of the target x repeats, with both heights. Inside each gap of it stands one NaN.
        """
        return self._error_samples

    @cached_property
    def _error_samples(self) -> tuple[FloatArray, FloatArray]:
        if self.points is not None:
            return self.points.x, residual_at(self.sum, self.points)
        assert self.residual is not None
        x, r = self.residual.x, self.residual.r
        if x.shape[0] > _MANY_PANELS:
            # Each panel is a few pixels at most: its ends and two places between them draw it.
            x, r = x[:, ::3], r[:, ::3]
        before = (self.residual.panels_before_gaps() + 1) * x.shape[1]
        x, r = x.ravel(), r.ravel()
        if before.size:
            x, r = np.insert(x, before, 0.5 * (x[before - 1] + x[before])), np.insert(r, before, np.nan)
        return x, r

    def unit_segments(self, left: float, right: float) -> FloatArray:
        """Return the active half of each unit between `left` and `right`, shape (k, 2, 2).

        Row i is ((x, y), (x, y)): from the knot of hinge i at height 0 along its arm to the edge, or to
        the knot itself twice where nothing of the arm can be seen.
        """
        return _active_halves(self.document.model, left, right)

    def segments_to_come(self, left: float, right: float) -> FloatArray:
        """Return the active halves of the units that are still to come, shape (n, 2, 2)."""
        if self.whole is None:
            return np.empty((0, 2, 2))
        return _active_halves(self.whole.model, left, right)[len(self.document.model) :]

    def target_curve(self, left: float, right: float, count: int) -> tuple[FloatArray, FloatArray]:
        """Return the target from `left` to `right`, sampled at least `count` times, cut at its jumps.

        A jump stands as points next to each other, one rounding apart in x. Where there is no value, NaN or
        infinity stands, and NaN wherever the curve comes back from the other side of a pole. For data, where
        there is no curve, both are empty.
        """
        target = self.document.target
        if self.points is not None or not left < right:
            return np.empty(0), np.empty(0)
        # It may jump at an end, too.
        breaks = np.array([point for point in target.breaks if left <= point <= right])
        x = merged(np.linspace(left, right, count), breaks)
        before, after = np.nextafter(breaks, -np.inf), np.nextafter(breaks, np.inf)
        x = np.sort(np.concatenate([x, before[before > left], after[after < right]]))
        return _cut_at_poles(x, target(x), target)

    def comfortable_bounds(self) -> Bounds:
        """Return the rectangle that shows the interval, the target and the sum with some room around."""
        start, end = self.interval
        side = _SIDE_ROOM * (end - start)
        heights = [self.sum.restrict(start, end).values]
        if self.points is not None:
            heights += [points.y for points in (self.points, self.points_held_out) if points is not None]
        elif self.document.target.gaps:
            heights = list(self._heights_beside_gaps())
        else:
            heights.append(self.target_curve(start, end, 201)[1])
        low = min(float(values.min()) for values in heights)
        high = max(float(values.max()) for values in heights)
        # A level line, or one that only rounding bends, gets as much room as its height.
        level = high - low <= _LEVEL * max(abs(low), abs(high))
        room = max(abs(low), abs(high)) or 1.0 if level else _TOP_ROOM * (high - low)
        return Bounds(start - side, end + side, low - room, high + room)

    def _heights_beside_gaps(self) -> Iterator[FloatArray]:
        """Yield between which heights most of the sum and of the target lies, where errors count."""
        target = self.document.target
        x = np.linspace(*self.interval, _LOOKS)
        x = x[self.counts(x)]
        for heights in (self.sum(x), target(x)):
            low, high = np.quantile(heights, (0.25, 0.75))
            room = _QUARTILES_SHOWN * (high - low)
            yield np.clip(heights, low - room, high + room)


def resolve(
    document: Document,
    selection: tuple[int, ...],
    previous: Scene | None = None,
    whole: Document | None = None,
) -> Scene:
    """Return the scene of a document; the previous one is handed on if nothing is different.

    What was worked out and still holds goes on being used: everything where only the selection changed, and
    the pins as long as neither they nor the target did.
    """
    scene = Scene(document, selection, whole)
    if previous is None:
        return scene
    if previous.document is document:
        if previous.selection == selection and previous.whole is whole:
            return previous
        _hand_on(previous, scene, _OF_A_DOCUMENT)
    if previous.document.pins is document.pins and previous.document.target is document.target:
        _hand_on(previous, scene, ("pinned", "every_pin"))
    return scene


def _hand_on(previous: Scene, scene: Scene, names: tuple[str, ...]) -> None:
    for name in names:
        if name in previous.__dict__:
            scene.__dict__[name] = previous.__dict__[name]


def _cut_at_poles(
    x: FloatArray, y: FloatArray, target: Callable[[FloatArray], FloatArray]
) -> tuple[FloatArray, FloatArray]:
    """Put a NaN wherever a curve changes sign by way of infinity.

    The piece between two samples is halved towards the change of sign: beside a pole the difference of the
    values grows with each step, and of a continuous function it falls, as a rule to half at once.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        before = np.flatnonzero((y[:-1] * y[1:] < 0.0) & (np.diff(x) > 0.0))
        if not before.size:
            return x, y
        low, high, at_low, at_high = x[before], x[before + 1], y[before], y[before + 1]
        first = np.abs(at_high - at_low)
        for _ in range(_POLE_HALVINGS):
            middle = 0.5 * (low + high)
            value = target(middle)
            left = np.sign(value) == np.sign(at_low)
            low, at_low = np.where(left, middle, low), np.where(left, value, at_low)
            high, at_high = np.where(left, high, middle), np.where(left, at_high, value)
            grown = ~(np.abs(at_high - at_low) <= first)
            if not grown.any():
                return x, y
    after = before[grown] + 1
    return np.insert(x, after, 0.5 * (low + high)[grown]), np.insert(y, after, np.nan)


def _active_halves(model: HingeSum, left: float, right: float) -> FloatArray:
    edge = np.where(model.facings > 0, right, left)
    edge = np.where((edge - model.knots) * model.facings > 0, edge, model.knots)
    segments = np.zeros((len(model), 2, 2))
    segments[:, 0, 0] = model.knots
    segments[:, 1, 0] = edge
    segments[:, 1, 1] = model.slopes * np.abs(edge - model.knots)
    return segments
