"""An expression in x: read once, written in three ways, evaluated as often as one likes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from reluviz.targets.expression.domain import Domain, domain_of
from reluviz.targets.expression.evaluation import Program, compiled
from reluviz.targets.expression.latex import latex_line, latex_text
from reluviz.targets.expression.limits import fill_holes
from reluviz.targets.expression.reading import read
from reluviz.targets.expression.survey import Survey
from reluviz.targets.expression.tree import Call, Name, Node, Number, nodes_of
from reluviz.targets.expression.writing import plain_text, pretty_text

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray

__all__ = ["Expression", "parse_expression"]

#: What can be infinite without being too large, so that 0/0 and its like can come of it.
_INFINITE = frozenset(("/", "log", "log2", "log10"))


@dataclass(frozen=True, eq=False)
class Expression:
    """An expression in x. Made by `parse_expression`; equal to every other one with the same text.

    Attributes
    ----------
    tree : Number, Name or Call
        What was read.
    text : str
        Its normal form in plain characters; reads back to the same tree.
    """

    tree: Node = field(repr=False)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", plain_text(self.tree))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __call__(self, x: npt.ArrayLike) -> FloatArray:
        """Return the values at `x`, of its shape.

        NaN or infinite where there is none; a single hole such as that of sin(x)/x at 0 is closed by the
        limit. Nothing is warned of, and `x` stays as it is.
        """
        given = np.asarray(x, dtype=np.float64)
        places = given.reshape(-1)
        values = self._program.run(places)
        # Extrema are NaN or infinite if one of the values is, and take next to no time.
        if self._may_have_holes and values.size and not (values.min() > -np.inf and values.max() < np.inf):
            fill_holes(self._program.run, places, values)
        return values.reshape(given.shape)

    def with_holes(self, x: FloatArray) -> FloatArray:
        """Return the values at `x` as they come, no hole closed."""
        return self._program.run(x)

    @cached_property
    def pretty(self) -> str:
        """The text for people, as in 2x(x − 1); can be read as well."""
        return pretty_text(self.tree)

    @cached_property
    def latex(self) -> str:
        """The formula in LaTeX, without dollar signs."""
        return latex_text(self.tree)

    @cached_property
    def latex_line(self) -> str:
        """The same without environments, choices as a list in braces, as matplotlib can read it."""
        return latex_line(self.tree)

    @property
    def is_constant(self) -> bool:
        """Whether x does not occur."""
        return Name("x") not in nodes_of(self.tree)

    def domain(self, start: float, end: float) -> Domain:
        """Return the parts of an interval on which there are bounded values, and what is wrong elsewhere."""
        with np.errstate(all="ignore"):
            return domain_of(self._survey(start, end))

    def kinks_and_jumps(self, start: float, end: float) -> tuple[float, ...]:
        """Return places inside an interval where it may not be smooth, in increasing order.

        Some may be smooth after all, as |x|² at 0. Empty if there are more than can be told apart.
        """
        with np.errstate(all="ignore"):
            return self._survey(start, end).kinks_and_jumps()

    def _survey(self, start: float, end: float) -> Survey:
        # The last one only: both questions are asked of the same interval.
        last = self.__dict__.get("_last_survey")
        if last is None or (last.start, last.end) != (start, end):
            last = Survey(self, float(start), float(end))
            self.__dict__["_last_survey"] = last
        survey: Survey = last
        return survey

    @cached_property
    def _program(self) -> Program:
        return compiled(self.tree)

    @cached_property
    def _may_have_holes(self) -> bool:
        return any(isinstance(node, Call) and _may_be_infinite(node) for node in nodes_of(self.tree))


def _may_be_infinite(node: Call) -> bool:
    if node.function == "^":
        exponent = node.arguments[1]
        return not (isinstance(exponent, Number) and exponent.value > 0)
    return node.function in _INFINITE


def parse_expression(text: str) -> Expression:
    """Return the expression in x that `text` says.

    Raises
    ------
    ExpressionError
        With the position and what was expected there.
    """
    return Expression(read(text))
