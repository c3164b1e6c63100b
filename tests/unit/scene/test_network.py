"""The network: which units it shows, where its parts stand, and what they say."""

from itertools import combinations

import numpy as np
import pytest

from reluviz.maths.formula import Unit
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.scene.network import MOST_UNITS, lay_out, shown_units
from reluviz.scene.network_parts import number_text

THREAD = HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")


def some_hinges(count, bias=0.0, slope=0.0):
    random = np.random.default_rng(count)
    return HingeSum.from_arrays(
        random.uniform(-2, 2, count),
        random.choice([-1, 1], count),
        random.uniform(-9, 9, count),
        bias,
        slope,
    )


def texts(network):
    return {number.place: number.text for number in network.numbers}


def test_each_unit_has_its_numbers_in_the_form_of_the_network():
    network = lay_out(THREAD, 310, 600)
    assert [number.place for number in network.numbers[:4]] == [("a", 0), ("b", 0), ("w", 0), ("a", 1)]
    assert texts(network)["a", 3] == "−2"
    assert texts(network)["b", 2] == "b = −2"
    assert texts(network)["w", 2] == "1"


def test_units_stand_in_the_order_of_the_hinges_and_show_where_they_rise():
    units = [node for node in lay_out(THREAD, 310, 600).nodes if node.kind == "unit"]
    assert [node.text for node in units] == ["1", "2", "3", "4"]
    assert [node.facing for node in units] == [1, -1, 1, -1]
    assert sorted(units, key=lambda node: node.box.top) == units


@pytest.mark.parametrize("count", range(13))
@pytest.mark.parametrize("affine", [(0.0, 0.0), (-0.25, 1.5)])
def test_nothing_overlaps(count, affine):
    network = lay_out(some_hinges(count, *affine), 310, 650)
    assert network.hidden == 0
    boxes = [part.box for part in (*network.nodes, *network.numbers)] + [box for _, box in network.captions]
    for one, other in combinations(boxes, 2):
        assert not one.overlaps(other)
    for box in boxes:
        assert box.left >= 0
        assert box.right <= 310
        assert box.top >= 0
        assert box.bottom <= 650


def test_twelve_units_fit_into_a_panel_of_six_hundred():
    network = lay_out(some_hinges(12), 280, 570)
    assert network.hidden == 0
    for one, other in combinations([number.box for number in network.numbers], 2):
        assert not one.overlaps(other)


@pytest.mark.parametrize("width", [250, 280, 310, 500])
def test_long_numbers_stay_apart_and_inside(width):
    model = HingeSum([Hinge(-1e-4, 1, -0.0001234), Hinge(1e3, -1, 1.234e7), Hinge(1 / 3, 1, -1e-250)])
    network = lay_out(model, width, 400)
    boxes = [part.box for part in (*network.nodes, *network.numbers)]
    for one, other in combinations(boxes, 2):
        assert not one.overlaps(other)
    assert min(box.left for box in boxes) >= 0
    assert max(box.right for box in boxes) <= width


def test_no_edge_runs_through_a_plate_of_another_row():
    network = lay_out(some_hinges(8), 310, 450)
    for edge in network.edges:
        for piece in edge.pieces:
            for number in network.numbers:
                if len(piece) == 4:
                    (start, _, _, end) = piece
                    assert number.box.left >= end[0] - 1e-9 or number.box.right <= start[0] + 1e-9
                elif number.unit != edge.unit:
                    assert not number.box.top < piece[0][1] < number.box.bottom


def test_edges_meet_at_x_and_h():
    network = lay_out(THREAD, 310, 400)
    x = next(node.box for node in network.nodes if node.kind == "input")
    h = next(node.box for node in network.nodes if node.kind == "output")
    for edge in network.edges:
        if edge.kind == "a":
            assert edge.pieces[0][0][0] == pytest.approx(x.right)
        else:
            assert edge.pieces[-1][-1][0] == pytest.approx(h.left)
        for piece, following in zip(edge.pieces, edge.pieces[1:], strict=False):
            assert edge.kind == "a" or piece[-1] == following[0]


def test_bias_and_linear_term_are_there_if_they_are_not_0():
    network = lay_out(HingeSum([Hinge(0)], 0.5, -2.0), 310, 300)
    assert texts(network)["m", -1] == "m = −2"
    assert texts(network)["c", -1] == "c = 0.5"
    assert [node.text for node in network.nodes if node.kind == "one"] == ["1"]
    assert not any(number.unit < 0 for number in lay_out(THREAD, 310, 300).numbers)


def test_a_bias_that_is_being_edited_stays_at_0():
    assert texts(lay_out(THREAD, 310, 300, kept=[("c", -1)]))["c", -1] == "c = 0"


def test_what_does_not_fit_is_counted():
    network = lay_out(some_hinges(1000), 310, 300)
    shown = sum(node.kind == "unit" for node in network.nodes)
    assert 3 <= shown <= 6
    assert network.hidden == 1000 - shown
    assert network.note.bottom <= 300
    assert max(number.box.bottom for number in network.numbers) <= network.note.top


def test_no_more_than_twelve_units_are_drawn_however_much_room_there_is():
    network = lay_out(some_hinges(30), 310, 4000)
    assert network.hidden == 30 - MOST_UNITS


def test_a_low_panel_shows_one_unit():
    network = lay_out(some_hinges(5), 310, 60)
    assert network.hidden == 4


def test_selected_units_are_always_among_those_shown():
    assert shown_units(30, 4) == (0, 1, 2, 3)
    assert shown_units(30, 4, (25,)) == (0, 1, 2, 25)
    assert shown_units(30, 4, (3, 20, 25)) == (0, 3, 20, 25)
    assert shown_units(30, 3, range(30)) == (0, 1, 2)
    assert shown_units(2, 5, (7,)) == (0, 1)
    assert 800 in [node.unit for node in lay_out(some_hinges(1000), 310, 300, selection=(800,)).nodes]


def test_an_empty_sum_is_x_and_h_with_room_for_a_sentence():
    network = lay_out(HingeSum(), 310, 200)
    assert {node.text for node in network.nodes} == {"x", "h"}
    assert not network.numbers
    assert not network.edges
    assert not network.captions
    assert all(node.box.bottom <= network.note.top for node in network.nodes)


def test_a_unit_is_written_as_it_is_asked_for():
    network = lay_out(HingeSum([Hinge(1, 1, 3)]), 310, 200, form=lambda _: Unit(1.5, 2.0, -2.0))
    assert list(texts(network).values()) == ["2", "b = −2", "1.5"]


def test_edges_grow_gently_with_their_weight():
    network = lay_out(HingeSum([Hinge(0, 1, 0.1), Hinge(0, 1, 10), Hinge(0, 1, -1e9)]), 310, 300)
    thin, thick, thickest = [edge.width for edge in network.edges if edge.kind == "a"]
    assert 1 < thin < thick < thickest <= 4


@pytest.mark.parametrize(
    ("value", "text"),
    [(-0.0, "0"), (-0.0001234, "−0.0001234"), (12340000.0, "1.234e7"), (1 / 3, "0.3333"), (-5e-9, "−5e−9")],
)
def test_numbers_have_four_digits_and_true_minus_signs(value, text):
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(762.6, "763"), (-31392.0, "−31392"), (5.8e8, "5.8e8"), (0.0003188, "0.00032")]
)
def test_a_number_of_few_digits_has_an_exponent_only_where_that_is_shorter(value, text):
    assert number_text(value, 2) == text


def test_what_is_under_a_point_is_found():
    network = lay_out(THREAD, 310, 300)
    number = network.number(("b", 1))
    box = number.box
    assert network.number_at(box.left + box.width / 2, box.top + 3) is number
    node = next(node for node in network.nodes if node.unit == 2)
    assert network.unit_at(node.box.left + 5, node.box.top + 5) == 2
    assert network.number_at(1, 1) is None
    assert network.unit_at(1, 1) is None
    assert network.number(("a", 99)) is None
    assert network.number(None) is None
