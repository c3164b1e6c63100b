"""Where a table begins: its names, and the place of its first row."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reluviz.targets.data.cells import JOINED, is_comment, is_text, split_cells
from reluviz.targets.data.format import MOST_COLUMNS, TableFormat

__all__ = ["DELIMITER_LINE", "Head", "column_label", "is_blank", "read_head"]

#: The line in which Excel is told the delimiter.
DELIMITER_LINE = re.compile(r'\s*"?sep=([,;\t|])"?\s*', re.IGNORECASE)
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Head:
    """What stands before the first row.

    Attributes
    ----------
    start : int
        Bytes of the text before the first row (or before comments and blank lines in front of it).
    line : int
        The number of the line there, counted from 1 as an editor does.
    names : tuple of str
        Names of the columns, "" for those without. Empty if there are none at all.
    left_out : int
        How many lines before the table are neither blank nor comments.
    """

    start: int
    line: int
    names: tuple[str, ...]
    left_out: int


def read_head(text: bytes, encoding: str, form: TableFormat) -> Head:
    """Read what stands before the first row of `text`, which is in one of the working encodings."""
    start, line = 0, 1
    comment = ""
    headers: list[list[str]] = []
    to_leave, left_out = form.lines_before, 0
    while to_leave > 0 or len(headers) < form.header_rows:
        end = text.find(b"\n", start)
        content = text[start : end if end >= 0 else None].decode(encoding, errors="replace")
        if to_leave > 0:
            to_leave -= 1
            comment = content if is_comment(content) else ""
            left_out += not (comment or is_blank(content, form) or DELIMITER_LINE.fullmatch(content))
        elif not is_blank(content, form) and not is_comment(content):
            headers.append(split_cells(content, form.delimiter, form.quote, MOST_COLUMNS))
        line += 1 + content.count(JOINED)
        if end < 0:
            start = len(text)
            break
        start = end + 1
    width = _width_of_first_row(text, start, encoding, form)
    if not headers and comment:
        headers = _names_in_comment(comment, width, form)
    return Head(start, line, _joined_names(headers, width), left_out)


def is_blank(line: str, form: TableFormat) -> bool:
    """Tell whether a line holds nothing: blanks and delimiters only, as spreadsheets append them."""
    return not line.strip(f"{form.delimiter} \t\v\f{form.quote}")


def column_label(names: tuple[str, ...], column: int) -> str:
    """Return how messages call a column: by its name, else by its number from 1."""
    name = names[column] if column < len(names) else ""
    return f"column {name}" if name else f"column {column + 1}"


def _width_of_first_row(text: bytes, start: int, encoding: str, form: TableFormat) -> int:
    while start < len(text):
        end = text.find(b"\n", start)
        content = text[start : end if end >= 0 else None].decode(encoding, errors="replace")
        if not is_blank(content, form) and not is_comment(content):
            return len(split_cells(content, form.delimiter, form.quote, MOST_COLUMNS))
        start = end + 1 if end >= 0 else len(text)
    return 0


def _names_in_comment(comment: str, width: int, form: TableFormat) -> list[list[str]]:
    """Return the names in a comment right before the table, if it has one for each column."""
    cells = split_cells(comment.strip().lstrip("#%/ "), form.delimiter, form.quote, MOST_COLUMNS)
    fits = len(cells) == width and all(cell and is_text(cell, form.decimal) for cell in cells)
    # One word above one column may be anything.
    return [cells] if fits and width > 1 else []


def _joined_names(headers: list[list[str]], width: int) -> tuple[str, ...]:
    """Return one name for each column: several header rows (names, units) are put together."""
    if not headers:
        return ()
    # R leaves out the name of the column of row names.
    rows = [["", *cells] if len(cells) == width - 1 and width > 2 else cells for cells in headers]
    joined = []
    for column in range(max(map(len, rows))):
        parts = [cells[column] for cells in rows if column < len(cells) and cells[column]]
        joined.append(" ".join(" ".join(parts).split())[:_LONGEST_NAME])
    return tuple(joined)
