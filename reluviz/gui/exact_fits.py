"""Slopes that are kept fitted, found beside the window where that takes longer than a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from reluviz.document.edits import hand_wins
from reluviz.gui.background import Background
from reluviz.gui.sentences import sentence

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.document.revision import Revision
    from reluviz.gui.session import Session

__all__ = ["ExactFits"]

#: While the pointer moves, what is found would be outdated before anybody saw it, and make frames late.
_REST = 60
#: Who waits for so many milliseconds wants to know why.
_PATIENCE = 300


class ExactFits(QObject):
    """Finds the exact document wherever the store shows a rough one, and settles it there.

    During a gesture that begins when the pointer rests, else at once. Whatever outdates a rough document
    outdates the search for its slopes; undo, Esc and redo that lead back to it begin it again.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._sought: Revision | None = None
        self._background = Background(self)
        self._background.finished.connect(self._settle)
        self._background.failed.connect(self._give_up)
        self._rest, self._patience = QTimer(self), QTimer(self)
        for timer, milliseconds in ((self._rest, _REST), (self._patience, _PATIENCE)):
            timer.setSingleShot(True)
            timer.setInterval(milliseconds)
        self._rest.timeout.connect(self._seek)
        self._patience.timeout.connect(
            lambda: session.message.emit(self.tr("Solving for the slopes; until then, least squares."))
        )
        session.store.subscribe(self._follow)

    def _follow(self) -> None:
        store = self._session.store
        revision = store.unsettled
        may_rest = store.gesture_is_running and revision is store.revision
        if revision is not self._sought:
            self._background.forget()
            self._rest.stop()
            self._patience.stop()
            self._sought = revision
            if revision is not None:
                self._rest.start()
        if self._rest.isActive() and not may_rest:
            self._rest.stop()
            self._seek()

    def _seek(self) -> None:
        if self._sought is not None:
            self._patience.start()
            self._background.submit_watched(self._sought.find)

    def _settle(self, document: Document) -> None:
        self._patience.stop()
        revision, self._sought = self._sought, None
        if revision is not None:
            self._session.settle(revision, document)

    def _give_up(self, problem: str) -> None:
        """Let the rough document be what it is, and no file say that it is fitted."""
        revision = self._sought
        if revision is not None:
            self._settle(hand_wins(revision.document))
            self._session.message.emit(sentence(self.tr("Keep fitted is now off: {0}").format(problem)))
