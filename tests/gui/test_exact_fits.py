"""Slopes that take longer than a frame: what the window shows meanwhile, and what never waits for them."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QProgressDialog

from reluviz.document import revision
from reluviz.document.document import Document, refitted
from reluviz.document.storage import load, load_with_origin, save
from reluviz.errors import InputError
from reluviz.fitting.norms import Cancelled
from reluviz.maths.hinges import HingeSum
from reluviz.targets.target import Target

KNOTS = np.linspace(-2.9, 2.8, 20)
CROWD = Document(
    Target.named("square"),
    HingeSum.from_arrays(KNOTS, np.ones(20), np.zeros(20)),
    free_bias=True,
    free_linear=True,
    keep_fitted=True,
    norm="max",
)


class Fits:
    """Stands before the fits that are found in the background: none begins before `let_go`."""

    def __init__(self):
        self.may_begin, self.begun, self.cancelled = threading.Event(), 0, 0

    def __call__(self, document, watch=None):
        if threading.current_thread() is not threading.main_thread():
            self.begun += 1
            while not self.may_begin.wait(0.002):
                try:
                    watch(0.0)
                except Cancelled:
                    self.cancelled += 1
                    raise
        return refitted(document, watch)

    def let_go(self):
        self.may_begin.set()


@pytest.fixture
def fits(monkeypatch):
    fits = Fits()
    monkeypatch.setattr(revision, "refitted", fits)
    yield fits
    fits.let_go()


@pytest.fixture
def crowded(window):
    window.session.store.replace(refitted(CROWD))
    return window


def shown(window):
    return window.session.scene.document


def drag(mouse, window, index=10, by=0.13):
    """Drag a knot and keep hold of it; returns where the pointer is."""
    model = shown(window).model
    x = float(model.knots[index])
    mouse.press(x, model(x))
    assert window.session.hand.is_busy
    for share in (0.5, 1.0):
        mouse.move(x + share * by, model(x))
    return x + by, model(x)


def wait_until_exact(qtbot, window):
    qtbot.waitUntil(lambda: window.session.store.unsettled is None and not window.session.tween.is_running)


def test_the_curve_follows_the_hand_by_least_squares_and_then_is_exact(crowded, mouse, qtbot, fits):
    store, before = crowded.session.store, shown(crowded)
    place = drag(mouse, crowded)
    qtbot.waitUntil(lambda: shown(crowded).model.knots[10] > before.model.knots[10])
    assert shown(crowded).model == refitted(replace(store.document, norm="l2")).model
    mouse.release(*place)
    rough = store.document
    fits.let_go()
    wait_until_exact(qtbot, crowded)
    assert store.document == refitted(rough)
    assert shown(crowded) is store.document
    assert store.undo_name == "Move knot"
    store.undo()
    assert store.document is before


def test_what_is_exact_is_shown_while_the_pointer_rests(crowded, mouse, qtbot):
    place = drag(mouse, crowded)
    wait_until_exact(qtbot, crowded)
    store = crowded.session.store
    assert store.gesture_is_running
    assert shown(crowded) == refitted(store.document)
    mouse.release(*place)
    assert store.unsettled is None


def test_esc_puts_all_back_and_what_was_sought_is_forgotten(crowded, mouse, qtbot, fits):
    before = shown(crowded)
    drag(mouse, crowded)
    qtbot.waitUntil(lambda: fits.begun > 0)
    qtbot.keyClick(crowded.canvas, Qt.Key.Key_Escape)
    assert shown(crowded) is before
    qtbot.waitUntil(lambda: fits.cancelled == fits.begun)
    assert crowded.session.store.unsettled is None
    assert shown(crowded) is before


def test_undo_before_the_slopes_are_found_and_redo_which_finds_them(crowded, mouse, qtbot, fits):
    store, before = crowded.session.store, shown(crowded)
    mouse.release(*drag(mouse, crowded))
    store.undo()
    assert shown(crowded) is before
    fits.let_go()
    store.redo()
    wait_until_exact(qtbot, crowded)
    assert shown(crowded) == refitted(store.document)
    assert shown(crowded) != before


def test_another_gesture_goes_on_from_the_exact_document(crowded, mouse, qtbot, fits):
    store, first = crowded.session.store, shown(crowded)
    mouse.release(*drag(mouse, crowded))
    mouse.release(*drag(mouse, crowded, index=5))
    fits.let_go()
    wait_until_exact(qtbot, crowded)
    moved = store.document.model
    assert moved.knots[10] != first.model.knots[10]
    assert moved.knots[5] != first.model.knots[5]
    assert store.document == refitted(store.document)
    store.undo()
    wait_until_exact(qtbot, crowded)
    assert store.document == refitted(store.document)
    store.undo()
    assert store.document is first


def test_keep_fitted_switched_off_too_early_leaves_the_exact_slopes(crowded, mouse, qtbot, fits):
    store = crowded.session.store
    mouse.release(*drag(mouse, crowded))
    exact = refitted(store.document)
    crowded.actions_by_key.by_key["keep_fitted"].trigger()
    assert not store.document.keep_fitted
    assert store.document.model != exact.model
    fits.let_go()
    wait_until_exact(qtbot, crowded)
    assert store.document == replace(exact, keep_fitted=False)


def test_a_pin_is_the_exact_sum(crowded, mouse, qtbot, fits):
    store = crowded.session.store
    mouse.release(*drag(mouse, crowded))
    crowded.actions_by_key.by_key["pin"].trigger()
    fits.let_go()
    wait_until_exact(qtbot, crowded)
    assert store.document.pins[0].model == store.document.model == refitted(store.document).model


def test_a_fit_that_is_asked_for_too_early_goes_on_from_the_exact_slopes(crowded, mouse, qtbot, fits):
    store, session = crowded.session.store, crowded.session
    mouse.release(*drag(mouse, crowded))
    session.fits.add_best()
    fits.let_go()
    qtbot.waitUntil(lambda: not session.fits.is_running, timeout=20_000)
    wait_until_exact(qtbot, crowded)
    assert len(store.document.model) == 21
    assert store.undo_name == "Add best hinge"
    assert store.document == refitted(store.document)


def test_choosing_a_norm_leads_to_its_slopes_in_one_step(crowded, qtbot):
    store = crowded.session.store
    crowded.docks.fit.norms["l1"].click()
    wait_until_exact(qtbot, crowded)
    assert store.document == refitted(replace(CROWD, norm="l1"))
    assert store.undo_name == "Fit by least absolute deviation"


def test_the_eye_follows_what_changes_when_the_slopes_come(crowded, mouse, qtbot, fits):
    crowded.session.tween.is_reduced = False
    mouse.release(*drag(mouse, crowded))
    fits.let_go()
    qtbot.waitUntil(lambda: crowded.session.tween.is_running)
    assert crowded.session.store.unsettled is None
    wait_until_exact(qtbot, crowded)
    assert shown(crowded) is crowded.session.store.document


def test_of_a_sum_built_up_in_part_the_part_is_exact(crowded, mouse, qtbot, fits):
    session = crowded.session
    session.show_step(15)
    mouse.release(*drag(mouse, crowded, index=5))
    fits.let_go()
    wait_until_exact(qtbot, crowded)
    assert len(shown(crowded).model) == 15
    assert shown(crowded).model == refitted(session.store.document).model.partial(15)


def test_who_waits_is_told_why(crowded, mouse, qtbot, fits):
    mouse.release(*drag(mouse, crowded))
    qtbot.waitUntil(lambda: "Solving for the slopes" in crowded.statusBar().currentMessage())
    fits.let_go()
    wait_until_exact(qtbot, crowded)
    assert crowded.statusBar().currentMessage() == ""


def test_a_fit_that_fails_late_switches_keep_fitted_off_and_says_so(crowded, mouse, qtbot, monkeypatch):
    def fail(document, watch=None):
        if threading.current_thread() is not threading.main_thread():
            raise InputError("this is too hard")
        return refitted(document)

    monkeypatch.setattr(revision, "refitted", fail)
    mouse.release(*drag(mouse, crowded))
    qtbot.waitUntil(lambda: crowded.session.store.unsettled is None)
    assert not crowded.session.store.document.keep_fitted
    assert crowded.statusBar().currentMessage() == "Keep fitted is now off: this is too hard."


class TestWhatLeavesTheProgram:
    def test_a_file_holds_the_exact_sum_and_nothing_waits_for_it(self, crowded, mouse, tmp_path, fits, qtbot):
        mouse.release(*drag(mouse, crowded))
        path = tmp_path / "early.reluviz"
        with_file(crowded, path)
        assert crowded.files.save()
        fits.let_go()
        wait_until_exact(qtbot, crowded)
        qtbot.waitUntil(lambda: not crowded.session.store.is_modified)
        document = crowded.session.store.document
        assert load(path) == document == refitted(document)

    def test_who_leaves_takes_the_exact_sum_along(self, crowded, mouse, tmp_path, fits):
        mouse.release(*drag(mouse, crowded))
        path = tmp_path / "left.reluviz"
        with_file(crowded, path)
        QTimer.singleShot(0, fits.let_go)
        assert crowded.files.save_and_wait()
        assert load(path) == refitted(load(path))
        assert load(path).model.knots[10] != KNOTS[10]

    def test_who_will_not_wait_gets_no_copy(self, crowded, mouse, fits):
        QApplication.clipboard().setText("before")
        mouse.release(*drag(mouse, crowded))
        when_it_waits(lambda: dialog().reject())
        crowded.copy_formula(latex=False)
        assert QApplication.clipboard().text() == "before"

    def test_a_copy_is_of_the_exact_sum(self, crowded, mouse, fits):
        mouse.release(*drag(mouse, crowded))
        when_it_waits(fits.let_go)
        crowded.copy_formula(latex=False)
        copied = HingeSum.parse(QApplication.clipboard().text())
        assert copied.slopes.tolist() == crowded.session.document.model.slopes.tolist()

    def test_a_figure_is_of_the_exact_sum(self, crowded, mouse, fits):
        mouse.release(*drag(mouse, crowded))
        when_it_waits(fits.let_go)
        source = crowded.exporting._source()
        assert source.document == refitted(source.document)


def with_file(window, path):
    """Give the document a file, which holds it as it was before."""
    before = window.session.store.documents[0]
    save(before, path)
    window.files.origin = load_with_origin(path)[1]


def dialog():
    return next((top for top in QApplication.topLevelWidgets() if isinstance(top, QProgressDialog)), None)


def when_it_waits(act):
    """Do something as soon as the dialog is there that says what is waited for."""
    timer = QTimer(QApplication.instance())

    def look():
        if dialog() is not None and dialog().isVisible():
            timer.stop()
            timer.deleteLater()
            act()

    timer.timeout.connect(look)
    timer.start(5)
