import math

import numpy as np
import pytest

from reluviz.errors import InputError
from reluviz.targets.library import LIBRARY
from reluviz.targets.target import Target


@pytest.mark.parametrize("spelling", ["square", "Parabola", "x²", "x^2", " X^2 ", "SQUARE"])
def test_a_library_function_is_found_by_key_name_or_formula(spelling):
    assert Target.named(spelling) == Target.named("square")


def test_an_unknown_name_is_refused_with_what_there_is():
    with pytest.raises(InputError, match="no target 'quartic'; the library has square, cube"):
        Target.named("quartic")


@pytest.mark.parametrize("key", LIBRARY)
def test_every_library_function_has_values_without_a_warning_wherever_it_is_asked(key):
    target = Target.named(key)
    far = np.array([-1e50, -1e6, -1.0, 0.0, 1.0, 1e6, 1e50])
    there = np.isfinite(target(far))
    # The logarithm alone has no value on the left; everything else goes on for ever.
    assert there[far > 0].all()
    assert there.all() or key == "log"
    assert np.isfinite(target(np.linspace(*target.interval, 999))).all()
    assert target.name
    assert target.text
    assert target.latex
    assert (target.points_inside is None) == (key != "noisy")


@pytest.mark.parametrize("key", [key for key in LIBRARY if key != "noisy"])
def test_every_library_function_is_resolved_by_few_cells(key):
    cells = Target.named(key).cells
    assert (cells[0], cells[-1]) == Target.named(key).interval
    assert (np.diff(cells) > 0).all()
    assert cells.size < (300 if key == "brownian" else 200)
    start, end = Target.named(key).interval
    inside = {place for place in Target.named(key).breaks if start <= place <= end}
    assert inside <= set(cells.tolist())


@pytest.mark.parametrize(
    ("interval", "message"),
    [
        ((math.nan, 1.0), "ends of the interval"),
        ((0.0, math.inf), "ends of the interval"),
        ((-1e60, 1.0), "ends of the interval"),
        ((1.0, 1.0), "from a smaller to a larger"),
        ((2.0, 1.0), "from a smaller to a larger"),
        ((1e6, 1e6 + 1e-8), "too short"),
        ((1.0, np.nextafter(1.0, 2.0)), "too short"),
        ((0.0, 5e-324), "too short"),
        ((0.0, 1e-300), "too short"),
    ],
)
def test_an_interval_that_is_none_is_refused(interval, message):
    with pytest.raises(InputError, match=message):
        Target.named("sine", interval)


def test_the_same_target_on_another_interval():
    assert Target.named("sine").on(0.0, 1.0) == Target.named("sine", (0, 1))
    assert Target.named("sine").on(0.0, 1.0).interval == (0.0, 1.0)


def test_data_is_sorted_and_rows_without_meaning_are_dropped():
    target = Target.points([3, 1, math.nan, 2, 5, 4], [30, 10, 0, math.nan, 50, 40], [1, 2, 1, 1, 0, 1])
    inside = target.points_inside
    assert inside.x.tolist() == [1, 3, 4]
    assert inside.y.tolist() == [10, 30, 40]
    assert target.interval == (1, 4)
    # Only the ratios of weights mean something.
    assert (inside.weights / inside.weights[0]).tolist() == [1, 0.5, 0.5]


def test_columns_of_any_shape_are_flattened():
    column = np.array([[0.0], [1.0]])
    assert Target.points(column, column, column + 1).points_inside.x.tolist() == [0.0, 1.0]


@pytest.mark.parametrize(
    ("x", "y", "weights", "message"),
    [
        ([1, 2], [1], None, "equal length, not 2, 1$"),
        ([1, 2], [1, 2], [1], "equal length, not 2, 2, 1$"),
        ([], [], None, "no row"),
        ([math.nan], [1], None, "no row"),
        ([1, 2], [1, 2], [0, 0], "no row"),
        ([1, math.inf], [1, 2], None, "one x is inf"),
        ([1, 2], [1, -1e60], None, "one y is -1e"),
        ([1, 2], [1, 2], [1, -1], "weights must not be negative"),
        ([1, 2], [1, 2], [1, math.inf], "one weight is inf"),
        (["a", "b"], [1, 2], None, "columns of numbers"),
        ([[1, 2], [3]], [1, 2, 3], None, "columns of numbers"),
        ([None, {}], [1, 2], None, "columns of numbers"),
    ],
)
def test_data_that_is_none_is_refused(x, y, weights, message):
    with pytest.raises(InputError, match=message):
        Target.points(x, y, weights)


def test_data_needs_a_point_in_the_interval():
    with pytest.raises(InputError, match="no data point"):
        Target.points([0, 1], [0, 1], interval=(2, 3))


@pytest.mark.parametrize("place", [0.0, 1.0, -7.5, 1e9, 1e20, -1e40, 1e-300])
def test_a_single_place_gets_an_interval_around_it(place):
    start, end = Target.points([place, place], [1, 2]).interval
    assert start < place < end


def test_data_on_a_small_scale_keeps_its_own_interval():
    assert Target.points([0.0, 1e-12], [0, 1]).interval == (0.0, 1e-12)


def test_points_outside_the_interval_do_not_count():
    inside = Target.points([0, 1, 2, 3], [0, 1, 2, 3], interval=(1, 2)).points_inside
    assert inside.x.tolist() == [1, 2]


def test_equal_data_makes_equal_targets_with_equal_hashes():
    first, second = (Target.points([0, 1], [zero, 1]) for zero in (0.0, -0.0))
    assert first == second
    assert hash(first) == hash(second)
    assert first != Target.points([0, 1], [0, 2])
    assert first != Target.points([0, 1], [0, 1], [1, 2])
    assert Target.points([0, 1], [0, 1], [1, 2]) != Target.points([0, 1], [0, 1], [1, 3])


def test_data_cannot_be_changed_from_outside():
    x = np.array([0.0, 1.0])
    target = Target.points(x, x)
    x[0] = 7.0
    assert target.points_inside.x[0] == 0.0
    with pytest.raises(ValueError, match="read-only"):
        target.source.x[0] = 7.0


def test_equal_targets_share_their_cells():
    assert Target.named("sine").cells is Target.named("sine").cells


class TestParameters:
    @pytest.mark.parametrize("key", [key for key, entry in LIBRARY.items() if entry.parameters])
    def test_they_change_the_function_and_equal_values_make_equal_targets(self, key):
        entry = LIBRARY[key]
        first = entry.parameters[-1]
        value = first.low if first.low != entry.values[-1] else first.high
        other = Target.named(key, values={first.key: value})
        assert other.source.named_values[first.key] == value
        assert other != Target.named(key)
        assert other == Target.named(key, values={first.key: value})
        assert hash(other) == hash(Target.named(key, values={first.key: value}))
        assert other.source.with_values({first.key: entry.values[-1]}) == entry
        x = np.linspace(*other.interval, 50)
        assert np.isfinite(other(x)).all()

    @pytest.mark.parametrize("key", [key for key, entry in LIBRARY.items() if entry.parameters])
    def test_both_ends_of_their_range_can_be_measured(self, key):
        entry = LIBRARY[key]
        for ends in ([one.low for one in entry.parameters], [one.high for one in entry.parameters]):
            values = {one.key: value for one, value in zip(entry.parameters, ends, strict=True)}
            target = Target.named(key, values=values)
            assert target.text
            assert target.points_inside is not None or target.cells.size > 1

    def test_the_sine_says_its_frequency(self):
        target = Target.named("sine", values={"frequency": 2.5})
        assert (target.text, target.latex) == ("sin 2.5x", r"\sin 2.5x")
        assert target(np.array([0.3]))[0] == pytest.approx(math.sin(0.75))
        assert Target.named("sine").text == "sin x"

    def test_the_polynomials_of_taylor_are_those_of_the_question(self):
        x = np.array([1.5])
        for degree, text, value in (
            (1, "x", 1.5),
            (3, "x − x³/6", 1.5 - 1.5**3 / 6),
            (5, "x − x³/6 + x⁵/120", 1.5 - 1.5**3 / 6 + 1.5**5 / 120),
        ):
            target = Target.named("taylor", values={"degree": degree})
            assert target.text == text
            assert target(x)[0] == pytest.approx(value, rel=1e-14)

    def test_a_seed_gives_the_same_path_and_the_same_noise_every_time(self):
        for key in ("brownian", "noisy"):
            same = [Target.named(key, values={"seed": 7}) for _ in range(2)]
            assert same[0] == same[1]
            assert same[0] != Target.named(key)
        noisy = Target.named("noisy", values={"noise": 0.0})
        assert noisy.points_inside.y == pytest.approx(np.sin(noisy.points_inside.x))

    @pytest.mark.parametrize(
        ("key", "values", "words"),
        [
            ("sine", {"frequency": 0.0}, "the frequency must be a number from 0.1 to 50, not 0"),
            ("sine", {"frequency": math.nan}, "not nan"),
            ("taylor", {"degree": 2.5}, "the degree must be a whole number from 1 to 9, not 2.5"),
            ("sine", {"phase": 1.0}, "the target 'sine' has no parameter 'phase'; it has frequency"),
            ("square", {"a": 1.0}, "the target 'square' has no parameter 'a'; it has none"),
        ],
    )
    def test_values_that_cannot_be_are_refused(self, key, values, words):
        with pytest.raises(InputError, match=words):
            Target.named(key, values=values)


def test_functions_with_corners_are_what_their_formula_says():
    x = np.array([-1.5, -0.25, 0.25, 0.75, 1.5])
    expected = {
        "ramp": [0, 0, 0.25, 0.75, 1],
        "hat": [0, 0.75, 0.75, 0.25, 0],
        "square_wave": [1, -1, 1, 1, -1],
        "sawtooth": [0, 0.5, -0.5, 0.5, 0],
        "stairs": [-1.5, -0.25, 0.25, 0.75, 1.5],
    }
    for key, values in expected.items():
        assert Target.named(key)(x).tolist() == values
    assert Target.named("cantor")(np.array([0.0, 0.4, 0.5, 1.0])).tolist() == [0, 0.5, 0.5, 1]


class TestTypedFormulas:
    def test_a_formula_is_a_target_like_any_other(self):
        target = Target.expression("sin(3x) + |x|/2", (-2, 2))
        x = np.linspace(-2, 2, 11)
        assert target(x) == pytest.approx(np.sin(3 * x) + np.abs(x) / 2)
        assert target.breaks == (0.0,)
        assert target.text == "sin(3x) + |x|/2"
        assert target.latex
        assert target.points_inside is None
        assert target == Target.expression("sin(3*x)+abs(x)/2", (-2, 2))
        assert hash(target) == hash(Target.expression("sin(3*x)+abs(x)/2", (-2, 2)))
        assert target.on(0, 1).breaks == ()

    def test_its_usual_interval_is_that_of_the_parabola(self):
        assert Target.expression("x^2").interval == (-3.0, 3.0)

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("sin(3x", "at character 7: expected"),
            ("log(x - 4)", r"has no value anywhere between -3 and 3; choose an interval within \[-3, 3\]"),
            ("tan(1000x)", "more poles or jumps between -3 and 3 than can be told apart"),
            ("tan(40x)", "more than 64 gaps; choose a shorter interval"),
            ("__import__('os')", "at character"),
        ],
    )
    def test_what_is_none_or_has_almost_no_values_is_said(self, text, words):
        with pytest.raises(InputError, match=words):
            Target.expression(text)

    def test_an_interval_into_a_pole_leaves_a_gap_there(self):
        assert Target.expression("1/x", (1, 3)).on(-1, 3).gaps == ((-0.02, 0.02),)


def test_a_table_in_a_file_is_a_target(tmp_path):
    path = tmp_path / "speeds.csv"
    path.write_text("x;y\n0;1,5\n2;2,5\n1;0,5\n")
    target = Target.csv(path)
    assert target.points_inside.y.tolist() == [1.5, 0.5, 2.5]
    assert (target.name, target.interval) == ("speeds", (0.0, 2.0))
    assert Target.csv(path, (0, 1)).points_inside.x.size == 2
    with pytest.raises(InputError, match=r"nothing\.csv"):
        Target.csv(tmp_path / "nothing.csv")
