"""Sums of hinges as text: ``g(x) + g(-x) + g(2x-2) + g(-2x-2)`` and back.

Nothing here evaluates anything: a formula is read by a small recursive-descent parser into a linear
combination of 1, x and units g(ax + b), where every product must have a constant on one side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reluviz.errors import InputError
from reluviz.maths.piecewise import LARGEST_NUMBER

__all__ = ["Combination", "FormulaError", "Unit", "number_text", "parse_combination", "write_combination"]

LONGEST_FORMULA = 1_000_000
DEEPEST_NESTING = 50

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<name>[A-Za-z_]+)|(?P<sign>[-+*/(),^|]))"
)
_SAME_AS = str.maketrans({"−": "-", "–": "-", "·": "*", "×": "*", "⋅": "*", "\u00a0": " "})
# Possessive, so that no run of blanks is tried more than once.
_HEAD = re.compile(r"\s*+[A-Za-z_]\w*+\s*+(?:\(\s*+x\s*+\)\s*+)?=(?!=)")


class FormulaError(InputError):
    """A formula that is no sum of hinges; `position` counts characters from 0."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"at character {position + 1} of the formula: {message}")
        self.position = position


@dataclass(frozen=True, slots=True)
class Unit:
    """One hidden unit ``weight * g(a * x + b)`` with g(z) = max(0, z)."""

    weight: float
    a: float
    b: float


@dataclass(frozen=True, slots=True)
class Combination:
    """``bias + slope * x`` plus a sum of units."""

    bias: float = 0.0
    slope: float = 0.0
    units: tuple[Unit, ...] = field(default=())

    def plus(self, other: Combination) -> Combination:
        """Return the sum of two combinations, the units in the order written."""
        return Combination(self.bias + other.bias, self.slope + other.slope, self.units + other.units)

    def times(self, factor: float) -> Combination:
        """Return the combination with every coefficient multiplied by `factor`."""
        units = tuple(Unit(unit.weight * factor, unit.a, unit.b) for unit in self.units)
        return Combination(self.bias * factor, self.slope * factor, units)

    @property
    def is_constant(self) -> bool:
        """Whether neither x nor a unit occurs."""
        return self.slope == 0.0 and not self.units


def parse_combination(text: str) -> Combination:
    """Read a sum of hinges.

    Accepted are ``g(…)``, ``relu(…)``, ``max(…, …)``, ``min(…, …)`` and ``abs(…)`` of straight lines,
    numbers, x, implicit and explicit products with a constant, brackets, and a leading ``h(x) =``.

    Raises
    ------
    FormulaError
        With the position and what was expected there.
    """
    if len(text) > LONGEST_FORMULA:
        raise FormulaError(f"it is longer than {LONGEST_FORMULA:,} characters", LONGEST_FORMULA)
    head = _HEAD.match(text)
    return _Parser(text.translate(_SAME_AS), head.end() if head else 0).whole()


class _Parser:
    """Reads one formula from left to right; `depth` bounds the recursion."""

    def __init__(self, text: str, start: int) -> None:
        self.tokens: list[tuple[str, str, int]] = []
        position, end = start, len(text.rstrip())
        while position < end:
            match = _TOKEN.match(text, position)
            if match is None:
                bad = end - len(text[position:end].lstrip())
                raise FormulaError(f"{text[bad]!r} has no meaning in a sum of hinges", bad)
            kind = match.lastgroup or ""
            self.tokens.append((kind, match.group(kind), match.start(kind)))
            position = match.end()
        self.tokens.append(("end", "", end))
        self.index = 0
        self.depth = 0

    @property
    def next(self) -> tuple[str, str, int]:
        return self.tokens[self.index]

    def accept(self, sign: str) -> bool:
        found = self.next[:2] == ("sign", sign)
        self.index += found
        return found

    def expect(self, sign: str) -> None:
        if not self.accept(sign):
            raise self.error(f"expected {sign!r}")

    def error(self, message: str) -> FormulaError:
        kind, token, position = self.next
        found = "the end" if kind == "end" else repr(token)
        return FormulaError(f"{message}, found {found}", position)

    def whole(self) -> Combination:
        if self.next[0] == "end":
            raise self.error("expected a sum of hinges such as g(x) + g(2x-2)")
        result = self.sum()
        if self.next[0] != "end":
            raise self.error("expected + or - before the next term")
        return result

    def sum(self) -> Combination:
        position = self.next[2]
        self.depth += 1
        if self.depth > DEEPEST_NESTING:
            raise self.error(f"brackets are nested deeper than {DEEPEST_NESTING}")
        biases: list[float] = []
        slopes: list[float] = []
        units: list[Unit] = []
        sign = -1.0 if self.accept("-") else 1.0
        if sign > 0:
            self.accept("+")
        while True:
            term = self.product().times(sign)
            biases.append(term.bias)
            slopes.append(term.slope)
            units.extend(term.units)
            if self.accept("+"):
                sign = -1.0 if self.accept("-") else 1.0
            elif self.accept("-"):
                sign = -1.0
            else:
                break
        self.depth -= 1
        return _checked(Combination(sum(biases), sum(slopes), tuple(units)), position)

    def product(self) -> Combination:
        result = self.factor()
        while True:
            position = self.next[2]
            if self.accept("*"):
                factor = self.factor()
            elif self.accept("/"):
                factor = self.divisor()
            elif self.next[0] == "name" or self.next[1] == "(":
                factor = self.factor()
            elif self.next[1] == "^":
                raise self.error("powers are not sums of hinges; expected + or -")
            else:
                return result
            if factor.is_constant:
                result = _checked(result.times(factor.bias), position)
            elif result.is_constant:
                result = _checked(factor.times(result.bias), position)
            else:
                raise FormulaError(
                    "a product of two terms with x is no sum of hinges; one factor must be a number", position
                )

    def divisor(self) -> Combination:
        position = self.next[2]
        divisor = self.factor()
        if not divisor.is_constant or divisor.bias == 0.0:
            raise FormulaError("expected a number other than 0 after /", position)
        return _checked(Combination(1.0 / divisor.bias), position)

    def factor(self) -> Combination:
        kind, token, position = self.next
        if kind == "number":
            self.index += 1
            return _checked(Combination(float(token)), position)
        if kind == "name":
            self.index += 1
            if token == "x":
                return Combination(slope=1.0)
            return self.call(token, position)
        if self.accept("("):
            inner = self.sum()
            self.expect(")")
            return inner
        raise self.error("expected a number, x, g(…) or a bracket")

    def call(self, name: str, position: int) -> Combination:
        lowered = name.lower()
        if lowered not in ("g", "relu", "max", "min", "abs"):
            raise FormulaError(f"{name!r} is not known; expected g, relu, max, min, abs or x", position)
        self.expect("(")
        first = self.line()
        if lowered in ("max", "min"):
            self.expect(",")
            second = self.line()
            self.expect(")")
            # max(u, v) = v + g(u - v) and min(u, v) = u - g(u - v); with the constant as v this
            # keeps max(0, u) = g(u) free of needless terms.
            if first.is_constant:
                first, second = second, first
            difference = _hinge_of(first.plus(second.times(-1.0)))
            if lowered == "max":
                return second.plus(difference)
            return first.plus(difference.times(-1.0))
        self.expect(")")
        if lowered == "abs":
            return _hinge_of(first).plus(_hinge_of(first.times(-1.0)))
        return _hinge_of(first)

    def line(self) -> Combination:
        position = self.next[2]
        inside = self.sum()
        if inside.units:
            raise FormulaError("a hinge inside a hinge is a cascade; expected a straight line ax+b", position)
        return inside


def _checked(result: Combination, position: int) -> Combination:
    """Return `result` if its numbers, knots and slopes have a place in a sum of hinges."""
    usable = abs(result.bias) <= LARGEST_NUMBER and abs(result.slope) <= LARGEST_NUMBER
    for unit in result.units:
        a, b = abs(unit.a), abs(unit.b)
        usable &= b <= LARGEST_NUMBER and abs(unit.weight) <= LARGEST_NUMBER
        usable &= b <= a * LARGEST_NUMBER and abs(unit.weight) * a <= LARGEST_NUMBER
    if not usable:
        raise FormulaError(f"its numbers, knots and slopes may not be beyond {LARGEST_NUMBER:g}", position)
    return result


def _hinge_of(line: Combination) -> Combination:
    if line.slope == 0.0:
        return Combination(max(0.0, line.bias))
    return Combination(units=(Unit(1.0, line.slope, line.bias),))


def number_text(value: float, digits: int | None = None) -> str:
    """Return `value` as short text: the shortest that reads back the same, or rounded to `digits`.

    Whole numbers have no ``.0`` and there is no ``-0``.
    """
    if value == 0.0:
        return "0"
    text = repr(float(value)) if digits is None else f"{value:.{digits}g}"
    return text.removesuffix(".0")


def write_combination(combination: Combination, digits: int | None = None) -> str:
    """Return a formula that `parse_combination` reads back: bias, linear term, then the units in order."""
    terms: list[tuple[float, str]] = []
    if combination.bias != 0.0:
        terms.append((combination.bias, ""))
    if combination.slope != 0.0:
        terms.append((combination.slope, "x"))
    terms += [(u.weight, f"g({_line_text(u.a, u.b, digits)})") for u in combination.units]
    if not terms:
        return "0"
    pieces: list[str] = []
    for coefficient, body in terms:
        sign = "-" if coefficient < 0 else "+"
        text = number_text(abs(coefficient), digits)
        if body and text == "1":
            text = ""
        if not pieces:
            pieces.append(("-" if sign == "-" else "") + text + body)
        else:
            pieces.append(f" {sign} {text}{body}")
    return "".join(pieces)


def _line_text(a: float, b: float, digits: int | None) -> str:
    slope = number_text(a, digits)
    slope = {"1": "", "-1": "-"}.get(slope, slope)
    if b == 0.0:
        return f"{slope}x"
    return f"{slope}x{'-' if b < 0 else '+'}{number_text(abs(b), digits)}"
