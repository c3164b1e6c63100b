"""What is selected and how far the sum is built up, in words: for all, and for who cannot see the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from reluviz.document.document import KNOT_LOCK, SLOPE_LOCK
from reluviz.gui.numbers import spoken
from reluviz.maths.hinges import HingeSum

if TYPE_CHECKING:
    from reluviz.scene.scene import Scene

__all__ = ["built_up_in_words", "selected_in_words"]


def selected_in_words(scene: Scene) -> str:
    """Return such as "Hinge 2 of 4: knot -1, faces left, slope 2; locked", or "" where none is selected."""
    count, selection = len(scene.document.model), scene.selection
    if not selection:
        return ""
    if len(selection) > 1:
        return _tr("{0} of {1} hinges selected").format(len(selection), count)
    index = selection[0]
    # Not by its hinge objects: this is said on every frame of a drag.
    model = scene.document.model
    facing = _tr("right") if model.facings[index] > 0 else _tr("left")
    text = _tr("Hinge {0} of {1}: knot {2}, faces {3}, slope {4}").format(
        index + 1, count, spoken(float(model.knots[index])), facing, spoken(float(model.slopes[index]))
    )
    lock = scene.document.locks[index] if scene.document.locks else 0
    locks = {
        KNOT_LOCK: _tr("knot locked"),
        SLOPE_LOCK: _tr("slope locked"),
        KNOT_LOCK | SLOPE_LOCK: _tr("locked"),
    }
    return f"{text}; {locks[lock]}" if lock else text


def built_up_in_words(scene: Scene) -> str:
    """Return such as "2 of 4 hinges: + g(-x)", with the hinge that came last; or how many there are."""
    step = len(scene.document.model)
    if scene.whole is None:
        return (
            _tr("no hinges yet")
            if step == 0
            else _tr("1 hinge")
            if step == 1
            else _tr("{0} hinges").format(step)
        )
    words = _tr("{0} of {1} hinges").format(step, len(scene.whole.model))
    if step == 0:
        return words
    newest = HingeSum([scene.document.model.hinge(step - 1)]).formula(4).replace("-", "−")
    return f"{words}: + {newest}".replace("+ −", "− ")


def _tr(text: str) -> str:
    return QCoreApplication.translate("hinge_words", text)
