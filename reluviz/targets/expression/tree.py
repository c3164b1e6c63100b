"""What an expression is once it has been read: a small frozen tree, and the table of what may stand in it.

Nothing outside this table can be read, so nothing outside it can be run.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "ALIASES",
    "COMPARISONS",
    "CONSTANTS",
    "FUNCTIONS",
    "Call",
    "Function",
    "Name",
    "Node",
    "Number",
    "is_condition",
    "known_names",
    "nodes_of",
]


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written: finite, never negative (a minus is a node of its own)."""

    value: float


@dataclass(frozen=True, slots=True)
class Name:
    """The variable ``x`` or one of CONSTANTS."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """An operation or a function, and what it is applied to.

    Operations are ``+ - * / ^`` and ``neg`` (a minus before its argument), COMPARISONS, ``and``, ``or`` and
    ``not``; functions are the keys of FUNCTIONS.
    """

    function: str
    arguments: tuple[Node, ...]
    #: Worked out once: else looking up all parts of a long sum would take the square of its length.
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.function, self.arguments)))

    def __hash__(self) -> int:
        return self._hash


Node = Number | Name | Call

COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
_CONDITIONS = frozenset((*COMPARISONS, "and", "or", "not"))

CONSTANTS: Mapping[str, float] = MappingProxyType({"pi": math.pi, "e": math.e, "tau": math.tau})


@dataclass(frozen=True, slots=True)
class Function:
    """How a function is called, and what it does in a few words.

    Attributes
    ----------
    arguments : tuple of str
        What its arguments are, for messages; their number is its arity.
    meaning : str
    most : int
        The largest number of arguments; as many as `arguments` has where it is 0.
    """

    arguments: tuple[str, ...]
    meaning: str
    most: int = 0

    @property
    def fewest(self) -> int:
        """The smallest number of arguments."""
        return len(self.arguments)


_U = ("u",)
_MANY = 100

FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "sin": Function(_U, "sine, in radians"),
        "cos": Function(_U, "cosine, in radians"),
        "tan": Function(_U, "tangent, in radians"),
        "asin": Function(_U, "inverse sine, for -1 ≤ u ≤ 1"),
        "acos": Function(_U, "inverse cosine, for -1 ≤ u ≤ 1"),
        "atan": Function(_U, "inverse tangent"),
        "sinh": Function(_U, "hyperbolic sine"),
        "cosh": Function(_U, "hyperbolic cosine"),
        "tanh": Function(_U, "hyperbolic tangent"),
        "exp": Function(_U, "e to the power u"),
        "log": Function(_U, "natural logarithm"),
        "log2": Function(_U, "logarithm to the base 2"),
        "log10": Function(_U, "logarithm to the base 10"),
        "sqrt": Function(_U, "square root, for u ≥ 0"),
        "cbrt": Function(_U, "cube root, also of negative numbers"),
        "abs": Function(_U, "absolute value, also written |u|"),
        "sign": Function(_U, "-1, 0 or 1"),
        "floor": Function(_U, "the whole number at or below u"),
        "ceil": Function(_U, "the whole number at or above u"),
        "round": Function(_U, "the nearest whole number, halves to the even one"),
        "mod": Function(("u", "v"), "what is left of u after dividing by v, between 0 and v"),
        "min": Function(("u", "v"), "the smallest", _MANY),
        "max": Function(("u", "v"), "the largest", _MANY),
        "clip": Function(("u", "low", "high"), "u, held between low and high"),
        "step": Function(_U, "0 for u < 0, else 1"),
        "relu": Function(_U, "the hinge max(0, u)"),
        "sigmoid": Function(_U, "1/(1 + e^(-u))"),
        "softplus": Function(_U, "log(1 + e^u), a rounded hinge"),
        "gelu": Function(_U, "u times the normal distribution function of u"),
        "silu": Function(_U, "u times sigmoid(u)"),
        "erf": Function(_U, "error function"),
        "gauss": Function(_U, "e^(-u²/2)"),
        "sinc": Function(_U, "sin(u)/u, and 1 at 0"),
        "hat": Function(_U, "max(0, 1 - |u|)"),
        "triangle": Function(_U, "triangle wave between -1 and 1 with the period and zeros of the sine"),
        "sawtooth": Function(_U, "u/pi between -pi and pi, repeated"),
        "square": Function(_U, "1 from 0 to pi, -1 from pi to 2pi, repeated"),
        "where": Function(
            ("condition", "value", "value otherwise"), "the first value where a condition holds"
        ),
        "piecewise": Function(
            ("condition", "value"), "the value after the first condition that holds, or the last value", _MANY
        ),
    }
)

#: Other spellings; read only, never written.
ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "arcsin": "asin",
        "arccos": "acos",
        "arctan": "atan",
        "ln": "log",
        "lg": "log10",
        "heaviside": "step",
        "g": "relu",
        "sgn": "sign",
        "swish": "silu",
        "normal": "gauss",
    }
)


def is_condition(node: Node) -> bool:
    """Whether a node is true or false rather than a number."""
    return isinstance(node, Call) and node.function in _CONDITIONS


def nodes_of(node: Node) -> Iterator[Node]:
    """Yield a node and all below it, those below first."""
    order, waiting = [], [node]
    while waiting:
        last = waiting.pop()
        order.append(last)
        if isinstance(last, Call):
            waiting.extend(last.arguments)
    return reversed(order)


@cache
def known_names() -> tuple[str, ...]:
    """Return every name that can be read."""
    return ("x", *CONSTANTS, *FUNCTIONS, *ALIASES)
