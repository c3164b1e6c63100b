"""What is selected, in words: for the status bar and for those who cannot see the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from reluviz.document.document import KNOT_LOCK, SLOPE_LOCK
from reluviz.gui.numbers import spoken

if TYPE_CHECKING:
    from reluviz.scene.scene import Scene

__all__ = ["selected_in_words"]


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


def _tr(text: str) -> str:
    return QCoreApplication.translate("hinge_words", text)
