"""How curves are cut at the edges of the view, and colours mixed."""

from __future__ import annotations

import numpy as np

from reluviz.figures.composing.strokes import blended, clipped_path, thinned
from reluviz.scene.scene import Bounds

VIEW = Bounds(0.0, 10.0, -1.0, 1.0)


def test_a_polyline_inside_the_view_stays_one_piece_with_its_vertices():
    path = np.column_stack([np.linspace(0.1, 9.9, 200), np.sin(np.arange(200)) / 3])
    (piece,) = clipped_path(path, VIEW)
    assert piece[:-1].tolist() == path[:-1].tolist()
    np.testing.assert_allclose(piece[-1], path[-1], rtol=1e-14)


def test_what_leaves_the_view_is_cut_where_it_leaves_and_comes_back():
    path = np.array([[-5.0, 0.0], [2.0, 0.0], [4.0, 2.0], [6.0, 0.0], [7.0, 0.5]])
    one, other = clipped_path(path, VIEW)
    np.testing.assert_allclose(one, [[0, 0], [2, 0], [3, 1]])
    np.testing.assert_allclose(other, [[5, 1], [6, 0], [7, 0.5]])
    assert clipped_path(path + np.array([0.0, 5.0]), VIEW) == ()


def test_points_out_of_view_are_left_out():
    points = np.array([[-1.0, 0.0], [1.0, 0.0], [2.0, 3.0]])
    assert thinned(points, VIEW).tolist() == [[1.0, 0.0]]


def test_colours_are_mixed_channel_by_channel():
    assert blended("#FF0000", "#FFFFFF", 0.5) == "#FF8080"
    assert blended("#123456", "#FFFFFF", 1.0) == "#123456"
