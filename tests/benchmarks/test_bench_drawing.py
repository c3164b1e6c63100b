"""Speed of drawing: a place that a stroke only passes, a move that is shown, and the smoothed curve itself.

Run as ``dev.py bench drawing``. Rounds take turns in one process, so that a busy machine slows all alike.
"""

import statistics
import sys
import time

import numpy as np

from reluviz.document.document import Document
from reluviz.interaction.drawing import GRID, Stroke
from reluviz.interaction.gestures import Pointer
from reluviz.interaction.view import View
from reluviz.maths.hinges import HingeSum
from reluviz.scene.scene import Bounds, resolve
from reluviz.targets.target import Target

ROUNDS = 201
SIZE = 10_000
#: A mouse reports a thousand places in a second: those between two frames must be as good as free.
MOST_OF_A_MOVE = 0.1
#: How many passes of ``numpy.interp`` evaluating may take: it looks up four numbers of each cell, not two.
MOST_PASSES = 4.0


def seconds(function, *arguments):
    started = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - started


def medians(rounds):
    return tuple(statistics.median(column) for column in zip(*rounds, strict=True))


def test_a_place_that_is_passed_costs_a_small_part_of_a_move_that_is_shown(capsys):
    document = Document(Target.named("sine"), HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)"))
    stroke = Stroke(document, Pointer(-3.0, 0.0), View(Bounds(-3.5, 3.5, -3.0, 3.0), 840, 550))

    def show(pointer):
        return resolve(stroke(pointer).edit.change(document), ()).errors

    x = np.linspace(-3.0, 3.0, 2 * ROUNDS).tolist()
    passed, own = medians(
        (seconds(stroke.pass_by, Pointer(first, np.sin(first))), seconds(show, Pointer(then, np.cos(then))))
        for first, then in zip(x[::2], x[1::2], strict=True)
    )
    with capsys.disabled():
        sys.stdout.write(f"\npassing {1e6 * passed:.0f} µs, a move with its errors {1e3 * own:.2f} ms\n")
    assert passed <= MOST_OF_A_MOVE * own


def test_a_drawing_is_evaluated_in_a_few_passes(capsys):
    known, x = np.linspace(-3.0, 3.0, GRID), np.linspace(-3.0, 3.0, SIZE)
    y = np.sin(known)
    target = Target.drawn(np.column_stack([known, y]))
    target(x[:1])
    bare, own = medians((seconds(np.interp, x, known, y), seconds(target, x)) for _ in range(ROUNDS))
    with capsys.disabled():
        sys.stdout.write(f"\n{SIZE} places: {1e3 * own:.2f} ms, {own / bare:.1f} passes of numpy.interp\n")
    assert own <= MOST_PASSES * bare
