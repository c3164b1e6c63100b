"""Expressions in x as targets: read from text, written as text and LaTeX, evaluated, and looked at for poles.

Nothing here runs what a person types: text becomes a tree over a closed table, and the tree a list of NumPy
functions.
"""

from __future__ import annotations

from reluviz.targets.expression.domain import Domain
from reluviz.targets.expression.expression import Expression, parse_expression
from reluviz.targets.expression.remarks import Gap
from reluviz.targets.expression.tokens import ExpressionError
from reluviz.targets.expression.tree import ALIASES, CONSTANTS, FUNCTIONS

__all__ = [
    "ALIASES",
    "CONSTANTS",
    "FUNCTIONS",
    "Domain",
    "Expression",
    "ExpressionError",
    "Gap",
    "parse_expression",
]
