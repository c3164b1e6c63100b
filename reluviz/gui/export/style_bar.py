"""Styles by their names: one is used by choosing it; they are saved, deleted, and set for the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QWidget,
)

from reluviz.document.edits import set_figure_style
from reluviz.errors import InputError
from reluviz.figures.choices.saved_styles import (
    built_in_styles,
    delete_style,
    is_kept,
    keep_style,
    own_styles,
)
from reluviz.figures.choices.styles import Style, document_style, read_style, style_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reluviz.figures import FigureOptions
    from reluviz.gui.session import Session

__all__ = ["StyleBar"]


class StyleBar(QWidget):
    """A list of styles that shows which one the choices are, with a menu beside it.

    Parameters
    ----------
    session : Session
        Its document can carry a style.
    options : callable
        Returns the choices as they are, or None where something typed cannot be used.

    Signals
    -------
    used(Style)
        This one is wanted.
    said(str)
        What was done.
    failed(str)
        What is wrong.
    """

    used = Signal(object)
    said = Signal(str)
    failed = Signal(str)

    def __init__(self, session: Session, options: Callable[[], FigureOptions | None]) -> None:
        super().__init__()
        self._session, self._options = session, options
        self._styles: list[tuple[str, Style | InputError]] = []
        self._own: tuple[str, ...] = ()
        self.names = QComboBox()
        self.names.setAccessibleName(self.tr("Style"))
        self.names.setPlaceholderText(self.tr("as chosen below"))
        self.names.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.names.setMinimumContentsLength(8)
        self.names.activated.connect(self._use)
        self.more = QPushButton(self.tr("More"))
        self.more.setAutoDefault(False)
        menu = QMenu(self)
        self.save = menu.addAction(self.tr("Save style as…"))
        self.delete = menu.addAction(self.tr("Delete style…"))
        menu.addSeparator()
        self.set_for_document = menu.addAction(self.tr("Use for this document"))
        self.drop_from_document = menu.addAction(self.tr("No longer use for this document"))
        self.save.triggered.connect(self._ask_and_save)
        self.delete.triggered.connect(self._ask_and_delete)
        self.set_for_document.triggered.connect(self._set_for_document)
        self.drop_from_document.triggered.connect(self._drop_from_document)
        menu.aboutToShow.connect(self.adapt)
        self.more.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.names, 1)
        row.addWidget(self.more)
        self.refresh()

    def refresh(self) -> None:
        """Offer the styles that there are now."""
        own = own_styles()
        self._own = tuple(own)
        self._styles = [(name, _read(path)) for name, path in (own | built_in_styles()).items()]
        document = self._session.store.document
        if document.figure_style:
            self._styles.insert(0, (self.tr("that of this document"), document_style(document)))
        self.names.clear()
        for name, _ in self._styles:
            self.names.addItem(name)
        self.names.setCurrentIndex(-1)
        self.adapt()

    def follow(self, options: FigureOptions) -> None:
        """Show which style the choices are, if they are one."""
        # Of several that say the same, the one that was chosen stays.
        shown = self.names.currentIndex()
        order = sorted(range(len(self._styles)), key=lambda index: index != shown)
        self.names.setCurrentIndex(next((i for i in order if _says(self._styles[i][1], options)), -1))
        self.adapt()

    def adapt(self) -> None:
        """Offer what can be done now."""
        self.delete.setEnabled(self.names.currentText() in self._own)
        document, options = self._session.store.document, self._options()
        style = () if options is None else style_of(options)
        self.set_for_document.setEnabled(bool(style) and style != document.figure_style)
        self.drop_from_document.setEnabled(bool(document.figure_style))

    def _use(self, index: int) -> None:
        style = self._styles[index][1]
        if isinstance(style, InputError):
            self.failed.emit(str(style))
        else:
            self.used.emit(style)

    def _ask_and_save(self) -> None:
        options = self._options()
        if options is None:
            return
        current = self.names.currentText()
        name, is_wanted = QInputDialog.getText(
            self,
            self.tr("Save style"),
            self.tr("Name of the style"),
            QLineEdit.EchoMode.Normal,
            current if current in self._own else "",
        )
        if is_wanted and (not is_kept(name) or self._may(self.tr("Replace the style “{0}”?"), name)):
            self._do(
                lambda: keep_style(name, options), self.tr("Saved the style “{0}”.").format(name.strip())
            )

    def _ask_and_delete(self) -> None:
        name = self.names.currentText()
        if self._may(self.tr("Delete the style “{0}”?"), name):
            self._do(lambda: delete_style(name), self.tr("Deleted the style “{0}”.").format(name))

    def _may(self, question: str, name: str) -> bool:
        button = QMessageBox.StandardButton
        asked = question.format(name.strip())
        return QMessageBox.question(self, self.tr("Style"), asked, button.Yes | button.No) == button.Yes

    def _do(self, change: Callable[[], None], done: str) -> None:
        try:
            change()
        except InputError as error:
            self.failed.emit(str(error))
            return
        self._show_anew(done)

    def _set_for_document(self) -> None:
        options = self._options()
        if options is not None and self._session.dispatch(set_figure_style(style_of(options))) is None:
            self._show_anew(self.tr("Figures of this document begin with this style. It is saved with it."))

    def _drop_from_document(self) -> None:
        self._session.dispatch(set_figure_style(()))
        self._show_anew(self.tr("This document has no style of its own any more."))

    def _show_anew(self, done: str) -> None:
        self.refresh()
        options = self._options()
        if options is not None:
            self.follow(options)
        self.said.emit(done)


def _read(path: Path) -> Style | InputError:
    """Return a style, or what is wrong with its file, to be said when somebody wants it."""
    try:
        return read_style(path)
    except InputError as error:
        return error


def _says(style: Style | InputError, options: FigureOptions) -> bool:
    """Whether options are as a style says."""
    if isinstance(style, InputError) or not style.choices:
        return False
    return all(getattr(options, name) == value for name, value in style.choices.items())
