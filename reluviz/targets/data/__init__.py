"""Tables in files or pasted text, read as data points: what the format is, the numbers, what was left out.

`read_points` does all of it. An import dialog takes the steps one by one: `sniff_table` proposes a
`TableFormat`, `preview` shows what it makes of the first rows, `read_table` reads with the one that was
chosen in the end.
"""

from __future__ import annotations

from reluviz.targets.data.files import LARGEST_DATA_FILE, name_of_data, read_data_file, read_points
from reluviz.targets.data.format import DECIMALS, DELIMITERS, ENCODINGS, QUOTES, TableFormat
from reluviz.targets.data.preview import Preview, preview
from reluviz.targets.data.reading import MOST_ROWS, Watch, read_table
from reluviz.targets.data.report import SkippedRow, Table
from reluviz.targets.data.sniffing import sniff_table
from reluviz.targets.data.text import SAMPLE, find_encoding, refuse_other_files

__all__ = [
    "DECIMALS",
    "DELIMITERS",
    "ENCODINGS",
    "LARGEST_DATA_FILE",
    "MOST_ROWS",
    "QUOTES",
    "SAMPLE",
    "Preview",
    "SkippedRow",
    "Table",
    "TableFormat",
    "Watch",
    "find_encoding",
    "name_of_data",
    "preview",
    "read_data_file",
    "read_points",
    "read_table",
    "refuse_other_files",
    "sniff_table",
]
