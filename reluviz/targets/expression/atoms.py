"""Reading what holds together by itself: names, functions with and without brackets, bars, roots."""

from __future__ import annotations

from abc import ABC, abstractmethod

from reluviz.targets.expression.cursor import Cursor
from reluviz.targets.expression.tokens import ExpressionError, Token, near_names
from reluviz.targets.expression.tree import ALIASES, CONSTANTS, FUNCTIONS, Call, Name, Node, Number

__all__ = ["BARS", "AtomReader"]

#: By the sign that opens: the one that closes, and what is done with what is between them.
BARS = {"|": ("|", "abs"), "⌊": ("⌋", "floor"), "⌈": ("⌉", "ceil")}

#: What needs no brackets before a number, a constant or x.
_BARE = frozenset(FUNCTIONS) - {"mod", "min", "max", "clip", "where", "piecewise", "log2", "log10"}
_CONDITION_FIRST = ("where", "piecewise")


class AtomReader(Cursor, ABC):
    """The part of the reader below powers; the levels of the grammar are added by `reading`."""

    @abstractmethod
    def expression(self) -> Node:
        """Read an expression of any kind."""

    @abstractmethod
    def power(self) -> Node:
        """Read one factor with its power."""

    @abstractmethod
    def exponent(self) -> Node:
        """Read ^ and what follows it."""

    @abstractmethod
    def primary(self) -> Node:
        """Read one factor without its power."""

    @abstractmethod
    def unexpected(self) -> ExpressionError:
        """Return an error about what cannot stand here."""

    @abstractmethod
    def starts_a_factor(self, token: Token) -> bool:
        """Return whether a product without a sign goes on here."""

    def bracket(self) -> Node:
        """Read a bracket."""
        opening = self.accept("(")
        assert opening is not None
        self.open.append(")")
        result = self.expression()
        self.close(")", opening)
        return result

    def close(self, sign: str, opening: Token) -> None:
        """Read what closes a bracket or a bar."""
        self.open.pop()
        if self.accept(sign):
            return
        if self.next.kind == "end":
            what = "bar" if sign == "|" else "bracket"
            raise ExpressionError(
                f"expected {sign!r} for the {what} opened at character {opening.position + 1}, found the end",
                self.next.position,
            )
        if self.next.text == ",":
            raise self.unexpected()
        raise self.error(f"expected + - * / ^ or {sign!r}")

    def bars(self) -> Node:
        """Read an absolute value, or what is rounded down or up."""
        opening = self.accept(*BARS)
        assert opening is not None
        closing, function = BARS[opening.text]
        self.open.append(closing)
        result = self.valued(self.expression)
        self.close(closing, opening)
        return self.node(function, result)

    def root(self) -> Node:
        """Read a root sign and what it is taken of."""
        sign = self.next
        self.index += 1
        self.deeper()
        inside = self.valued(self.primary)
        self.depth -= 1
        if self.is_next("^") and self.tokens[self.index - 1].text != ")":
            raise ExpressionError("expected brackets, as in √(x²) or (√x)²", self.next.position)
        return self.node("sqrt" if sign.text == "√" else "cbrt", inside)

    def named(self) -> Node:
        """Read the variable, a constant, or a function with what it is taken of."""
        token = self.next
        name = token.text if token.text in ("x", *CONSTANTS) else ALIASES.get(token.text, token.text)
        if name == "x" or name in CONSTANTS:
            self.index += 1
            return Name(name)
        if name in FUNCTIONS:
            self.index += 1
            return self.call(name, token)
        if name in ("and", "or", "not"):
            raise self.error("expected a number, x, a function or a bracket")
        if name.casefold() == "x":
            raise ExpressionError("'X' is not known; the variable is a small x", token.position)
        short = name if len(name) <= 20 else f"{name[:19]}…"
        raise ExpressionError(f"{short!r} is not known; {near_names(name)}", token.position)

    def call(self, name: str, token: Token) -> Node:
        """Read what follows the name of a function, as in sin²(x), sin(x) or sin 3x."""
        power = None
        if self.is_next("^"):
            power = self.exponent()
            if power == self.node("neg", Number(1.0)):
                raise ExpressionError(
                    f"{token.text}^-1 can mean two things; write 1/{token.text}(x) or the inverse function",
                    token.position,
                )
        if self.is_next("("):
            result: Node = self.arguments(name, token)
        elif name in _BARE:
            result = self.node(name, self.bare(token))
        else:
            raise self.error(f"expected ( after {token.text}")
        return result if power is None else self.node("^", result, power)

    def bare(self, function: Token) -> Node:
        """Read what a function without brackets is taken of: numbers, constants, x, powers of them, bars."""
        if not self.is_bare_factor():
            raise self.error(f"expected brackets after {function.text}, as in {function.text}(x)")
        result: Node | None = None
        while self.is_bare_factor():
            token = self.next
            if result is not None:
                self.starts_a_factor(token)
                self.count(token)
            factor = self.power()
            result = factor if result is None else self.node("*", result, factor)
        if self.is_next("("):
            raise self.error(f"expected brackets around all that {function.text} is taken of")
        assert result is not None
        return result

    def is_bare_factor(self) -> bool:
        """Whether something comes next that needs no brackets."""
        token = self.next
        if token.kind == "name":
            return token.text == "x" or token.text in CONSTANTS
        if token.text == "|":
            return not (self.open and self.open[-1] == "|")
        return token.kind == "number" or token.text in ("√", "∛")

    def arguments(self, name: str, function: Token) -> Call:
        """Read arguments in brackets."""
        opening = self.accept("(")
        assert opening is not None
        starts: list[Token] = []
        values: list[Node] = []
        commas: list[int] = []
        self.open.append(")")
        while not (not values and self.is_next(")")):
            starts.append(self.next)
            values.append(self.expression())
            commas.append(self.index)
            if not self.accept(","):
                break
        if not self.is_next(")", ",") and self.next.kind != "end":
            raise self.error("expected + - * / ^, a comma or ')'")
        self.close(")", opening)
        self.check_count(name, function, len(values), commas)
        return Call(name, self.checked(name, values, starts))

    def check_count(self, name: str, function: Token, given: int, commas: list[int]) -> None:
        """Refuse a wrong number of arguments."""
        known = FUNCTIONS[name]
        most = known.most or known.fewest
        if known.fewest <= given <= most:
            return
        wanted = ", ".join(known.arguments) + (", …" if known.most else "")
        number = (
            "one argument" if most == 1 else f"{known.fewest} arguments{' or more' if known.most else ''}"
        )
        message = f"{function.text} takes {number}, {function.text}({wanted}), not {given}"
        around = [(self.tokens[index - 1], self.tokens[index + 1]) for index in commas[:-1]]
        for left, right in around:
            if given > most and left.kind == right.kind == "number":
                message += f"; if this is a decimal number, write {left.text}.{right.text}"
                break
        raise ExpressionError(message, function.position)

    def checked(self, name: str, values: list[Node], starts: list[Token]) -> tuple[Node, ...]:
        """Return the arguments, conditions where they belong and numbers elsewhere."""
        if name not in _CONDITION_FIRST:
            return tuple(self.number(value, start) for value, start in zip(values, starts, strict=True))
        result: list[Node] = []
        for index, (value, start) in enumerate(zip(values, starts, strict=True)):
            conditional = index % 2 == 0 and index < len(values) - 1
            result.append((self.condition if conditional else self.number)(value, start))
        return tuple(result)
