"""The first rows of a table as they would be read, for a person to check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reluviz.targets.data.cells import JOINED, is_comment, number_in, shortened, split_cells
from reluviz.targets.data.head import is_blank, read_head
from reluviz.targets.data.rows import is_usable
from reluviz.targets.data.text import SAMPLE, lines_as_bytes, refuse_other_files

if TYPE_CHECKING:
    from reluviz.targets.data.format import TableFormat

__all__ = ["Preview", "preview"]

_MOST_SHOWN = 200


@dataclass(frozen=True)
class Preview:
    """The first rows of a table.

    Attributes
    ----------
    names : tuple of str
        One for each shown column: its name, or its number from 1.
    cells : tuple of tuple of str
        The rows, not all of the same length; long cells are cut, and so are rows after two hundred cells.
    lines : tuple of int
        The number of each row's line in the file, from 1.
    bad : frozenset of (int, int)
        Row and column of the cells, in the columns that `form` names, that would make a row skipped.
    """

    names: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    bad: frozenset[tuple[int, int]]


def preview(data: bytes, form: TableFormat, rows: int = 20) -> Preview:
    """Return the first `rows` rows of `data` read with `form`, from its first 64 kB.

    Raises
    ------
    InputError
        If it is no text.
    """
    refuse_other_files(data)
    text, encoding = lines_as_bytes(data[:SAMPLE], form.encoding, form.quote)
    head = read_head(text, encoding, form)
    number = head.line
    cells: list[tuple[str, ...]] = []
    lines: list[int] = []
    bad: set[tuple[int, int]] = set()
    found_lines = text[head.start :].decode(encoding, errors="replace").split("\n")
    if len(data) > SAMPLE and len(found_lines) > 1:
        # The sample ends within a row, which must not seem to lack cells.
        found_lines.pop()
    for line in found_lines:
        if len(cells) == rows:
            break
        if not is_blank(line, form) and not is_comment(line):
            found = split_cells(line, form.delimiter, form.quote, max(_MOST_SHOWN, *form.columns) + 1)
            bad.update((len(cells), column) for column in form.columns if not _fits(found, column, form))
            cells.append(tuple(shortened(cell) for cell in found[:_MOST_SHOWN]))
            lines.append(number)
        number += 1 + line.count(JOINED)
    width = max(map(len, cells), default=0)
    names = [head.names[column] if column < len(head.names) else "" for column in range(width)]
    return Preview(
        tuple(name or str(column + 1) for column, name in enumerate(names)),
        tuple(cells),
        tuple(lines),
        frozenset(bad),
    )


def _fits(cells: list[str], column: int, form: TableFormat) -> bool:
    return column < len(cells) and is_usable(number_in(cells[column], form.decimal), column, form)
