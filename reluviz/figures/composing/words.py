"""What the program writes into figures in one language: its words, and how it writes numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reluviz.figures.composing.ticks import maths_number

if TYPE_CHECKING:
    from reluviz.figures.picture import Axis

__all__ = ["Words"]

_POINT = re.compile(r"(?<=\d)\.(?=\d)")
#: Between the arguments of a function, and the branches of a choice.
_SEPARATOR = re.compile(r",(?= |\\;)")
_SINE = re.compile(r"\\(arc)?sin(h?)(?![a-z])")

#: How something is said of one, and of any other number.
Counted = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a language, with numbered places for what they are said about.

    Attributes
    ----------
    decimal, separator, group : str
        What stands before decimals, between numbers of a list, and between thousands.
    one_of_none : bool
        Whether none of a thing is said as one of it is.
    """

    decimal: str = "."
    separator: str = ","
    group: str = ","
    one_of_none: bool = False
    # The legend.
    held_out: str
    hinges: Counted
    knots: str
    partial_sum: str
    partial_sums: str
    partial_sums_between: str
    some_partial_sums: str
    more_pins: Counted
    lens: str
    lens_line: str
    lens_line_within: str
    lens_within: str
    # The error.
    max_error: str
    max_at: str
    max_taken: str
    mean: str
    held_out_mean: str
    pin_max: str
    within_on: str
    within_not_at: str
    exact_on_interval: str
    exact_at_points: str
    exact_where_counted: str
    # The formula and the network.
    and_more_hinges: Counted
    no_hinges: str
    # The formula of the target.
    if_: str
    otherwise: str
    and_: str
    or_: str
    not_: str
    drawing: str
    sine: str = "sin"
    # The rate plot.
    optimal: tuple[str, str]
    by_curvature: tuple[str, str]
    uniform: tuple[str, str]
    exact: str
    exact_from: tuple[str, str]
    hinge_count: str
    errors: tuple[str, str, str]
    this_sum: str
    attempts: str
    rate_name: str
    rate_description: str
    rate_range: str
    # For those who cannot see the figure.
    name: str
    of_hinges: Counted
    described: str
    described_error: str
    described_within: str
    described_nowhere: str
    described_pin: str
    step: str
    figure: str

    def counted(self, words: Counted, count: int) -> str:
        """Return what is said of so many things."""
        is_one = count == 1 or (count == 0 and self.one_of_none)
        return words[0 if is_one else 1].format(self.count(count))

    def count(self, count: int) -> str:
        """Return a whole number with its thousands set apart."""
        return f"{count:,}".replace(",", self.group)

    def number(self, value: float, digits: int) -> str:
        """Return a rounded number for use between dollar signs."""
        return self.maths(maths_number(value, digits))

    def maths(self, text: str) -> str:
        """Return mathematics of the program with the decimal sign of the language."""
        # In braces a comma parts nothing, and nobody puts a space behind it.
        return text if self.decimal == "." else _POINT.sub(f"{{{self.decimal}}}", text)

    def plain(self, text: str) -> str:
        """Return a number of the program outside of mathematics."""
        return text if self.decimal == "." else _POINT.sub(self.decimal, text)

    def formula(self, latex: str) -> str:
        """Return the formula of a target with the words, names and separators of the language."""
        for english, own in (
            ("if", self.if_),
            ("otherwise", self.otherwise),
            ("and", self.and_),
            ("or", self.or_),
            ("not", self.not_),
            ("drawing", self.drawing),
        ):
            latex = latex.replace(rf"\mathrm{{{english}}}", rf"\mathrm{{{own}}}")
        if self.sine != "sin":
            latex = _SINE.sub(lambda found: rf"\operatorname{{{found[1] or ''}{self.sine}{found[2]}}}", latex)
        return self.maths(_SEPARATOR.sub(self.separator, latex))

    def axis(self, axis: Axis) -> Axis:
        """Return an axis of the program with its numbers in the language."""
        labels = tuple(map(self.maths, axis.tick_labels))
        return replace(axis, label=self.maths(axis.label), tick_labels=labels)
