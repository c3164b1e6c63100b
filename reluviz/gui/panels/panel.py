"""The base of the dock panels: a card on the window's ground, with even spacing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from reluviz.gui.sentences import capital

if TYPE_CHECKING:
    from reluviz.gui.session import Session
    from reluviz.scene.scene import Scene

__all__ = ["Panel"]


class Panel(QWidget):
    """A dock's content. Shows a scene and sends edits to the session; holds nothing of the model."""

    #: Whether it takes the room that the other panels leave.
    grows = False

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 6, 4)
        card = QWidget()
        card.setObjectName("panel")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        outer.addWidget(card, 1)
        if not self.grows:
            outer.addStretch(2)
            outer.setStretch(0, 0)
        self.column = QVBoxLayout(card)
        self.column.setContentsMargins(12, 10, 12, 12)
        self.column.setSpacing(8)
        self.problem = QLabel()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        self.problem.setMinimumHeight(2 * self.problem.fontMetrics().lineSpacing() + 4)
        self.problem.hide()

    def show_problem(self, text: str | None) -> None:
        """Show what is wrong with an entry below it, or nothing."""
        self.problem.setText(capital(text or ""))
        self.problem.setVisible(bool(text))

    def show_scene(self, scene: Scene, previous: Scene | None) -> None:
        """Paint what differs from `previous` (None: everything)."""
        raise TypeError(f"{type(self).__name__} shows nothing")
