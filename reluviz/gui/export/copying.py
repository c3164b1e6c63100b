"""Hands a figure to other programs: copies it, or lets it be dragged out of the preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from reluviz.errors import InputError
from reluviz.figures.formats import checked_format
from reluviz.gui.background import Background
from reluviz.gui.export import jobs
from reluviz.gui.export.handing_over import PICTURE_TYPES, HandedFiles, mime_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.figures import FigureOptions
    from reluviz.figures.formats import Format
    from reluviz.gui.export.source import FigureSource

__all__ = ["Copying"]


class Copying(QObject):
    """Makes contents in another thread and hands them over when they are there.

    Signals
    -------
    said(str)
        What was copied.
    failed(str)
        What is wrong.
    """

    said = Signal(str)
    failed = Signal(str)

    def __init__(self, source: FigureSource, parent: QObject) -> None:
        super().__init__(parent)
        self._source = source
        self._copies = Background(self)
        self._copies.finished.connect(self._put_on_clipboard)
        self._copies.failed.connect(self.failed)
        self._drags = Background(self)
        self._drags.finished.connect(self._begin_drag)
        self._drags.failed.connect(self.failed)

    @property
    def is_busy(self) -> bool:
        """Whether something is still being made."""
        return self._copies.is_busy or self._drags.is_busy

    def menu(self, parent: QWidget, options: Callable[[], FigureOptions | None]) -> QMenu:
        """Return a menu of all that can be copied; `options` are asked for when one is chosen."""
        menu = QMenu(parent)

        def add(name: str, formats: tuple[Format, ...]) -> None:
            def copy(*_: object) -> None:
                chosen = options()
                if chosen is not None:
                    self.copy(formats, chosen, name)

            menu.addAction(name).triggered.connect(copy)

        pictures = tuple(checked_format(key) for key in PICTURE_TYPES)
        add(self.tr("Picture"), pictures)
        for picture in pictures[1:]:
            add(picture.name, (picture,))
        texts = [row for row in self._source.formats if jobs.is_text(row)]
        if texts:
            menu.addSeparator()
        for row in texts:
            add(row.name, (row,))
        return menu

    def copy(self, formats: tuple[Format, ...], options: FigureOptions, name: str) -> None:
        """Copy the figure in some formats at once; a program that pastes takes the one it likes best."""
        source = self._source
        self._copies.submit(lambda: (jobs.handed_over(source, formats, options), name))

    def _put_on_clipboard(self, result: object) -> None:
        assert isinstance(result, tuple)
        parts, name = result
        QApplication.clipboard().setMimeData(mime_data(parts))
        self.said.emit(self.tr("Copied: {0}").format(name))

    def drag(self, format: Format, options: FigureOptions) -> None:
        """Let the figure be dragged as a file, and as a picture for programs that take no files."""
        source = self._source

        def work() -> tuple[dict[str, bytes], str, bytes]:
            picture = (
                {} if jobs.is_text(format) else jobs.handed_over(source, (checked_format("png"),), options)
            )
            name = f"{source.name}.{format.suffix}"
            return picture, name, jobs.contents(source, format, options)

        self._drags.submit(work)

    def _begin_drag(self, result: object) -> None:
        if not QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            return  # let go before it was made
        assert isinstance(result, tuple)
        parts, name, content = result
        try:
            file = HandedFiles.write(name, content)
        except InputError as error:
            self.failed.emit(str(error))
            return
        drag = QDrag(self)
        drag.setMimeData(mime_data(parts, file))
        drag.exec(Qt.DropAction.CopyAction)
