"""What came out of a file: the points, and what was left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reluviz.targets.data.head import column_label
from reluviz.targets.target import Target

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray
    from reluviz.targets.data.format import TableFormat

__all__ = ["MOST_REASONS", "SkippedRow", "Table"]

#: So many skipped rows are kept in mind with their reasons; the rest are counted.
MOST_REASONS = 20
_MOST_TOLD = 3


@dataclass(frozen=True)
class SkippedRow:
    """A row that was left out.

    Attributes
    ----------
    line : int
        The number of its line in the file, from 1.
    reason : str
        What is wrong, to be read after "line 17 has": "'n/a' in column y".
    """

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line:,} has {self.reason}"


@dataclass(frozen=True, eq=False)
class Table:
    """Points read from a table, in the order of the file. Made by `read_table`.

    Attributes
    ----------
    x, y : ndarray of shape (n,)
        Finite numbers, read-only. n is at least 1.
    weights : ndarray of shape (n,) or None
        Not negative.
    form : TableFormat
        How the table was read.
    names : tuple of str
        Names of the file's columns; may be empty.
    left_out : int
        How many lines before the table were not read, blank ones and comments apart.
    skipped : int
        How many rows were left out.
    reasons : tuple of SkippedRow
        The first of them, `MOST_REASONS` at most.
    duplicates : int
        How many points have the x of an earlier one. All of them are kept.
    was_sorted : bool
        Whether x never decreased.
    name : str
        What to call the data.
    """

    x: FloatArray
    y: FloatArray
    weights: FloatArray | None
    form: TableFormat
    names: tuple[str, ...] = ()
    left_out: int = 0
    skipped: int = 0
    reasons: tuple[SkippedRow, ...] = ()
    duplicates: int = 0
    was_sorted: bool = True
    name: str = "Data"

    @property
    def rows(self) -> int:
        """How many rows there are in the file: those kept and those skipped."""
        return self.x.size + self.skipped

    def target(self, interval: tuple[float, float] | None = None) -> Target:
        """Return the points as a target, on an interval from the smallest to the largest x if none is given.

        Raises
        ------
        InputError
            As `Target.points` does: no point lies in the interval, or all weights are 0.
        """
        return Target.points(self.x, self.y, self.weights, interval, self.name)

    def report(self) -> str:
        """Return in plain words what was read, what was skipped and why."""
        sentences = [self._skipped_sentence(), self._columns_sentence()]
        if self.left_out:
            were = "was" if self.left_out == 1 else "were"
            sentences.append(f"{_counted(self.left_out, 'line')} before the table {were} left out.")
        if self.duplicates:
            sentences.append(
                "1 point has the same x as another."
                if self.duplicates == 1
                else f"{self.duplicates:,} points have the same x as another."
            )
        if not self.was_sorted:
            sentences.append("The rows were not in the order of x.")
        return " ".join(sentences)

    def _skipped_sentence(self) -> str:
        if not self.skipped:
            return f"{_counted(self.rows, 'row')} {'was' if self.rows == 1 else 'were'} read."
        told = [str(reason) for reason in self.reasons[:_MOST_TOLD]]
        more = self.skipped - len(told)
        listed = ", ".join(told) + (f", and {more:,} more" if more else "")
        were = "was" if self.skipped == 1 else "were"
        return f"{self.skipped:,} of {_counted(self.rows, 'row')} {were} skipped: {listed}."

    def _columns_sentence(self) -> str:
        form = self.form
        x = (
            "x counts the rows"
            if form.x_column is None
            else f"x is {column_label(self.names, form.x_column)}"
        )
        parts = [x, f"y is {column_label(self.names, form.y_column)}"]
        if form.weight_column is not None:
            parts.append(f"the weights are {column_label(self.names, form.weight_column)}")
        return f"{', '.join(parts[:-1])} and {parts[-1]}."


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
