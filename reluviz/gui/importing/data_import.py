"""Where data comes from: a file that is chosen or dropped, or the clipboard. The dialog does the rest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog

from reluviz.targets.points import DATA_SUFFIXES

if TYPE_CHECKING:
    from reluviz.gui.session import Session
    from reluviz.gui.settings import Settings
    from reluviz.gui.window import Window

__all__ = ["DataImport"]

_LONGEST_CLIPBOARD = 64_000_000


class DataImport(QObject):
    """Opens the import dialog on what is chosen, dropped or pasted."""

    def __init__(self, session: Session, settings: Settings, window: Window) -> None:
        super().__init__(window)
        self._session, self._settings, self._window = session, settings, window

    def ask(self) -> None:
        """Ask for a file with data, and show what is in it."""
        names = " ".join(f"*{suffix}" for suffix in DATA_SUFFIXES)
        chosen, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Import data"),
            self._settings.folder,
            f"{self.tr('Tables')} ({names});;{self.tr('All files')} (*)",
        )
        if chosen:
            self._settings.folder = str(Path(chosen).parent)
            self.read(chosen)

    def read(self, path: str | Path) -> None:
        """Show what is in a file."""
        self._open(Path(path))

    def paste(self) -> None:
        """Show the table on the clipboard."""
        text = QApplication.clipboard().text()
        if not text.strip():
            self._session.message.emit(self.tr("There is no text on the clipboard."))
            return
        if len(text) > _LONGEST_CLIPBOARD:
            self._session.message.emit(self.tr("The clipboard holds too much; save the table as a file."))
            return
        self._open(text.encode("utf-8", "replace"))

    def _open(self, source: Path | bytes) -> None:
        # Reading tables is a large part of the program that few starts need.
        from reluviz.gui.importing.dialog import ImportDialog

        ImportDialog(source, self._session, self._window.theme, self._window).open()
