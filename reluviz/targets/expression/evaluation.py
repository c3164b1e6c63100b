"""From tree to NumPy: a list of steps, equal subtrees once, each written over what is no longer needed.

There is no ``eval`` and no compiler: a step is a NumPy function from a table and the places of its
arguments. Constants are float64 from the first, so that 9^9^9^9 is infinite at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from reluviz.targets.expression.lowering import Lowering

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.maths.piecewise import FloatArray
    from reluviz.targets.expression.tree import Node

__all__ = ["Program", "compiled"]


@dataclass(frozen=True, slots=True)
class _Step:
    """One call: what, of which registers, into which, and over which old one it may write."""

    function: Callable[..., Any]
    arguments: tuple[int, ...]
    result: int
    over: int
    done: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """Steps over registers; register 0 is x, then constants, then results."""

    constants: tuple[tuple[int, float], ...]
    steps: tuple[_Step, ...]
    registers: int
    result: int
    #: Where the value of each node asked for is kept.
    kept: dict[Node, int]

    def run(self, x: FloatArray) -> FloatArray:
        """Return the values at `x`, of the same shape; NaN or infinite where there are none."""
        value = self._held(x)[self.result]
        if value is x or np.ndim(value) != x.ndim:
            # Never the places themselves; and a constant takes their shape.
            result: FloatArray = np.empty_like(x)
            result[...] = value
            return result
        shaped: FloatArray = value
        return shaped

    def run_all(self, x: FloatArray) -> dict[Node, FloatArray]:
        """Return the values of all the nodes that were to be kept, broadcast to the shape of `x`."""
        held = self._held(x)
        values = {node: np.asarray(held[register], dtype=np.float64) for node, register in self.kept.items()}
        return {
            node: value if value.shape == x.shape else np.broadcast_to(value, x.shape)
            for node, value in values.items()
        }

    def _held(self, x: FloatArray) -> list[Any]:
        held: list[Any] = [None] * self.registers
        held[0] = x
        for register, value in self.constants:
            held[register] = value
        with np.errstate(all="ignore"):
            for step in self.steps:
                arguments = [held[register] for register in step.arguments]
                if step.over >= 0:
                    value = step.function(*arguments, out=held[step.over])
                else:
                    value = step.function(*arguments)
                for register in step.done:
                    held[register] = None
                held[step.result] = value
        return held


def compiled(root: Node, keep: tuple[Node, ...] = ()) -> Program:
    """Return the steps that evaluate `root`, and keep the values of the nodes in `keep`."""
    lowering = Lowering()
    with np.errstate(all="ignore"):
        result = lowering.node(root)
        kept = {node: lowering.node(node) for node in keep}
    return _allocated(lowering, result, kept)


def _allocated(lowering: Lowering, result: int, kept: dict[Node, int]) -> Program:
    """Find for each step which of its arguments it is the last to use."""
    lasting = {0, result, *kept.values(), *lowering.constants}
    last = {register: number for number, (_, given, _) in enumerate(lowering.steps) for register in given}
    steps: list[_Step] = []
    truths: set[int] = set()
    for number, (function, arguments, register) in enumerate(lowering.steps):
        done = tuple(sorted({at for at in arguments if last[at] == number and at not in lasting}))
        truth = function in _TRUTHS
        if truth:
            truths.add(register)
        # Only over an array of numbers, and only by functions of NumPy that take care of overlaps.
        over = -1
        if not truth and isinstance(function, np.ufunc):
            over = next((at for at in done if at not in truths), -1)
        steps.append(_Step(function, arguments, register, over, done))
    constants = tuple(lowering.constants.items())
    return Program(constants, tuple(steps), lowering.registers, result, kept)


_TRUTHS = frozenset(
    (
        np.less,
        np.less_equal,
        np.greater,
        np.greater_equal,
        np.equal,
        np.not_equal,
        np.logical_and,
        np.logical_or,
        np.logical_not,
    )
)
