"""The layers of the error, in one of its readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reluviz.figures.composing.strokes import (
    DATA_DIAMETER,
    ERROR_WIDTH,
    KNOT_DIAMETER,
    MANY_POINTS,
    RIM_WIDTH,
    RULE_WIDTH,
    SAMPLES,
    crowded_by,
    cut,
    thinned,
)
from reluviz.figures.picture import Area, Dots, Layer, Line
from reluviz.scene.error_strip import height, read_curve

if TYPE_CHECKING:
    from reluviz.figures.composing.strokes import Pen
    from reluviz.maths.piecewise import FloatArray
    from reluviz.scene.error_strip import Reading
    from reluviz.scene.scene import Bounds, Scene

__all__ = [
    "alternation_layer",
    "error_layers",
    "error_paths",
    "held_out_error_layer",
    "mark_layer",
]

#: The stems of more points than this would be one grey mass behind the dots.
_MOST_STEMS = 1_000
_ALTERNATION_DIAMETER = 0.42
#: More marks than this would hide the curve they are on.
_MOST_MARKS = 60


def error_paths(scene: Scene, reading: Reading) -> tuple[FloatArray, ...]:
    """Return the error on a function target, in pieces where the target jumps or has a gap."""
    x, r = _finer(scene, *scene.error_curve())
    # Panels meet at the same x; where they differ in height there, the target jumps.
    jumps = (np.diff(x) == 0.0) & (np.diff(r) != 0.0)
    return tuple(np.column_stack(read_curve(piece[:, 0], piece[:, 1], reading)) for piece in cut(x, r, jumps))


def error_layers(scene: Scene, reading: Reading, bounds: Bounds, pen: Pen) -> tuple[Layer, ...]:
    """Return the error: filled down to zero for a function, on stems for data."""
    color, width = pen.palette.error, pen.width(ERROR_WIDTH)
    if scene.points is not None:
        x, r = scene.error_curve()
        points = thinned(np.column_stack([x, height(r, reading)]), bounds)
        share = crowded_by(len(points), MANY_POINTS)
        dots = pen.dots("error", points, color, DATA_DIAMETER * share, 0.0)
        if len(points) > _MOST_STEMS:
            return (dots,)
        stems = tuple(np.array([[at, 0.0], [at, top]]) for at, top in points)
        width = pen.width(RULE_WIDTH)
        return (Line("error-stems", stems, (pen.palette.error_fill,), width, opacity=0.6), dots)
    paths = error_paths(scene, reading)
    return (Area("error-area", paths, pen.palette.error_fill, 0.35), Line("error", paths, (color,), width))


def _finer(scene: Scene, x: FloatArray, r: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the error curve with samples between those that its integrals need, which can be far apart."""
    assert scene.residual is not None
    # What stands already stays as it is: at a jump only those samples know both heights.
    between = np.setdiff1d(np.linspace(*scene.interval, SAMPLES), x)
    between = between[scene.counts(between)]
    x, r = np.concatenate([x, between]), np.concatenate([r, scene.residual.evaluate(between)])
    order = np.argsort(x, kind="stable")
    return x[order], r[order]


def held_out_error_layer(scene: Scene, reading: Reading, bounds: Bounds, pen: Pen) -> Dots | None:
    """Return the errors at the points held out, if any, as rings."""
    held_out = scene.points_held_out
    if held_out is None:
        return None
    r = scene.sum(held_out.x) - held_out.y
    points = thinned(np.column_stack([held_out.x, height(r, reading)]), bounds)
    crowded = crowded_by(len(points), MANY_POINTS)
    diameter, rim = pen.width(DATA_DIAMETER * crowded), pen.width(RIM_WIDTH * crowded)
    return Dots("held-out", points, pen.palette.background, diameter, pen.palette.error, rim)


def mark_layer(at: float, top: float, pen: Pen) -> Dots:
    """Return the dot where the error is largest."""
    return pen.dots("largest-error", np.array([[at, top]]), pen.palette.error, KNOT_DIAMETER, RIM_WIDTH)


def alternation_layer(scene: Scene, reading: Reading, pen: Pen) -> Dots | None:
    """Return diamonds wherever a minimax fit levelled the error; None if it did not, or too often."""
    marks = scene.alternation
    if not 2 <= len(marks) <= _MOST_MARKS:
        return None
    points = np.column_stack([marks[:, 0], height(marks[:, 1], reading)])
    rim, color = pen.width(RIM_WIDTH), pen.palette.error
    diameter = pen.width(_ALTERNATION_DIAMETER)
    return Dots("alternation", points, color, diameter, pen.palette.background, rim, "diamond")
