import json
from dataclasses import replace

import numpy as np
import pytest

from reluviz.assets import resource_path
from reluviz.document.document import Document, Pin
from reluviz.maths.hinges import HingeSum
from reluviz.maths.measure import measure
from reluviz.scene.palette import Palette, palette
from reluviz.scene.scene import Bounds, resolve
from reluviz.targets.target import Target


def document_of(formula):
    return Document(Target.named("square"), HingeSum.parse(formula))


def scene_of(formula="g(x) + g(-x)", target=None):
    return resolve(Document(target or Target.named("square"), HingeSum.parse(formula)), ())


DATA = Target.points([0.0, 1.0, 2.0, 9.0], [1.0, 3.0, 2.0, 50.0], interval=(0.0, 2.0))


def test_an_unchanged_document_keeps_its_scene():
    scene = scene_of()
    assert resolve(scene.document, (), scene) is scene


def test_another_selection_goes_on_using_what_was_worked_out():
    scene = scene_of()
    errors, residual = scene.errors, scene.residual
    selected = resolve(scene.document, (1,), scene)
    assert selected.selection == (1,)
    assert selected.errors is errors
    assert selected.residual is residual


def test_another_document_starts_afresh():
    scene = scene_of()
    other = resolve(scene_of("g(x)").document, (), scene)
    assert other.errors != scene.errors


@pytest.mark.parametrize("target", [None, DATA])
def test_the_errors_are_the_measured_ones(target):
    scene = scene_of(target=target)
    assert scene.errors == measure(scene.document.model, scene.document.target)


def test_knots_lie_on_the_curve_in_the_order_of_the_hinges():
    scene = scene_of("g(2x-2) + g(x) + g(-x+3)")
    assert scene.knot_heights.tolist() == [scene.sum(1.0), scene.sum(0.0), scene.sum(3.0)]


def test_the_error_curve_is_sum_minus_target():
    x, error = scene_of().error_curve()
    np.testing.assert_allclose(error, np.abs(x) - x**2, atol=1e-14)
    assert (x[0], x[-1]) == (-3.0, 3.0)
    assert (np.diff(x) >= 0).all()


def test_the_error_curve_of_data_is_its_points():
    x, error = scene_of(target=DATA).error_curve()
    assert x.tolist() == [0.0, 1.0, 2.0]
    assert error.tolist() == [-1.0, -2.0, 0.0]
    assert scene_of(target=DATA).residual is None


def test_a_jump_stands_in_the_error_curve_with_both_heights():
    x, error = scene_of("0", Target.named("step")).error_curve()
    assert set(error[x == 0.0].tolist()) == {0.0, -1.0}


def test_each_unit_runs_from_its_knot_to_the_edge_it_faces():
    segments = scene_of("2g(x-1) + g(-x)").unit_segments(-3.0, 3.0)
    assert segments.tolist() == [[[1.0, 0.0], [3.0, 4.0]], [[0.0, 0.0], [-3.0, 3.0]]]


def test_a_unit_that_faces_away_is_only_its_knot():
    segments = scene_of("g(x-5) + g(-x-5)").unit_segments(-3.0, 3.0)
    assert segments.tolist() == [[[5.0, 0.0], [5.0, 0.0]], [[-5.0, 0.0], [-5.0, 0.0]]]
    assert scene_of("0").unit_segments(-3.0, 3.0).shape == (0, 2, 2)


def test_a_unit_seen_from_far_off_rises_to_the_edge():
    assert scene_of("g(x+5)").unit_segments(-3.0, 3.0)[0].tolist() == [[-5.0, 0.0], [3.0, 8.0]]


def test_the_target_curve_rises_upright_at_a_jump():
    x, y = scene_of(target=Target.named("step")).target_curve(-1.0, 1.0, 10)
    assert (np.diff(x) > 0).all()
    assert set(y.tolist()) == {0.0, 1.0}
    jump = int(np.flatnonzero(np.diff(y))[0])
    assert x[jump + 1] - x[jump] < 1e-300


def test_the_target_curve_reaches_both_sides_of_a_view_that_leaves_the_interval():
    x, y = scene_of().target_curve(-10.0, 20.0, 100)
    assert (x[0], x[-1]) == (-10.0, 20.0)
    assert x.size >= 100
    np.testing.assert_array_equal(y, x * x)


def test_data_and_views_of_no_width_have_no_curve():
    assert scene_of(target=DATA).target_curve(0.0, 1.0, 10)[0].size == 0
    assert scene_of().target_curve(1.0, 1.0, 10)[0].size == 0


def test_comfortable_bounds_show_interval_target_and_sum():
    bounds = scene_of("20 - 2g(x)").comfortable_bounds()
    assert bounds.left < -3 < 3 < bounds.right
    assert bounds.bottom < 0 < 20 < bounds.top
    assert bounds.top < 25
    data = scene_of("0", DATA).comfortable_bounds()
    assert data.bottom < 0 < 3 < data.top < 10


@pytest.mark.parametrize("height", [0.0, 1.0, -1e-12, 1e20, 1e49])
def test_a_level_line_gets_room_above_and_below(height):
    level = Target.points([0.0, 1.0], [height, height * (1 + 1e-15)])
    bounds = resolve(Document(level, HingeSum(bias=height)), ()).comfortable_bounds()
    assert bounds.bottom < height < bounds.top
    assert bounds.top - bounds.bottom > 0.1 * abs(height)


def test_bounds_are_compared_by_value():
    assert Bounds(0, 1, 2, 3) == Bounds(0, 1, 2, 3)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_both_palettes_hold_nothing_but_colours(name):
    colours = palette(name)
    assert isinstance(colours, Palette)
    values = json.loads(resource_path("themes", f"{name}.json").read_text(encoding="utf-8"))
    for key, value in values.items():
        for colour in value if key == "units" else [value] if key != "name" else []:
            assert len(colour) == 7
            int(colour.removeprefix("#"), 16)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_curves_can_be_told_from_the_background_and_from_each_other(name):
    def luminance(colour):
        channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
        linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    def contrast(a, b):
        low, high = sorted((luminance(a), luminance(b)))
        return (high + 0.05) / (low + 0.05)

    colours = palette(name)
    # What the Web Content Accessibility Guidelines ask: 3 : 1 of graphics (1.4.11), 4.5 : 1 of text (1.4.3).
    for curve in (colours.target, colours.sum, colours.error):
        assert contrast(curve, colours.background) >= 3.0
    assert contrast(colours.text, colours.background) >= 4.5
    assert len({colours.target, colours.sum, colours.error}) == 3


def test_the_colours_of_hinges_are_taken_in_turn():
    colours = palette("light")
    count = len(colours.units)
    assert [colours.unit(i) for i in range(count)] == list(colours.units)
    assert colours.unit(count) == colours.unit(0)


def test_a_missing_file_of_the_installation_is_named():
    with pytest.raises(FileNotFoundError, match=r"resources/themes/none\.json is missing"):
        resource_path("themes", "none.json")


class TestPins:
    def test_pins_are_scenes_of_the_same_target_and_hidden_ones_are_left_out(self):
        pins = (Pin("h₁", HingeSum.parse("g(x) + g(-x)")), Pin("nothing", HingeSum(), False))
        document = replace(document_of("g(x) + g(-x) + g(2x-2) + g(-2x-2)"), pins=pins)
        scene = resolve(document, ())
        assert [one.errors.max for one in scene.every_pin] == [6.0, 9.0]
        assert scene.pinned == scene.every_pin[:1]
        assert scene.pin_names == ("h₁",)

    def test_they_are_worked_out_once_while_hinges_move(self):
        document = replace(document_of("g(x)"), pins=(Pin("h₁", HingeSum.parse("g(x) + g(-x)")),))
        scene = resolve(document, ())
        before = scene.every_pin
        moved = resolve(document.with_model(HingeSum.parse("g(x-1)")), (), scene)
        assert moved.every_pin is before
        other = replace(document, target=Target.named("abs"))
        assert resolve(other, (), scene).every_pin is not before


def test_what_is_still_to_come_is_known_to_a_first_part():
    whole = document_of("g(x) + g(-x) + g(2x-2)")
    part = whole.with_model(whole.model.partial(1))
    scene = resolve(part, (), whole=whole)
    assert scene.segments_to_come(-3, 3).tolist() == resolve(whole, ()).unit_segments(-3, 3)[1:].tolist()
    assert resolve(whole, ()).segments_to_come(-3, 3).shape == (0, 2, 2)
    assert resolve(part, (), scene, whole) is scene
    assert resolve(part, (), scene) is not scene


def test_of_data_the_largest_error_and_all_errors_are_those_at_the_points():
    rng = np.random.default_rng(0)
    target = Target.points(
        np.repeat(rng.uniform(0, 5, 3_000), 2), rng.standard_normal(6_000), rng.uniform(1, 2, 6_000)
    )
    scene = scene_of("0.2g(x-1) + 0.1g(3-x)", target)
    r = scene.sum(target.points_inside.x) - target.points_inside.y
    at = int(np.abs(r).argmax())
    assert scene.largest_error == pytest.approx((target.points_inside.x[at], r[at]))
    expected = measure(scene.sum, target)
    assert scene.errors == expected
    assert expected.rmse == pytest.approx(np.sqrt(np.average(r * r, weights=target.points_inside.weights)))
