"""Has what is not saved kept on the disk, in the background and soon after it was changed."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from reluviz.document.recovery import Slot
from reluviz.gui.background import Background
from reluviz.gui.sentences import sentence

if TYPE_CHECKING:
    from pathlib import Path

    from reluviz.document.document import Document
    from reluviz.document.origin import Origin
    from reluviz.gui.files import DocumentFiles
    from reluviz.gui.session import Session

__all__ = ["Keeper"]

#: From a change to the copy: what a crash can cost.
_MILLISECONDS = 2_000
#: A copy that takes long, of a million points, is made the less often: it may take this share of the time.
_LARGEST_SHARE = 0.05
_MILLISECONDS_AFTER_TROUBLE = 20_000


class Keeper(QObject):
    """Follows the document: a copy while it is modified, none while it is not, and a note of its file.

    The time runs from the first change that is not kept, not from the last: who never rests would lose all.

    Parameters
    ----------
    folder : Path
        The recovery folder.
    session : Session
    files : DocumentFiles
    parent : QObject
    """

    def __init__(self, folder: Path, session: Session, files: DocumentFiles, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._files = session, files
        self._slot = Slot(folder)
        self._asked: tuple[Origin | None, Document | None] | None = None
        self._is_troubled = False
        self._milliseconds = _MILLISECONDS
        self._work = Background(self)
        self._work.finished.connect(self._note_success)
        self._work.failed.connect(self._note_trouble)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._keep_changes)
        session.history_changed.connect(self._follow)
        files.changed.connect(self._follow)
        self._follow()

    @property
    def name(self) -> str:
        """What this program's files in the folder are called."""
        return self._slot.name

    def go_on_in(self, slot: Slot) -> None:
        """Keep everything in another slot from now on; what the present one has is not wanted any more."""
        self.end()
        self._slot = slot

    def end(self) -> None:
        """Remove everything: the document is saved or not wanted."""
        self._timer.stop()
        self._work.forget()
        self._asked = None
        self._slot.end()

    def _follow(self) -> None:
        if not self._session.store.is_modified:
            self._timer.stop()
            self._keep(None)
        elif not self._timer.isActive():
            self._timer.start(self._milliseconds)

    def _keep_changes(self) -> None:
        store = self._session.store
        if store.unsettled is not None or store.gesture_is_running or self._session.is_in_motion:
            # Its frames come first, and what it leads to will be worth more.
            self._timer.start(_MILLISECONDS)
        else:
            self._keep(store.committed if store.is_modified else None)

    def _keep(self, document: Document | None) -> None:
        slot, origin = self._slot, self._files.origin
        if self._asked is not None and self._asked[0] == origin and self._asked[1] is document:
            return
        self._asked = origin, document

        def keep() -> float:
            began = monotonic()
            slot.keep(origin, document)
            return monotonic() - began

        self._work.submit(keep)

    def _note_success(self, seconds: float) -> None:
        self._is_troubled = False
        self._milliseconds = max(_MILLISECONDS, round(1000 * seconds / _LARGEST_SHARE))

    def _note_trouble(self, problem: str) -> None:
        self._asked = None
        self._timer.start(_MILLISECONDS_AFTER_TROUBLE)
        if not self._is_troubled:
            self._is_troubled = True
            text = self.tr("What is not saved would not survive a crash at the moment: {0}")
            self._session.message.emit(sentence(text.format(problem)))
