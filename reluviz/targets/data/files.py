"""Data files on disk, read whole with a clear word about what is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reluviz.errors import InputError
from reluviz.files import read_file, shown_path
from reluviz.targets.data.cells import shortened
from reluviz.targets.data.reading import Watch, read_table
from reluviz.targets.data.sniffing import sniff_table

if TYPE_CHECKING:
    import os

    from reluviz.targets.data.format import TableFormat
    from reluviz.targets.data.report import Table

__all__ = ["LARGEST_DATA_FILE", "name_of_data", "read_data_file", "read_points"]

#: In bytes. A million rows of three columns with all digits take about 60 MB.
LARGEST_DATA_FILE = 256_000_000
_LONGEST_NAME = 60


def read_points(
    source: str | os.PathLike[str] | bytes,
    form: TableFormat | None = None,
    watch: Watch | None = None,
    name: str | None = None,
) -> Table:
    """Read points from a file, or from the bytes of one (or of pasted text, encoded as UTF-8).

    Parameters
    ----------
    source : path or bytes
    form : TableFormat, optional
        Found out if not given.
    watch : callable, optional
        Called now and then with the share that is done; what it raises goes through.
    name : str, optional
        What to call the data: the file's name without its ending if not given.

    Raises
    ------
    InputError
        If the file cannot be read or holds no table of numbers.
    """
    if isinstance(source, bytes):
        data, where = source, "the table cannot be read: "
        name = "Data" if name is None else name
    else:
        data, where = read_data_file(source), f"{shown_path(source)} cannot be read as a table: "
        name = name_of_data(source) if name is None else name
    try:
        table = read_table(data, sniff_table(data) if form is None else form, watch)
    except InputError as error:
        raise InputError(f"{where}{error}") from None
    return replace(table, name=name)


def name_of_data(path: str | os.PathLike[str]) -> str:
    """Return what to call the data in a file: its name without the ending."""
    return shortened(Path(path).stem, _LONGEST_NAME).strip() or "Data"


def read_data_file(path: str | os.PathLike[str]) -> bytes:
    """Return the bytes of a file of data.

    Raises
    ------
    InputError
        If it cannot be read, is no ordinary file, or is larger than `LARGEST_DATA_FILE`.
    """
    data = read_file(path, LARGEST_DATA_FILE, "a table in a text file")
    if len(data) > LARGEST_DATA_FILE:
        raise InputError(
            f"{shown_path(path)} is too large: files of data may have {LARGEST_DATA_FILE // 10**6} MB at most"
        )
    return data
