"""How a table is written down, and which of its columns are wanted."""

from __future__ import annotations

from dataclasses import dataclass

from reluviz.errors import InputError

__all__ = ["DECIMALS", "DELIMITERS", "ENCODINGS", "MOST_COLUMNS", "QUOTES", "TableFormat"]

#: What may stand between two cells. A blank means any run of blanks and tabs.
DELIMITERS = (",", ";", "\t", " ", "|")
DECIMALS = (".", ",")
#: What may stand around a cell; nothing for none.
QUOTES = ('"', "'", "")
#: UTF-8 is read with or without its mark; in the others a mark at the start is dropped too.
ENCODINGS = (
    "utf-8",
    "cp1252",
    "latin-1",
    "utf-16-le",
    "utf-16-be",
    "utf-32-le",
    "utf-32-be",
    "mac-roman",
    "cp1251",
    "gb18030",
    "shift_jis",
)
#: A table for two columns of numbers has a few; a line with more of them is another kind of file.
MOST_COLUMNS = 1_000
_MOST_HEADER_ROWS = 9


@dataclass(frozen=True)
class TableFormat:
    """How to read a table.

    Attributes
    ----------
    delimiter : str
        One of `DELIMITERS`.
    decimal : str
        "." or ",". The other one, an apostrophe or a hard blank may part groups of three digits. It may be
        the delimiter's comma too, where all numbers stand in quotes.
    encoding : str
        One of `ENCODINGS`.
    quote : str
        One of `QUOTES`.
    lines_before : int
        Lines that are left out at the start, whatever they hold.
    header_rows : int
        Rows of names after them. Blank lines and comments (#, %, //) are no rows, here and everywhere.
    x_column, y_column, weight_column : int or None
        Counted from 0. Without an x column x is 0, 1, 2, … for the rows of the file.

    Raises
    ------
    InputError
        If one of them is none of these.
    """

    delimiter: str
    decimal: str = "."
    encoding: str = "utf-8"
    quote: str = '"'
    lines_before: int = 0
    header_rows: int = 0
    x_column: int | None = 0
    y_column: int = 1
    weight_column: int | None = None

    def __post_init__(self) -> None:
        for value, allowed, what in (
            (self.delimiter, DELIMITERS, "delimiter"),
            (self.decimal, DECIMALS, "decimal mark"),
            (self.encoding, ENCODINGS, "encoding"),
            (self.quote, QUOTES, "quotation mark"),
        ):
            if value not in allowed:
                known = ", ".join(repr(entry) for entry in allowed)
                raise InputError(f"there is no {what} {value!r}; expected one of {known}")
        for number, most, what in (
            (self.lines_before, 10**6, "number of lines before the table"),
            (self.header_rows, _MOST_HEADER_ROWS, "number of header rows"),
            *((column, MOST_COLUMNS - 1, "column, counted from 0,") for column in self.columns),
        ):
            if not 0 <= number <= most:
                raise InputError(f"a {what} lies between 0 and {most:,}, not at {number:,}")
        if len(set(self.columns)) < len(self.columns):
            raise InputError("x, y and the weights must be different columns")

    @property
    def columns(self) -> tuple[int, ...]:
        """The wanted columns: x if there is one, y, the weights if there are any."""
        wanted = (self.x_column, self.y_column, self.weight_column)
        return tuple(column for column in wanted if column is not None)
