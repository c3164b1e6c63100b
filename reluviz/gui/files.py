"""Opening and saving: the dialogs, the recent files, and the question before work would be lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QWidget

from reluviz.document.opening import new_document
from reluviz.document.storage import load_with_origin
from reluviz.errors import InputError
from reluviz.gui.examples import load_example
from reluviz.gui.questions import may_leave, may_open_twice, may_replace, over_changes
from reluviz.gui.saving import Saving
from reluviz.gui.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.document.document import Document
    from reluviz.document.origin import Origin
    from reluviz.gui.session import Session
    from reluviz.gui.settings import Settings

__all__ = ["DocumentFiles"]

_SUFFIX = ".reluviz"


class DocumentFiles(QObject):
    """Knows which file the document belongs to.

    Attributes
    ----------
    origin : Origin or None
        The file and what it was seen to hold; None for a document that has no file yet.
    is_open_elsewhere : function
        Tells whether another window has a file open; nobody knows unless somebody keeps account of it.

    Signals
    -------
    changed()
        The path, or the list of recent files.
    """

    changed = Signal()

    def __init__(self, session: Session, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._settings = settings
        self._window = window
        self.origin: Origin | None = None
        self.is_open_elsewhere: Callable[[Path], bool] = lambda _: False
        self._saving = Saving(self)
        self._saving.saved.connect(self._note_saved)
        self._saving.overtaken.connect(self._ask_about_changes)
        self._saving.refused.connect(
            lambda problem: self.refuse(
                self.tr("The document was not saved; it is still open here."), InputError(problem)
            )
        )

    @property
    def path(self) -> Path | None:
        """The file of the document, if it has one."""
        return self.origin.path if self.origin else None

    @property
    def name(self) -> str:
        """What the title bar calls the document."""
        return self.path.stem if self.path else self.tr("Untitled")

    def new(self) -> None:
        """Start with an empty canvas."""
        if self.may_leave():
            self.put(new_document(), None)

    def open_example(self, key: str) -> None:
        """Open an example as a document without a name: saving it asks where."""
        if not self.may_leave():
            return
        try:
            document = load_example(key)
        except (InputError, OSError) as error:
            self.refuse(self.tr("This example was not opened."), InputError(str(error)))
            return
        self.put(document, None)

    def open(self) -> None:
        """Ask for a file and open it."""
        if not self.may_leave():
            return
        path, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open"), self._settings.folder, self._filter()
        )
        if path:
            self._read(Path(path))

    def open_path(self, path: Path) -> bool:
        """Open a given file, as a recent file or a dropped one."""
        return self.may_leave() and self._read(path)

    def put(self, document: Document, origin: Origin | None, *, is_saved: bool = True) -> None:
        """Put another document in place, without a question; `is_saved` if its file holds it."""
        self.origin = origin
        self._session.replace(document, is_saved=is_saved)
        self._tell(is_recent=is_saved)

    def _read(self, path: Path) -> bool:
        try:
            document, origin = load_with_origin(path)
        except InputError as error:
            self.refuse(self.tr("This file was not opened."), error)
            return False
        if self.is_open_elsewhere(path) and not may_open_twice(self._window, path.stem):
            return False
        self.put(document, origin)
        return True

    def save(self) -> bool:
        """Begin to save where the document came from, or ask where; False if nobody said where."""
        self._take_what_is_typed()
        # Only then is it known what the file holds.
        self._saving.wait()
        if self.origin is None:
            return self.save_as()
        self._saving.start(self._session.store.committed_revision, self.origin.path, self.origin)
        return True

    def save_as(self) -> bool:
        """Ask where and begin to save there; False if nobody said where."""
        start = self.path or Path(self._settings.folder) / f"{self.name}{_SUFFIX}"
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save as"), str(start), self._filter())
        if not path:
            return False
        chosen = Path(path)
        if not chosen.suffix:
            chosen = chosen.with_name(chosen.name + _SUFFIX)
            if chosen.exists() and not may_replace(self._window, chosen):
                return False
        self._saving.start(self._session.store.committed_revision, chosen, None)
        return True

    def save_and_wait(self) -> bool:
        """Save, and return whether it is saved."""
        return self.save() and self._saving.wait()

    def _note_saved(self, document: Document, origin: Origin) -> None:
        self.origin = origin
        self._session.store.mark_saved(document)
        self._tell()
        self._session.message.emit(self.tr("Saved {0}.").format(origin.path.name))

    def _ask_about_changes(self, path: Path) -> None:
        answer = over_changes(self._window, path.stem)
        if answer == "replace":
            self._saving.start(self._session.store.committed_revision, path, None)
        elif answer == "save as":
            self.save_as()

    def may_leave(self) -> bool:
        """Ask about unsaved changes; True if the document may be replaced or closed."""
        self._take_what_is_typed()
        self._session.hand.escape_gesture()
        self._saving.wait()
        if not self._session.store.is_modified:
            return True
        answer = may_leave(self._window, self.name)
        return answer == "discard" or (answer == "save" and self.save_and_wait())

    def _take_what_is_typed(self) -> None:
        """Let a field that is being typed in hand over its number, so that it counts as a change."""
        typing = QApplication.focusWidget()
        if isinstance(typing, QLineEdit) and self._window.isAncestorOf(typing):
            typing.clearFocus()

    def refuse(self, what: str, error: InputError) -> None:
        """Say that something was not done, and why; nothing has changed."""
        text = str(error)
        QMessageBox.warning(self._window, "ReLU Viz", f"{what}\n\n{sentence(text)}")

    def _tell(self, *, is_recent: bool = True) -> None:
        if self.path is not None and is_recent:
            self._settings.note_recent_file(str(self.path.resolve()))
        self.changed.emit()

    def _filter(self) -> str:
        return self.tr("ReLU Viz documents (*{0});;All files (*)").format(_SUFFIX)
