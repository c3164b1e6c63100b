"""From tree to LaTeX, with nothing but amsmath."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reluviz.targets.expression.levels import ATOM, CHOICE, COMPARE, LEVELS, NOT, POWER, PRODUCT, SUM
from reluviz.targets.expression.tree import Call, Name, Node, Number
from reluviz.targets.expression.writing import short_number

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["latex_line", "latex_text"]

_LATEX_NAMES = {"pi": r"\pi", "tau": r"\tau"}
_LATEX_SIGNS = {
    "<=": r"\leq",
    ">=": r"\geq",
    "==": "=",
    "!=": r"\neq",
    "and": r"\text{ and }",
    "or": r"\text{ or }",
}
_LATEX_FUNCTIONS = {
    **{name: rf"\{name}" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "min", "max")},
    "log": r"\ln",
    "asin": r"\arcsin",
    "acos": r"\arccos",
    "atan": r"\arctan",
    "log2": r"\log_{2}",
    "log10": r"\log_{10}",
    "sigmoid": r"\sigma",
}
_LATEX_POWERED = ("sin", "cos", "tan", "sinh", "cosh", "tanh")
_LATEX_BRACKETS = {
    "abs": (r"\left|", r"\right|"),
    "floor": (r"\left\lfloor ", r"\right\rfloor "),
    "ceil": (r"\left\lceil ", r"\right\rceil "),
    "sqrt": (r"\sqrt{", "}"),
    "cbrt": (r"\sqrt[3]{", "}"),
}


def latex_text(node: Node) -> str:
    """Return a tree in LaTeX, without dollar signs; needs nothing but amsmath."""
    return _latex(node)[0].strip()


#: Choices as a list in braces, for readers of LaTeX that know no environments, such as matplotlib's.
_IN_LINE = (
    (r"\begin{cases} ", r"\{"),
    (r" \end{cases}", r"\}"),
    (r" \\ ", r",\; "),
    (r" & \text{if } ", r"\ \mathrm{if}\ "),
    (r" & \text{otherwise}", r"\ \mathrm{otherwise}"),
    (r"\text{ and }", r"\ \mathrm{and}\ "),
    (r"\text{ or }", r"\ \mathrm{or}\ "),
    (r"\text{not }", r"\mathrm{not}\ "),
)


def latex_line(node: Node) -> str:
    """Return a tree in LaTeX without environments: choices as a list in braces."""
    text = latex_text(node)
    for environment, line in _IN_LINE:
        text = text.replace(environment, line)
    return text


def _latex(node: Node) -> tuple[str, int]:
    if isinstance(node, Number):
        return _latex_number(node.value)
    if isinstance(node, Name):
        return _LATEX_NAMES.get(node.name, node.name), ATOM
    special = _LATEX_SPECIAL.get(node.function)
    if special is not None:
        return special(node)
    level = LEVELS.get(node.function, ATOM)
    if level == ATOM:
        return _latex_called(node), ATOM
    left, right = node.arguments
    sign = _LATEX_SIGNS.get(node.function, node.function)
    return f"{_latex_in(left, level + (level == COMPARE))} {sign} {_latex_in(right, level + 1)}", level


def _latex_in(node: Node, level: int) -> str:
    text, own = _latex(node)
    return text if own >= level else _latex_bracket(text)


def _latex_number(value: float) -> tuple[str, int]:
    mantissa, _, exponent = short_number(value).partition("e")
    if not exponent:
        return mantissa, ATOM
    power = f"10^{{{exponent}}}"
    return (power, POWER) if mantissa == "1" else (rf"{mantissa} \cdot {power}", PRODUCT)


def _latex_product(node: Call) -> tuple[str, int]:
    left, right = node.arguments
    first, second = _latex_in(left, PRODUCT), _latex_in(right, POWER)
    # A dot between two numbers; elsewhere a product shows by itself.
    if second[0].isdigit():
        return rf"{first} \cdot {second}", PRODUCT
    # \pi x needs its blank, 2x and x\left( do not.
    name = re.search(r"\\[A-Za-z]+$", first) and second[0].isalpha()
    return f"{first}{' ' if name else ''}{second}", PRODUCT


def _latex_quotient(node: Call) -> tuple[str, int]:
    above, below = (_latex(argument)[0] for argument in node.arguments)
    return rf"\frac{{{above}}}{{{below}}}", POWER


def _latex_power(node: Call) -> tuple[str, int]:
    base, exponent = node.arguments
    above = _latex(exponent)[0]
    fraction = isinstance(base, Call) and base.function in _LATEX_BRACKETS and base.function != "abs"
    if isinstance(base, Call) and base.function in _LATEX_POWERED:
        # sin²(x) is what people write.
        name, argument = _LATEX_FUNCTIONS[base.function], _latex_bracket(_latex(base.arguments[0])[0])
        return f"{name}^{{{above}}}{argument}", POWER
    below = _latex_in(base, ATOM)
    if fraction:
        below = rf"\left({below}\right)"
    return f"{below}^{{{above}}}", POWER


def _latex_neg(node: Call) -> tuple[str, int]:
    return f"-{_latex_in(node.arguments[0], PRODUCT)}", SUM


def _latex_not(node: Call) -> tuple[str, int]:
    return rf"\text{{not }}{_latex_in(node.arguments[0], ATOM)}", NOT


def _cases(node: Call) -> tuple[Node, ...]:
    """Return conditions and values; a choice as the last value continues the list."""
    *first, last = node.arguments
    if len(first) % 2 == 0 and isinstance(last, Call) and last.function in ("where", "piecewise"):
        return (*first, *_cases(last))
    return node.arguments


def _latex_cases(node: Call) -> tuple[str, int]:
    parts = [_latex(argument)[0] for argument in _cases(node)]
    rows = [rf"{parts[i + 1]} & \text{{if }} {parts[i]}" for i in range(0, len(parts) - 1, 2)]
    if len(parts) % 2:
        rows.append(rf"{parts[-1]} & \text{{otherwise}}")
    lines = r" \\ ".join(rows)
    return rf"\begin{{cases}} {lines} \end{{cases}}", CHOICE


def _latex_called(node: Call) -> str:
    inside = [_latex(argument)[0] for argument in node.arguments]
    if node.function in _LATEX_BRACKETS:
        left, right = _LATEX_BRACKETS[node.function]
        return f"{left}{inside[0]}{right}"
    name = _LATEX_FUNCTIONS.get(node.function, rf"\operatorname{{{node.function}}}")
    return f"{name}{_latex_bracket(', '.join(inside))}"


def _latex_bracket(text: str) -> str:
    """Return a text in brackets, as tall as it is."""
    tall = any(sign in text for sign in (r"\frac", "^", r"\left", r"\begin", r"\sqrt"))
    return rf"\left({text}\right)" if tall else f"({text})"


_LATEX_SPECIAL: dict[str, Callable[[Call], tuple[str, int]]] = {
    "*": _latex_product,
    "/": _latex_quotient,
    "^": _latex_power,
    "neg": _latex_neg,
    "not": _latex_not,
    "where": _latex_cases,
    "piecewise": _latex_cases,
}
