"""The formula line: the sum as an equation, live; a typed or pasted sum becomes hinges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reluviz.document.edits import set_model
from reluviz.errors import InputError
from reluviz.gui.number_field import UndoFriendlyLine, mark_problem
from reluviz.maths.formula import FormulaError
from reluviz.maths.hinges import HingeSum

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from reluviz.gui.session import Session
    from reluviz.scene.scene import Scene

__all__ = ["FormulaLine"]

#: A longer sum is shown shortened, so that a drag with a thousand hinges does not write a thousand units.
_MOST_SHOWN = 24
#: Nobody edits more than this as text.
_MOST_EDITED = 500


class FormulaLine(QWidget):
    """h(x) = … with the target beside it; names in the colours of their curves serve as the legend."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 14, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._sum_name = QLabel("━  h(x) =")
        self._sum_name.setObjectName("sum_name")
        self.field = _FormulaField()
        self.field.setObjectName("formula")
        self.field.setAccessibleName(self.tr("Formula of the sum"))
        self.field.setPlaceholderText("g(x) + g(-x) + g(2x-2) + g(-2x-2)")
        self.field.setToolTip(self.tr("Type or paste a sum of hinges and press Enter; g(z) = max(0, z)"))
        self.field.returnPressed.connect(self._commit)
        self.field.entered.connect(self._show_formula)
        self.field.left.connect(self._leave)
        self._target_name = QLabel()
        self._target_name.setObjectName("target_name")
        row.addWidget(self._sum_name)
        row.addWidget(self.field, 1)
        row.addSpacing(10)
        row.addWidget(self._target_name)
        column.addLayout(row)
        self.problem = QLabel()
        self.problem.setObjectName("problem")
        self.problem.hide()
        column.addWidget(self.problem)
        session.scene_changed.connect(self._show_scene)
        self._show_scene(session.scene, None)

    def _show_scene(self, scene: Scene, previous: Scene | None) -> None:
        if previous is None or previous.document.target is not scene.document.target:
            self._target_name.setText(f"▬  f(x) = {scene.document.target.text}")
        if previous is None or previous.document.model is not scene.document.model:
            self._show_formula()

    def _show_formula(self) -> None:
        """Show the sum: rounded and short to look at, in full while it can be edited."""
        editing = self.field.hasFocus()
        if self.field.isModified() and editing:
            return  # someone is typing; what they write stays
        model = self._session.scene.document.model
        self.field.setReadOnly(len(model) > _MOST_EDITED)
        if editing and len(model) <= _MOST_EDITED:
            text = model.formula()
        elif len(model) <= _MOST_SHOWN:
            text = model.formula(5)
        else:
            text = f"{model.partial(_MOST_SHOWN // 2).formula(5)} + … ({len(model):,} hinges in all)"
        self.field.setText("" if text == "0" else text.replace("-", "−"))
        self.field.setCursorPosition(0)
        self._show_problem(None)

    def _commit(self) -> None:
        if not self.field.isModified():
            return
        text = self.field.text()
        try:
            model = HingeSum.parse(text) if text.strip() else HingeSum()
        except InputError as error:
            self._show_problem(str(error))
            if isinstance(error, FormulaError):
                self.field.setCursorPosition(min(error.position, len(text)))
            return
        self.field.setModified(False)
        self._show_problem(self._session.dispatch(set_model(model, "Enter formula")))

    def _leave(self) -> None:
        """Drop half-typed text when the field is left, so that it never shows what is not so."""
        self.field.setModified(False)
        self._show_formula()

    def _show_problem(self, text: str | None) -> None:
        mark_problem(self.field, bad=bool(text))
        self.problem.setText(text[:1].upper() + text[1:] if text else "")
        self.problem.setVisible(bool(text))


class _FormulaField(UndoFriendlyLine):
    """Says when it is entered and left; Esc gives up what was typed."""

    entered = Signal()
    left = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A menu or another window takes the focus for a moment only.
        passing = (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.MenuBarFocusReason,
        )
        if event.reason() not in passing:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
            return
        super().keyPressEvent(event)
