import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reluviz.errors import InputError
from reluviz.maths.hinges import HingeSum
from reluviz.maths.vertices import add_vertex, move_vertex, reach, vertices_of
from tests.oracles import direct_sum, random_sum

H2 = "g(x) + g(-x) + g(2x-2) + g(-2x-2)"

numbers = st.floats(-5, 5)
intervals = st.sampled_from([(-1.0, 1.0), (-3.0, 3.0), (0.0, 2.0), (4.0, 7.0)])
#: Places that hinges share again and again, so that many vertices carry several.
knots = st.one_of(st.integers(-4, 4).map(float), numbers.map(lambda x: round(x, 4)))


@st.composite
def sums(draw, facings=(1, -1)):
    count = draw(st.integers(0, 7))
    return HingeSum.from_arrays(
        draw(st.lists(knots, min_size=count, max_size=count)),
        draw(st.lists(st.sampled_from(facings), min_size=count, max_size=count)),
        draw(st.lists(numbers, min_size=count, max_size=count)),
        draw(numbers),
        draw(numbers),
    )


@st.composite
def moves(draw, facings=(1, -1)):
    """A sum, an interval, the number of a vertex, and where it is to go within its reach."""
    model, interval = draw(sums(facings)), draw(intervals)
    count = vertices_of(model, interval).x.size
    vertex = draw(st.integers(0, count - 1))
    low, high = reach(model, interval, vertex)
    # The ends of the reach, where slopes are steepest, are looked at in tests of their own.
    x = max(low, -20.0) + draw(st.floats(0.05, 0.95)) * (min(high, 20.0) - max(low, -20.0))
    return model, interval, vertex, x, draw(numbers)


def allowed(*models):
    """What rounding may make of a height."""
    steepest = max([1.0, *(np.abs(model.slopes).sum() for model in models)])
    return 1e-9 * 10 + 1e-14 * 100 * steepest


def slopes_outside(model):
    curve = model.piecewise()
    return curve.left_slope, curve.right_slope


@given(moves())
def test_the_vertex_goes_where_it_is_put_and_all_others_stay(move):
    model, interval, vertex, x, y = move
    moved = move_vertex(model, interval, vertex, x, y)
    at = vertices_of(model, interval)
    places, heights = at.x.copy(), at.y.copy()
    places[vertex], heights[vertex] = x, y
    np.testing.assert_allclose(direct_sum(moved, places), heights, rtol=0, atol=allowed(model, moved))
    # The new knots are these places, so that in between the curve is straight.
    assert set(moved.knots.tolist()) == {places[i] for i, standing in enumerate(at.hinges) for _ in standing}


@given(moves())
def test_order_number_and_facings_of_the_hinges_stay(move):
    model, interval, vertex, x, y = move
    moved = move_vertex(model, interval, vertex, x, y)
    standing = vertices_of(model, interval).hinges[vertex]
    assert moved.facings.tolist() == model.facings.tolist()
    expected = model.knots.copy()
    expected[list(standing)] = x
    assert moved.knots.tolist() == expected.tolist()
    # On each vertex one hinge at most takes a change, and only beside the one that is moved.
    beside = vertices_of(model, interval).hinges[max(vertex - 1, 0) : vertex + 2]
    changed = set(np.flatnonzero(moved.slopes != model.slopes).tolist())
    assert changed <= {hinge for of in beside for hinge in of}
    assert all(len(changed & set(of)) <= 1 for of in beside)


@given(moves())
def test_beyond_the_vertices_the_curve_goes_on_as_it_must(move):
    model, interval, vertex, x, y = move
    moved = move_vertex(model, interval, vertex, x, y)
    at = vertices_of(model, interval)
    places, heights = at.x.copy(), at.y.copy()
    places[vertex], heights[vertex] = x, y
    segments = np.diff(heights) / np.diff(places)
    old, new = slopes_outside(model), slopes_outside(moved)
    steepest = max(1.0, np.abs(model.slopes).sum(), np.abs(moved.slopes).sum())
    for side, end, segment in ((0, at.hinges[0], segments[0]), (1, at.hinges[-1], segments[-1])):
        expected = old[side] if end else segment
        assert new[side] == pytest.approx(expected, rel=1e-9, abs=1e-10 * steepest)


@given(moves(facings=(1,)))
def test_of_hinges_that_face_right_an_inner_move_changes_three_slopes_and_nothing_else(move):
    model, interval, vertex, x, y = move
    at = vertices_of(model, interval)
    if vertex == 0 or (vertex == 1 and not at.hinges[0]):
        return
    moved = move_vertex(model, interval, vertex, x, y)
    assert (moved.bias, moved.slope) == (model.bias, model.slope)


@given(moves(facings=(-1,)))
def test_of_hinges_that_face_left_likewise(move):
    model, interval, vertex, x, y = move
    at = vertices_of(model, interval)
    end = at.x.size - 1
    if vertex == end or (vertex == end - 1 and not at.hinges[end]):
        return
    moved = move_vertex(model, interval, vertex, x, y)
    assert (moved.bias, moved.slope) == (model.bias, model.slope)


@given(sums(), intervals, st.data())
def test_a_vertex_put_where_it_is_changes_nothing(model, interval, data):
    at = vertices_of(model, interval)
    vertex = data.draw(st.integers(0, at.x.size - 1))
    assert move_vertex(model, interval, vertex, at.x[vertex], at.y[vertex]) is model
    again = move_vertex(model, interval, vertex, at.x[vertex], 2.0)
    at = vertices_of(again, interval)
    assert move_vertex(again, interval, vertex, at.x[vertex], at.y[vertex]) is again


@given(sums(), intervals, numbers, numbers)
def test_a_new_vertex_is_on_the_curve_and_all_others_stay(model, interval, x, y):
    at = vertices_of(model, interval)
    if np.abs([*(at.x - x), *(np.array(interval) - x)]).min() < 0.01:
        return
    more = add_vertex(model, interval, x, y)
    assert (len(more), more.knots[-1], more.facings[-1]) == (len(model) + 1, x, 1)
    assert more.knots[:-1].tolist() == model.knots.tolist()
    assert more(x) == pytest.approx(y, abs=allowed(model, more))
    # An end of the interval is a vertex only as long as no knot lies beyond it.
    kept = set(vertices_of(more, interval).x.tolist()) & set(at.x.tolist())
    for place in kept:
        assert more(place) == pytest.approx(model(place), abs=allowed(model, more))


def test_the_vertices_of_the_second_answer_of_the_thread():
    at = vertices_of(HingeSum.parse(H2), (-2.0, 2.0))
    assert at.x.tolist() == [-2, -1, 0, 1, 2]
    assert at.y.tolist() == [4, 1, 0, 1, 4]
    assert at.hinges == ((), (3,), (0, 1), (2,), ())


def test_ends_of_the_interval_count_only_beyond_all_knots():
    outside = HingeSum.parse("g(x+5) + g(x)")
    assert vertices_of(outside, (-1.0, 1.0)).x.tolist() == [-5, 0, 1]
    assert vertices_of(outside, (-5.0, 0.0)).x.tolist() == [-5, 0]
    assert vertices_of(HingeSum(bias=1.0), (-1.0, 1.0)).hinges == ((), ())
    # Far away, breakpoints without a kink follow a knot; they are no vertices.
    assert vertices_of(HingeSum.parse("g(x-1e20)"), (-1.0, 1.0)).x.tolist() == [-1, 1e20]


def test_raising_the_middle_of_the_second_answer():
    moved = move_vertex(HingeSum.parse(H2), (-2.0, 2.0), 2, 0.0, 0.25)
    assert moved.slopes.tolist() == [1, 0.5, 2.25, 2.25]
    assert (moved.bias, moved.slope) == (0.25, -0.25)
    assert moved(np.arange(-2.0, 3.0)).tolist() == [4, 1, 0.25, 1, 4]


def test_numbers_come_out_round():
    model = HingeSum.from_arrays([0.1, 0.2, 0.3], [1, 1, 1], [0.7, 0.1, 0.2])
    moved = move_vertex(model, (0.0, 1.0), 2, 0.2, 0.3)
    assert all(len(f"{slope!r}") <= 6 for slope in moved.slopes.tolist()), moved.slopes
    assert moved(np.array([0.1, 0.2, 0.3])) == pytest.approx([0.0, 0.3, model(0.3)], abs=1e-12)


def test_hinges_on_one_vertex_move_together_and_the_last_takes_the_change():
    model = HingeSum.from_arrays([0.0, 0.0, 0.0], [1, -1, 1], [1.0, 2.0, 3.0])
    moved = move_vertex(model, (-1.0, 1.0), 1, 0.5, 0.0)
    assert moved.knots.tolist() == [0.5, 0.5, 0.5]
    assert moved.slopes[:2].tolist() == [1.0, 2.0]
    assert moved(np.array([-1.0, 0.5, 1.0])) == pytest.approx([2.0, 0.0, 4.0])


def test_an_outermost_knot_takes_its_ray_along():
    model = HingeSum.parse("g(x+2) + g(x-2)")
    moved = move_vertex(model, (-1.0, 1.0), 0, -3.0, 1.0)
    assert slopes_outside(moved) == (0.0, 2.0)
    assert (moved(-10.0), moved(-3.0), moved(2.0)) == pytest.approx((1.0, 1.0, 4.0))


def test_an_end_of_the_interval_moves_up_and_down_only():
    model = HingeSum.parse("g(x)")
    moved = move_vertex(model, (-1.0, 1.0), 2, 5.0, 3.0)
    assert moved == HingeSum.parse("3g(x)")
    moved = move_vertex(model, (-1.0, 1.0), 0, -5.0, 1.0)
    assert (moved(-2.0), moved(0.0), moved(1.0)) == pytest.approx((2.0, 0.0, 1.0))
    assert reach(model, (-1.0, 1.0), 0) == (-1.0, -1.0)


def test_a_line_is_held_at_both_ends_of_the_interval():
    moved = move_vertex(HingeSum(), (0.0, 2.0), 1, 2.0, 3.0)
    assert (moved.bias, moved.slope) == (0.0, 1.5)
    moved = move_vertex(moved, (0.0, 2.0), 0, 0.0, 1.0)
    assert (moved.bias, moved.slope) == (1.0, 1.0)
    bent = add_vertex(moved, (0.0, 2.0), 1.0, 0.0)
    assert bent.formula() == "1 - x + g(4x-4)"


def test_a_single_knot_on_an_end_can_be_drawn_inside():
    moved = move_vertex(HingeSum.parse("g(x+1)"), (-1.0, 1.0), 0, 0.0, 0.0)
    assert moved == HingeSum.parse("2g(x)")


@pytest.mark.parametrize("x", [-9.0, 9.0])
def test_a_vertex_never_reaches_its_neighbour(x):
    model, interval = HingeSum.parse(H2), (-2.0, 2.0)
    moved = move_vertex(model, interval, 2, x, 0.5)
    low, high = reach(model, interval, 2)
    assert (low, high) == pytest.approx((-1 + 4e-6, 1 - 4e-6), abs=1e-15)
    at = vertices_of(moved, interval)
    assert at.x[2] == (low if x < 0 else high)
    assert at.y == pytest.approx([4, 1, 0.5, 1, 4], abs=1e-9)


def test_a_vertex_that_is_very_near_its_neighbour_may_stay_there():
    near = float(np.nextafter(0.0, 1.0))
    model = HingeSum.from_arrays([0.0, near, 1.0], [1, 1, 1], [1.0, -1.0, 1.0])
    low, high = reach(model, (-1.0, 2.0), 2)
    assert low == near
    assert high > 0.5


def test_a_place_is_drawn_no_further_than_numbers_go():
    model = HingeSum.parse("g(x)")
    with pytest.raises(InputError, match="x of a vertex"):
        move_vertex(model, (-1.0, 1.0), 1, np.nan, 0.0)
    with pytest.raises(InputError, match="y of a vertex"):
        move_vertex(model, (-1.0, 1.0), 1, 0.0, np.inf)
    with pytest.raises(InputError, match="y of a vertex"):
        add_vertex(model, (-1.0, 1.0), 0.5, 1e51)
    with pytest.raises(InputError, match="the slope of hinge 1"):
        move_vertex(model, (-1.0, 1.0), 1, 1.0, 1e50)
    with pytest.raises(InputError, match="vertices 0 to 2, not 3"):
        move_vertex(model, (-1.0, 1.0), 3, 0.0, 0.0)
    with pytest.raises(InputError, match="vertices 0 to 2, not -1"):
        reach(model, (-1.0, 1.0), -1)


def test_where_there_is_a_vertex_none_is_added():
    model = HingeSum.parse("g(x) + g(x - 0.3)")
    for x in (0.3, 0.1 + 0.2):
        with pytest.raises(InputError, match=r"there is a vertex at x = 0\.3 already; drag it"):
            add_vertex(model, (-1.0, 1.0), x, 2.0)


def test_a_new_vertex_almost_on_an_end_of_the_interval_is_there():
    more = add_vertex(HingeSum.parse("g(x)"), (-1.0, 1.0), 1.0 - 1e-13, 2.0)
    assert more.knots.tolist() == [0.0, 1.0]
    assert more.slopes.tolist() == [2.0, -1.0]


def test_a_knot_far_away_leaves_the_digits_near_by():
    model = HingeSum.parse("g(x) + g(x-1) + g(x-1e20)")
    moved = move_vertex(model, (-1.0, 2.0), 1, 0.25, -1.0)
    assert moved(np.array([-1.0, 0.25, 1.0])) == pytest.approx([0.0, -1.0, 1.0], abs=1e-12)


@pytest.mark.parametrize("facings", [(1,), (-1,), (1, -1)])
def test_a_curve_of_a_thousand_hinges_stays_where_it_is(facings):
    rng = np.random.default_rng(1)
    model = random_sum(rng, 1000, bias=0.5, slope=-0.25)
    model = HingeSum.from_arrays(model.knots, rng.choice(facings, 1000), model.slopes, 0.5, -0.25)
    at = vertices_of(model, (-3.0, 3.0))
    scale = np.abs(at.y).max()
    for vertex in rng.integers(0, 1002, 40).tolist():
        low, high = reach(model, (-3.0, 3.0), vertex)
        x = rng.uniform(max(low, -3.0), min(high, 3.0))
        y = at.y[vertex] + rng.normal()
        moved = move_vertex(model, (-3.0, 3.0), vertex, x, y)
        expected = at.y.copy()
        expected[vertex] = y
        places = at.x.copy()
        places[vertex] = x
        np.testing.assert_allclose(moved(places), expected, rtol=0, atol=1e-9 * scale)


@pytest.mark.parametrize("facing", [1, -1])
def test_a_step_too_small_for_twelve_digits_leaves_bias_and_linear_term(facing):
    model = HingeSum.from_arrays([0.0], [facing], [1 / 3], 1 / 7, 1 / 9)
    mirrored = 2 if facing > 0 else 0
    at = vertices_of(model, (-1.0, 1.0))
    moved = move_vertex(model, (-1.0, 1.0), mirrored, at.x[mirrored], np.nextafter(at.y[mirrored], 9.0))
    assert (moved.bias, moved.slope) == (model.bias, model.slope)


def test_where_hinges_of_both_facings_share_a_vertex_bias_and_linear_term_stay_if_they_can():
    h2 = HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")
    for vertex, x, y in ((3, 1.5, 3.0), (1, -1.5, 3.0), (3, 0.5, -1.0), (4, 3.0, 9.0)):
        moved = move_vertex(h2, (-3.0, 3.0), vertex, x, y)
        assert (moved.bias, moved.slope) == (0.0, 0.0)
        assert moved(x) == pytest.approx(y)
        assert moved(0.0) == pytest.approx(0.0, abs=1e-12)
