"""Reads the columns of a table that are wanted, block by block."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from reluviz.errors import InputError
from reluviz.targets.data.head import column_label, read_head
from reluviz.targets.data.report import Table
from reluviz.targets.data.rows import MOST_ROWS, RowReader
from reluviz.targets.data.text import lines_as_bytes, refuse_other_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.maths.piecewise import FloatArray
    from reluviz.targets.data.format import TableFormat

__all__ = ["LONGEST_LINE", "MOST_ROWS", "Watch", "read_table"]

#: Called now and then with the share that is done, from 0 to 1. What it raises goes through, such as
#: `reluviz.fitting.norms.Cancelled`.
Watch: TypeAlias = "Callable[[float], None]"

#: In bytes. A longer one is no row of a table.
LONGEST_LINE = 1_000_000
#: Bytes read at once: NumPy lets no other thread run meanwhile, and a window must not stand still.
_BLOCK = 1 << 17


def read_table(data: bytes, form: TableFormat, watch: Watch | None = None) -> Table:
    """Read the columns of `data` that `form` names.

    Rows without a finite number in each of them, or with a negative weight, are skipped and counted.
    Blank lines, rows of empty cells and comments are no rows.

    Raises
    ------
    InputError
        If it is no text, has no usable row, more rows than `MOST_ROWS`, or a line that has no end.
    """
    refuse_other_files(data)
    text, encoding = lines_as_bytes(data, form.encoding, form.quote)
    head = read_head(text, encoding, form)
    reader = RowReader(form, head, encoding)
    start = head.start
    while start < len(text):
        if watch is not None:
            watch(start / len(text))
        end = text.find(b"\n", start + _BLOCK)
        end = len(text) if end < 0 else end
        if end - start > _BLOCK + LONGEST_LINE:
            raise InputError(
                f"a line has more than {LONGEST_LINE:,} characters; expected rows of a few numbers"
            )
        reader.read_block(text[start:end])
        start = end + 1
    if not reader.kept:
        columns = " and ".join(column_label(head.names, column) for column in form.columns)
        why = f"; {reader.reasons[0]}" if reader.reasons else ""
        raise InputError(f"it has no row with numbers in {columns}{why}")
    table = replace(
        _table(reader.values(), form),
        names=head.names,
        left_out=head.left_out,
        skipped=reader.skipped,
        reasons=tuple(reader.reasons),
    )
    if watch is not None:
        watch(1.0)
    return table


def _table(values: FloatArray, form: TableFormat) -> Table:
    """Return a table of x, y and the weights if there are any: the columns of `values`."""
    columns = []
    for place in range(values.shape[1]):
        column = np.ascontiguousarray(values[:, place])
        column.flags.writeable = False
        columns.append(column)
    steps = np.diff(columns[0])
    was_sorted = bool((steps >= 0.0).all())
    if not was_sorted:
        steps = np.diff(np.sort(columns[0]))
    return Table(
        columns[0],
        columns[1],
        columns[2] if form.weight_column is not None else None,
        form,
        duplicates=int(np.count_nonzero(steps == 0.0)),
        was_sorted=was_sorted,
    )
