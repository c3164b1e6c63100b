"""Strokes of the target: what they pass, what they leave, and how they end."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reluviz.document.document import Document
from reluviz.document.fileformat import decode_document, encode_document
from reluviz.document.store import Store
from reluviz.interaction.gestures import Pointer
from reluviz.interaction.hand import Hand
from reluviz.interaction.view import View
from reluviz.maths.hinges import HingeSum
from reluviz.scene.scene import Bounds, resolve
from reluviz.targets.drawn import MOST_DRAWN, DrawnCurve
from reluviz.targets.target import Target

VIEW = View(Bounds(-3.5, 3.5, -2.0, 10.0), 700.0, 600.0)


class Pencil:
    """A hand that draws, on a store."""

    def __init__(self, target=None):
        self.store = Store(Document(target or Target.named("square"), HingeSum()))
        self.hand = Hand(self.store)
        self.hand.mode = "target"

    @property
    def target(self):
        return self.store.document.target

    def press(self, x, y):
        self.hand.press(Pointer(x, y), resolve(self.store.document, ()), VIEW)

    def stroke(self, *places):
        self.press(*places[0])
        for place in places[1:]:
            self.hand.pass_by(Pointer(*place))
            self.hand.move(Pointer(*place))
        self.hand.release(Pointer(*places[-1]))

    def raw(self, x):
        """What was drawn at `x`, not smoothed."""
        source = self.target.source
        return np.interp(x, source.x, source.y)


@pytest.fixture
def pencil():
    return Pencil()


def test_a_stroke_over_all_is_one_undo_step(pencil):
    before = pencil.store.document
    pencil.stroke((-3.2, 0.0), (0.0, 6.0), (3.2, 0.0))
    assert isinstance(pencil.target.source, DrawnCurve)
    assert pencil.target.interval == (-3.0, 3.0)
    assert pencil.raw(0.0) == pytest.approx(6.0, abs=0.05)
    assert pencil.store.undo_name == "Draw target"
    pencil.store.undo()
    assert pencil.store.document == before


def test_a_stroke_over_a_part_leaves_the_rest_of_any_function(pencil):
    pencil.stroke((-1.0, 1.0), (1.0, 5.0))
    assert pencil.raw(0.0) == pytest.approx(3.0, abs=0.05)
    assert pencil.raw(2.0) == pytest.approx(4.0, abs=0.02)
    assert pencil.raw(-2.5) == pytest.approx(6.25, abs=0.02)
    drawn = pencil.target
    pencil.stroke((1.5, 8.0), (2.5, 8.0))
    assert pencil.raw(2.0) == pytest.approx(8.0, abs=0.02)
    assert pencil.raw(0.0) == pytest.approx(3.0, abs=0.05)
    pencil.store.undo()
    assert pencil.target == drawn


def test_the_rest_bends_to_the_stroke_without_a_jump(pencil):
    pencil.stroke((-0.5, 3.0), (0.5, 5.0))
    source = pencil.target.source
    assert np.abs(np.diff(source.y)).max() < 0.4
    assert pencil.raw(-0.5) == pytest.approx(3.0, abs=0.06)
    assert pencil.raw(0.5) == pytest.approx(5.0, abs=0.06)
    assert pencil.raw(0.8) == pytest.approx(0.64, abs=0.02)


@pytest.mark.parametrize("smoothing", [0.0, 0.6])
def test_points_of_a_drawing_beside_a_stroke_stay_to_the_last_bit(smoothing):
    x = np.unique(np.concatenate([[-5.0, 4.0], 0.1 + np.random.default_rng(1).uniform(-3, 3, 300)]))
    before = Target.drawn(np.column_stack([x, np.sin(x)]), (-3, 3), smoothing)
    pencil = Pencil(before)
    pencil.stroke((-0.5, 2.0), (0.5, 2.0))
    once = pencil.target.source
    beside = np.abs(x) > 0.75
    for source in (once, pencil.target.source):
        kept = np.isin(source.x, x)
        assert set(x[beside].tolist()) <= set(source.x.tolist())
        np.testing.assert_array_equal(source.y[kept], np.sin(source.x[kept]))
        pencil.stroke((0.2, 1.0), (0.4, 0.0))
    assert pencil.target.source.smoothing == smoothing


def test_straight_lines_beside_a_stroke_stay_where_they_are():
    pencil = Pencil(Target.drawn([(-3, 0), (-2.5, 1), (2, 1.2345), (3, 0)], smoothing=0))
    places = np.concatenate([np.linspace(-3, -0.8, 40), np.linspace(0.8, 3, 40)])
    before = pencil.target(places)
    pencil.stroke((-0.5, 3.0), (0.5, 3.0))
    np.testing.assert_allclose(pencil.target(places), before, rtol=1e-14)


def test_places_that_were_never_shown_are_gone_through(pencil):
    pencil.press(-3.0, 0.0)
    for x in np.linspace(-3.0, 3.0, 400):
        pencil.hand.pass_by(Pointer(float(x), float(4 + 3 * np.sin(3 * x))))
    pencil.hand.release(Pointer(3.0, float(4 + 3 * np.sin(9.0))))
    x = np.linspace(-2.9, 2.9, 100)
    np.testing.assert_allclose(pencil.raw(x), 4 + 3 * np.sin(3 * x), atol=0.03)


def test_a_loop_between_two_frames_counts_though_it_ends_where_it_began(pencil):
    pencil.press(-1.0, 1.0)
    for place in ((1.0, 8.0), (-1.0, 8.0), (-1.0, 1.0)):
        pencil.hand.pass_by(Pointer(*place))
    pencil.hand.release(Pointer(-1.0, 1.0))
    assert pencil.raw(0.0) == pytest.approx(8.0, abs=0.02)


def test_places_passed_without_a_stroke_mean_nothing(pencil):
    before = pencil.store.document
    pencil.hand.pass_by(Pointer(0.0, 5.0))
    pencil.press(-1.0, 1.0)
    pencil.hand.escape_gesture()
    pencil.hand.pass_by(Pointer(1.0, 5.0))
    assert pencil.store.document == before
    pencil.hand.mode = "hinges"
    pencil.press(-1.0, 1.0)
    shown = pencil.store.document
    pencil.hand.pass_by(Pointer(1.0, 5.0))
    assert pencil.store.document is shown


def test_a_drawing_of_the_most_points_can_still_be_drawn_on():
    x = np.linspace(-3, 3, MOST_DRAWN)
    pencil = Pencil(Target.drawn(np.column_stack([x, np.sin(x)])))
    pencil.stroke((-0.2, 1.0), (0.2, 1.0))
    assert pencil.target.source.x.size <= MOST_DRAWN
    assert pencil.raw(0.0) == pytest.approx(1.0, abs=0.02)
    assert pencil.raw(2.0) == pytest.approx(np.sin(2.0), abs=1e-3)


def test_going_back_draws_over_what_the_stroke_drew(pencil):
    pencil.stroke((-3.0, 0.0), (1.0, 0.0), (1.0, 4.0), (-1.0, 4.0))
    assert pencil.raw(0.0) == pytest.approx(4.0)
    assert pencil.raw(-2.0) == pytest.approx(0.0)


def test_data_is_drawn_afresh():
    pencil = Pencil(Target.points([0, 1, 2, 3], [5, -1, 5, -1]))
    pencil.stroke((1.0, 2.0), (2.0, 2.0))
    assert pencil.target(np.array([0.0, 1.5, 3.0])).tolist() == [2.0, 2.0, 2.0]
    assert pencil.target.interval == (0.0, 3.0)


def test_smoothing_is_kept_from_stroke_to_stroke(pencil):
    pencil.stroke((-3.0, 0.0), (3.0, 0.0))
    smoother = replace(pencil.target, source=pencil.target.source.with_values({"smoothing": 0.9}))
    pencil.store = Store(replace(pencil.store.document, target=smoother))
    pencil.hand = Hand(pencil.store)
    pencil.hand.mode = "target"
    pencil.stroke((-1.0, 1.0), (1.0, 1.0))
    assert pencil.target.source.smoothing == 0.9


@pytest.mark.parametrize(
    "places",
    [
        [(0.0, 1.0)],
        [(0.001, 1.0), (0.001, 8.0)],
        [(-9.0, 1.0), (-5.0, 8.0)],
        [(5.0, 1.0), (9.0, 8.0)],
        [(0.0, 1.0), (float("nan"), 2.0)],
        [(0.0, 1.0), (1.0, float("inf"))],
    ],
)
def test_a_stroke_that_passes_nothing_changes_nothing_that_is_seen(pencil, places):
    x = np.linspace(-2.9, 2.9, 59)
    before = pencil.target(x)
    pencil.stroke(*places)
    np.testing.assert_allclose(pencil.target(x), before, atol=0.05)


def test_escape_puts_the_target_back_and_no_hinge_is_placed(pencil):
    before = pencil.store.document
    pencil.press(-1.0, 1.0)
    pencil.hand.move(Pointer(1.0, 4.0))
    assert pencil.target != before.target
    assert pencil.hand.escape_gesture()
    assert pencil.store.document == before
    pencil.stroke((0.0, 1.0), (0.0, 1.0))
    assert len(pencil.store.document.model) == 0


places = st.tuples(st.floats(-1e9, 1e9) | st.floats(-4, 4), st.floats(-1e60, 1e60) | st.floats(-2, 10))


@given(st.lists(st.lists(places, min_size=1, max_size=12), min_size=1, max_size=4))
def test_any_strokes_give_a_function_that_a_file_keeps(strokes):
    pencil = Pencil()
    for stroke in strokes:
        pencil.stroke(*stroke)
    document = pencil.store.document
    assert np.isfinite(pencil.target(np.linspace(-3, 3, 50))).all()
    assert decode_document(encode_document(document)) == document


def test_a_stroke_of_thousands_of_moves_is_a_drawing_of_bounded_size(pencil):
    x = np.linspace(-3.0, 3.0, 2001)
    for _ in range(2):
        pencil.press(-3.0, 0.0)
        for place in x:
            pencil.hand.move(Pointer(float(place), float(np.sin(place))))
        pencil.hand.release(Pointer(3.0, float(np.sin(3.0))))
    assert pencil.target.source.x.size < 600
    np.testing.assert_allclose(pencil.target(x), np.sin(x), atol=0.02)
