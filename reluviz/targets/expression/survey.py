"""The places on an interval where an expression may not be smooth, may jump, or may grow without bound.

They are found numerically, with the tree telling where to look; each thing is looked for once.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reluviz.maths.piecewise import merged
from reluviz.maths.quadrature import LARGEST_VALUE
from reluviz.targets.expression.behaviour import Behaviour, behaviour
from reluviz.targets.expression.evaluation import compiled
from reluviz.targets.expression.guards import Guard, guards_of
from reluviz.targets.expression.places import (
    MOST_PLACES,
    changes,
    crossings,
    lowest,
    rounded,
)

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray
    from reluviz.targets.expression.expression import Expression
    from reluviz.targets.expression.places import BoolArray, CellArray
    from reluviz.targets.expression.tree import Node

__all__ = ["Survey"]

#: Cells of the grid, and for long expressions, to be done in time.
_CELLS, _FEW_CELLS, _MANY_STEPS = 4096, 1024, 60
#: Places times steps, for the same reason; so few places are always looked for.
_WORK, _FEWEST_PLACES = 6000, 64
#: A zero that is touched: so small is the least value, next to those half a cell away.
_TOUCHED = 1e-9
#: A zero at an end: so small relative to the largest value.
_AT_END = 1e-12


class _Places(NamedTuple):
    """Places and the guards they belong to; `sharp` if known to the last digits."""

    x: FloatArray
    guard: list[Guard]
    sharp: bool


class Survey:
    """What is found out about one expression on one interval; each thing once."""

    def __init__(self, expression: Expression, start: float, end: float) -> None:
        self.expression, self.start, self.end = expression, start, end
        self.length = end - start
        self.guards = guards_of(expression.tree)
        arguments = tuple(dict.fromkeys(guard.argument for guard in self.guards))
        self._program = compiled(expression.tree, arguments)
        self._most = min(MOST_PLACES, max(_FEWEST_PLACES, _WORK // (len(self._program.steps) + 1)))
        cells = _CELLS if len(self._program.steps) <= _MANY_STEPS else _FEW_CELLS
        self.grid = np.linspace(start, end, cells + 1)
        #: The guards with more places than can be told apart.
        self.crowded: list[Guard] = []

    # -- places ---------------------------------------------------------------------------------------

    @cached_property
    def _found(self) -> tuple[_Places, ...]:
        """All places of all guards: zeros and levels passed, then zeros touched."""
        if not self.guards:
            return ()
        values = self._program.run_all(self.grid)
        cells: list[CellArray] = []
        levels: list[FloatArray] = []
        owners: list[Guard] = []
        for guard in self.guards:
            found = crossings(values[guard.argument], guard.levels)
            if found is None or len(owners) + found.cells.size > self._most:
                self.crowded.append(guard)
                continue
            cells.append(found.cells)
            levels.append(found.levels)
            owners += [guard] * found.cells.size
        return (self._passed(cells, levels, owners), self._touched(values))

    def _passed(self, cells: list[CellArray], levels: list[FloatArray], owners: list[Guard]) -> _Places:
        if not owners:
            return _Places(np.empty(0), [], True)
        cell, level = np.concatenate(cells), np.concatenate(levels)
        rows = self._rows_of(owners)

        def passed(points: FloatArray) -> BoolArray:
            return self._arguments_at(points, rows) >= level[:, None]

        left, right = changes(passed, self.grid[cell], self.grid[cell + 1])
        return _Places(rounded(0.5 * (left + right), 4e-16 * self.size), owners, True)

    def _touched(self, values: dict[Node, FloatArray]) -> _Places:
        cells: list[CellArray] = []
        owners: list[Guard] = []
        for guard in self.guards:
            if not guard.touches:
                continue
            sizes = np.abs(values[guard.argument])
            signs = np.sign(values[guard.argument])
            inner = (sizes[1:-1] <= sizes[:-2]) & (sizes[1:-1] <= sizes[2:])
            inner &= (signs[:-2] == signs[2:]) & np.isfinite(sizes[1:-1])
            low = np.flatnonzero(inner) + 1
            if len(owners) + low.size <= self._most // 4:
                cells.append(low)
                owners += [guard] * low.size
            # A zero exactly at an end of the interval is passed by nobody.
        if not owners:
            return _Places(np.empty(0), [], False)
        cell, rows = np.concatenate(cells), self._rows_of(owners)
        left, right = self.grid[cell - 1], self.grid[cell + 1]
        around = np.abs(self._arguments_at(np.stack([left, right], axis=1), rows)).max(axis=1)
        places, least = lowest(lambda points: np.abs(self._arguments_at(points, rows)), left, right)
        zero = least <= _TOUCHED * around
        kept = [guard for guard, keep in zip(owners, zero, strict=True) if keep]
        return _Places(rounded(places[zero], 1e-7 * self.size), kept, False)

    @property
    def size(self) -> float:
        """The largest number in the interval, by which rounding is judged."""
        return max(abs(self.start), abs(self.end))

    def _rows_of(self, owners: list[Guard]) -> dict[Node, CellArray]:
        """Return which rows belong to which argument."""
        rows: dict[Node, list[int]] = {}
        for row, guard in enumerate(owners):
            rows.setdefault(guard.argument, []).append(row)
        return {node: np.array(numbers) for node, numbers in rows.items()}

    def _arguments_at(self, points: FloatArray, rows: dict[Node, CellArray]) -> FloatArray:
        """Return the value of each row's argument at the points of the row."""
        values = self._program.run_all(points.reshape(-1))
        result = np.empty_like(points)
        for node, numbers in rows.items():
            result[numbers] = values[node].reshape(points.shape)[numbers]
        return result

    @cached_property
    def _ends(self) -> _Places:
        """The ends of the interval, for what happens right there."""
        owners: list[Guard] = []
        places: list[float] = []
        values = self._program.run_all(self.grid)
        for guard in self.guards:
            if not guard.singular:
                continue
            argument = values[guard.argument]
            sizes = np.abs(argument - np.round(argument) if guard.levels else argument)
            largest = 1.0 if guard.levels else float(np.nan_to_num(sizes, posinf=0.0).max())
            for index, place in ((0, self.start), (-1, self.end)):
                # sin(pi) is not 0, only nearly.
                if sizes[index] <= _AT_END * largest:
                    owners.append(guard)
                    places.append(place)
        return _Places(np.array(places, dtype=np.float64), owners, True)

    @cached_property
    def behaviours(self) -> tuple[Behaviour, ...]:
        """What the expression does at each place where values may end or grow without bound."""
        result: list[Behaviour] = []
        for places in (*self._found, self._ends):
            chosen = [i for i, guard in enumerate(places.guard) if guard.singular]
            if chosen:
                x = places.x[chosen]
                causes = [places.guard[i].cause for i in chosen]
                result += behaviour(
                    self.expression, x, causes, (self.start, self.end), places.sharp, self._usual
                )
        return tuple(result)

    @cached_property
    def _values(self) -> FloatArray:
        return self.expression(self.grid)

    @cached_property
    def _usual(self) -> float:
        """The usual size of values, by which those near a pole are judged."""
        sizes = np.abs(self._values)
        # Zeros tell nothing of it: half of step(x)/x is nothing else.
        sizes = sizes[(sizes > 0.0) & (sizes <= LARGEST_VALUE)]
        return float(np.median(sizes)) if sizes.size else 0.0

    def kinks_and_jumps(self) -> tuple[float, ...]:
        """Return places inside the interval where it may not be smooth; empty if there are too many."""
        places = [
            places.x[[not guard.singular or guard.cause.function == "sqrt" for guard in places.guard]]
            for places in self._found
            if places.guard
        ]
        jumps = np.array([at.place for at in self.behaviours if at.jumps or at.kind == "edge"])
        x = merged(np.empty(0), jumps, *places)
        inside = x[(x > self.start) & (x < self.end)]
        if inside.size == 0 or inside.size > MOST_PLACES:
            return ()
        # The same place, found for two reasons, differs by rounding.
        apart = np.concatenate([[True], np.diff(inside) > 1e-14 * self.size])
        return tuple(inside[apart].tolist())
