"""Speed of reading tables: a million rows against NumPy's own reader over the same bytes, in turns.

Run as ``python -m pytest tests/benchmarks/test_bench_data.py -p no:cacheprovider``. NumPy is told how the
table is written; the program finds that out, counts what it skips and reports its progress.
"""

import io
import statistics
import time

import numpy as np
import pytest

from reluviz.targets.data import read_points

ROWS = 1_000_000
ROUNDS = 3


def written(columns, delimiter, decimal, digits):
    """Bytes of a table with a header, and what NumPy needs to read it."""
    rng = np.random.default_rng(0)
    x = np.sort(rng.uniform(0.0, 10.0, ROWS))
    values = [x, np.sin(x) + 0.1 * rng.standard_normal(ROWS), rng.uniform(0.5, 1.5, ROWS)][:columns]
    row = "|".join([f"%.{digits}g"] * columns)
    text = "\n".join(row % numbers for numbers in zip(*(column.tolist() for column in values), strict=True))
    header = delimiter.join(("x", "y", "weight")[:columns])
    return f"{header}\n{text.replace('.', decimal).replace('|', delimiter)}\n".encode()


def by_numpy(data, delimiter, decimal):
    source = io.BytesIO(data if decimal == "." else data.replace(decimal.encode(), b"."))
    return np.loadtxt(source, delimiter=None if delimiter == " " else delimiter, skiprows=1)


def seconds(step, *arguments):
    began = time.perf_counter()
    step(*arguments)
    return time.perf_counter() - began


@pytest.mark.parametrize(
    ("columns", "delimiter", "decimal", "digits"),
    [(2, ",", ".", 8), (2, ",", ".", 17), (3, ",", ".", 8), (2, ";", ",", 8), (2, " ", ".", 8)],
    ids=["8 digits", "17 digits", "with weights", "semicolon and decimal comma", "blanks"],
)
def test_a_million_rows(columns, delimiter, decimal, digits):
    data = written(columns, delimiter, decimal, digits)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(seconds(read_points, data))
        theirs.append(seconds(by_numpy, data, delimiter, decimal))
    table = read_points(data)
    assert np.array_equal(table.y, by_numpy(data, delimiter, decimal)[:, 1])
    report(f"{len(data) / 1e6:.0f} MB", ours, theirs)


@pytest.mark.parametrize("every", [10_000, 100, 3])
def test_a_million_rows_with_text_in_some(every):
    data = written(2, ",", ".", 8)
    lines = data.split(b"\n")
    lines[1:-1:every] = [line.partition(b",")[0] + b",n/a" for line in lines[1:-1:every]]
    odd = b"\n".join(lines)
    del lines
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(seconds(read_points, odd))
        # NumPy refuses such a file, so it gets the regular one.
        theirs.append(seconds(by_numpy, data, ",", "."))
    assert read_points(odd).skipped == len(range(0, ROWS, every))
    report(f"one row in {every:,} skipped", ours, theirs)


def report(what, ours, theirs):
    mine, other = statistics.median(ours), statistics.median(theirs)
    print(f"\n{what}: {mine:.2f} s, numpy.loadtxt {other:.2f} s, {mine / other:.2f} times as long")
