from math import sqrt

import numpy as np
import pytest

from reluviz.document.document import Document
from reluviz.maths.hinges import HingeSum
from reluviz.scene.error_strip import READINGS, first_tolerance, height, strip_curve, tolerance_at
from reluviz.scene.scene import resolve
from reluviz.targets.target import Target

H1 = "g(x) + g(-x)"
H2 = "g(x) + g(-x) + g(2x-2) + g(-2x-2)"
DATA = Target.points([0.0, 1.0, 2.0], [1.0, -1.0, 2.0])


def scene_of(formula=H1, target=None):
    return resolve(Document(target or Target.named("square"), HingeSum.parse(formula)), ())


@pytest.mark.parametrize("reading", READINGS)
def test_the_curve_is_the_error_in_its_reading(reading):
    x, y = strip_curve(scene_of(), reading, -3.0, 3.0)
    # Zeros put between samples lie on straight lines there, far less than a pixel away from the true ones.
    exact = (y != 0.0) | (reading == "signed")
    assert y[exact] == pytest.approx(height(np.abs(x) - x * x, reading)[exact], abs=1e-12)
    assert x[~exact] == pytest.approx(np.round(x[~exact]), abs=2e-3)
    assert (np.diff(x) >= 0).all()


@pytest.mark.parametrize("reading", ["square", "absolute"])
def test_a_curve_that_has_no_negative_values_comes_down_to_zero(reading):
    x, y = strip_curve(scene_of("1.5"), reading, -3.0, 3.0)
    assert (y >= 0).all()
    assert x[y == 0.0] == pytest.approx([-sqrt(1.5), sqrt(1.5)], abs=1e-3)


def test_where_the_error_jumps_across_zero_it_is_not_zero():
    _, y = strip_curve(scene_of("0.5", Target.named("step")), "absolute", -1.0, 1.0)
    assert y == pytest.approx(0.5)


def test_the_curve_has_no_corners_however_close_one_looks():
    x, y = strip_curve(scene_of(), "signed", 1.0, 1.001)
    assert ((x > 1.0) & (x < 1.001)).sum() > 400
    assert y == pytest.approx(np.abs(x) - x * x, abs=1e-12)


@pytest.mark.parametrize("reading", READINGS)
def test_the_curve_of_data_is_its_points(reading):
    x, y = strip_curve(scene_of("0", DATA), reading, 0.0, 2.0)
    assert x.tolist() == [0.0, 1.0, 2.0]
    assert y.tolist() == height(np.array([-1.0, 1.0, -2.0]), reading).tolist()


@pytest.mark.parametrize("reading", READINGS)
def test_a_tolerance_stands_where_errors_of_its_size_stand(reading):
    assert tolerance_at(float(height(np.array([0.3]), reading)[0]), reading) == pytest.approx(0.3)
    assert tolerance_at(float(height(np.array([-0.3]), reading)[0]), reading) == pytest.approx(0.3)


@pytest.mark.parametrize(("formula", "half"), [(H1, (1 + sqrt(2)) / 2), (H2, (3 + sqrt(2)) / 2)])
def test_the_good_intervals_of_the_thread(formula, half):
    assert scene_of(formula).good_interval(0.25) == pytest.approx((-half, half), rel=1e-12)


def test_a_good_interval_is_found_once_and_serves_every_selection(monkeypatch):
    scene = scene_of()
    found = scene.good_interval(0.25, 1.0)
    monkeypatch.setattr("reluviz.scene.scene.good_interval", None)
    assert scene.good_interval(0.25, 1.0) is found
    assert resolve(scene.document, (1,), scene).good_interval(0.25, 1.0) is found


def test_a_place_outside_the_interval_counts_as_its_end():
    assert scene_of().good_interval(6.0, 10.0) == (-3.0, 3.0)
    assert scene_of().good_interval(0.25, -10.0) is None


def test_a_good_interval_of_data_ends_at_points():
    assert scene_of("0", DATA).good_interval(1.0, 0.5) == (0.0, 1.0)


@pytest.mark.parametrize(("largest", "sought"), [(6.0, 0.25), (0.01, 0.003), (900.0, 300.0), (0.0, 0.25)])
def test_the_first_tolerance_is_round_and_of_the_size_of_the_error(largest, sought):
    assert first_tolerance(largest) == sought
