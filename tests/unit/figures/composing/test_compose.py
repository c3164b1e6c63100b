"""What a picture holds: limits, layers with their exact vertices, texts."""

from __future__ import annotations

import numpy as np
import pytest

from reluviz.document.document import Document
from reluviz.figures import FigureOptions, compose
from reluviz.figures.picture import Area, Line
from reluviz.maths.hinges import HingeSum
from reluviz.scene.scene import Scene
from reluviz.targets.target import Target


def picture_of(document, **choices):
    return compose(Scene(document), FigureOptions(**choices))


def keys(panel):
    return [layer.key for layer in panel.layers]


def test_the_sum_stands_in_the_picture_by_its_exact_vertices(document):
    curves = picture_of(document("h2")).panels[0]
    (path,) = curves.layer("sum").paths
    left, right = curves.x.low, curves.x.high
    expected = [[left, -3 * left - 2], [-1, 1], [0, 0], [1, 1], [right, 3 * right - 2]]
    np.testing.assert_allclose(path, expected, rtol=0, atol=1e-14)
    assert path[1:-1].tolist() == [[-1, 1], [0, 0], [1, 1]]


def test_the_knots_are_dots_on_the_curve(document):
    assert picture_of(document("h2")).panels[0].layer("knots").points.tolist() == [[-1, 1], [0, 0], [1, 1]]


def test_the_limits_are_those_of_the_scene(any_document):
    bounds = Scene(any_document).comfortable_bounds()
    for panel in picture_of(any_document).panels:
        assert (panel.x.low, panel.x.high) == (bounds.left, bounds.right)
    curves = picture_of(any_document).panels[0]
    assert (curves.y.low, curves.y.high) == pytest.approx((bounds.bottom, bounds.top))


def test_the_target_is_drawn_on_the_interval_alone(document):
    (path,) = picture_of(document("h2")).panels[0].layer("target").paths
    assert (path[0, 0], path[-1, 0]) == (-3, 3)
    np.testing.assert_allclose(path[:, 1], path[:, 0] ** 2, atol=1e-12)


def test_a_jump_of_the_target_is_a_gap(document):
    curves, error = picture_of(document("jump")).panels
    low, high = curves.layer("target").paths
    assert set(low[:, 1]) == {0}
    assert set(high[:, 1]) == {1}
    assert len(error.layer("error").paths) == 2


@pytest.mark.parametrize(("name", "poles"), [("reciprocal", [0.0]), ("tangent", [-np.pi / 2, np.pi / 2])])
def test_no_line_of_target_or_error_crosses_a_pole(document, name, poles):
    curves, error = picture_of(document(name)).panels
    target = curves.layer("target").paths
    parts = [*error.layer("error").paths, *error.layer("error-area").paths]
    assert len(error.layer("error").paths) == len(poles) + 1
    for pole in poles:
        assert not any(path[0, 0] < pole < path[-1, 0] for path in (*target, *parts))


def test_gaps_are_shaded_as_the_outside_is(document):
    for panel in picture_of(document("tangent")).panels:
        bands = [layer for layer in panel.layers if layer.key.startswith("gap-")]
        assert [(band.left, band.right) for band in bands] == [(-1.62, -1.52), (1.52, 1.62)]
        assert {band.color for band in bands} == {panel.layer("outside-left").color}
    assert "gap-1" not in keys(picture_of(document("tangent"), transparent=True).panels[0])


def test_a_jump_at_the_end_of_the_interval_is_no_line(document):
    paths = picture_of(document("library-stairs")).panels[0].layer("target").paths
    assert [set(path[:, 1]) for path in paths] == [{0.0}, {0.25}, {0.5}, {0.75}]


def test_the_error_panel_shows_the_signed_error_and_its_largest_value(document):
    error = picture_of(document("h2")).panels[1]
    path = np.vstack(error.layer("error").paths)
    x = path[:, 0]
    np.testing.assert_allclose(
        path[:, 1], np.interp(x, [-3, -1, 0, 1, 3], [7, 1, 0, 1, 7]) - x**2, atol=1e-12
    )
    assert isinstance(error.layer("error-area"), Area)
    assert error.layer("largest-error").points.tolist() == [[-3, -2]]
    assert [entry.text for entry in error.entries] == ["max $|h-f|=2$ at $x=-3$", "mean $(h-f)^2/2=0.1833$"]
    assert error.y.low < -2
    assert error.y.high > 0.25


def test_the_error_curve_is_smooth_where_the_target_is(document):
    (path,) = picture_of(document("library-runge")).panels[1].layer("error").paths
    assert (np.diff(path[:, 0]) <= 2 / 1000 + 1e-12).all()
    assert (np.diff(path[:, 0]) >= 0).all()


def test_where_nothing_is_off_the_error_panel_says_so(document):
    error = picture_of(document("exact")).panels[1]
    assert [entry.text for entry in error.entries] == ["$h=f$ on the whole interval"]
    assert error.layer("largest-error") is None


@pytest.mark.parametrize(
    ("choice", "key"), [("show_target", "target"), ("show_units", "units"), ("show_knots", "knots")]
)
def test_a_layer_can_be_left_out_with_its_name_in_the_legend(document, choice, key):
    shown = picture_of(document("h2")).panels[0]
    hidden = picture_of(document("h2"), **{choice: False}).panels[0]
    assert key in keys(shown)
    assert keys(hidden) == [other for other in keys(shown) if other != key]
    assert len(hidden.entries) == len(shown.entries) - 1


def test_the_error_panel_and_the_legend_can_be_left_out(document):
    (only,) = picture_of(document("h2"), show_error=False, show_legend=False).panels
    assert only.key == "curves"
    assert only.entries == ()


def test_units_are_their_active_halves_in_the_colours_of_the_palette(document):
    units = picture_of(document("h2")).panels[0].layer("units")
    assert [tuple(path[0]) for path in units.paths] == [(0, 0), (0, 0), (1, 0), (-1, 0)]
    assert units.colors == ("#009E73", "#7A5BB5", "#B07A00", "#2A86C8")


def test_nothing_but_the_sum_leaves_the_view(any_document):
    for panel in picture_of(any_document).panels:
        room = 1e-9 * np.array([panel.x.high - panel.x.low, panel.y.high - panel.y.low])
        low = np.array([panel.x.low, panel.y.low]) - room
        high = np.array([panel.x.high, panel.y.high]) + room
        for layer in panel.layers:
            if layer.key == "sum" or layer.key.startswith(("outside-", "gap-")):
                continue
            paths = layer.paths if isinstance(layer, Line | Area) else (layer.points,)
            for path in paths:
                assert ((path >= low) & (path <= high)).all(), layer.key


def test_steep_units_are_cut_where_they_leave_the_view(document):
    (panel, _) = picture_of(document("steep")).panels
    for path in panel.layer("units").paths:
        assert np.isfinite(path).all()


def test_axes_have_enough_ticks_and_not_too_many(any_document):
    for size in ("slide", "column", "2.4inx2in", "40inx30in"):
        for panel in picture_of(any_document, size=size).panels:
            for axis in (panel.x, panel.y):
                assert 2 <= len(axis.ticks) <= 12
                assert len(set(axis.tick_labels)) == len(axis.ticks) == len(axis.tick_labels)
                assert all(axis.low <= tick <= axis.high for tick in axis.ticks)


def test_an_empty_document_shows_the_target_and_a_level_line(document):
    curves = picture_of(document("empty")).panels[0]
    assert [entry.text for entry in curves.entries] == ["$f(x)=x^2$", "$h(x)$"]
    assert curves.layer("units") is None
    assert curves.layer("knots") is None


def test_data_is_drawn_as_dots_with_its_name_as_it_is(document):
    curves, error = picture_of(document("data")).panels
    assert curves.layer("target").points.shape == (60, 2)
    assert curves.entries[0].text == r"Tide in \$"
    assert len(error.layer("error-stems").paths) == 60


def test_points_beyond_number_are_thinned_where_they_cover_each_other():
    x = np.linspace(0.0, 1.0, 100_000)
    document = Document(Target.points(x, np.sin(9 * x)), HingeSum())
    curves, error = picture_of(document).panels
    assert 1000 < len(curves.layer("target").points) < 5_000
    assert error.layer("error-stems") is None


def test_a_transparent_picture_has_no_background_and_no_shading(document):
    picture = picture_of(document("h2"), transparent=True)
    assert picture.background is None
    assert "outside-left" not in keys(picture.panels[0])
    assert "interval" in keys(picture.panels[0])


def test_a_title_loses_its_line_breaks_and_what_no_file_may_contain(document):
    assert picture_of(document("h1"), title=" a\n b\x00\x07 ").title == "a b"


def test_the_description_says_what_is_to_be_seen(document):
    picture = picture_of(document("h2"))
    assert picture.name == "x² and a sum of 4 hinges"
    assert "from −3 to 3" in picture.description
    assert "largest error |h − f| is 2, at x = −3" in picture.description


def test_points_held_out_are_hollow_dots_with_a_name_in_the_legend():
    target = Target.named("noisy").holding_out(0.25)
    panel = picture_of(Document(target, HingeSum())).panels[0]
    held_out, data = panel.layer("held-out"), panel.layer("target")
    assert np.array_equal(held_out.points[:, 0], target.points_held_out.x)
    assert np.array_equal(data.points[:, 0], target.points_inside.x)
    assert held_out.rim == data.color != held_out.color
    assert "held out" in [entry.text for entry in panel.entries]
