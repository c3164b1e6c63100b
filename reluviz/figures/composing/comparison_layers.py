"""The layers that a sum is compared with: pins as dashed ghosts, and the sums of its first hinges."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reluviz.figures.composing.error_layers import error_paths
from reluviz.figures.composing.strokes import THIN_WIDTH, blended, clipped_path
from reluviz.figures.picture import Entry, Line

if TYPE_CHECKING:
    from reluviz.figures.composing.strokes import Pen
    from reluviz.figures.composing.words import Words
    from reluviz.maths.piecewise import FloatArray, PiecewiseLinear
    from reluviz.scene.error_strip import Reading
    from reluviz.scene.scene import Bounds, Scene

__all__ = ["partial_layer", "pin_error_layers", "pin_layers"]

_PIN_WIDTH, _PIN_STRENGTH = 0.095, 0.85
#: As on the canvas: dashes, dots, and two kinds of both.
_DASHES = ((4.0, 2.0), (1.0, 2.0), (4.0, 2.0, 1.0, 2.0), (4.0, 2.0, 1.0, 2.0, 1.0, 2.0))
#: More sums than this would be a grey of lines: so many of them are drawn, at even distances.
_MOST_PARTIAL = 8
_FAINTEST, _STRONGEST = 0.45, 0.85
#: A projector that washes colours out leaves nothing of fainter ones.
_FAINTEST_IN_CONTRAST = 0.65


def pin_layers(scene: Scene, bounds: Bounds, pen: Pen) -> tuple[Line, ...]:
    """Return the sum of each pin that is shown, as far as it can be seen."""
    return tuple(
        _ghost(f"pin-{number + 1}", clipped_path(_vertices(pinned.sum, bounds), bounds), number, pen)
        for number, pinned in enumerate(scene.pinned)
    )


def pin_error_layers(scene: Scene, reading: Reading, pen: Pen) -> tuple[Line, ...]:
    """Return the error of each pin that is shown. None for data, where errors are no curves."""
    if scene.points is not None:
        return ()
    return tuple(
        _ghost(f"pin-{number + 1}", error_paths(pinned, reading), number, pen)
        for number, pinned in enumerate(scene.pinned)
    )


def partial_layer(scene: Scene, bounds: Bounds, pen: Pen, words: Words) -> tuple[Line, Entry] | None:
    """Return the sums of the first hinges, from faint to strong, and their name; None where there is one."""
    model = scene.document.model
    last = len(model) - 1
    if last < 1:
        return None
    counts = np.unique(np.linspace(1, last, min(last, _MOST_PARTIAL)).round().astype(int)).tolist()
    faintest = _FAINTEST_IN_CONTRAST if pen.palette.is_strong else _FAINTEST
    shares = np.linspace(faintest, _STRONGEST, len(counts))
    paths: list[FloatArray] = []
    colors: list[str] = []
    for count, share in zip(counts, shares, strict=True):
        pieces = clipped_path(_vertices(model.partial(count).piecewise(), bounds), bounds)
        paths += pieces
        colors += [blended(pen.palette.sum, pen.palette.background, float(share))] * len(pieces)
    if not paths:
        return None
    layer = Line("partial-sums", tuple(paths), tuple(colors), pen.width(THIN_WIDTH))
    if len(counts) < last:
        text = words.some_partial_sums.format(len(counts), words.count(last))
    elif last == 1:
        text = words.partial_sum.format("h_1")
    else:
        dots = r",\dots" if last > 2 else ""
        text = words.partial_sums_between.format(f"h_1{dots},h_{{{last}}}")
    # The first few colours are the faintest: a sample runs from faint to strong as the sums do.
    some = list(dict.fromkeys(colors))
    sample = replace(layer, colors=tuple(dict.fromkeys((some[0], some[len(some) // 2], some[-1]))))
    return layer, Entry(text, sample, words.partial_sums, key="partial-sums", rank=2)


def _vertices(h: PiecewiseLinear, bounds: Bounds) -> FloatArray:
    part = h.restrict(bounds.left, bounds.right)
    return np.column_stack([part.breakpoints, part.values])


def _ghost(key: str, paths: tuple[FloatArray, ...], number: int, pen: Pen) -> Line:
    """Return a dashed line: ghosts have one colour and differ by their dashes."""
    palette, dash = pen.palette, _DASHES[number % len(_DASHES)]
    color = blended(palette.ghost, palette.background, palette.strength(_PIN_STRENGTH))
    return Line(key, paths, (color,), pen.width(_PIN_WIDTH), dash=dash)
