"""From text to tree, by recursive descent over a closed table of names.

The grammar, from loose to tight::

    expression   condition ? expression : expression
    condition    or, and, not, comparisons (chained ones hold if all of them do)
    sum          a sign before a product belongs to the whole product: -2x is -(2x)
    product      * and /, or nothing at all, from left to right: 1/2x is (1/2)x
    power        from right to left, tighter than a sign: -x^2 is -(x^2), 2^-x works
    a function   with brackets, or before numbers, constants and x: sin 3x is sin(3x)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reluviz.targets.expression.atoms import BARS, AtomReader
from reluviz.targets.expression.tokens import ExpressionError, Token, tokens_of
from reluviz.targets.expression.tree import COMPARISONS, Node, Number

if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[], Node]

__all__ = ["read"]

_HEAD = re.compile(r"[ \t]*+[A-WYZa-wyz]\w?+[ \t]*+(?:\([ \t]*+x[ \t]*+\)[ \t]*+)?=(?!=)")


def read(text: str) -> Node:
    """Return the tree of an expression in x.

    Raises
    ------
    ExpressionError
        With the position and what was expected there.
    """
    head = _HEAD.match(text[:40])
    # The head is blanked out rather than cut off, so that positions stay what they are.
    blanked = " " * head.end() + text[head.end() :] if head else text
    try:
        return _Reader(tokens_of(blanked)).whole()
    except RecursionError:
        raise ExpressionError("this is nested too deeply", 0) from None


class _Reader(AtomReader):
    """Reads one expression from left to right, a method for each level of the grammar."""

    def whole(self) -> Node:
        if self.next.kind == "end":
            raise self.error("expected an expression in x such as x^2 or sin(x)")
        token = self.next
        result = self.expression()
        if self.next.kind != "end":
            raise self.unexpected()
        return self.number(result, token)

    def unexpected(self) -> ExpressionError:
        token = self.next
        before = self.tokens[self.index - 1]
        if token.text == ")":
            return ExpressionError(
                "this bracket closes nothing; expected + - * / ^ or the end", token.position
            )
        if token.text == ",":
            after = self.tokens[self.index + 1]
            if before.kind == after.kind == "number":
                return ExpressionError(
                    f"decimals take a point; write {before.text}.{after.text}", token.position
                )
            return ExpressionError(
                "a comma parts arguments of functions only; expected + - * / ^", token.position
            )
        if token.text == ":":
            return ExpressionError("expected ? and a condition before this :", token.position)
        return self.error("expected + - * / ^ or the end")

    def expression(self) -> Node:
        self.deeper()
        start = self.next
        result = self.disjunction()
        question = self.accept("?")
        if question:
            self.count(question)
            condition = self.condition(result, start)
            self.open.append(":")
            value = self.valued(self.expression)
            self.open.pop()
            if not self.accept(":"):
                raise self.error("expected : and the value otherwise")
            result = self.node("where", condition, value, self.valued(self.expression))
        self.depth -= 1
        return result

    def disjunction(self) -> Node:
        return self.joined("or", self.conjunction)

    def conjunction(self) -> Node:
        return self.joined("and", self.negated)

    def joined(self, word: str, part: Reader) -> Node:
        start = self.next
        result = part()
        while True:
            token = self.next
            if not self.accept_word(word):
                return result
            self.count(token)
            left, start = self.condition(result, start), self.next
            result = self.node(word, left, self.condition(part(), start))

    def negated(self) -> Node:
        nots = 0
        while self.accept_word("not"):
            nots += 1
        start = self.next
        result = self.comparison()
        if nots:
            self.count(start)
            result = self.condition(result, start)
        # Two of them say nothing.
        return self.node("not", result) if nots % 2 else result

    def comparison(self) -> Node:
        start = self.next
        left = self.sum()
        result: Node | None = None
        while sign := self.accept(*COMPARISONS):
            self.count(sign)
            left, start, right_start = self.number(left, start), self.next, self.next
            right = self.number(self.sum(), right_start)
            link = self.node(sign.text, left, right)
            result = link if result is None else self.node("and", result, link)
            left = right
        return left if result is None else result

    def sum(self) -> Node:
        start = self.next
        result = self.term()
        while sign := self.accept("+", "-"):
            self.count(sign)
            right_start = self.next
            result = self.node(sign.text, self.number(result, start), self.number(self.term(), right_start))
        return result

    def term(self) -> Node:
        return self.signed(self.product)

    def factor(self) -> Node:
        """Read a factor after * or /, or an exponent: with its own sign."""
        return self.signed(self.power)

    def signed(self, part: Reader) -> Node:
        """Read any number of signs and what they belong to; two minuses say nothing."""
        start, minus = self.next, False
        while sign := self.accept("+", "-"):
            minus ^= sign.text == "-"
        if self.next is start:
            return part()
        result = self.valued(part)
        if not minus:
            return result
        self.count(start)
        return self.node("neg", result)

    def product(self) -> Node:
        start = self.next
        result = self.power()
        while True:
            token = self.next
            sign = self.accept("*", "/")
            if not sign and not self.starts_a_factor(token):
                return result
            self.count(token)
            left, right_start = self.number(result, start), self.next
            right = self.number(self.factor() if sign else self.power(), right_start)
            result = self.node(sign.text if sign else "*", left, right)

    def starts_a_factor(self, token: Token) -> bool:
        """Whether a product without a sign goes on here."""
        if token.kind == "number":
            before = self.tokens[self.index - 1]
            written = before.text if before.kind in ("name", "number") and not before.raised else ""
            if before.kind == "number" and written:
                raise ExpressionError("expected a sign between two numbers", token.position)
            advice = (
                f"write {written}^{token.text} or {token.text}{written}"
                if written
                else "write * or ^ before it"
            )
            raise ExpressionError(f"a number cannot follow directly; {advice}", token.position)
        if token.kind == "name":
            return token.text not in ("and", "or", "not")
        if token.text == "|":
            return not (self.open and self.open[-1] == "|")
        return token.kind == "sign" and token.text in ("(", "√", "∛", "⌊", "⌈")

    def power(self) -> Node:
        start = self.next
        base = self.primary()
        if not self.is_next("^"):
            return base
        return self.node("^", self.number(base, start), self.exponent())

    def exponent(self) -> Node:
        """Read ^ and what follows it."""
        sign = self.next
        self.count(sign)
        self.index += 1
        self.deeper()
        start = self.next
        if sign.raised:
            result = self.bracket()
            if self.is_next("^"):
                raise ExpressionError(
                    "expected brackets around the inner power, as in (x²)^3", self.next.position
                )
        else:
            result = self.factor()
        self.depth -= 1
        return self.number(result, start)

    def primary(self) -> Node:
        token = self.next
        self.count(token)
        if token.kind == "number":
            self.index += 1
            return Number(token.value)
        if token.kind == "name":
            return self.named()
        if token.text == "(":
            return self.bracket()
        if token.kind == "sign" and token.text in BARS:
            return self.bars()
        if token.text in ("√", "∛"):
            return self.root()
        if token.text == "/" or token.text == "*":
            raise self.error("expected a number, x, a function or a bracket before this sign")
        raise self.error("expected a number, x, a function or a bracket")
