"""How far a figure is that is written without a dialog, and a button to end that, in the status bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStatusBar, QToolButton, QWidget

if TYPE_CHECKING:
    from reluviz.gui.export.writing import Writing

__all__ = ["WritingBar"]

_PROGRESS_STEPS = 1000
#: What is written sooner needs no bar.
_PATIENCE_MILLISECONDS = 300


class WritingBar(QWidget):
    """Shows itself while something is written that takes its time.

    Parameters
    ----------
    writing : Writing
        What it speaks of.
    status_bar : QStatusBar
        Where it stands, on the right.
    """

    def __init__(self, writing: Writing, status_bar: QStatusBar) -> None:
        super().__init__()
        self.progress = QProgressBar()
        self.progress.setRange(0, _PROGRESS_STEPS)
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(160, 6)
        self.progress.setAccessibleName(self.tr("How far the figure is"))
        # A push button is higher than the bar, which must not grow while something is written.
        self.cancel = QToolButton()
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("End the writing of figures"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.progress)
        row.addWidget(self.cancel)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self.show)
        writing.progressed.connect(lambda share: self.progress.setValue(round(share * _PROGRESS_STEPS)))
        writing.ended.connect(self._end)
        self.hide()
        status_bar.addPermanentWidget(self)

    def begin(self) -> None:
        """Wait a moment, then show how far it is."""
        self.progress.setValue(0)
        self._patience.start()

    def _end(self) -> None:
        self._patience.stop()
        self.hide()
