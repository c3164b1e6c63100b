"""Speed and size of animations: at least 94 frames of 1280 by 720, hinge by hinge.

Run as ``dev.py bench animations``. A frame is compared with the whole figure drawn anew, rounds in turn.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import time

import numpy as np
import pytest

from reluviz.document.document import Document
from reluviz.figures import FigureOptions, compose_sequence, render
from reluviz.figures.animation.frames import shots_of
from reluviz.figures.drawing.film import Film
from reluviz.figures.formats import FORMATS, load_writer
from reluviz.fitting.slopes import fit_slopes
from reluviz.maths.hinges import HingeSum
from reluviz.targets.target import Target

OPTIONS = FigureOptions(dpi=96, steps="hinges")
HINGES = 7
LEAST_FRAMES, MOST_MEGABYTES = 94, 1.2
#: WebP looks longest for a short way to say the same.
MOST_SECONDS = {"gif": 15.0, "apng": 15.0, "webp": 30.0, "mp4": 20.0}
ROUNDS = 9


@pytest.fixture(scope="module")
def steps():
    target = Target.named("sine")
    knots = np.linspace(*target.interval, HINGES + 2)[1:-1]
    model = HingeSum.from_arrays(knots, np.where(knots < 0, -1, 1), np.ones(HINGES))
    return compose_sequence(Document(target, fit_slopes(model, target).sum), OPTIONS)


@pytest.mark.parametrize("format", MOST_SECONDS)
def test_an_animation_is_made_while_one_waits(steps, capsys, format):
    if format == "mp4" and shutil.which("ffmpeg") is None:
        pytest.skip("needs ffmpeg")
    count = len(shots_of(steps, OPTIONS))
    assert count >= LEAST_FRAMES
    started = time.perf_counter()
    data = load_writer(FORMATS[format])(steps, OPTIONS, None)
    seconds, megabytes = time.perf_counter() - started, len(data) / 1e6
    with capsys.disabled():
        sys.stdout.write(f"\n{format}, {count} frames: {seconds:.1f} s, {megabytes:.2f} MB\n")
    assert seconds <= MOST_SECONDS[format]
    assert megabytes <= MOST_MEGABYTES


def test_a_frame_takes_less_than_a_third_of_its_figure(steps, capsys):
    film, times = Film(OPTIONS.dpi), []
    film.frame(steps[0])
    for number in range(ROUNDS):
        picture = steps.between(3, (number + 1) / (ROUNDS + 1))
        began = time.perf_counter()
        render(picture, "png", OPTIONS)
        drawn = time.perf_counter()
        film.frame(picture)
        times.append((drawn - began, time.perf_counter() - drawn))
    whole, frame = (statistics.median(column) for column in zip(*times, strict=True))
    with capsys.disabled():
        sys.stdout.write(f"\na frame: {1e3 * frame:.0f} ms, the whole figure: {1e3 * whole:.0f} ms\n")
    assert frame <= whole / 3
