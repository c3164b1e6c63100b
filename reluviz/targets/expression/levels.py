"""How tightly each operation holds its parts, for whoever writes an expression down."""

from __future__ import annotations

from reluviz.targets.expression.tree import COMPARISONS

__all__ = ["AND", "ATOM", "CHOICE", "COMPARE", "LEVELS", "NOT", "OR", "POWER", "PRODUCT", "SUM"]

#: From loose to tight; a part that holds less tightly than what it is part of needs brackets.
CHOICE, OR, AND, NOT, COMPARE, SUM, PRODUCT, POWER, ATOM = range(9)

LEVELS = {
    "or": OR,
    "and": AND,
    "not": NOT,
    **dict.fromkeys(COMPARISONS, COMPARE),
    "+": SUM,
    "-": SUM,
    "neg": SUM,
    "*": PRODUCT,
    "/": PRODUCT,
    "^": POWER,
}
