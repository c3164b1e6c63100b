"""Rows of numbers: regular blocks by NumPy's reader in C, what it cannot read row by row.

A block that NumPy refuses is cut into smaller ones down to a few rows, so some odd rows cost nothing and a
file full of them still takes seconds. Whichever way a row is read, the numbers are the same.
"""

from __future__ import annotations

import re
from io import StringIO
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from reluviz.errors import InputError
from reluviz.maths.hinges import LARGEST_NUMBER
from reluviz.targets.data.cells import JOINED, is_comment, number_in, shortened, split_cells
from reluviz.targets.data.head import Head, column_label, is_blank
from reluviz.targets.data.report import MOST_REASONS, SkippedRow

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from reluviz.maths.piecewise import FloatArray
    from reluviz.targets.data.format import TableFormat

__all__ = ["MOST_ROWS", "RowReader", "is_usable"]

#: As many points as a document can hold.
MOST_ROWS = 1_000_000
#: Lines that are no point at all cost time too.
_MOST_LINES = 10 * MOST_ROWS
#: A refused block is cut into so many, down to this many lines.
_CUT, _FEW_LINES = 16, 50
_TYPOGRAPHIC = str.maketrans({"\N{MINUS SIGN}": "-"})
#: A decimal comma becomes a point; a point was no part of a number then, except between thousands.
_WITH_COMMA = str.maketrans({"\N{MINUS SIGN}": "-", ",": ".", ".": "?"})


def is_usable(value: float | None, column: int, form: TableFormat) -> bool:
    """Tell whether what `number_in` found in a cell can be part of a point."""
    # NaN compares as false.
    return (
        value is not None
        and abs(value) <= LARGEST_NUMBER
        and not (value < 0 and column == form.weight_column)
    )


class RowReader:
    """Collects the wanted columns of rows, and what is wrong with the rows it skips.

    Attributes
    ----------
    kept, skipped : int
        How many rows were read and left out.
    reasons : list of SkippedRow
        The first rows left out.
    """

    def __init__(self, form: TableFormat, head: Head, encoding: str) -> None:
        self.kept = self.skipped = 0
        self.reasons: list[SkippedRow] = []
        self._form, self._names, self._encoding = form, head.names, encoding
        self._line = head.line
        self._columns = form.columns
        self._most = max(form.columns) + 1
        self._split_at = None if form.delimiter == " " else form.delimiter
        self._weighted, self._counts_rows = form.weight_column is not None, form.x_column is None
        self._cells_of = _picker(form.columns)
        #: In the first column a comment is no number, but further on it may hold some.
        self._numbers_in_comments = 0 not in form.columns
        self._blocks: list[FloatArray] = []
        #: Rows read one by one that are in no block yet.
        self._single: list[tuple[float, ...]] = []
        between = r"\s" if form.delimiter == " " else re.escape(form.delimiter)
        quote = re.escape(form.quote)
        self._quoted_cell = re.compile(
            rf"(?:^|{between}){quote}[^{quote}\n]*{quote}(?={between}|$)" if quote else r"(?!)", re.MULTILINE
        )
        self._comment = re.compile(r"^[^\S\n]*(?:[#%]|//)", re.MULTILINE)
        self._irregular = ("_", "#", "%", "//", *([form.quote] if form.quote else []))
        #: Of the block that is being read: may NumPy read it, may Python split it, has it joined lines.
        self._fast = self._regular = self._joined = False

    def read_block(self, block: bytes) -> None:
        """Read whole lines.

        Raises
        ------
        InputError
            If there are too many of them now.
        """
        form = self._form
        joined = block.count(JOINED.encode())
        if block.strip():
            text = block.decode(self._encoding, errors="replace")
            translated = text
            if form.decimal == ",":
                translated = text.translate(_WITH_COMMA)
            elif not text.isascii():
                translated = text.translate(_TYPOGRAPHIC)
            self._joined = joined > 0
            # Where a quotation mark stands elsewhere than around a whole cell, NumPy sees it differently.
            marks = text.count(form.quote) if form.quote else 0
            self._fast = form.decimal != form.delimiter and (
                marks == 0 or 2 * len(self._quoted_cell.findall(text)) == marks
            )
            # Python reads digits of all scripts and underscores between them, and knows no quotation marks.
            self._regular = (
                self._fast and translated.isascii() and not any(sign in text for sign in self._irregular)
            )
            self._read_text(text, translated, block.count(b"\n") + 1)
        self._line += block.count(b"\n") + 1 + joined
        if self._line > _MOST_LINES:
            raise InputError(f"it has more than {_MOST_LINES:,} lines")

    def values(self) -> FloatArray:
        """Return what was read, one row for each point: x, y and the weights if there are any."""
        self._put_away()
        return np.concatenate(self._blocks)

    def _read_text(self, text: str, translated: str, count: int) -> None:
        """Read `count` lines: at best all at once, without taking them apart."""
        values = None
        comments = self._numbers_in_comments and self._comment.search(text)
        if self._fast and count > _FEW_LINES and not comments and not text.isspace():
            values = self._numbers(StringIO(translated), count)
        if values is None:
            lines = text.split("\n")
            self._read_lines(lines, lines if translated is text else translated.split("\n"), self._line)
        elif self._unusable(values).any():
            self._add_block(values, text.split("\n"), self._line)
        else:
            self._add_block(values, [], self._line)

    def _read_lines(self, lines: list[str], translated: list[str], first: int) -> None:
        """Read lines, the first of which has the number `first`; `translated` are the same for NumPy."""
        values = None
        if (
            self._fast
            and len(lines) > _FEW_LINES
            and not (self._numbers_in_comments and any(map(is_comment, lines)))
            and any(map(str.strip, lines))
        ):
            values = self._numbers(translated, len(lines))
        if values is not None:
            self._add_block(values, lines, first)
        elif not self._fast or len(lines) <= _FEW_LINES:
            self._add_lines(lines, translated, first)
        else:
            size = max(_FEW_LINES, -(-len(lines) // _CUT))
            for start in range(0, len(lines), size):
                part = slice(start, start + size)
                self._read_lines(lines[part], translated[part], self._number(lines, start, first))

    def _number(self, lines: list[str], place: int, first: int) -> int:
        """Return the number of the line at `place`."""
        joined = sum(line.count(JOINED) for line in lines[:place]) if self._joined else 0
        return first + place + joined

    def _numbers(self, lines: StringIO | list[str], count: int) -> FloatArray | None:
        """Return the wanted columns of `count` lines, not all blank; None if one has no numbers there."""
        try:
            values: FloatArray = np.loadtxt(
                lines,
                dtype=np.float64,
                comments=None,
                delimiter=self._split_at,
                quotechar=self._form.quote or None,
                usecols=self._columns,
                ndmin=2,
            )
        except ValueError:
            return None
        # It leaves out blank lines, and a lone quotation mark swallows the lines behind it.
        return values if len(values) == count else None

    def _add_block(self, values: FloatArray, lines: list[str], first: int) -> None:
        bad = self._unusable(values)
        places = self.kept + self.skipped
        good = values
        if bad.any():
            good = values[~bad]
            rows = np.flatnonzero(bad).tolist()
            told = rows[: MOST_REASONS - len(self.reasons)]
            for row in told:
                self._add_line(lines[row], self._number(lines, row, first))
            self._count_skipped(len(rows) - len(told))
        if self._counts_rows:
            good = np.column_stack([places + np.flatnonzero(~bad), good])
        self._put_away()
        self._blocks.append(good)
        self._count_kept(len(good))

    def _unusable(self, values: FloatArray) -> npt.NDArray[np.bool_]:
        bad: npt.NDArray[np.bool_] = ~np.all(np.abs(values) <= LARGEST_NUMBER, axis=1)
        if self._weighted:
            bad |= values[:, -1] < 0.0
        return bad

    def _add_lines(self, lines: list[str], translated: list[str], first: int) -> None:
        """Read lines one by one, those like most others by the short way."""
        regular, most, cells_of, weighted = self._regular, self._most, self._cells_of, self._weighted
        for place, line in enumerate(translated):
            if regular:
                try:
                    values = tuple(map(float, cells_of(line.split(self._split_at, most))))
                except (ValueError, IndexError):
                    pass
                else:
                    # Not true for NaN.
                    if sum(map(abs, values)) <= LARGEST_NUMBER and not (weighted and values[-1] < 0.0):
                        self._add_row(values)
                        continue
            self._add_line(lines[place], self._number(lines, place, first))

    def _add_line(self, line: str, number: int) -> None:
        form = self._form
        if is_blank(line, form) or is_comment(line):
            return
        cells = split_cells(line, form.delimiter, form.quote, self._most)
        values = []
        for column in self._columns:
            value = number_in(cells[column], form.decimal) if column < len(cells) else None
            if value is None or not is_usable(value, column, form):
                if len(self.reasons) < MOST_REASONS:
                    self.reasons.append(SkippedRow(number, self._reason(column, cells, value)))
                self._count_skipped(1)
                return
            values.append(value)
        self._add_row(tuple(values))

    def _add_row(self, values: tuple[float, ...]) -> None:
        self._single.append((float(self.kept + self.skipped), *values) if self._counts_rows else values)
        self._count_kept(1)

    def _put_away(self) -> None:
        if self._single:
            self._blocks.append(np.array(self._single))
            self._single.clear()

    def _count_kept(self, count: int) -> None:
        self.kept += count
        if self.kept > MOST_ROWS:
            raise InputError(f"it has more than {MOST_ROWS:,} rows of numbers; keep every tenth, say")

    def _count_skipped(self, count: int) -> None:
        self.skipped += count
        if self.skipped > MOST_ROWS:
            columns = " and ".join(column_label(self._names, column) for column in self._columns)
            raise InputError(f"more than {MOST_ROWS:,} of its rows have no numbers in {columns}")

    def _reason(self, column: int, cells: list[str], value: float | None) -> str:
        where = column_label(self._names, column)
        if column >= len(cells):
            return f"{len(cells)} {'cell' if len(cells) == 1 else 'cells'} only"
        cell = f"'{shortened(cells[column])}'"
        if not cells[column]:
            return f"nothing in {where}"
        if value is None or value != value:
            return f"{cell} in {where}"
        if abs(value) <= LARGEST_NUMBER:
            return f"the negative weight {cell}"
        return f"{cell} in {where}, beyond {LARGEST_NUMBER:g}"


def _picker(columns: tuple[int, ...]) -> Callable[[list[str]], tuple[str, ...]]:
    if len(columns) > 1:
        return itemgetter(*columns)
    only = columns[0]
    return lambda cells: (cells[only],)
