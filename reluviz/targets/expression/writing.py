"""From tree to text: plain and for people; both read back to the same tree."""

from __future__ import annotations

import re
from typing import NamedTuple

from reluviz.maths.formula import number_text
from reluviz.targets.expression.levels import ATOM, COMPARE, LEVELS, NOT, POWER, PRODUCT, SUM
from reluviz.targets.expression.tree import Call, Name, Node, Number

__all__ = ["plain_text", "pretty_text", "short_number"]

_RAISED = str.maketrans("0123456789-xe", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ˣᵉ")
#: Nobody counts as many zeros.
_MANY_ZEROS = 6
_EXPONENT = re.compile(r"e([+-])0*(\d+)$")
_CAN_BE_RAISED = re.compile(r"-?(?:[0-9]+|(?:[0-9]+\*)?x)")


class _Style(NamedTuple):
    """The signs of a way of writing."""

    pretty: bool
    names: dict[str, str]
    signs: dict[str, str]


_PLAIN = _Style(False, {}, {})
_PRETTY = _Style(
    True,
    {"pi": "π", "tau": "τ"},
    {"-": "−", "neg": "−", "<=": "≤", ">=": "≥", "!=": "≠"},
)


def plain_text(node: Node) -> str:
    """Return a tree as text that is typed with any keyboard and reads back to an equal tree."""
    return _written(node, _PLAIN)[0]


def pretty_text(node: Node) -> str:
    """Return a tree as text for people, as in 2x(x − 1); it reads back to an equal tree too."""
    return _written(node, _PRETTY)[0]


def short_number(value: float) -> str:
    """Return a number for people: 1e9 and 2.5e-7, but 100000."""
    text = number_text(value)
    significant = text.rstrip("0")
    if text.isdigit() and len(text) - len(significant) >= _MANY_ZEROS:
        text = f"{value:.{len(significant) - 1}e}"
    return _EXPONENT.sub(lambda match: f"e{match[1].strip('+')}{match[2]}", text)


def _written(node: Node, style: _Style) -> tuple[str, int]:
    """Return the text of a node and how tightly it holds together."""
    if isinstance(node, Number):
        return short_number(node.value) if style.pretty else number_text(node.value), ATOM
    if isinstance(node, Name):
        return style.names.get(node.name, node.name), ATOM
    function, level = node.function, LEVELS.get(node.function, ATOM)
    sign = style.signs.get(function, function)
    if function == "neg":
        return f"{style.signs.get('-', '-')}{_bracketed(node.arguments[0], PRODUCT, style)}", SUM
    if function == "not":
        return f"not {_bracketed(node.arguments[0], COMPARE, style)}", NOT
    if function == "^":
        return _power(node, style), POWER
    if function == "*":
        return _product(node, style), PRODUCT
    if function == "/":
        left, right = node.arguments
        return f"{_bracketed(left, PRODUCT, style)}/{_bracketed(right, POWER, style)}", PRODUCT
    if level == ATOM:
        return _called(node, style), ATOM
    # A sum or a comparison, or conditions put together: from left to right.
    left, right = node.arguments
    left_level = level + (level == COMPARE)
    return f"{_bracketed(left, left_level, style)} {sign} {_bracketed(right, level + 1, style)}", level


def _bracketed(node: Node, level: int, style: _Style) -> str:
    text, own = _written(node, style)
    return text if own >= level else f"({text})"


def _power(node: Call, style: _Style) -> str:
    base, exponent = node.arguments
    below = _bracketed(base, ATOM, style)
    # A root sign takes what stands right after it.
    if below.startswith("√") or below.startswith("∛"):
        below = f"({below})"
    # The sign of an exponent is read as part of it.
    signed = isinstance(exponent, Call) and exponent.function == "neg"
    above = plain_text(exponent)
    if style.pretty and _CAN_BE_RAISED.fullmatch(above):
        return f"{below}{above.replace('*', '').translate(_RAISED)}"
    if signed:
        assert isinstance(exponent, Call)
        inner, level = _written(exponent.arguments[0], style)
        if level >= POWER:
            return f"{below}^{style.signs.get('-', '-')}{inner}"
    return f"{below}^{_bracketed(exponent, POWER, style)}"


def _product(node: Call, style: _Style) -> str:
    left, right = node.arguments
    first, second = _bracketed(left, PRODUCT, style), _bracketed(right, POWER, style)
    if not style.pretty:
        return f"{first}*{second}"
    return f"{first}{'' if _joins(left, first, second) else '·'}{second}"


def _joins(left: Node, first: str, second: str) -> bool:
    """Whether a product is read without a sign between its factors: 2x, 2(x + 1), 3πx, x(x − 1)."""
    if isinstance(left, Call) and left.function == "/":
        return False
    # What follows 1e5 or √2 would be taken for a part of it.
    if first[-1] not in "0123456789πτx)" or re.search(r"[\d.]e[+-]?\d+$|[√∛]\w+$", first):
        return False
    if first[-1].isdigit() and second[0] == "e":
        # 2e would be read as a number with an exponent in 2e3.
        return False
    if first[-1] in "0123456789":
        return second[0] in "xπτ(√∛|" or second[0].isalpha()
    if first[-1] == "x" and (len(first) > 1 and first[-2].isalpha()):
        return False
    return second[0] in "(" if first[-1] in "x)" else second[0] in "x("


def _called(node: Call, style: _Style) -> str:
    function = node.function
    inside = [_written(argument, style)[0] for argument in node.arguments]
    if style.pretty:
        if function == "abs":
            # Bars within bars would close each other.
            return f"|{inside[0]}|" if "|" not in inside[0] else f"abs({inside[0]})"
        if function in ("sqrt", "cbrt"):
            sign = "√" if function == "sqrt" else "∛"
            argument = node.arguments[0]
            alone = isinstance(argument, Name) or (isinstance(argument, Number) and inside[0].isdigit())
            return f"{sign}{inside[0]}" if alone else f"{sign}({inside[0]})"
    return f"{function}({', '.join(inside)})"
