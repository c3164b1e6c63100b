"""Speed of a million rows: read, against NumPy's own reader in turns; from the file to the canvas; dragged;
and saved, against the bare encoder in turns.

Run as ``python -m pytest tests/benchmarks/test_bench_data.py -p no:cacheprovider``. NumPy is told how the
table is written; the program finds that out, counts what it skips and reports its progress.
"""

import io
import statistics
import sys
import time

import msgspec
import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from reluviz.document.document import Document, refitted
from reluviz.document.fileformat import encode_document
from reluviz.gui.importing.dialog import ImportDialog
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.targets.data import read_points
from reluviz.targets.target import Target
from tests.benchmarks.mouse_moves import (
    REFERENCE_PASS,
    close_window,
    frames_of_drag,
    interpolation_pass,
    open_window,
    painted_frame,
)

ROWS = 1_000_000
ROUNDS = 3
#: Seconds from choosing a file of a million rows until they are on the canvas, on the machine of the limits
#: of test_bench_frames.
LONGEST_IMPORT = 3.0
#: How many times as long as the bare encoder a document of so many points may take to be written.
MOST_ENCODINGS = 3.5


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


@pytest.fixture
def window(qapp, tmp_path):
    window = open_window(tmp_path / "settings")
    yield window
    close_window(window)


def test_from_the_file_to_the_canvas(window, tmp_path):
    path = tmp_path / "million.csv"
    path.write_bytes(written(2, ",", ".", 8))
    taken, passes = [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        window.data.read(path)
        dialog = next(one for one in window.findChildren(ImportDialog) if one.isVisible())
        while not dialog.use.isEnabled():
            QApplication.processEvents()
        dialog.accept()
        painted_frame()
        taken.append(time.perf_counter() - began)
        passes.append(interpolation_pass())
        assert window.session.scene.points.x.size == ROWS
    middle, ratio = statistics.median(taken), REFERENCE_PASS / statistics.median(passes)
    print(f"\nfrom the file to the canvas: {middle:.2f} s, at reference {middle * ratio:.2f} s")
    assert middle * ratio <= LONGEST_IMPORT


@pytest.mark.parametrize("held_out", [0.0, 0.2])
def test_a_hinge_dragged_among_a_million_points(window, held_out):
    x = np.sort(np.random.default_rng(0).uniform(0.0, 10.0, ROWS))
    y = np.sin(x) + 0.1 * np.random.default_rng(1).standard_normal(ROWS)
    knots = HingeSum([Hinge(float(knot)) for knot in range(1, 10)])
    medians = {}
    for count in (10_000, ROWS):
        some = slice(None, None, ROWS // count)
        target = Target.points(x[some], y[some]).holding_out(held_out)
        frames = frames_of_drag(window, refitted(Document(target, knots, True, True)))
        medians[count] = frames.median
        print(
            f"\n{count:,} points, {held_out:.0%} held out: a frame {frames.median:.1f} ms, 99th percentile "
            f"{frames.late:.1f} ms; at reference {frames.passes(frames.median) * REFERENCE_PASS:.1f} ms"
        )
    print(f"{medians[ROWS] / medians[10_000]:.1f} times as long")


def test_a_million_points_are_written_in_little_more_than_their_digits_take(capsys):
    x = np.sort(np.random.default_rng(0).uniform(0.0, 10.0, ROWS))
    document = Document(Target.points(x, np.sin(x)), HingeSum())
    columns = [x.tolist(), np.sin(x).tolist()]
    rounds = [
        (
            seconds(lambda: [msgspec.json.encode(column) for column in columns]),
            seconds(encode_document, document),
        )
        for _ in range(ROUNDS)
    ]
    bare, own = (statistics.median(column) for column in zip(*rounds, strict=True))
    with capsys.disabled():
        sys.stdout.write(f"\nwritten in {own:.2f} s, {own / bare:.1f} times the bare digits\n")
    assert own <= MOST_ENCODINGS * bare
