"""Data points on the canvas: each in view is there, however many there are; rings are those held out."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from reluviz.gui.canvas.dots import paint_points
from reluviz.gui.canvas.painting import thinned
from reluviz.interaction.view import View
from reluviz.maths.residual import Points
from reluviz.scene.palette import palette
from reluviz.scene.scene import Bounds

COLOURS = palette("light")
WIDTH, HEIGHT = 200, 120
VIEW = View(Bounds(0.0, 200.0, 0.0, 120.0), WIDTH, HEIGHT)


def painted(points, held_out=None, view=VIEW, ratio=1):
    """How far each pixel is from the ground, 0 where nothing was painted."""
    image = QImage(WIDTH * ratio, HEIGHT * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(COLOURS.background))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_points(painter, view, points, held_out, COLOURS)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(HEIGHT * ratio, WIDTH * ratio, 4)
    ground = QColor(COLOURS.background)
    return np.abs(pixels[:, :, 2].astype(int) - ground.red())


def points_of(*places):
    x, y = np.array(sorted(places), dtype=float).T
    return Points(x, y)


def band(count):
    x = np.linspace(0.0, 200.0, count)
    return x, 20.0 + 5.0 * np.sin(np.arange(count))


@pytest.mark.parametrize("count", [100, 3_000, 200_000])
@pytest.mark.parametrize("ratio", [1, 2])
def test_an_outlier_is_never_hidden(count, ratio):
    x, y = band(count)
    y[count // 2] = 100.0
    rest = painted(Points(x, y), ratio=ratio)[: 60 * ratio]
    down, across = np.nonzero(rest > 60)
    assert down.size >= 4
    # At its place, to the pixel.
    assert np.abs(down + 0.5 - 20.5 * ratio).max() <= 3.5 * ratio
    assert np.abs(across + 0.5 - (x[count // 2] + 0.5) * ratio).max() <= 4.5 * ratio


@pytest.mark.parametrize("ratio", [1, 2])
def test_in_a_raster_points_stand_where_discs_do(ratio):
    places = [(60.5, 80.5), (140.5, 30.5)]
    crowd = [(10.5, 10.5)] * 3_000
    few, many = painted(points_of(*places), ratio=ratio), painted(points_of(*places, *crowd), ratio=ratio)
    for x, y in places:
        part = (
            slice(int(ratio * (120 - y - 8)), int(ratio * (120 - y + 8))),
            slice(int(ratio * (x - 8)), int(ratio * (x + 8))),
        )
        centres = [np.average(np.argwhere(one[part]), axis=0) for one in (few, many)]
        assert np.abs(centres[0] - centres[1]).max() <= 1.0


@pytest.mark.parametrize("crowd", [0, 3_000])
def test_points_held_out_are_hollow(crowd):
    far = [(10.5, 10.5)] * crowd
    middle = (119 - 60, 100)
    filled = painted(points_of((100.5, 60.5), *far))
    hollow = painted(points_of((20.5, 20.5), *far), points_of((100.5, 60.5)))
    assert filled[middle] > 60
    assert hollow[middle] < 30
    assert hollow[middle[0] - 4 : middle[0] + 5, 96:105].max() > 60


def test_what_is_far_outside_of_the_view_is_not_painted():
    x, y = band(5_000)
    assert not painted(Points(x, y + 1e6)).any()
    assert not painted(Points(x + 1e6, y)).any()
    # A point just beyond the edge reaches into the view.
    assert painted(points_of((-1.0, 60.0)))[:, :3].any()
    assert painted(Points(np.full(3_000, -0.5), np.full(3_000, 60.0)))[:, :3].any()


@pytest.mark.parametrize("count", [100, 900, 200_000])
def test_a_curve_is_thinned_to_its_extremes_in_each_column(count):
    rng = np.random.default_rng(1)
    x, y = np.sort(rng.uniform(-50.0, 250.0, count)), rng.uniform(0.0, 1.0, count)
    y[count // 2] = 100.0
    columns, rows = thinned(VIEW, x, y)
    assert columns.size <= max(count, 2 * WIDTH + 4)
    assert (np.diff(columns) >= 0).all()
    assert rows.min() == pytest.approx(HEIGHT - 100.0)
    visible = (x >= 0) & (x < WIDTH)
    for column in range(0, WIDTH, 7):
        inside = y[visible & (np.floor(x) == column)]
        if count == 200_000:
            part = HEIGHT - rows[np.floor(columns) == column]
            assert (part.min(), part.max()) == pytest.approx((inside.min(), inside.max()))


def test_a_curve_without_points_or_in_view_is_empty():
    nothing = np.empty(0)
    assert thinned(VIEW, nothing, nothing)[0].size == 0
    far = np.linspace(1e6, 2e6, 100_000)
    assert thinned(VIEW, far, far)[0].size <= 2
