"""One unit of x as long as one unit of y: on the page, through a sequence, and without slivers."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reluviz.errors import InputError
from reluviz.figures import PRESETS, FigureOptions, compose, compose_sequence, figure_bytes
from reluviz.figures.composing.aspect import equal_bounds
from reluviz.figures.layout.arrange import arrange
from reluviz.figures.layout.typesetting import measure
from reluviz.scene.scene import Bounds, Scene

EQUAL = FigureOptions(aspect="equal")


def units(picture):
    """How many points long one unit of x is, and one of y."""
    box, panel = arrange(picture, measure).boxes[0], picture.panels[0]
    return box.width / (panel.x.high - panel.x.low), box.height / (panel.y.high - panel.y.low)


@pytest.mark.parametrize("size", [*PRESETS, "30cmx6cm"])
@pytest.mark.parametrize("name", ["h2", "exact", "data", "tiny", "far", "huge"])
@pytest.mark.parametrize("shows_error", [True, False])
def test_units_are_equally_long_on_every_page(document, name, size, shows_error):
    options = replace(EQUAL, size=size, show_error=shows_error)
    across, upwards = units(compose(Scene(document(name)), options))
    assert across == pytest.approx(upwards, rel=1e-9)


def test_otherwise_they_are_not(document):
    across, upwards = units(compose(Scene(document("h2")), FigureOptions()))
    assert across > 2 * upwards


def test_both_panels_and_their_names_stand_over_each_other_in_the_middle(document):
    picture = compose(Scene(document("h2")), EQUAL)
    layout = arrange(picture, measure)
    upper, lower = layout.boxes
    assert (upper.left, upper.width) == (lower.left, lower.width)
    # As much room beside it as the numbers take from the left.
    assert upper.left > 0.2 * 72 * picture.width
    assert layout.labels[-1].x == pytest.approx(0.5 * (upper.left + upper.right))
    assert all(text.x >= upper.left for row in layout.entries for text in row)


def test_nothing_jumps_through_a_sequence(document):
    pictures = compose_sequence(document("h2"), replace(EQUAL, steps="hinges"))
    boxes = {arrange(picture, measure).boxes for picture in pictures}
    limits = {(panel.x.low, panel.x.high, panel.y.low) for picture in pictures for panel in picture.panels}
    assert len(boxes) == 1
    assert len(limits) == 2


sizes = st.floats(0.1, 1000)


@given(st.floats(-100, 100), st.floats(-100, 100), sizes, sizes, sizes, sizes)
def test_limits_hold_what_was_shown_in_their_middle_and_make_no_sliver(x, y, across, upwards, width, height):
    before = Bounds(x, x + across, y, y + upwards)
    after = equal_bounds(before, width, height)
    room = 1e-9 * (abs(x) + abs(y) + across + upwards)
    assert after.left <= before.left + room
    assert after.right >= before.right - room
    assert after.bottom <= before.bottom + room
    assert after.top >= before.top - room
    assert after.left + after.right == pytest.approx(before.left + before.right, abs=10 * room)
    aspect = (after.right - after.left) / (after.top - after.bottom)
    # Never wider than the page, and narrower than it is high only where the page is.
    assert aspect <= width / height * (1 + 1e-6)
    assert aspect >= min(width / height, 1.0) * (1 - 1e-6)


def test_the_script_and_the_source_for_latex_have_it_too(document):
    options = replace(EQUAL, show_error=False)
    tex = figure_bytes(document("h2"), "pgfplots", options).decode()
    panel = compose(Scene(document("h2")), options).panels[0]
    aspect = (panel.x.high - panel.x.low) / (panel.y.high - panel.y.low)
    assert rf"\panelwidth/{aspect:.6g}" in tex
    assert r"\panelwidth/" not in figure_bytes(document("h2"), "pgfplots", FigureOptions()).decode()
    script = figure_bytes(document("h2"), "matplotlib", options).decode()
    box = np.array(re.search(r"add_axes\(\((.*)\)\)", script)[1].split(", "), dtype=float)
    x, y = (
        np.array(re.search(rf"set_{letter}lim\((.*)\)", script)[1].split(", "), dtype=float)
        for letter in "xy"
    )
    size = options.figure_size
    # Shares are written with four digits.
    assert box[2] * size.width / np.ptp(x) == pytest.approx(box[3] * size.height / np.ptp(y), rel=1e-3)


def test_an_aspect_that_is_none_is_said():
    with pytest.raises(InputError, match="free or equal"):
        FigureOptions(aspect="square")
