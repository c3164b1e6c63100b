"""Curves of scenes whose target has gaps: the pen is lifted there."""

import numpy as np
import pytest

from reluviz.document.document import Document
from reluviz.maths.hinges import HingeSum
from reluviz.scene.error_strip import READINGS, strip_curve
from reluviz.scene.scene import Scene
from reluviz.targets.target import Target


def scene_of(text, interval=(-1.0, 1.0), formula="0"):
    return Scene(Document(Target.expression(text, interval), HingeSum.parse(formula)))


RECIPROCAL = scene_of("1/x")


def strokes(x, y):
    """Pairs of neighbouring samples that a pen joins: shape (2, n) of x and of y."""
    joined = np.isfinite(y[:-1]) & np.isfinite(y[1:]) & (np.diff(x) > 1e-12)
    return np.stack([x[:-1], x[1:]])[:, joined], np.stack([y[:-1], y[1:]])[:, joined]


@pytest.mark.parametrize("count", [2, 41, 200, 801, 1000])
@pytest.mark.parametrize(
    ("text", "poles"),
    [
        ("1/x", [0.0]),
        ("1/(x-0.123)", [0.123]),
        ("tan(5x)", np.pi * np.array([-1.5, -0.5, 0.5, 1.5]) / 5),
        ("log(x)/(x-0.5)", [0.5]),
    ],
)
def test_no_stroke_of_the_target_leads_from_one_branch_to_the_other(text, poles, count):
    scene = scene_of(text, (-1.5, 1.5))
    x, y = scene.target_curve(-1.5, 1.5, count)
    (left, right), _ = strokes(x, y)
    if count < 20:
        # Two samples tell of a pole between them only what they can.
        return
    for pole in poles:
        assert not ((left < pole) & (right > pole)).any()


def test_a_pole_outside_the_interval_lifts_the_pen_as_well():
    scene = scene_of("1/x", (0.5, 2.0))
    assert scene.document.target.gaps == ()
    x, y = scene.target_curve(-2.0, 0.5, 300)
    (left, right), _ = strokes(x, y)
    assert not ((left < 0.0) & (right > 0.0)).any()


@pytest.mark.parametrize(
    "text", ["sin(20x)", "x^3 - 0.01", "tanh(1000x)", "|x| - 0.3", "(x - 0.1)/(1 + 25x^2)"]
)
def test_a_curve_without_poles_is_drawn_in_one_stroke(text):
    _, y = scene_of(text).target_curve(-1.0, 1.0, 301)
    assert np.isfinite(y).all()


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(("left", "right"), [(-1.0, 1.0), (-0.1, 0.1), (-0.01, 0.01)])
def test_the_error_curve_has_a_hole_in_each_gap_at_any_zoom(reading, left, right):
    x, y = strip_curve(RECIPROCAL, reading, left, right)
    assert (np.diff(x) >= 0).all()
    assert np.flatnonzero(np.isnan(y)).size == 1
    there = np.isfinite(y)
    assert (np.abs(x[there]) >= 0.02).all()


def test_the_largest_error_beside_a_gap_has_its_sign():
    assert RECIPROCAL.largest_error == (-0.02, 50.0)


@pytest.mark.parametrize(
    ("text", "interval", "low", "high"),
    [
        # From the outermost quartiles, three times their distance: ±2 and a distance of about 4 for 1/x.
        ("1/x", (-1.0, 1.0), 10.0, 20.0),
        ("tan(x)", (-3.0, 3.0), 4.0, 9.0),
    ],
)
def test_poles_do_not_flatten_the_rest_of_the_view(text, interval, low, high):
    bounds = scene_of(text, interval).comfortable_bounds()
    assert low < bounds.top < high
    assert low < -bounds.bottom < high


def test_what_grows_slowly_beside_a_gap_is_shown_whole():
    bounds = scene_of("log(x)").comfortable_bounds()
    assert bounds.bottom < np.log(0.02)
    assert 0.0 < bounds.top < 1.0
    assert (bounds.left, bounds.right) == pytest.approx((-1.12, 1.12))


def test_a_steep_sum_in_a_gap_does_not_widen_the_view():
    wild = scene_of("1/x", formula="-1000g(x + 0.01) + 2000g(x) - 1000g(x - 0.01)")
    assert wild.comfortable_bounds().bottom > -25.0
