"""The help dialog: every gesture and key on one page, from the same list that feeds the menus."""

from __future__ import annotations

import sys
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QTextBrowser, QVBoxLayout, QWidget

from reluviz import __version__
from reluviz.gui.commands import COMMANDS
from reluviz.gui.presentation import KEYS

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

__all__ = ["about", "gestures_and_keys"]

_GESTURES = (
    ("Click on the canvas", "add a hinge there; its slope is the best one, or 1 or 0 (Hinges panel)"),
    ("Press and drag", "add a hinge where you pressed and bend it: the curve follows the pointer"),
    ("Drag a knot", "move the hinge along x; one of several selected moves all of them"),
    ("Drag the ring on an arm", "turn the arm; past the knot it flips to the other side"),
    ("Double-click a knot or an arm", "type the numbers of the hinge"),
    ("Click a knot", "select it; click again for another hinge on the same knot"),
    ("Shift and click a knot", "add it to the selection, or take it out"),
    ("Shift and drag", "select all knots in a rectangle"),
    ("Point at a thin line", "let this unit stand out; in table, diagram and formula too"),
    ("In shape mode: drag a corner", "put it anywhere; its neighbours stay and the slopes are solved for"),
    ("In shape mode: click", "add a corner where you click"),
    ("While drawing (W): press and drag", "draw the target, or a part of it anew; Esc leads back to hinges"),
    ("Hold Z", "the lens: a smooth curve becomes a line; the wheel takes a stronger glass"),
    ("Ctrl and press", "add a hinge even where a knot already is"),
    ("Drag a line of the tolerance", "change it (T shows it in the error strip); double-click types it"),
    ("Drag a flag at the lower edge", "change the interval on which errors count"),
    ("Alt while dragging", "no snapping to round numbers"),
    ("Esc", "take back the gesture under way, end a fit that runs, or clear the selection"),
    ("Tab", "go to the next hinge"),
    ("Wheel or pinch", "zoom at the pointer; over the error strip along x alone"),
    ("Middle drag, or two fingers", "pan"),
    ("Double-click in the table", "type a number, or flip the facing"),
    ("Drag a row of the table", "change the order in which the sum is built up"),
    ("Click in the formula", "select the hinge whose term it is"),
)


def gestures_and_keys(parent: QWidget, actions: dict[str, QAction]) -> QDialog:
    """Return the dialog, ready to be opened."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(dialog.tr("Gestures and keys"))
    dialog.resize(640, 620)
    keys = []
    for command in COMMANDS:
        action = actions[command.key]
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if shown:
            keys.append((shown, command.text.format("").replace("&", "").rstrip("… ")))
    page = QTextBrowser()
    page.setHtml(
        f"<h3>{dialog.tr('With the mouse')}</h3>{_rows(_GESTURES)}"
        f"<h3>{dialog.tr('With the keys')}</h3>{_rows(keys)}"
        f"<h3>{dialog.tr('In presentation mode')}</h3>{_rows(KEYS)}"
    )
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(page)
    column.addWidget(buttons)
    return dialog


def _rows(pairs: object) -> str:
    rows = "".join(
        f"<tr><td style='padding: 3px 22px 3px 0'><b>{escape(left)}</b></td>"
        f"<td style='padding: 3px 0'>{escape(right)}</td></tr>"
        for left, right in pairs  # type: ignore[attr-defined]
    )
    return f"<table>{rows}</table>"


def about(parent: QWidget) -> QMessageBox:
    """Return the box that says what this program is made of."""
    import numpy as np
    import pyqtgraph as pg

    box = QMessageBox(parent)
    box.setWindowTitle(box.tr("About ReLU Viz"))
    box.setText(f"<b>ReLU Viz {__version__}</b>")
    python = ".".join(str(part) for part in sys.version_info[:3])
    box.setInformativeText(
        box.tr("See how sums of ReLU hinges make functions. MIT licence.")
        + f"<br><br>Python {python} · Qt {qVersion()} (LGPL) · pyqtgraph {pg.__version__} (MIT) · "
        f"NumPy {np.__version__} (BSD) · SciPy (BSD) · matplotlib"
    )
    return box
