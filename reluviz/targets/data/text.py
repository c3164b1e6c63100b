"""Bytes of a file made into lines: which encoding, which line ends, and no text at all."""

from __future__ import annotations

import codecs
import re

from reluviz.errors import InputError
from reluviz.targets.data.cells import JOINED

__all__ = ["SAMPLE", "WORKING_ENCODINGS", "find_encoding", "lines_as_bytes", "refuse_other_files"]

#: So many bytes are looked at to find out how a table is written.
SAMPLE = 1 << 16
#: In these, the marks of a table are the single bytes of ASCII; the others are written anew as UTF-8.
WORKING_ENCODINGS = ("utf-8", "cp1252", "latin-1")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before UTF-16, whose mark is the beginning of this one.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SPREADSHEET = "save it as CSV there, and open that"
_OTHER_FILES = (
    (b"\xd0\xcf\x11\xe0", f"it is an Excel workbook or another Office file; {_SPREADSHEET}"),
    (b"\x89PNG", "it is a PNG picture"),
    (b"\xff\xd8\xff", "it is a JPEG picture"),
    (b"GIF8", "it is a GIF picture"),
    (b"%PDF", "it is a PDF file"),
    (b"\x1f\x8b", "it is compressed (gzip); unpack it first"),
    (b"BZh", "it is compressed (bzip2); unpack it first"),
    (b"\xfd7zXZ", "it is compressed (xz); unpack it first"),
    (b"7z\xbc\xaf", "it is a 7z archive; unpack it first"),
    (b"\x93NUMPY", "it is an array of NumPy; write it with numpy.savetxt"),
    (b"\x89HDF", "it is an HDF5 file; write the table as CSV"),
    (b"PAR1", "it is a Parquet file; write the table as CSV"),
    (b"SQLite format 3", "it is an SQLite database; write the table as CSV"),
    (b"{\\rtf", "it is a word processor's file (RTF)"),
)
_SOMETHING = re.compile(rb"[^\0 \t\r\n\x1a]")
_RELUVIZ = re.compile(rb'\s*\{\s*"format"\s*:\s*"reluviz"')
_CONTROL = bytes(sorted(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b")))
#: More control characters than this share of the sample are no text.
_MOST_CONTROL = 0.02
#: A quoted cell has no more lines than this; else the quotation mark is a lone one.
_MOST_LINES_IN_CELL = 20


def refuse_other_files(data: bytes) -> None:
    """Do nothing if `data` may be text.

    Raises
    ------
    InputError
        If it is empty or another kind of file, with a word about what it is and what to do.
    """
    if _SOMETHING.search(data) is None:
        raise InputError("it is empty")
    if data.startswith(b"PK\x03\x04"):
        raise InputError(_kind_of_archive(data))
    for magic, what in _OTHER_FILES:
        if data.startswith(magic):
            raise InputError(what)
    if _RELUVIZ.match(data):
        raise InputError("it is a document of ReLU Viz, not a table; open it as a document")


def _kind_of_archive(data: bytes) -> str:
    start = data[:SAMPLE]
    if b"opendocument.spreadsheet" in start:
        return f"it is a LibreOffice spreadsheet; {_SPREADSHEET}"
    # The names of all parts stand at the end.
    if b"xl/" in start or b"xl/" in data[-SAMPLE:]:
        return f"it is an Excel workbook; {_SPREADSHEET}"
    if b"fieldnames.npy" in start or b".npy" in start:
        return "it is an archive of NumPy; write the columns with numpy.savetxt"
    return "it is a zip archive; unpack it first"


def find_encoding(data: bytes) -> str:
    """Return the encoding of a text by its mark, else by what is possible: UTF-8, else Windows' own.

    Raises
    ------
    InputError
        If it is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    sample = data[:SAMPLE]
    if sample.count(0) > len(sample) // 4:
        # Text of digits in UTF-16 has a zero byte in every pair, on the same side.
        for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
            if zeros.count(0) >= 0.9 * (len(sample) // 2) and sample.count(0) <= 0.6 * len(sample):
                return encoding
    control = len(sample) - len(sample.translate(None, delete=_CONTROL))
    if control > _MOST_CONTROL * len(sample) or b"\0\0" in sample:
        raise InputError("it is not a text file")
    try:
        # A character cut at the end of the sample is no fault.
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def lines_as_bytes(data: bytes, encoding: str, quote: str) -> tuple[bytes, str]:
    r"""Return the text with line ends \n, and its encoding now: one of `WORKING_ENCODINGS`.

    What cannot be decoded becomes a replacement character, here or when the lines are. Line breaks inside
    quoted cells become `JOINED` in the first `SAMPLE` bytes, where headers stand; further down such a
    row falls apart and is counted as skipped.
    """
    for mark, marked in _MARKS:
        if marked == encoding and data.startswith(mark):
            data = data[len(mark) :]
            break
    if encoding not in WORKING_ENCODINGS:
        data = data.decode(encoding, errors="replace").encode("utf-8", errors="replace")
        encoding = "utf-8"
    # Each needs a copy of all, so only where it must be.
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if JOINED.encode() in data:
        data = data.replace(JOINED.encode(), b" ")
    if data.endswith(b"\x1a"):
        data = data.rstrip(b"\x1a")
    mark = quote.encode()
    if mark and mark in data[:SAMPLE]:
        head = data.rfind(b"\n", 0, SAMPLE) + 1 or len(data)
        data = _with_whole_rows(data[:head], mark) + data[head:]
    return data, encoding


def _with_whole_rows(head: bytes, mark: bytes) -> bytes:
    lines = head.split(b"\n")
    result: list[bytes] = []
    number = 0
    while number < len(lines):
        last = number
        if lines[number].count(mark) % 2 == 1 and _opens(lines[number], mark):
            last = _last_line_of_row(lines, number, mark)
        result.append(JOINED.encode().join(lines[number : last + 1]))
        number = last + 1
    return b"\n".join(result)


def _opens(line: bytes, mark: bytes) -> bool:
    """Tell whether the last quotation mark of the line stands at the start of a cell."""
    before = line[: line.rfind(mark)].rstrip(b" ")
    return not before or before[-1:] in b",;\t|"


def _last_line_of_row(lines: list[bytes], first: int, mark: bytes) -> int:
    """Return the number of the line that closes the cell left open at `first`, else `first`."""
    for number in range(first + 1, min(first + _MOST_LINES_IN_CELL, len(lines))):
        line = lines[number]
        if line.count(mark) % 2 == 1:
            after = line[line.find(mark) + 1 :].lstrip(b" ")
            return number if not after or after[:1] in b",;\t|" else first
    return first
