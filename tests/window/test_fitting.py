"""Hinges placed and par met, with a real mouse."""

import pytest

pytestmark = pytest.mark.window


def document(window):
    return window.session.store.document


def test_four_hinges_are_placed_in_minimax_seen_as_such_and_taken_back_in_one_step(window, hand, qtbot):
    panel = window.docks.fit
    hand.open_panel(panel)
    qtbot.waitUntil(lambda: not panel.visibleRegion().isEmpty())
    hand.click_widget(panel.norms["max"])
    qtbot.waitUntil(lambda: document(window).norm == "max")
    for box in (panel.bias_is_free, panel.linear_is_free):
        hand.click_widget(box)
    qtbot.waitUntil(lambda: document(window).free_bias and document(window).free_linear)
    before = document(window)
    hand.click_widget(panel.place)
    qtbot.waitUntil(lambda: len(document(window).model) == 4, timeout=15_000)
    # x² in five pieces: 4.5/25 is the best there is, taken at both ends, the knots and between them.
    qtbot.waitUntil(lambda: window.docks.error.readings["max"].text() == "0.18")
    assert len(window.session.scene.alternation) == 11
    qtbot.waitUntil(lambda: "par reached" in window.docks.error.with_hinges.text(), timeout=15_000)
    hand.key("ctrl+z")
    qtbot.waitUntil(lambda: document(window) == before)


def test_keep_fitted_follows_a_dragged_knot_in_minimax(window, hand, qtbot):
    from reluviz.document import edits

    window.session.dispatch(edits.set_norm("max"))
    window.session.dispatch(edits.keep_fitted(True))
    fitted = document(window).model
    hand.drag((0.0, float(fitted(0.0))), (1.0, float(fitted(0.0))))
    qtbot.waitUntil(lambda: 1.0 in document(window).model.knots)
    assert document(window).keep_fitted
    from reluviz.document.document import refitted

    assert refitted(document(window)).model == document(window).model
