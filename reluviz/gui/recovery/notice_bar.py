"""A bar above the canvas that says something and waits for an answer, while the work goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reluviz.gui.reading import Elided

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Answer", "Notice", "NoticeBar"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A button.

    Attributes
    ----------
    text, tip : str
    deed : function
    is_main : bool
        Whether it stands out.
    """

    text: str
    tip: str
    deed: Callable[[], object]
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """One row.

    Attributes
    ----------
    text : str
        Shown whole, in several lines if need be.
    detail : str
        Shown as far as there is room.
    answers : tuple of Answer or None
        None leaves the place of a button free, so that equal ones stand one below the other.
    """

    text: str
    detail: str
    answers: tuple[Answer | None, ...]


class NoticeBar(QFrame):
    """Shows notices one below the other; hidden while there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._rows: QWidget | None = None
        self._around = QVBoxLayout(self)
        self._around.setContentsMargins(12, 6, 6, 6)
        self.hide()

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Show these and no others."""
        if self._rows is not None:
            self._around.removeWidget(self._rows)
            # Not at once: one of its buttons may be the one that was pressed.
            self._rows.hide()
            self._rows.deleteLater()
        self._rows = QWidget()
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        width = max((len(notice.answers) for notice in notices), default=0)
        for row, notice in enumerate(notices):
            _fill(grid, row, notice, 2 + width - len(notice.answers))
        self._around.addWidget(self._rows)
        self._rows.show()
        self.setAccessibleName(" ".join(notice.text for notice in notices))
        self.setVisible(bool(notices))


def _fill(grid: QGridLayout, row: int, notice: Notice, first_answer: int) -> None:
    text = QLabel(notice.text)
    # Names of files are in it.
    text.setTextFormat(Qt.TextFormat.PlainText)
    if notice.detail:
        detail = Elided()
        detail.setObjectName("muted")
        detail.show_text(notice.detail)
        detail.setToolTip(notice.detail)
        grid.addWidget(text, row, 0)
        grid.addWidget(detail, row, 1, Qt.AlignmentFlag.AlignVCenter)
    else:
        text.setWordWrap(True)
        grid.addWidget(text, row, 0, 1, 2)
    for column, answer in enumerate(notice.answers, first_answer):
        if answer is not None:
            grid.addWidget(_button(answer), row, column)


def _button(answer: Answer) -> QPushButton:
    button = QPushButton(answer.text)
    button.setToolTip(answer.tip)
    if answer.is_main:
        button.setObjectName("primary")
    button.clicked.connect(lambda: answer.deed())
    return button
