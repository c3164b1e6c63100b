"""Whole figures look as they did when somebody last looked at them.

The pictures in `golden` are rewritten by ``pytest --rewrite-golden`` with this file's path; look at every
one before it is committed. They are compared so that another release of FreeType or matplotlib, which moves
letters by parts of a pixel, changes nothing, and a line that is missing does.
"""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reluviz.document.document import Pin
from reluviz.figures import FigureOptions, compose
from reluviz.figures.drawing.renderer import draw_png
from reluviz.maths.hinges import HingeSum
from reluviz.scene.scene import Scene

GOLDEN = Path(__file__).with_name("golden")
DPI = 75.0
#: A pixel has changed that is by so many of 255 levels out of the range of its neighbours in the other image,
#: both smoothed over three pixels. A shift by a quarter of a pixel stays below.
LEVELS = 20
#: A few pixels at the ends of strokes are no line: the least mark that is looked for below changes 48, and
#: letters set with hinting, more than any release will move them, change 100.
MOST_CHANGED = 24

EVERYTHING = {
    "show_partial_sums": True,
    "show_formula": True,
    "show_lens": True,
    "show_tolerance": True,
    "good_around": 0.8,
    "title": "Five hinges",
}
FIGURES = {
    "curves": ("h2", {"size": "column"}),
    "everything": ("pinned", {"size": "half", "font_size": 12.0, **EVERYTHING}),
    "network-dark": ("h2", {"size": "beamer", "theme": "dark", "show_network": True, "show_error": False}),
    "data-grey": ("data", {"size": "column", "theme": "grey", "spines": "box"}),
    "pole-contrast": (
        "reciprocal",
        {"size": "column", "theme": "contrast", "error_reading": "absolute"},
    ),
}


@pytest.fixture
def picture(document):
    """Return a figure by its name."""

    def made(name):
        source, choices = FIGURES[name]
        shown = document("library-runge" if source == "pinned" else source)
        if source == "pinned":
            shown = replace(shown, pins=(Pin("flat", HingeSum(bias=0.4)),))
        return compose(Scene(shown), FigureOptions(**choices))

    return made


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=np.float64)


def neighbours(image):
    """Return the nine pixels around each, the pixel itself among them."""
    height, width, _ = image.shape
    around = np.pad(image, ((1, 1), (1, 1), (0, 0)), mode="edge")
    return np.stack([around[y : y + height, x : x + width] for y in range(3) for x in range(3)])


def changed(one, other):
    """Return how many pixels of each have nothing like them in the other within one pixel around."""
    one, other = neighbours(one).mean(axis=0), neighbours(other).mean(axis=0)
    return max(_alone(one, other), _alone(other, one))


def _alone(one, other):
    around = neighbours(other)
    # Whatever becomes of a line that moves by a part of a pixel lies between the extremes.
    beyond = np.maximum(one - around.max(axis=0), around.min(axis=0) - one)
    return int((beyond.max(axis=2) > LEVELS).sum())


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_looks_as_it_did(picture, name, request):
    drawn, path = draw_png(picture(name), DPI), GOLDEN / f"{name}.png"
    if request.config.getoption("--rewrite-golden"):
        # Two hundred colours are as good here, in a third of the bytes.
        image = Image.open(io.BytesIO(drawn)).convert("RGB").quantize(200, kmeans=2, dither=Image.Dither.NONE)
        image.save(path, optimize=True)
    golden = pixels(path.read_bytes())
    assert pixels(drawn).shape == golden.shape
    assert changed(pixels(drawn), golden) <= MOST_CHANGED


@pytest.mark.parametrize(
    ("name", "panel", "layer"),
    [
        *(("curves", 0, key) for key in ("target", "units", "sum")),
        *(("everything", 0, key) for key in ("pin-1", "partial-sums", "lens-mark", "good-ends")),
        *(("everything", 1, key) for key in ("error", "pin-1", "tolerance")),
        ("data-grey", 0, "target"),
    ],
)
def test_a_line_that_is_missing_would_be_seen(picture, name, panel, layer):
    whole = picture(name)
    panels = list(whole.panels)
    kept = tuple(each for each in panels[panel].layers if each.key != layer)
    assert len(kept) < len(panels[panel].layers)
    panels[panel] = replace(panels[panel], layers=kept)
    golden = pixels((GOLDEN / f"{name}.png").read_bytes())
    assert changed(pixels(draw_png(replace(whole, panels=tuple(panels)), DPI)), golden) > MOST_CHANGED


@pytest.mark.parametrize("name", FIGURES)
def test_a_shift_by_part_of_a_pixel_is_no_change(name):
    golden = pixels((GOLDEN / f"{name}.png").read_bytes())
    shifted = 0.75 * golden + 0.25 * np.roll(golden, 1, axis=1)
    assert changed(shifted, golden) <= MOST_CHANGED
