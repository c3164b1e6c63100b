"""Par in the Error panel: when it is asked for, and what is said of it."""

import sys
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from reluviz.document import edits
from reluviz.gui.numbers import spoken
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.targets.target import Target


@dataclass
class Par:
    error: float
    is_certain: bool = True
    lower_bound: float = 0.0
    norm: str = "l2"
    stationarity: float = 1.0


class Numerics:
    def __init__(self):
        self.asked, self.found = [], {}
        self.answer = Par(0.5)

    def par(self, target, count, norm, watch):
        watch(0.0)
        self.asked.append((target.text, count, norm))
        self.found[target.text, count, norm] = self.answer
        return self.answer

    def known_par(self, target, count, norm):
        return self.found.get((target.text, count, norm))


@pytest.fixture
def numerics(monkeypatch):
    numerics = Numerics()
    monkeypatch.setitem(
        sys.modules, "reluviz.fitting.par", SimpleNamespace(par=numerics.par, known_par=numerics.known_par)
    )
    return numerics


@pytest.fixture
def panel(numerics, window, qtbot):
    panel = window.docks.error
    qtbot.waitUntil(lambda: panel._par.par is not None)
    return panel


def asked_again(numerics, qtbot, window, edit):
    before = len(numerics.asked)
    window.session.dispatch(edit)
    qtbot.waitUntil(lambda: len(numerics.asked) > before)
    qtbot.waitUntil(lambda: window.docks.error._par.par is not None)
    return numerics.asked[-1]


def test_it_is_there_soon_after_the_start(panel, numerics):
    assert numerics.asked == [("x²", 2, "l2")]
    assert panel.yours.text() == "yours 2.39, best possible 0.5"
    assert panel.with_hinges.text() == "RMSE with 2 hinges: 4.77× par (c, m free)"
    assert panel.bar.share == pytest.approx(0.5 / 2.387, rel=1e-3)


def test_another_count_norm_or_target_asks_again_and_a_knot_does_not(panel, numerics, window, qtbot, mouse):
    mouse.press(0.0, 0.0)
    mouse.move(0.5, 1.0)
    mouse.move(1.0, 1.0)
    mouse.release(1.0, 1.0)
    assert not panel._par.is_asking
    assert panel.yours.text() != "yours 2.39, best possible 0.5"
    assert len(numerics.asked) == 1
    assert asked_again(numerics, qtbot, window, edits.set_norm("max")) == ("x²", 2, "max")
    assert panel.with_hinges.text().startswith("max |e| with 2 hinges: ")
    assert asked_again(numerics, qtbot, window, edits.add_hinge(Hinge(1.0), 2)) == ("x²", 3, "max")
    target = Target.named("sine")
    assert asked_again(numerics, qtbot, window, edits.set_target(target)) == (target.text, 3, "max")


def test_nothing_is_asked_while_a_gesture_runs(panel, numerics, window, qtbot, mouse):
    mouse.press(2.0, 6.0)
    assert panel._par.is_asking
    panel._par._ask()
    assert len(numerics.asked) == 1
    assert panel.yours.text().endswith("best possible …")
    mouse.release(2.0, 6.0)
    qtbot.waitUntil(lambda: len(numerics.asked) == 2)


def test_what_is_known_already_is_there_at_once(panel, numerics, window, qtbot):
    asked_again(numerics, qtbot, window, edits.add_hinge(Hinge(1.0), 2))
    window.session.store.undo()
    assert panel.with_hinges.text() == "RMSE with 2 hinges: 4.77× par (c, m free)"
    assert len(numerics.asked) == 2


def test_many_quick_changes_ask_once(panel, numerics, window, qtbot):
    for index in range(2, 8):
        window.session.dispatch(edits.add_hinge(Hinge(0.1 * index), index))
    qtbot.waitUntil(lambda: not panel._par.is_asking)
    assert [count for _, count, _ in numerics.asked] == [2, 8]


@pytest.mark.parametrize(
    ("answer", "words", "share"),
    [
        (Par(2.38), "par reached", 1.0),
        (Par(2.3), "1.04× par (c, m free)", 2.3 / 2.387),
        (Par(2.5, is_certain=False, lower_bound=1.0), "beats the best known", 1.0),
        (Par(2.5), "par reached", 1.0),
        (Par(0.0), "", 0.0),
    ],
)
def test_what_is_said(panel, answer, words, share):
    panel._par._take(answer)
    assert panel.with_hinges.text() == "RMSE with 2 hinges" + (f": {words}" if words else "")
    assert panel.bar.share == pytest.approx(share, rel=1e-3)
    if not answer.is_certain:
        assert "best known 2.5" in panel.yours.text()
        assert "below 1" in panel.yours.toolTip()


def test_an_exact_sum_reaches_a_par_of_nothing(panel, numerics, window, qtbot):
    numerics.answer = Par(0.0)
    asked_again(numerics, qtbot, window, edits.set_target(Target.named("abs")))
    assert window.session.scene.errors.rmse < 1e-12
    assert panel.with_hinges.text().endswith("par reached")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Par(2.0, lower_bound=2.0), "whose pieces need not join, has 2"),
        (Par(2.0, lower_bound=2.0, stationarity=1e-9), "on each piece, its sum is the best line"),
        (Par(2.0, lower_bound=2.0, norm="max"), "proven to within 0.1 %"),
        (Par(2.0, is_certain=False, lower_bound=1.5), "75 % of it"),
        (Par(2.0, is_certain=False, norm="l1"), "no lower bound is known"),
        (Par(0.0), "nothing but rounding"),
    ],
)
def test_who_wants_to_know_is_told_how_sure_par_is(panel, numerics, window, qtbot, answer, said):
    numerics.answer = answer
    asked_again(numerics, qtbot, window, edits.add_hinge(Hinge(1.0), 2))
    for widget in (panel.yours, panel.with_hinges, panel.bar):
        assert said in widget.toolTip()
    assert ("its sum is the best line" in panel.yours.toolTip()) == (answer.stationarity < 1e-3)


def test_no_hinges_have_a_par_too_and_very_many_have_none(panel, numerics, window, qtbot):
    assert asked_again(numerics, qtbot, window, edits.clear_hinges())[1] == 0
    many = HingeSum([Hinge(k / 1000) for k in range(201)])
    window.session.dispatch(edits.set_model(many, "try"))
    assert panel.yours.text().endswith("best possible —")
    assert "200" in panel.yours.toolTip()
    assert not panel._par.is_asking


def test_the_words_fit_the_dock(panel, window):
    for reading in (panel.yours, panel.with_hinges):
        assert reading.sizeHint().width() <= reading.width(), reading.text()


def test_the_error_at_points_held_out_stands_below_each_reading(panel, window):
    assert all(reading.isHidden() for reading in panel.held_out.values())
    window.session.dispatch(edits.set_target(Target.named("noisy").holding_out(0.25)))
    scene = window.session.scene
    for key, reading in panel.held_out.items():
        assert not reading.isHidden()
        assert reading.text() == f"held out {spoken(getattr(scene.test_errors, key))}"
        assert panel.readings[key].text() == spoken(getattr(scene.errors, key))
    window.session.dispatch(edits.set_target(Target.named("noisy")))
    assert all(reading.isHidden() for reading in panel.held_out.values())


def test_an_interval_without_points_held_out_has_no_test_error(panel, window):
    target = Target.points([0, 1, 2, 3, 4, 5], [0, 1, 0, 1, 0, 1]).holding_out(0.1)
    place = target.points_held_out.x[0]
    window.session.dispatch(edits.set_target(target.on(place + 0.5, 5.5)))
    assert {reading.text() for reading in panel.held_out.values()} == {"held out —"}
    height = panel.sizeHint().height()
    window.session.dispatch(edits.set_target(target))
    assert panel.sizeHint().height() == height
