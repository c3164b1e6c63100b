"""The card in which the numbers of a hinge are typed, beside its knot on the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QPushButton, QWidget

from reluviz.document.edits import flip_hinges, set_hinge
from reluviz.errors import InputError
from reluviz.gui.number_field import NumberField
from reluviz.gui.sentences import capital
from reluviz.maths.hinges import Hinge

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent

    from reluviz.gui.session import Session
    from reluviz.scene.scene import Scene

__all__ = ["NumberEntry"]

_WIDTH = 236
#: How far the card stands from the knot, in pixels.
_AWAY = 16


class NumberEntry(QFrame):
    """Shows and takes knot, facing and slope of one hinge.

    Enter on the last field, Esc or a press elsewhere closes it.

    Parameters
    ----------
    session : Session
    index : int
        The hinge.
    canvas : QWidget
        What it lies on, and gets the focus back.
    """

    def __init__(self, session: Session, index: int, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._session, self._index, self._canvas = session, index, canvas
        self.setObjectName("entry")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(self.tr("Numbers of hinge {0}").format(index + 1))
        self.knot = NumberField(self.tr("Knot"), digits=8)
        self.slope = NumberField(self.tr("Slope"), digits=8)
        self.facing = QPushButton()
        self.facing.setAutoDefault(False)
        self.facing.clicked.connect(lambda *_: self._flip())
        self.problem = QLabel()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        title = QLabel(self.tr("Hinge {0}").format(index + 1))
        title.setObjectName("title")
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 11)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.addWidget(title, 0, 0, 1, 2)
        for row, (text, field) in enumerate(
            (
                (self.tr("knot t"), self.knot),
                (self.tr("slope s"), self.slope),
                (self.tr("faces"), self.facing),
            ),
            start=1,
        ):
            label = QLabel(text)
            label.setObjectName("muted")
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self.problem, 4, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        self.knot.number_entered.connect(lambda value: self._take(self.knot, knot=value))
        self.slope.number_entered.connect(lambda value: self._take(self.slope, slope=value))
        self.knot.returnPressed.connect(lambda: self._go_on(self.knot, self.slope))
        self.slope.returnPressed.connect(lambda: self._go_on(self.slope, None))
        for field in (self.knot, self.slope):
            field.problem.connect(self._show_problem)
        session.scene_changed.connect(self._show_scene)
        self._show_scene(session.scene, None)
        self.setFixedWidth(_WIDTH)

    def open_at(self, place: QPoint) -> None:
        """Show the card beside a place of the canvas, within it, with the knot ready to be typed."""
        self.adjustSize()
        room = self._canvas.rect()
        x = place.x() + _AWAY
        if x + self.width() > room.right() - 6:
            x = place.x() - _AWAY - self.width()
        y = min(max(place.y() - self.height() // 2, 6), room.bottom() - self.height() - 6)
        self.move(max(x, 6), max(y, 6))
        self.show()
        self.raise_()
        self.knot.setFocus(Qt.FocusReason.PopupFocusReason)
        self.knot.selectAll()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close at a press anywhere else, after taking what was typed; the press goes its way."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            inside = watched is self or self.isAncestorOf(watched)
            if not inside:
                self.close()
                # On the canvas it only closes the card: nobody means a hinge there.
                return bool(self._canvas.isAncestorOf(watched))
        return False

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Go round the fields of the card with Tab; called by Qt."""
        order = [self.knot, self.slope, self.facing]
        place = next((at for at, widget in enumerate(order) if widget.hasFocus()), -1)
        following = order[(place + (1 if forwards else -1)) % len(order)]
        following.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(following, NumberField):
            following.selectAll()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc; what a field has not taken is given up."""
        if event.key() == Qt.Key.Key_Escape:
            self._give_up()
            self.close()
        # Other keys are not for the canvas below.
        event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the focus back; called by Qt."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        super().closeEvent(event)

    def _give_up(self) -> None:
        for field in (self.knot, self.slope):
            field.setModified(False)

    def _go_on(self, field: NumberField, following: NumberField | None) -> None:
        """After Enter go to the next field; after the last one close, unless something is wrong with it."""
        if field.isModified():
            return
        if following is not None:
            following.setFocus(Qt.FocusReason.TabFocusReason)
            following.selectAll()
        else:
            self.close()

    def _take(self, field: NumberField, knot: float | None = None, slope: float | None = None) -> None:
        model = self._session.scene.document.model
        if self._index >= len(model):
            return
        old = model.hinge(self._index)
        try:
            hinge = Hinge(
                old.knot if knot is None else knot, old.facing, old.slope if slope is None else slope
            )
        except InputError as error:
            field.refuse(str(error))
            return
        name = "Set knot" if slope is None else "Set slope"
        problem = self._session.dispatch(set_hinge(self._index, hinge, name=name, by_hand=slope is not None))
        if problem is not None:
            field.refuse(problem)

    def _flip(self) -> None:
        self._session.dispatch(flip_hinges([self._index]))

    def _show_scene(self, scene: Scene, previous: Scene | None) -> None:
        model = scene.document.model
        if self._index >= len(model) or (previous is not None and len(previous.document.model) != len(model)):
            # The hinge is gone, or its number means another one.
            self._give_up()
            self.close()
            return
        hinge = model.hinge(self._index)
        self.knot.show_number(hinge.knot)
        self.slope.show_number(hinge.slope)
        self.facing.setText(self.tr("right →") if hinge.facing > 0 else self.tr("← left"))
        self.facing.setAccessibleName(
            self.tr("Faces right; flip") if hinge.facing > 0 else self.tr("Faces left; flip")
        )

    def _show_problem(self, text: str) -> None:
        self.problem.setText(capital(text))
        self.problem.setVisible(bool(text))
        self.adjustSize()
