"""Finds out how a table is written, from its first lines.

Every pair of a delimiter and a decimal mark is tried on the same lines. The one wins under which most lines
have the same number of cells and most cells are numbers; two columns of numbers go before one. csv.Sniffer
and CleverCSV know no decimal comma, which is what half of Europe writes.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from reluviz.errors import InputError
from reluviz.targets.data.cells import is_comment, number_in, plain_number, shortened, split_cells
from reluviz.targets.data.format import MOST_COLUMNS, TableFormat
from reluviz.targets.data.head import DELIMITER_LINE, read_head
from reluviz.targets.data.naming import choose_columns
from reluviz.targets.data.text import SAMPLE, find_encoding, lines_as_bytes, refuse_other_files

__all__ = ["sniff_table"]

_LINES = 400
#: What to try, in this order where the lines do not tell. A comma may do both jobs where all is quoted.
_PAIRS = (
    ("\t", "."), ("\t", ","), (";", "."), (";", ","), ("|", "."), ("|", ","),
    (",", "."), (" ", "."), (" ", ","), (",", ","),
)  # fmt: skip
#: Digits in groups are seldom: "1,234" is rather a number with a decimal comma.
_GROUPED = 0.9
_COMMA_TWICE = 0.8
_ONE_COLUMN = 0.6
_TITLE_OF_ONE = 0.5
_NUMBER_AS_NAME = 0.8
_SINGLE_QUOTED = re.compile(r"(?:^|[,;\t|])[ ]*'[^'\n]*'[ ]*(?:$|[,;\t|])", re.MULTILINE)


@dataclass(frozen=True)
class _Line:
    number: int
    text: str


@dataclass(frozen=True)
class _Attempt:
    """What one pair makes of the lines.

    Attributes
    ----------
    score : float
        From 0 to 1.
    width : int
        How many cells the rows have.
    numeric : tuple of int
        The columns of numbers.
    first : int
        Which of the lines is the first row of the table.
    header_rows : int
        How many lines right before it are names.
    """

    delimiter: str
    decimal: str
    score: float
    width: int
    numeric: tuple[int, ...]
    first: int
    header_rows: int


def sniff_table(
    data: bytes,
    *,
    delimiter: str | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
    quote: str | None = None,
) -> TableFormat:
    """Return how the table in `data` is written, judged by its first 64 kB.

    What is given is taken as known; the rest is found out around it.

    Raises
    ------
    InputError
        If it is no text, or no column of numbers can be made out.
    """
    refuse_other_files(data)
    encoding = find_encoding(data) if encoding is None else encoding
    sample = data[:SAMPLE]
    text, working = lines_as_bytes(sample, encoding, '"' if quote is None else quote)
    lines = text.decode(working, errors="replace").split("\n")
    if quote is None:
        is_single = b'"' not in text and _SINGLE_QUOTED.search("\n".join(lines[:_LINES]))
        quote = "'" if is_single else '"'
    if len(data) > len(sample) and len(lines) > 1:
        # The last one is cut.
        lines.pop()
    told = DELIMITER_LINE.fullmatch(lines[0])
    known = delimiter or (told[1] if told else None)
    rows = [
        _Line(number, line)
        for number, line in enumerate(lines)
        if line.strip(" \t\v\f,;|") and not is_comment(line) and not (told and number == 0)
    ][:_LINES]
    if not rows:
        raise InputError("it holds no row of numbers")
    quoted = quote != "" and quote in rows[-1].text
    pairs = [
        pair
        for pair in _PAIRS
        if known in (None, pair[0]) and decimal in (None, pair[1]) and (pair[0] != pair[1] or quoted)
    ]
    attempts = [_attempt(rows, delimiter, decimal, quote) for delimiter, decimal in pairs]
    found = [attempt for attempt in attempts if attempt is not None]
    if not found:
        raise InputError(
            f"it has no column of numbers; line {rows[0].number + 1} begins with '{shortened(rows[0].text)}'"
        )
    best = max(found, key=lambda attempt: attempt.score)
    form = TableFormat(
        # Where no line has a delimiter, any would do; the plainest one is shown.
        delimiter=best.delimiter if known or best.width > 1 else ";" if best.decimal == "," else ",",
        decimal=best.decimal,
        encoding=encoding,
        quote=quote,
        lines_before=rows[best.first - best.header_rows].number,
        header_rows=best.header_rows,
    )
    return choose_columns(form, read_head(text, working, form).names, best.numeric)


def _attempt(rows: list[_Line], delimiter: str, decimal: str, quote: str) -> _Attempt | None:
    table = [split_cells(row.text, delimiter, quote, MOST_COLUMNS + 1) for row in rows]
    worth = [[_worth(cell, delimiter, decimal) for cell in cells] for cells in table]
    widths = Counter(len(cells) for cells in worth if any(cells))
    if not widths:
        return None
    width = widths.most_common(1)[0][0]
    if width > MOST_COLUMNS:
        raise InputError(
            f"it has more than {MOST_COLUMNS:,} columns; expected a few, each from top to bottom"
        )
    fitting = [number for number, cells in enumerate(worth) if len(cells) == width and any(cells)]
    numeric = _numeric_columns([worth[number] for number in fitting], width)
    first = next((number for number in fitting if _is_row(worth[number], numeric)), None)
    if first is None or not numeric:
        return None
    while first > 0 and len(worth[first - 1]) == width and any(worth[first - 1]):
        # Half a row right before is a row with a fault: to be counted, not to be taken for something else.
        first -= 1
    known = [value for number in fitting if number >= first for value in worth[number] if value is not None]
    # A share of all lines, so that no pair gains by leaving out those at the start.
    score = sum(number >= first for number in fitting) / len(rows) * sum(known) / len(known)
    if len(numeric) == 1:
        score *= _ONE_COLUMN
    if delimiter == decimal:
        score *= _COMMA_TWICE
    if (delimiter, decimal, width) == (",", ".", 2) and _has_title_of_one(rows, table, first):
        score *= _TITLE_OF_ONE
    header_rows = _header_rows(table, worth, first, width, numeric)
    if any(
        plain_number(cell, "." if decimal == "," else ",")
        for cell in table[first - 1][: header_rows and width]
    ):
        score *= _NUMBER_AS_NAME
    return _Attempt(delimiter, decimal, round(score, 6), width, numeric, first, header_rows)


def _worth(cell: str, delimiter: str, decimal: str) -> float | None:
    """Return how much a cell speaks for a pair: 1 for a number, 0 for text, None for an empty one."""
    if plain_number(cell, decimal):
        # "1," with a blank behind it is the first of two cells.
        return 0.0 if decimal == "," and cell.endswith(",") else 1.0
    value = number_in(cell, decimal)
    if value is None:
        return 0.0
    return None if value != value or value in (float("inf"), float("-inf")) else _GROUPED


def _numeric_columns(table: list[list[float | None]], width: int) -> tuple[int, ...]:
    """Return the columns in which numbers are no fewer than texts."""
    result = []
    for column in range(width):
        values = [cells[column] for cells in table]
        numbers, texts = sum(bool(value) for value in values), values.count(0.0)
        if numbers and numbers >= texts:
            result.append(column)
    return tuple(result)


def _is_row(cells: list[float | None], numeric: tuple[int, ...]) -> bool:
    values = [cells[column] for column in numeric]
    return any(values) and 2 * values.count(0.0) < len(values)


def _header_rows(
    table: list[list[str]], worth: list[list[float | None]], first: int, width: int, numeric: tuple[int, ...]
) -> int:
    """Count the rows of names right before the first row: one, or two where all have a second one (units)."""
    count = 0
    while count < 2 and first - count > 0:
        cells, values = table[first - count - 1], worth[first - count - 1]
        # R leaves out the name of the column of row names.
        fits = len(cells) == width or (count == 0 and len(cells) == width - 1 and width > 2)
        named = all(cells[column] for column in numeric if column < len(cells))
        if not fits or any(values) or (count == 1 and (width == 1 or not named)):
            break
        count += 1
    return count


def _has_title_of_one(rows: list[_Line], table: list[list[str]], first: int) -> bool:
    """Tell whether "1,5" below a title without a comma is rather one column with a decimal comma."""
    return first > 0 and len(table[first - 1]) == 1 and all("," in row.text for row in rows[first:])
