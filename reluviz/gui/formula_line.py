"""The formula line: the sum as an equation, live; a typed sum becomes hinges, a click selects one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reluviz.document.edits import set_model
from reluviz.errors import InputError
from reluviz.gui.number_field import UndoFriendlyLine, mark_problem
from reluviz.gui.sentences import capital
from reluviz.maths.formula import FormulaError
from reluviz.maths.hinges import HingeSum
from reluviz.maths.notation import Form, written

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent

    from reluviz.gui.session import Session
    from reluviz.scene.scene import Scene

__all__ = ["FormulaLine"]

#: Pixels that the name of the target has at least.
_LEAST_NAME = 96
#: A longer sum is shown shortened, so that a drag with a thousand hinges does not write a thousand units.
_MOST_SHOWN = 24
#: Nobody edits more than this as text.
_MOST_EDITED = 500


class FormulaLine(QWidget):
    """h(x) = … with the target beside it; names in the colours of their curves serve as the legend."""

    def __init__(self, session: Session, form: Form = "unit") -> None:
        super().__init__()
        self._session = session
        self.form: Form = form
        self._written = written(HingeSum())
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
        self.field.clicked_at.connect(self._select_at)
        self.field.pointed_at.connect(lambda place: self._session.isolate(self._hinge_at(place)))
        self._target_name = QLabel()
        self._target_name.setObjectName("target_name")
        # A longer name must not widen the canvas of a narrow window, under a hand that draws.
        self._target_name.setMinimumWidth(_LEAST_NAME)
        row.addWidget(self._sum_name)
        row.addWidget(self.field, 1)
        row.addSpacing(10)
        row.addWidget(self._target_name)
        column.addLayout(row)
        self.problem = QLabel()
        self.problem.setObjectName("problem")
        # Its room stays: the plots must not move under a hand that presses somewhere while it is there.
        room = self.problem.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self.problem.setSizePolicy(room)
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
        if editing and self._session.scene.whole is not None:
            # What is typed replaces the whole sum: it begins with the whole sum.
            # Not at once: others are still being told of the scene that there is.
            QTimer.singleShot(0, self, lambda: self._session.show_step(None))
            return
        if self.field.isModified() and editing:
            return  # someone is typing; what they write stays
        model = self._session.scene.document.model
        self.field.setReadOnly(len(model) > _MOST_EDITED)
        if editing and len(model) <= _MOST_EDITED:
            self._written = written(model, self.form)
        elif len(model) <= _MOST_SHOWN:
            self._written = written(model, self.form, 5)
        else:
            self._written = written(model.partial(_MOST_SHOWN // 2), self.form, 5)
        text = self._written.text
        if len(self._written.spans) < len(model):
            text += self.tr(" + … ({0} hinges in all)").format(f"{len(model):,}")
        self.field.setText("" if text == "0" else text.replace("-", "−"))
        self.field.setCursorPosition(0)
        self._show_problem(None)

    def show_form(self, form: Form) -> None:
        """Write the sum in another form."""
        self.form = form
        self._show_formula()

    def _hinge_at(self, position: int) -> int | None:
        """Return the hinge that is written at a place of the field, unless something else stands there."""
        return None if self.field.isModified() else self._written.hinge_at(position)

    def _select_at(self, position: int) -> None:
        hinge = self._hinge_at(position)
        if hinge is not None:
            self._session.store.select((hinge,))

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
        self.problem.setText(capital(text or ""))
        self.problem.setVisible(bool(text))


class _FormulaField(UndoFriendlyLine):
    """Says when it is entered and left, and which character is clicked or pointed at; Esc gives up."""

    entered = Signal()
    left = Signal()
    given_up = Signal()
    clicked_at = Signal(int)
    pointed_at = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self._entered_by_click = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # The click that enters the field was for the text that stood there before.
        if event.button() == Qt.MouseButton.LeftButton and not self._entered_by_click:
            self.clicked_at.emit(self._character_at(event.position().toPoint()))
        self._entered_by_click = False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed_at.emit(self._character_at(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed_at.emit(-1)
        super().leaveEvent(event)

    def _character_at(self, place: QPoint) -> int:
        """Return the character nearest to a place."""
        return self.cursorPositionAt(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() == Qt.FocusReason.MouseFocusReason:
            self._entered_by_click = True
            self.clicked_at.emit(self._character_at(self.mapFromGlobal(self.cursor().pos())))
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
            self.given_up.emit()
            return
        super().keyPressEvent(event)
