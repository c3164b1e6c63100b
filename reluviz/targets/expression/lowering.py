"""What each operation and function is in terms of NumPy: the only functions an expression can reach."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from reluviz.targets.expression.tree import CONSTANTS, Name, Node, Number

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Lowering"]

#: Powers up to this are products: x³ as x·x·x is many times faster than a general power.
LARGEST_PRODUCT = 16


class Lowering:
    """Collects steps ``(function, registers of arguments, register of the result)``; equal ones once."""

    def __init__(self) -> None:
        self.steps: list[tuple[Callable[..., Any], tuple[int, ...], int]] = []
        self.constants: dict[int, float] = {}
        self.registers = 1
        self._known: dict[Any, int] = {}
        self._nodes: dict[Node, int] = {}

    def constant(self, value: float) -> int:
        """Return the register of a constant."""
        key = ("constant", repr(value))
        if key not in self._known:
            self._known[key] = self.registers
            self.constants[self.registers] = value
            self.registers += 1
        return self._known[key]

    def step(self, function: Callable[..., Any], *arguments: int) -> int:
        """Return the register of a result; constants are worked out here and now."""
        key = (function, arguments)
        if key in self._known:
            return self._known[key]
        if all(at in self.constants for at in arguments):
            value = function(*(np.float64(self.constants[at]) for at in arguments))
            self._known[key] = self.constant(float(value))
        else:
            self._known[key] = self.registers
            self.steps.append((function, arguments, self.registers))
            self.registers += 1
        return self._known[key]

    def node(self, node: Node) -> int:
        """Return the register that holds the value of a node."""
        known = self._nodes.get(node)
        if known is None:
            known = self._nodes[node] = self._node(node)
        return known

    def _node(self, node: Node) -> int:
        if isinstance(node, Number):
            return self.constant(node.value)
        if isinstance(node, Name):
            return 0 if node.name == "x" else self.constant(CONSTANTS[node.name])
        if node.function == "^":
            return self._power(*node.arguments)
        arguments = [self.node(argument) for argument in node.arguments]
        direct = _DIRECT.get(node.function)
        if direct is not None:
            return self.step(direct, *arguments)
        return _BUILT[node.function](self, *arguments)

    def _power(self, base: Node, exponent: Node) -> int:
        if base == Name("e"):
            return self.step(np.exp, self.node(exponent))
        below, above = self.node(base), self.node(exponent)
        value = self.constants.get(above)
        if value is None or below in self.constants:
            if self.constants.get(below) == 2.0:
                return self.step(np.exp2, above)
            return self.step(np.power, below, above)
        if value == 0.5:
            return self.step(np.sqrt, below)
        if value.is_integer() and 0 < abs(value) <= LARGEST_PRODUCT:
            product = self._product(below, int(abs(value)))
            return product if value > 0 else self.step(np.divide, self.constant(1.0), product)
        return self.step(np.power, below, above)

    def _product(self, base: int, times: int) -> int:
        """Return base to the power `times`, from squares."""
        result, square = None, base
        while True:
            if times % 2:
                result = square if result is None else self.step(np.multiply, result, square)
            times //= 2
            if not times:
                assert result is not None
                return result
            square = self.step(np.multiply, square, square)

    # -- functions put together from others -----------------------------------------------------------

    def scaled(self, factor: float, u: int) -> int:
        """Return factor·u."""
        return self.step(np.multiply, self.constant(factor), u)

    def folded(self, function: Callable[..., Any], *arguments: int) -> int:
        """Return a function of two arguments applied to all, from left to right."""
        result = arguments[0]
        for argument in arguments[1:]:
            result = self.step(function, result, argument)
        return result

    def sigmoid(self, u: int) -> int:
        """Return 1/(1 + e^-u) by tanh, which overflows nowhere."""
        half = self.step(np.tanh, self.scaled(0.5, u))
        return self.scaled(0.5, self.step(np.add, half, self.constant(1.0)))

    def gelu(self, u: int) -> int:
        """Return u·Φ(u)."""
        phi = self.step(np.add, self.step(_erf, self.scaled(math.sqrt(0.5), u)), self.constant(1.0))
        return self.step(np.multiply, self.scaled(0.5, u), phi)

    def hat(self, u: int) -> int:
        """Return max(0, 1 - |u|)."""
        slope = self.step(np.subtract, self.constant(1.0), self.step(np.absolute, u))
        return self.step(np.maximum, slope, self.constant(0.0))

    def turns(self, u: int, shift: float) -> int:
        """Return u in turns of 2π since the last whole one, plus `shift`: from 0 up to 1."""
        turns = self.step(np.add, self.scaled(1.0 / math.tau, u), self.constant(shift))
        return self.step(np.subtract, turns, self.step(np.floor, turns))

    def sawtooth(self, u: int) -> int:
        """Return u/π between -π and π, repeated."""
        return self.step(np.subtract, self.scaled(2.0, self.turns(u, 0.5)), self.constant(1.0))

    def square(self, u: int) -> int:
        """Return 1 in the first half of each turn and -1 in the second."""
        first = self.step(np.less, self.turns(u, 0.0), self.constant(0.5))
        wave = self.step(np.where, first, self.constant(1.0), self.constant(-1.0))
        # A comparison hides that u has no value.
        return self.step(np.add, wave, self.scaled(0.0, u))

    def triangle(self, u: int) -> int:
        """Return straight lines between the extrema and zeros of the sine."""
        turned = self.step(np.subtract, self.turns(u, 0.25), self.constant(0.5))
        return self.step(np.subtract, self.constant(1.0), self.scaled(4.0, self.step(np.absolute, turned)))

    def piecewise(self, *parts: int) -> int:
        """Return the value after the first condition that holds; NaN where none does and no value is left."""
        pairs = len(parts) // 2
        result = parts[-1] if len(parts) % 2 else self.constant(math.nan)
        for number in reversed(range(pairs)):
            result = self.step(np.where, parts[2 * number], parts[2 * number + 1], result)
        return result


def _erf(u: Any) -> Any:  # noqa: ANN401
    # Loaded with the first expression that needs it: a start must not wait for SciPy.
    from scipy.special import erf

    return erf(u)


def _sinc(u: Any) -> Any:  # noqa: ANN401
    at_zero = u == 0.0
    return np.where(at_zero, 1.0, np.divide(np.sin(u), np.where(at_zero, 1.0, u)))


_DIRECT: dict[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "neg": np.negative,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
    "and": np.logical_and,
    "or": np.logical_or,
    "not": np.logical_not,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "exp": np.exp,
    "log": np.log,
    "log2": np.log2,
    "log10": np.log10,
    "sqrt": np.sqrt,
    "cbrt": np.cbrt,
    "abs": np.absolute,
    "sign": np.sign,
    "floor": np.floor,
    "ceil": np.ceil,
    "round": np.rint,
    "mod": np.mod,
    "where": np.where,
    "erf": _erf,
    "sinc": _sinc,
}
_BUILT: dict[str, Callable[..., int]] = {
    "min": lambda to, *u: to.folded(np.minimum, *u),
    "max": lambda to, *u: to.folded(np.maximum, *u),
    "clip": lambda to, u, low, high: to.folded(np.minimum, to.folded(np.maximum, u, low), high),
    "step": lambda to, u: to.step(np.heaviside, u, to.constant(1.0)),
    "relu": lambda to, u: to.step(np.maximum, u, to.constant(0.0)),
    "softplus": lambda to, u: to.step(np.logaddexp, u, to.constant(0.0)),
    "silu": lambda to, u: to.step(np.multiply, u, to.sigmoid(u)),
    "gauss": lambda to, u: to.step(np.exp, to.scaled(-0.5, to.step(np.multiply, u, u))),
    "sigmoid": Lowering.sigmoid,
    "gelu": Lowering.gelu,
    "hat": Lowering.hat,
    "sawtooth": Lowering.sawtooth,
    "square": Lowering.square,
    "triangle": Lowering.triangle,
    "piecewise": Lowering.piecewise,
}
