"""Figures of the open document: the dialog, the same export again, and a copy at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from reluviz.gui.sentences import sentence
from reluviz.gui.waiting import wait_for_slopes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from reluviz.document.document import Document
    from reluviz.document.figure_style import FigureStyle
    from reluviz.gui.export.copying import Copying
    from reluviz.gui.export.orders import Order
    from reluviz.gui.export.source import FigureSource
    from reluviz.gui.export.writing import Outcome, Writing
    from reluviz.gui.export.writing_bar import WritingBar
    from reluviz.gui.files import DocumentFiles
    from reluviz.gui.session import Session
    from reluviz.gui.settings import Settings

__all__ = ["Exporting"]


class Exporting(QObject):
    """Leads from commands to figures. What is written or copied is said in the status bar."""

    def __init__(
        self, session: Session, files: DocumentFiles, settings: Settings, window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._session, self._files, self._settings, self._window = session, files, settings, window
        self._last: tuple[Document, FigureStyle, Order] | None = None
        self._writing: Writing | None = None
        self._bar: WritingBar | None = None
        self._is_wanted_again = False
        self._copying: Copying | None = None

    def _source(self) -> FigureSource | None:
        """Return the figure of the document, None if nobody wants to wait until its slopes are exact."""
        # Figures are loaded when the first one is wanted.
        from reluviz.gui.export.source import figure_of_document

        self._session.hand.escape_gesture()
        if not wait_for_slopes(self._session, self._window):
            return None
        return figure_of_document(self._session.scene.document, self._files.name)

    def ask(self) -> None:
        """Open the dialog."""
        from reluviz.gui.export.dialog import ExportDialog

        source = self._source()
        if source is None:
            return
        dialog = ExportDialog(source, self._settings, self._session, self._window)
        dialog.written.connect(self._remember)
        dialog.open()

    def again(self) -> None:
        """Write the figure of the present document where the last one went, in the same way."""
        if self._last is None or not self._is_same_document():
            # Another document must not take the place of this one's figure.
            self.ask()
            return
        from reluviz.gui.export.remembered import in_style_of
        from reluviz.gui.export.writing import Writing
        from reluviz.gui.export.writing_bar import WritingBar

        source, (_, style, order) = self._source(), self._last
        if source is None:
            return
        if source.document is not None and source.document.figure_style != style:
            order = replace(order, options=in_style_of(source.document, order.options))
        if self._writing is None or self._bar is None:
            self._writing = Writing(self)
            self._bar = WritingBar(self._writing, self._window.statusBar())
            self._bar.cancel.clicked.connect(self._cancel)
            self._writing.ended.connect(self._end)
        self._is_wanted_again = self._writing.is_busy
        if self._is_wanted_again:
            text = self.tr("{0} is still being written; after that it is written again.")
        else:
            text = self.tr("Writing {0} …")
            self._writing.start(source, order)
            self._bar.begin()
        self._session.message.emit(text.format(order.path.name))

    def copy(self) -> None:
        """Copy the figure as picture, with what was chosen last."""
        from reluviz.figures.formats import checked_format
        from reluviz.gui.export.copying import Copying
        from reluviz.gui.export.handing_over import PICTURE_TYPES
        from reluviz.gui.export.remembered import in_style_of, kept_options

        source = self._source()
        if source is None:
            return
        if self._copying is not None:
            self._copying.deleteLater()
        self._copying = Copying(source, self)
        self._copying.said.connect(lambda text: self._session.message.emit(f"{text}."))
        self._copying.failed.connect(lambda problem: self._session.message.emit(sentence(problem)))
        formats = tuple(checked_format(key) for key in PICTURE_TYPES)
        options = in_style_of(source.document, kept_options(self._settings))
        self._copying.copy(formats, options, self.tr("the figure"))

    def _remember(self, order: Order) -> None:
        # Undo leads back to it; opening or beginning another document leads to another one.
        store = self._session.store
        self._last = (store.documents[0], store.document.figure_style, order)

    def _cancel(self) -> None:
        self._is_wanted_again = False
        if self._writing is not None:
            self._writing.cancel()

    def _is_same_document(self) -> bool:
        return self._last is not None and self._last[0] is self._session.store.documents[0]

    def _end(self, outcome: Outcome) -> None:
        self._session.message.emit(outcome.told())
        # Nobody waits for a dialog that opens by itself.
        if self._is_wanted_again and self._is_same_document():
            self.again()
