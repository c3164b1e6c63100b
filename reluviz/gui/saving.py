"""Documents written to their files in the background, so that the largest of them holds up no frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, Signal

from reluviz.document.origin import FileChanged, Origin
from reluviz.document.storage import save_unless_changed
from reluviz.gui.background import Background

if TYPE_CHECKING:
    from pathlib import Path

    from reluviz.document.document import Document
    from reluviz.document.revision import Revision

__all__ = ["Saving"]


class Saving(QObject):
    """Writes one document at a time.

    Signals
    -------
    saved(Document, Origin)
        It is written, and this is what the file holds now.
    overtaken(Path)
        The file holds something else than expected, and was left alone.
    refused(str)
        It cannot be written, and why.
    """

    saved = Signal(object, object)
    overtaken = Signal(object)
    refused = Signal(str)
    _ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_saved = False
        self._work = Background(self)
        self._work.finished.connect(self._take)
        self._work.failed.connect(self._refuse)

    def start(self, revision: Revision, path: Path, known: Origin | None) -> None:
        """Begin to write a document; if `known` is given, a file that holds anything else is left alone.

        No file says that slopes are kept fitted which are not: those that are sought still are found first.
        """
        self.wait()
        self._is_saved = False
        self._work.submit(lambda: _written(revision, path, known))

    def wait(self) -> bool:
        """Paint, but take no input, until what was started last has ended; True if it is written."""
        if self._work.is_busy:
            loop = QEventLoop()
            self._ended.connect(loop.quit)
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        return self._is_saved

    def _take(self, result: tuple[Document, Path, Origin | None]) -> None:
        document, path, origin = result
        if origin is None:
            self.overtaken.emit(path)
        else:
            self._is_saved = True
            self.saved.emit(document, origin)
        self._end()

    def _refuse(self, problem: str) -> None:
        self.refused.emit(problem)
        self._end()

    def _end(self) -> None:
        # Who was told may have started again.
        if not self._work.is_busy:
            self._ended.emit()


def _written(revision: Revision, path: Path, known: Origin | None) -> tuple[Document, Path, Origin | None]:
    document = revision.find()
    try:
        return document, path, save_unless_changed(document, path, known)
    except FileChanged:
        return document, path, None
