"""Data from a file or the clipboard made into the target, read in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog

from reluviz.document.edits import set_target
from reluviz.errors import InputError
from reluviz.gui.background import Background
from reluviz.targets.points import DATA_SUFFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from reluviz.gui.files import DocumentFiles
    from reluviz.gui.session import Session
    from reluviz.gui.settings import Settings
    from reluviz.gui.window import Window
    from reluviz.targets.data import Table
    from reluviz.targets.target import Target

__all__ = ["DataImport"]

_LONGEST_CLIPBOARD = 64_000_000


class DataImport(QObject):
    """Reads one table at a time; a newer one takes its place."""

    def __init__(self, session: Session, files: DocumentFiles, settings: Settings, window: Window) -> None:
        super().__init__(window)
        self._session, self._files, self._settings, self._window = session, files, settings, window
        self._reader = Background(self)
        self._reader.finished.connect(self._take)
        self._reader.failed.connect(self._refuse)

    @property
    def is_busy(self) -> bool:
        """Whether a table is being read."""
        return self._reader.is_busy

    def ask(self) -> None:
        """Ask for a file with data, and read it."""
        names = " ".join(f"*{suffix}" for suffix in DATA_SUFFIXES)
        chosen, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Import data"),
            self._settings.folder,
            f"{self.tr('Tables')} ({names});;{self.tr('All files')} (*)",
        )
        if chosen:
            self.read(chosen)

    def read(self, path: str | Path) -> None:
        """Read a file; what comes of it is said when it is there."""
        from pathlib import Path as FilePath

        from reluviz.targets.data import read_points

        self._session.message.emit(self.tr("Reading {0} …").format(FilePath(path).name))
        self._reader.submit_watched(lambda watch: _with_target(read_points(FilePath(path), watch=watch)))

    def paste(self) -> None:
        """Read the table on the clipboard."""
        from reluviz.targets.data import read_points

        text = QApplication.clipboard().text()
        if not text.strip():
            self._session.message.emit(self.tr("There is no text on the clipboard."))
            return
        if len(text) > _LONGEST_CLIPBOARD:
            self._session.message.emit(self.tr("The clipboard holds too much; save the table as a file."))
            return
        data, name = text.encode("utf-8", "replace"), self.tr("Pasted data")
        self._reader.submit_watched(lambda watch: _with_target(read_points(data, watch=watch, name=name)))

    def _take(self, result: object) -> None:
        assert isinstance(result, tuple)
        table, target = result
        if self._session.dispatch(set_target(target, self.tr("Import data"))) is None:
            self._session.message.emit(table.report())

    def _refuse(self, problem: str) -> None:
        self._files.refuse(self.tr("The data was not imported."), InputError(problem))


def _with_target(table: Table) -> tuple[Table, Target]:
    """Return a table with its target, which may take a while to sort."""
    return table, table.target()
