"""The target: what is approximated, on which interval."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from reluviz.errors import InputError
from reluviz.maths.hinges import LARGEST_NUMBER
from reluviz.maths.quadrature import resolve_cells
from reluviz.maths.residual import Points
from reluviz.targets.counting import Counting, counting_on
from reluviz.targets.drawn import USUAL_SMOOTHING, DrawnCurve, drawn_curve
from reluviz.targets.held_out import HeldOut
from reluviz.targets.interval import checked_interval, shortest_length
from reluviz.targets.library import LIBRARY, LibraryFunction
from reluviz.targets.points import DataPoints

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from reluviz.maths.piecewise import FloatArray
    from reluviz.maths.quadrature import Gaps
    from reluviz.targets.expression import Expression

__all__ = ["DataPoints", "Target", "checked_interval", "shortest_length"]

_CACHED_TABLES = 64
#: Where a typed formula is approximated if nothing else is said.
USUAL_INTERVAL = (-3.0, 3.0)
_SMALLEST_WEIGHT = 1e-60


@dataclass(frozen=True)
class Target:
    """What is approximated on an interval.

    Attributes
    ----------
    source : LibraryFunction, Expression, DataPoints or DrawnCurve
        Where its values come from.
    interval : (float, float)
        Errors are measured here and nowhere else, but for the `gaps` of the target.
    held_out : HeldOut or None
        Which points of data no fit sees.

    Raises
    ------
    InputError
        If the interval is none, holds no data point, or is too long for so lively a function; if the function
        has values almost nowhere in it, or more gaps than can be told apart; if points of a function are to
        be held out.
    """

    source: LibraryFunction | Expression | DataPoints | DrawnCurve
    interval: tuple[float, float]
    held_out: HeldOut | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "interval", checked_interval(*self.interval))
        if self.data is not None:
            points, held_out = self._parted
            if points.x.size == 0:
                start, end = self.interval
                but = " but those held out" if held_out is not None else ""
                raise InputError(f"no data point lies in the interval [{start:g}, {end:g}]{but}")
        elif self.held_out is not None:
            raise InputError("only points of data can be held out; this target is a function")
        else:
            # Now rather than at the first measurement: a target that cannot be measured must not come to be.
            _ = self.cells

    @classmethod
    def named(
        cls,
        name: str,
        interval: tuple[float, float] | None = None,
        values: Mapping[str, float] | None = None,
    ) -> Target:
        """Return the library's function `name` (its key, its name or its formula), as in ``named("sine")``.

        Parameters
        ----------
        name : str
        interval : (float, float), optional
            The one it is usually approximated on, if not given.
        values : mapping of str to float, optional
            Those of its parameters that are not to be the usual ones, as in ``{"frequency": 3}``.

        Raises
        ------
        InputError
            If there is no such function, no such parameter, or the interval is none.
        """
        wanted = name.strip().casefold().replace("^2", "²").replace(" ", "")
        for entry in LIBRARY.values():
            spellings = (entry.key, entry.name, entry.text)
            if wanted in (spelling.casefold().replace(" ", "") for spelling in spellings):
                chosen = entry.with_values(values or {})
                return cls(chosen, chosen.interval if interval is None else interval)
        known = ", ".join(LIBRARY)
        raise InputError(f"there is no target {name!r}; the library has {known}")

    @classmethod
    def expression(cls, text: str, interval: tuple[float, float] = USUAL_INTERVAL) -> Target:
        """Return a typed formula in x, as in ``expression("sin(3x) + |x|/2", (-3, 3))``.

        Where it has no values, or grows without bound, it has `gaps`, and `remarks` that say why:
        ``expression("1/x", (-1, 1))`` counts on [-1, -0.02] and [0.02, 1].

        Raises
        ------
        ExpressionError
            If it cannot be read, with the position.
        InputError
            If the interval is none, or the formula has values almost nowhere in it.
        """
        # Formulas are a large part of the package that few targets need.
        from reluviz.targets.expression import parse_expression

        return cls(parse_expression(text), interval)

    @classmethod
    def points(
        cls,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        weights: npt.ArrayLike | None = None,
        interval: tuple[float, float] | None = None,
        name: str = "Data",
    ) -> Target:
        """Return data as a target; rows with NaN or with weight 0 are dropped, the rest sorted by x.

        Parameters
        ----------
        x, y : array_like of shape (n,)
        weights : array_like of shape (n,), optional
            Not negative.
        interval : (float, float), optional
            From the smallest to the largest x if not given.

        Raises
        ------
        InputError
            If the lengths differ, a number is infinite, a weight is negative, or no row is left.
        """
        columns = [_column(column) for column in (x, y)]
        columns.append(np.ones_like(columns[0]) if weights is None else _column(weights))
        if len({column.size for column in columns}) != 1:
            sizes = ", ".join(str(column.size) for column in columns[: 2 if weights is None else 3])
            raise InputError(f"data needs columns of equal length, not {sizes}")
        keep = ~np.isnan(columns[0]) & ~np.isnan(columns[1]) & ~np.isnan(columns[2]) & (columns[2] != 0.0)
        columns = [column[keep] for column in columns]
        if columns[0].size == 0:
            raise InputError("the data has no row with two numbers")
        for label, column in zip(("x", "y", "weight"), columns, strict=True):
            usable = np.abs(column) <= LARGEST_NUMBER
            if not usable.all():
                raise InputError(
                    f"data must lie between -{LARGEST_NUMBER:g} and {LARGEST_NUMBER:g}; "
                    f"one {label} is {column[np.argmin(usable)]}"
                )
        if (columns[2] < 0).any():
            raise InputError(f"weights must not be negative; one is {columns[2].min():g}")
        order = np.argsort(columns[0], kind="stable")
        sorted_x, sorted_y, sorted_weights = (column[order] for column in columns)
        for column in (sorted_x, sorted_y, sorted_weights):
            column.flags.writeable = False
        source = DataPoints(sorted_x, sorted_y, None if weights is None else sorted_weights, name)
        if interval is None:
            low, high = float(sorted_x[0]), float(sorted_x[-1])
            # One place only is no interval: give it room on both sides.
            shortest = shortest_length(low, high)
            room = 0.0 if high - low > shortest else max(0.5, 2 * shortest)
            interval = (low - room, high + room)
        return cls(source, interval)

    @classmethod
    def csv(cls, path: str | PathLike[str], interval: tuple[float, float] | None = None) -> Target:
        """Return the data in a file as a target: commas, tabs, semicolons or blanks, decimals as they come.

        `reluviz.targets.data` has the table itself, with what was skipped and why.

        Raises
        ------
        InputError
            If it cannot be read, holds no table, or the interval is none.
        """
        # Reading tables is a large part of the package that few targets need.
        from pathlib import Path

        from reluviz.targets.data import read_points

        return read_points(Path(path)).target(interval)

    @classmethod
    def drawn(
        cls,
        points: npt.ArrayLike,
        interval: tuple[float, float] | None = None,
        smoothing: float = USUAL_SMOOTHING,
    ) -> Target:
        """Return a curve drawn by hand as a target, as in ``drawn([(0, 0), (1, 2), (3, 1)], smoothing=0)``.

        Parameters
        ----------
        points : array_like of shape (n, 2)
            From 2 to 2,000 points (x, y), in any order; of several with one x the last counts.
        interval : (float, float), optional
            From the smallest to the largest x if not given; beyond them the curve is level.
        smoothing : float
            From 0 (straight lines through the points) to 1 (only the sweep of the hand is left).

        Raises
        ------
        InputError
            If there are too few or too many points, a number is not finite or too large, the smoothing is out
            of range, or the interval is none.
        """
        curve = drawn_curve(points, smoothing)
        return cls(curve, (float(curve.x[0]), float(curve.x[-1])) if interval is None else interval)

    def on(self, start: float, end: float) -> Target:
        """Return the same target on another interval."""
        return replace(self, interval=(start, end))

    def holding_out(self, share: float, seed: int = 0) -> Target:
        """Return the same data with a share of its points kept from fits; 0 gives all of them back.

        Which ones they are depends on all points, wherever the interval is: none changes sides when it is
        moved. The error at them is ``measure_at(model, target.points_held_out)``.

        Parameters
        ----------
        share : float
            From 0 to 0.9.
        seed : int
            From 0 to 2⁶⁴ − 1; another one draws other points.

        Raises
        ------
        InputError
            If the share or the seed is out of range, the target is a function, or no other point is left.
        """
        return replace(self, held_out=None if share == 0 else HeldOut(share, seed))

    def __call__(self, x: FloatArray) -> FloatArray:
        """Evaluate at `x`, vectorised. Data is joined by straight lines, for drawing only."""
        if self.data is not None:
            result: FloatArray = np.interp(x, self.data.x, self.data.y)
            return result
        if isinstance(self.source, LibraryFunction):
            return self.source.function(np.asarray(x, dtype=np.float64))
        assert not isinstance(self.source, DataPoints)
        values = self.source(x)
        return self._counting.filled(np.asarray(x), values) if self._counting.holes else values

    @property
    def data(self) -> DataPoints | None:
        """Its data points, wherever they are; None for a function."""
        if isinstance(self.source, LibraryFunction):
            return self.source.data
        return self.source if isinstance(self.source, DataPoints) else None

    @property
    def name(self) -> str:
        """The name shown to people."""
        if isinstance(self.source, LibraryFunction | DataPoints | DrawnCurve):
            return self.source.name
        return self.source.pretty

    @property
    def text(self) -> str:
        """The formula in plain text."""
        return self.source.text if isinstance(self.source, LibraryFunction | DrawnCurve) else self.name

    @property
    def latex(self) -> str:
        """The formula in LaTeX, without dollar signs."""
        if isinstance(self.source, LibraryFunction | DrawnCurve):
            return self.source.latex
        return r"\mathrm{data}" if isinstance(self.source, DataPoints) else self.source.latex_line

    @cached_property
    def breaks(self) -> tuple[float, ...]:
        """Its known kinks and jumps outside gaps; of a typed formula those in the interval."""
        if isinstance(self.source, LibraryFunction | DrawnCurve):
            known = self.source.breaks
        else:
            known = () if isinstance(self.source, DataPoints) else self.source.kinks_and_jumps(*self.interval)
        if not self.gaps:
            return known
        return tuple(x for x in known if not any(start <= x <= end for start, end in self.gaps))

    @property
    def gaps(self) -> Gaps:
        """The open stretches of the interval on which errors do not count, from left to right.

        Of a typed formula, and of the logarithm, those without values; and around each place where it grows
        without bound, a share of the interval. Empty for most targets and for data.
        """
        return self._counting.gaps

    @property
    def remarks(self) -> tuple[str, ...]:
        """Why there are gaps, for people: first where errors count, then a sentence for each cause."""
        return self._counting.remarks

    @cached_property
    def _counting(self) -> Counting:
        return _counting(self)

    @cached_property
    def cells(self) -> FloatArray:
        """Edges of cells that resolve a function target, for quadrature (see `maths.quadrature`).

        From the first place of the interval that counts to the last; each gap between is one cell.
        """
        return _cells(self)

    @property
    def points_inside(self) -> Points | None:
        """The data points inside the interval that fits and errors go by, or None for a function."""
        return None if self.data is None else self._parted[0]

    @property
    def points_held_out(self) -> Points | None:
        """The data points inside the interval that are held out, or None if there are none."""
        return None if self.data is None else self._parted[1]

    @cached_property
    def _parted(self) -> tuple[Points, Points | None]:
        """The points inside the interval: those for fits, and those held out if there are any."""
        source = self.data
        assert source is not None
        inside = slice(
            int(np.searchsorted(source.x, self.interval[0], side="left")),
            int(np.searchsorted(source.x, self.interval[1], side="right")),
        )
        columns = [source.x[inside], source.y[inside]]
        if source.weights is not None:
            columns.append(source.weights[inside])
        if self.held_out is None:
            return _points(*columns), None
        chosen = self.held_out.among(source.x.size)[inside]
        held_out = _points(*(column[chosen] for column in columns)) if chosen.any() else None
        return _points(*(column[~chosen] for column in columns)), held_out


def _points(x: FloatArray, y: FloatArray, weights: FloatArray | None = None) -> Points:
    if weights is not None and weights.size:
        # Only their ratios count: as large as they were given, their products might have no number.
        # And what weighs so much less than another point only has to stay above 0.
        weights = np.maximum(weights / weights.max(), _SMALLEST_WEIGHT)
    return Points(x, y, weights)


@lru_cache(maxsize=_CACHED_TABLES)
def _cells(target: Target) -> FloatArray:
    # Shared between equal targets, since undo and every new document make new objects.
    if isinstance(target.source, DrawnCurve):
        # Its pieces are known: nothing has to be found out at every move of the hand.
        return target.source.cells(*target.interval)
    return resolve_cells(target, target.interval, target.breaks, target.gaps)


@lru_cache(maxsize=_CACHED_TABLES)
def _counting(target: Target) -> Counting:
    return counting_on(target.source, target.interval)


def _column(values: npt.ArrayLike) -> FloatArray:
    try:
        return np.asarray(values, dtype=np.float64).ravel()
    except (TypeError, ValueError) as error:
        raise InputError(f"data must be columns of numbers ({error})") from None
