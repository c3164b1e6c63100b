"""Going along the tokens of an expression: what comes next, what is open, and how much has been read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.targets.expression.tokens import ExpressionError, Token
from reluviz.targets.expression.tree import Call, Node, is_condition

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MOST_NODES", "Cursor"]

MOST_NODES = 300
#: Of brackets, bars, powers and ?: within each other; the stack of Python must never be the limit.
DEEPEST_NESTING = 60


class Cursor:
    """A place in a list of tokens; `depth` and `nodes` bound what may still come."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.index = 0
        self.depth = 0
        self.nodes = 0
        #: The signs that close what is open, innermost last: a bar closes only where a bar is innermost.
        self.open: list[str] = []

    @property
    def next(self) -> Token:
        """The token that comes next."""
        return self.tokens[self.index]

    def is_next(self, *signs: str) -> bool:
        """Whether one of some signs comes next."""
        return self.next.kind == "sign" and self.next.text in signs

    def accept(self, *signs: str) -> Token | None:
        """Read one of some signs if it comes next."""
        if not self.is_next(*signs):
            return None
        self.index += 1
        return self.tokens[self.index - 1]

    def accept_word(self, word: str) -> bool:
        """Read a word if it comes next, and return whether it did."""
        found = self.next.kind == "name" and self.next.text == word
        self.index += found
        return found

    def error(self, message: str, token: Token | None = None) -> ExpressionError:
        """Return an error at a token, the next one if none is given, that says what was found."""
        token = token or self.next
        found = "the end" if token.kind == "end" else repr(token.text)
        return ExpressionError(f"{message}, found {found}", token.position)

    def node(self, function: str, *arguments: Node) -> Call:
        """Return a node of the tree."""
        return Call(function, arguments)

    def count(self, token: Token) -> None:
        """Count a part of the expression."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise ExpressionError(f"expressions may have {MOST_NODES} parts at most", token.position)

    def deeper(self) -> None:
        """Count a level of nesting."""
        self.depth += 1
        if self.depth > DEEPEST_NESTING:
            raise ExpressionError("this is nested too deeply", self.next.position)

    def valued(self, part: Callable[[], Node]) -> Node:
        """Read a part that must be a number."""
        start = self.next
        return self.number(part(), start)

    def number(self, node: Node, start: Token) -> Node:
        """Return a node that must be a number."""
        if is_condition(node):
            raise ExpressionError(
                "this is a condition; expected a number "
                "(conditions stand in where(…), in piecewise(…) or before ?)",
                start.position,
            )
        return node

    def condition(self, node: Node, start: Token) -> Node:
        """Return a node that must be a condition."""
        if not is_condition(node):
            raise ExpressionError("expected a condition such as x < 0", start.position)
        return node
