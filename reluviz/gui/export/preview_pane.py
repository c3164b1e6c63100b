"""What a format makes of a figure, before it is written: its picture, one of its steps, or its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reluviz.gui.export.preview import FigurePreview

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reluviz.figures import FigureOptions

__all__ = ["PreviewPane", "Shown"]

#: A longer text is shown by its beginning.
_MOST_SHOWN = 200_000


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be seen: the contents of a PNG, or a text; of how many steps it is one; and what to say.

    Or nothing of all this, but what is wrong with the labels, by the names of their options.
    """

    png: bytes = b""
    text: str = ""
    steps: int = 1
    note: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)


class PreviewPane(QWidget):
    """Shows a picture or a text, and lets one choose the step of a sequence.

    Signals
    -------
    wanted()
        There is room for another picture, or another step is to be seen.
    """

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.preview = FigurePreview()
        self.preview.resized.connect(self.wanted)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(self.tr("Text of the file"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.preview)
        self._stack.addWidget(self.text)
        self.true_size = QCheckBox(self.tr("True size"))
        self.true_size.setToolTip(self.tr("As large as on paper or on the slide"))
        self.true_size.toggled.connect(lambda _: self.wanted.emit())
        self.step = QSlider(Qt.Orientation.Horizontal)
        self.step.setAccessibleName(self.tr("Step"))
        self.step.setPageStep(1)
        self.step.valueChanged.connect(self._show_another_step)
        self._step_name = QLabel()
        self._step_name.setObjectName("muted")
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.true_size)
        row.addStretch(1)
        row.addWidget(self._step_name)
        row.addWidget(self.step, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack, 1)
        column.addLayout(row)
        self._show_steps(1)

    def prepare(self, options: FigureOptions) -> int:
        """Get ready for a picture with these options; returns how many pixels wide it should be."""
        size = options.figure_size
        self.preview.wants_dark = options.theme == "dark"
        self.preview.show_true_size((size.width, size.height) if self.true_size.isChecked() else None)
        return self.preview.pixels

    def show_result(self, shown: Shown) -> None:
        """Show a picture or a text."""
        if shown.png:
            self.preview.show_png(shown.png)
            self._stack.setCurrentWidget(self.preview)
        else:
            place = self.text.verticalScrollBar().value()
            self.text.setPlainText(shown.text[:_MOST_SHOWN])
            self.text.verticalScrollBar().setValue(place)
            self._stack.setCurrentWidget(self.text)
        self.true_size.setEnabled(bool(shown.png))
        before = self.step.value()
        self._show_steps(shown.steps)
        if self.step.value() != before:
            self.wanted.emit()

    def _show_steps(self, count: int) -> None:
        was_last = self.step.value() == self.step.maximum()
        blocked = self.step.blockSignals(True)
        self.step.setRange(1, count)
        if was_last:
            self.step.setValue(count)
        self.step.blockSignals(blocked)
        self.step.setVisible(count > 1)
        self._step_name.setVisible(count > 1)
        self._step_name.setText(self.tr("Step {0} of {1}").format(self.step.value(), count))

    def _show_another_step(self) -> None:
        self._show_steps(self.step.maximum())
        self.wanted.emit()
