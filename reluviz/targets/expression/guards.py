"""Where to look for kinks, jumps and poles: the arguments whose zeros or levels make them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reluviz.targets.expression.tree import COMPARISONS, CONSTANTS, Call, Name, Node, Number, nodes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Guard", "guards_of"]


@dataclass(frozen=True, slots=True)
class Guard:
    """An argument to watch.

    Attributes
    ----------
    argument : node
    cause : node
        Whose argument it is, to be named in sentences.
    levels : bool
        Whether each whole number that the argument passes counts, not only 0.
    singular : bool
        Whether values may end or grow without bound there; a kink or a jump only, if not.
    touches : bool
        Whether 0 counts also where it is reached and not passed.
    """

    argument: Node
    cause: Call
    levels: bool = False
    singular: bool = False
    touches: bool = False


_ONE = Number(1.0)
_HALF = Number(0.5)
_PI = Name("pi")


def guards_of(root: Node) -> tuple[Guard, ...]:
    """Return what to watch in an expression, each argument once for each cause."""
    found: dict[Guard, None] = {}
    for node in nodes_of(root):
        if isinstance(node, Call):
            for guard in _guards(node):
                if any(below == Name("x") for below in nodes_of(guard.argument)):
                    found[guard] = None
    return tuple(found)


def _guards(node: Call) -> Iterator[Guard]:
    if node.function in COMPARISONS:
        yield from _zeros(_minus(*node.arguments), node)
    elif node.function == "^":
        yield from _power_guards(node)
    elif node.function in ("min", "max"):
        yield from _extreme_guards(node)
    elif node.function in _ENDS:
        for argument in _ENDS[node.function](node.arguments):
            yield from _zeros(
                argument, node, singular=node.function in _SINGULAR, touches=node.function in _TOUCHES
            )
    elif node.function in _LEVELS:
        argument = _LEVELS[node.function](node.arguments)
        yield Guard(argument, node, levels=True, singular=node.function in _SINGULAR)
        if node.function == "mod":
            yield from _zeros(node.arguments[1], node, singular=True, touches=True)


def _power_guards(node: Call) -> Iterator[Guard]:
    base, exponent = node.arguments
    if isinstance(exponent, Number) and exponent.value.is_integer():
        return
    if isinstance(base, Number) or (isinstance(base, Name) and base.name in CONSTANTS):
        return
    yield from _zeros(base, node, singular=True, touches=True)


def _extreme_guards(node: Call) -> Iterator[Guard]:
    first, *others = node.arguments
    for other in others:
        yield from _zeros(_minus(first, other), node)
        first = Call(node.function, (first, other))


def _zeros(argument: Node, cause: Call, *, singular: bool = False, touches: bool = False) -> Iterator[Guard]:
    """Watch the zeros of an argument: of each factor for itself, where they are simpler to find."""
    if isinstance(argument, Call):
        inner = _factors(argument)
        for part in inner:
            yield from _zeros(part, cause, singular=singular, touches=touches)
        if inner:
            return
        if argument.function == "-" and argument.arguments[1] == Number(0.0):
            yield from _zeros(argument.arguments[0], cause, singular=singular, touches=touches)
            return
    yield Guard(argument, cause, singular=singular, touches=touches)


def _factors(node: Call) -> tuple[Node, ...]:
    """Return what must be 0 for a product, a quotient, a power or a root to be so."""
    if node.function == "*":
        return node.arguments
    if node.function in ("/", "neg", "abs", "sqrt", "cbrt"):
        return node.arguments[:1]
    if node.function == "^" and isinstance(node.arguments[1], Number):
        return node.arguments[:1]
    return ()


def _minus(left: Node, right: Node) -> Node:
    return Call("-", (left, right))


def _plus(left: Node, right: Node) -> Node:
    return Call("+", (left, right))


def _over(left: Node, right: Node) -> Node:
    return Call("/", (left, right))


_Arguments = tuple[Node, ...]
_TURN = Name("tau")

#: By function: the arguments whose zeros count.
_ENDS: dict[str, Callable[[_Arguments], _Arguments]] = {
    "/": lambda u: (u[1],),
    **dict.fromkeys(
        ("log", "log2", "log10", "sqrt", "cbrt", "abs", "sign", "step", "relu"), lambda u: (u[0],)
    ),
    **dict.fromkeys(("asin", "acos"), lambda u: (_minus(u[0], _ONE), _plus(u[0], _ONE))),
    "hat": lambda u: (u[0], _minus(u[0], _ONE), _plus(u[0], _ONE)),
    "clip": lambda u: (_minus(u[0], u[1]), _minus(u[0], u[2])),
}
#: By function: the argument whose whole numbers count.
_LEVELS: dict[str, Callable[[_Arguments], Node]] = {
    "floor": lambda u: u[0],
    "ceil": lambda u: u[0],
    "round": lambda u: _plus(u[0], _HALF),
    "tan": lambda u: _plus(_over(u[0], _PI), _HALF),
    "mod": lambda u: _over(u[0], u[1]),
    "sawtooth": lambda u: _plus(_over(u[0], _TURN), _HALF),
    "square": lambda u: _over(u[0], _PI),
    "triangle": lambda u: _plus(_over(u[0], _PI), _HALF),
}
_SINGULAR = frozenset(("/", "log", "log2", "log10", "sqrt", "asin", "acos", "tan"))
_TOUCHES = frozenset(("/", "log", "log2", "log10", "sqrt", "cbrt", "asin", "acos"))
