"""Opening and saving: the dialogs, the recent files, and the question before work would be lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QWidget

from reluviz.document.opening import new_document
from reluviz.document.storage import load, save
from reluviz.errors import InputError
from reluviz.gui.examples import load_example
from reluviz.gui.sentences import sentence

if TYPE_CHECKING:
    from reluviz.gui.session import Session
    from reluviz.gui.settings import Settings

__all__ = ["DocumentFiles", "may_replace"]

_SUFFIX = ".reluviz"


class DocumentFiles(QObject):
    """Knows which file the document belongs to.

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
        self.path: Path | None = None

    @property
    def name(self) -> str:
        """What the title bar calls the document."""
        return self.path.stem if self.path else self.tr("Untitled")

    def new(self) -> None:
        """Start with an empty canvas."""
        if self.may_leave():
            self._session.replace(new_document())
            self._set_path(None)

    def open_example(self, key: str) -> None:
        """Open an example as a document without a name: saving it asks where."""
        if not self.may_leave():
            return
        try:
            document = load_example(key)
        except (InputError, OSError) as error:
            self.refuse(self.tr("This example was not opened."), InputError(str(error)))
            return
        self._session.replace(document)
        self._set_path(None)

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

    def took(self, path: Path) -> None:
        """Note that the document in the window came from `path`."""
        self._set_path(path)

    def _read(self, path: Path) -> bool:
        try:
            document = load(path)
        except InputError as error:
            self.refuse(self.tr("This file was not opened."), error)
            return False
        self._session.replace(document)
        self._set_path(path)
        return True

    def save(self) -> bool:
        """Save where the document came from, or ask where; True if it is saved."""
        self._take_what_is_typed()
        return self._write(self.path) if self.path else self.save_as()

    def save_as(self) -> bool:
        """Ask where and save there."""
        start = self.path or Path(self._settings.folder) / f"{self.name}{_SUFFIX}"
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save as"), str(start), self._filter())
        if not path:
            return False
        chosen = Path(path)
        if not chosen.suffix:
            chosen = chosen.with_name(chosen.name + _SUFFIX)
            if chosen.exists() and not may_replace(self._window, chosen):
                return False
        return self._write(chosen)

    def _write(self, path: Path) -> bool:
        document = self._session.store.committed
        try:
            save(document, path)
        except InputError as error:
            self.refuse(self.tr("The document was not saved; it is still open here."), error)
            return False
        self._session.store.mark_saved(document)
        self._set_path(path)
        self._session.message.emit(self.tr("Saved {0}.").format(path.name))
        return True

    def may_leave(self) -> bool:
        """Ask about unsaved changes; True if the document may be replaced or closed."""
        self._take_what_is_typed()
        self._session.hand.escape_gesture()
        if not self._session.store.is_modified:
            return True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(self.tr("Save the changes to “{0}”?").format(self.name))
        box.setInformativeText(self.tr("If you discard them they are lost."))
        button = QMessageBox.StandardButton
        box.setStandardButtons(button.Save | button.Discard | button.Cancel)
        box.setDefaultButton(button.Save)
        answer = box.exec()
        if answer == button.Save:
            return self.save()
        return answer == button.Discard

    def _take_what_is_typed(self) -> None:
        """Let a field that is being typed in hand over its number, so that it counts as a change."""
        typing = QApplication.focusWidget()
        if isinstance(typing, QLineEdit) and self._window.isAncestorOf(typing):
            typing.clearFocus()

    def refuse(self, what: str, error: InputError) -> None:
        """Say that something was not done, and why; nothing has changed."""
        text = str(error)
        QMessageBox.warning(self._window, "ReLU Viz", f"{what}\n\n{sentence(text)}")

    def _set_path(self, path: Path | None) -> None:
        self.path = path
        if path is not None:
            self._settings.note_recent_file(str(path.resolve()))
        self.changed.emit()

    def _filter(self) -> str:
        return self.tr("ReLU Viz documents (*{0});;All files (*)").format(_SUFFIX)


def may_replace(parent: QWidget, path: Path, more: int = 0) -> bool:
    """Ask whether a file that exists, and so many more, may be replaced; a stray Return says no."""
    text = parent.tr("“{0}” exists. Replace it?")
    if more:
        text = parent.tr("“{0}” and {1:,} more exist. Replace them?")
    button = QMessageBox.StandardButton
    answer = QMessageBox.question(
        parent,
        parent.tr("Replace files") if more else parent.tr("Replace file"),
        text.format(path.name, more),
        button.Yes | button.No,
        button.No,
    )
    return answer == button.Yes
