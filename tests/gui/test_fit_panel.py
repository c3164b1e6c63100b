"""The Fit panel and the fits it starts, with placements that tell what they were asked for."""

import sys
from dataclasses import dataclass
from threading import Event
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from reluviz.document import edits
from reluviz.document.document import Document
from reluviz.errors import InputError
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.maths.measure import measure
from reluviz.targets.target import Target

H1 = HingeSum.parse("g(x) + g(-x)")
FOUND = HingeSum([Hinge(-1.0, 1, 2.0), Hinge(1.0, -1, 2.0)], bias=0.25)


@dataclass
class Placement:
    sum: HingeSum
    target: object
    norm: str = "l2"
    locked_knots: tuple = ()
    locked_slopes: tuple = ()

    @property
    def error(self):
        return measure(self.sum, self.target)


class Numerics:
    """Stands in for the fits: it answers at once, or works until it is told to end."""

    def __init__(self):
        self.calls, self.answer, self.problem = [], FOUND, ""
        self.works = False
        self.may_end, self.was_cancelled = Event(), Event()

    def _place(self, name, target, watch, options):
        self.calls.append((name, options))
        try:
            while self.works and not self.may_end.wait(0.001):
                watch(0.4)
        except BaseException:
            self.was_cancelled.set()
            raise
        if self.problem:
            raise InputError(self.problem)
        return Placement(self.answer, target, options["norm"], options.get("locked_knots", ()))

    def place_hinges(self, target, count, *, watch, **options):
        return self._place("place", target, watch, {"count": count, **options})

    def improve_hinges(self, model, target, *, watch, **options):
        return self._place("improve", target, watch, {"model": model, **options})

    def add_best_hinge(self, model, target, *, watch, **options):
        return self._place("add_best", target, watch, {"model": model, **options})

    def hinges_for_tolerance(self, target, tolerance, *, watch, **options):
        return self._place("tolerance", target, watch, {"tolerance": tolerance, **options})


@pytest.fixture
def numerics(monkeypatch):
    numerics = Numerics()
    for module, name in (
        ("placement", "place_hinges"),
        ("improve", "improve_hinges"),
        ("growth", "add_best_hinge"),
        ("tolerance", "hinges_for_tolerance"),
    ):
        fake = SimpleNamespace(**{name: getattr(numerics, name)})
        monkeypatch.setitem(sys.modules, f"reluviz.fitting.{module}", fake)
    return numerics


@pytest.fixture
def panel(window):
    return window.docks.fit


def document(window):
    return window.session.store.document


def ended(window):
    return lambda: not window.session.fits.is_running


def test_as_many_are_placed_as_the_hand_has_set_unless_fewer_are_asked_for(window, panel):
    assert panel.count.value() == 4
    for index in range(2, 6):
        window.session.dispatch(edits.add_hinge(Hinge(0.1 * index), index))
    assert panel.count.value() == 6
    panel.count.setValue(3)
    window.session.dispatch(edits.nudge_knots([0], 0.5))
    assert panel.count.value() == 3
    window.session.store.undo()
    window.session.store.undo()
    assert panel.count.value() == 3
    window.session.store.redo()
    assert panel.count.value() == 6


def test_placing_takes_the_count_and_what_is_free_and_is_one_undo_step(window, panel, numerics, qtbot):
    window.session.dispatch(edits.free(linear=True))
    panel.count.setValue(7)
    panel.place.click()
    qtbot.waitUntil(ended(window))
    ((name, options),) = numerics.calls
    assert (name, options["count"], options["norm"]) == ("place", 7, "l2")
    assert (options["bias"], options["linear"]) == (False, True)
    assert document(window).model == FOUND
    assert window.session.store.undo_name == "Place 7 hinges"
    assert "RMSE" in window.statusBar().currentMessage()
    window.session.store.undo()
    assert document(window).model == H1


@pytest.mark.parametrize("name", ["improve", "add_best"])
def test_improving_and_adding_start_at_the_hinges_there_are(window, panel, numerics, qtbot, name):
    window.session.dispatch(edits.lock_hinges([1], knot=True))
    getattr(panel, name).click()
    qtbot.waitUntil(ended(window))
    ((called, options),) = numerics.calls
    assert called == name
    assert options["model"] == H1
    assert (options["locked_knots"], options["locked_slopes"]) == ((1,), ())
    assert document(window).model == FOUND
    assert document(window).locked_knots == (1,)


def test_the_tolerance_is_typed_in_the_norm_of_the_document(window, panel, numerics, qtbot):
    panel.norms["max"].click()
    assert document(window).norm == "max"
    assert panel.within.text() == "for max |e| ≤"
    panel.tolerance.setFocus()
    panel.tolerance.selectAll()
    qtbot.keyClicks(panel.tolerance, "1/4")
    panel.fewest.setFocus()
    panel.fewest.click()
    qtbot.waitUntil(ended(window))
    ((_, options),) = numerics.calls
    assert (options["tolerance"], options["norm"]) == (0.25, "max")


def test_a_tolerance_that_cannot_be_is_refused_in_its_field(window, panel, qtbot):
    panel.tolerance.setFocus()
    panel.tolerance.selectAll()
    qtbot.keyClicks(panel.tolerance, "-1")
    qtbot.keyClick(panel.tolerance, Qt.Key.Key_Return)
    assert "above 0" in panel.problem.text()
    assert window.session.fits.tolerance == 0.1


def test_a_fit_that_lasts_shows_progress_and_can_be_cancelled(window, panel, numerics, qtbot):
    numerics.works = True
    before = document(window)
    panel.place.click()
    assert not panel.progress.isVisible()
    qtbot.waitUntil(panel.progress.isVisible)
    qtbot.waitUntil(lambda: panel.progress.value() == 400)
    assert not panel.place.isHidden()
    panel.cancel.click()
    qtbot.waitUntil(numerics.was_cancelled.is_set)
    assert not panel.progress.isVisible()
    assert document(window) is before


@pytest.mark.parametrize("place", ["canvas", "panel"])
def test_esc_cancels_too(window, panel, numerics, qtbot, place):
    numerics.works = True
    panel.place.click()
    qtbot.waitUntil(panel.progress.isVisible)
    qtbot.keyClick(window.canvas if place == "canvas" else panel.cancel, Qt.Key.Key_Escape)
    qtbot.waitUntil(numerics.was_cancelled.is_set)
    assert not window.session.fits.is_running


def test_a_change_meanwhile_drops_the_fit_and_says_so(window, panel, numerics, qtbot, mouse):
    numerics.works = True
    panel.place.click()
    mouse.click(2.0, 6.0)
    assert "changed meanwhile" in panel.problem.text()
    numerics.may_end.set()
    qtbot.waitUntil(lambda: not window.session.fits._background.is_busy)
    assert len(document(window).model) == 3
    window.session.store.undo()
    assert not panel.problem.text()


def test_a_selection_meanwhile_is_no_change(window, panel, numerics, qtbot):
    numerics.works = True
    panel.place.click()
    window.session.store.select((1,))
    numerics.may_end.set()
    qtbot.waitUntil(ended(window))
    assert document(window).model == FOUND


def test_a_choice_that_stands_already_is_no_change(window, panel, numerics, qtbot):
    numerics.works = True
    panel.place.click()
    panel.norms["l2"].click()
    numerics.may_end.set()
    qtbot.waitUntil(ended(window))
    assert document(window).model == FOUND


def test_a_newer_fit_takes_the_place_of_the_one_that_runs(window, panel, numerics, qtbot):
    numerics.works = True
    panel.place.click()
    qtbot.waitUntil(lambda: bool(numerics.calls))
    numerics.works = False
    window.actions_by_key.by_key["improve"].trigger()
    qtbot.waitUntil(ended(window))
    assert window.session.store.undo_name == "Improve"


def test_what_cannot_be_done_is_one_sentence_in_the_panel(window, panel, numerics, qtbot):
    numerics.problem = "the target has 3 points, too few for 4 hinges"
    panel.place.click()
    qtbot.waitUntil(ended(window))
    assert panel.problem.text() == "The target has 3 points, too few for 4 hinges."
    assert document(window).model == H1


def test_what_makes_no_sense_is_disabled_with_the_reason(window, panel):
    window.session.dispatch(edits.clear_hinges())
    assert not panel.improve.isEnabled()
    assert "no hinge" in panel.improve.toolTip()
    assert not window.actions_by_key.by_key["improve"].isEnabled()
    window.session.store.undo()
    window.session.dispatch(edits.lock_hinges([0, 1], knot=True))
    assert "locked" in panel.improve.toolTip()
    assert "unlock" in panel.fewest.toolTip()
    assert panel.locked.text() == "hinges, 2 locked"
    window.session.dispatch(edits.lock_hinges([0, 1], knot=False))
    window.session.dispatch(edits.set_affine(bias=1.0))
    assert "set them to 0" in panel.fewest.toolTip()
    window.session.dispatch(edits.free(bias=True))
    assert panel.fewest.isEnabled()
    window.session.dispatch(edits.lock_hinges([0, 1], knot=True))
    panel.count.setValue(1)
    assert "more than" in panel.place.toolTip()
    panel.count.setValue(2)
    assert panel.place.isEnabled()


def test_every_fit_is_in_the_menu_with_its_norms(window, numerics, qtbot):
    by_key = window.actions_by_key.by_key
    assert by_key["norm_l2"].isChecked()
    window.session.dispatch(edits.free(bias=True))
    by_key["norm_max"].trigger()
    assert document(window).norm == "max"
    assert by_key["norm_max"].isChecked()
    assert window.docks.fit.norms["max"].isChecked()
    for key in ("place", "improve", "add_best", "tolerance"):
        by_key[key].trigger()
        qtbot.waitUntil(ended(window))
    assert [name for name, _ in numerics.calls] == ["place", "improve", "add_best", "tolerance"]


@pytest.mark.parametrize("which", ["number", "formula", "count"])
def test_undo_in_a_field_without_typing_goes_to_the_document(window, panel, qtbot, which):
    window.session.dispatch(edits.set_affine(bias=2.0))
    field = {"number": panel.bias, "formula": window.formula_line.field, "count": panel.count}[which]
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document(window).model.bias == 0.0


def test_undo_in_a_field_with_typing_takes_the_typing_back(window, panel, qtbot):
    window.session.dispatch(edits.set_affine(bias=2.0))
    panel.bias.setFocus()
    qtbot.keyClicks(panel.bias, "7")
    qtbot.keyClick(panel.bias, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert panel.bias.text() == "2"
    assert document(window).model.bias == 2.0


def test_the_panel_is_no_wider_than_its_dock_whatever_it_says(window, panel, qtbot):
    window.resize(1280, 960)
    window.session.dispatch(edits.set_model(HingeSum([Hinge(k / 10) for k in range(30)]), "try"))
    window.session.dispatch(edits.lock_hinges(range(30), knot=True))
    panel.norms["l1"].click()
    qtbot.waitUntil(lambda: panel.locked.text() == "hinges, 30 locked")
    qtbot.waitUntil(lambda: panel.width() <= panel.parentWidget().width())
    assert panel.locked.sizeHint().width() <= panel.locked.width()


def crowd(window, count, **facts):
    """Show a sine with that many hinges, nothing fitted yet."""
    knots = np.linspace(-3.0, 3.0, count)
    model = HingeSum.from_arrays(knots, np.ones(count), np.zeros(count))
    window.session.store.replace(Document(Target.named("sine"), model, **facts))


def test_a_choice_that_was_refused_is_not_shown_as_chosen(window, panel):
    crowd(window, 5001, free_bias=True, free_linear=True, norm="max")
    panel.keep.click()
    assert not window.session.store.document.keep_fitted
    assert not panel.keep.isChecked()
    window.actions_by_key.by_key["keep_fitted"].trigger()
    assert not window.actions_by_key.by_key["keep_fitted"].isChecked()
    crowd(window, 5001, free_bias=True, keep_fitted=True)
    panel.norms["max"].click()
    assert panel.norms["l2"].isChecked()
    window.actions_by_key.by_key["norm_max"].trigger()
    assert window.actions_by_key.by_key["norm_l2"].isChecked()
    crowd(window, 5001, keep_fitted=True, norm="max")
    panel.bias_is_free.click()
    panel.linear_is_free.click()
    assert not panel.bias_is_free.isChecked()
    assert not panel.linear_is_free.isChecked()


def test_a_gesture_that_was_refused_says_why(window, mouse):
    crowd(window, 5001, keep_fitted=True, norm="max")
    mouse.click(1.0, 0.6)
    assert "at most 5,000 knots" in window.statusBar().currentMessage()


def test_a_fit_that_memory_cannot_hold_is_refused_with_the_reason(window, panel):
    crowd(window, 1001)
    assert "1,000" in panel.improve.toolTip()
    assert not panel.improve.isEnabled()
    # With everything free only neighbours know of each other, and many more can be moved.
    crowd(window, 1001, free_bias=True, free_linear=True)
    assert panel.improve.isEnabled()
    assert panel.add_best.isEnabled()
    # One more hinge costs what one hinge costs, beside however many others.
    crowd(window, 2001)
    assert panel.add_best.isEnabled()
