"""The line above the error strip: its three readings, and what the tolerance says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from reluviz.gui.number_field import NumberField
from reluviz.gui.numbers import shown
from reluviz.scene.error_strip import READINGS, ErrorLook, Reading

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent, QResizeEvent

    from reluviz.scene.palette import Palette

__all__ = ["StripHeader"]

_WORDS: dict[Reading, str] = {"signed": "h − f", "square": "½e²", "absolute": "|e|"}
_FIELD_WIDTH = 66
#: The good interval by three digits is as sharp as a strip can show it.
_DIGITS = 3


class StripHeader(QWidget):
    """Shows and changes how the error is looked at; placed by the canvas, in the gap between its plots.

    Signals
    -------
    reading_wanted(str)
    tolerance_entered(float)
    problem(str)
        What is wrong with a typed tolerance.
    entered()
        The pointer came here from the canvas, which does not see it go.
    """

    HEIGHT = 20

    reading_wanted = Signal(str)
    tolerance_entered = Signal(float)
    problem = Signal(str)
    entered = Signal()

    def __init__(self, parent: QWidget, colours: Palette, magnification: float = 1.0) -> None:
        super().__init__(parent)
        self._magnification = magnification
        self.setObjectName("strip_header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        # The canvas below shows a cross or a hand; here is nothing to draw with.
        self.setCursor(Qt.CursorShape.ArrowCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(2)
        self._has_band = False
        self.words = QLabel()
        self.field = NumberField(self.tr("Tolerance"), digits=4)
        self.field.setFixedWidth(round(_FIELD_WIDTH * magnification))
        self.field.setFixedHeight(round(self.HEIGHT * magnification))
        self.field.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.field.setToolTip(self.tr("The largest error that still counts as good"))
        self.field.number_entered.connect(self._take)
        self.field.problem.connect(self._pass_on)
        row.addWidget(self.words)
        row.addSpacing(3)
        row.addWidget(self.field)
        row.addStretch(1)
        self.buttons: dict[Reading, QToolButton] = {}
        tips = (self.tr("The error with its sign"), self.tr("Half the square of the error"))
        for reading, tip in zip(READINGS, (*tips, self.tr("The size of the error")), strict=True):
            button = QToolButton()
            button.setText(_WORDS[reading])
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            # A click leaves the keys to the canvas.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setFixedHeight(round(self.HEIGHT * magnification))
            button.clicked.connect(lambda *_, reading=reading: self.reading_wanted.emit(reading))
            row.addWidget(button)
            self.buttons[reading] = button
        self.set_colours(colours)

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        c, size = colours, round(12 * self._magnification)
        self.setStyleSheet(
            f"#strip_header {{ background: {c.background}; }}"
            f"QLabel {{ color: {c.text}; font-size: {size}px; }}"
            f"QLineEdit {{ font-size: {size}px; padding: 0 4px; border-radius: 4px; }}"
            f"QToolButton {{ font-size: {size}px; padding: 0 7px; border-radius: 4px; color: {c.muted}; }}"
            f"QToolButton:hover {{ background: {c.outside}; color: {c.text}; }}"
            f"QToolButton:checked {{ background: {c.grid}; color: {c.text}; border-color: {c.border}; }}"
            f"QToolButton:focus {{ border: 1px solid {c.accent}; }}"
        )

    def show_look(self, look: ErrorLook) -> None:
        """Show the reading and the tolerance."""
        self.buttons[look.reading].setChecked(True)
        self._has_band = look.band is not None
        if look.band is not None:
            self.field.show_number(look.band)
        self._make_room()

    def show_good(self, interval: tuple[float, float] | None, place: float) -> None:
        """Say where the error is within the tolerance; None: not even at `place`."""
        if interval is None:
            text = self.tr("not good at x = {0} for |e| ≤").format(shown(place, _DIGITS))
        else:
            ends = ", ".join(shown(end, _DIGITS) for end in interval)
            text = self.tr("good on [{0}] for |e| ≤").format(ends)
        self.words.setText(text)
        self._make_room()

    def show_nothing_good(self) -> None:
        """Say no more than what is asked for, while the answer has to wait."""
        self.words.setText(self.tr("good for |e| ≤"))
        self._make_room()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell the canvas; called by Qt."""
        super().enterEvent(event)
        self.entered.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what has no room; called by Qt."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Show the tolerance if there is room beside the readings, and the words if there is still more."""
        room = self.width() - sum(button.sizeHint().width() + 2 for button in self.buttons.values())
        room -= self.field.width() + 12
        self.field.setVisible(self._has_band and room >= 0)
        self.words.setVisible(self._has_band and room >= self.words.sizeHint().width())

    def edit(self) -> None:
        """Let a tolerance be typed."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def _pass_on(self, problem: str) -> None:
        # That all is well again needs no words, which would wipe others away.
        if problem:
            self.problem.emit(problem)

    def _take(self, value: float) -> None:
        if value > 0:
            self.tolerance_entered.emit(value)
        else:
            self.field.refuse(self.tr("The tolerance must be above 0"))
