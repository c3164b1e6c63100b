"""The main window: puts canvas, formula line, docks, menus and files together, and nothing more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QVBoxLayout, QWidget

from reluviz.gui.actions import Actions
from reluviz.gui.build_up_bar import BuildUpBar
from reluviz.gui.canvas.canvas import Canvas
from reluviz.gui.docks import Docks
from reluviz.gui.examples import EXAMPLES
from reluviz.gui.export.exporting import Exporting
from reluviz.gui.files import DocumentFiles
from reluviz.gui.formula_line import FormulaLine
from reluviz.gui.hinge_deeds import type_numbers
from reluviz.gui.hinge_words import selected_in_words
from reluviz.gui.importing.data_import import DataImport
from reluviz.gui.menus import CANVAS_MENU, HINGE_MENU, STRIP_MENU
from reluviz.gui.presenting import Presenting
from reluviz.gui.reading import Elided
from reluviz.gui.waiting import wait_for_slopes
from reluviz.maths.notation import latex as as_latex
from reluviz.maths.notation import readable_digits, written
from reluviz.targets.points import DATA_SUFFIXES

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent

    from reluviz.gui.session import Session
    from reluviz.gui.settings import Settings
    from reluviz.gui.theme import Theme
    from reluviz.interaction.hits import Hit
    from reluviz.maths.notation import Form
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["Window"]

_LAYOUT_VERSION = 2
#: Of what was copied, in characters.
_LONGEST_SHOWN = 70
_WHOLE = QSize(1280, 1010)
_MESSAGE_MILLISECONDS = 8000


class Window(QMainWindow):
    """Assembles the parts around one session.

    Signals
    -------
    closed()
        Whoever sits before it has closed it, and has answered what becomes of the document.
    """

    closed = Signal()

    session: Session
    theme: Theme
    canvas: Canvas
    files: DocumentFiles
    data: DataImport
    exporting: Exporting
    docks: Docks
    formula_line: FormulaLine
    build_up: BuildUpBar
    presenting: Presenting

    def __init__(self, session: Session, settings: Settings, theme: Theme) -> None:
        super().__init__()
        self.session = session
        self.theme = theme
        self.menu_x: float | None = None
        self._settings = settings
        session.setParent(self)
        session.tween.is_reduced = settings.reduce_motion
        # First of all: the docks arrange themselves by the height there is.
        self.resize(_comfortable_size())
        self.canvas = Canvas(session, theme.palette)
        self.canvas.strip.set_look(settings.error_look)
        self.formula_line = FormulaLine(session, settings.formula_form)
        self.build_up = BuildUpBar(session, theme.palette)
        self.files = DocumentFiles(session, settings, self)
        self.data = DataImport(session, settings, self)
        self.exporting = Exporting(session, self.files, settings, self)
        self.docks = Docks(self, session, settings, theme.palette)
        self._fill_centre()
        self._recent = QMenu(self.tr("Open &recent"), self)
        self._recent.aboutToShow.connect(self._fill_recent)
        examples = QMenu(self.tr("E&xamples"), self)
        for key, title in EXAMPLES:
            examples.addAction(title).triggered.connect(lambda *_, key=key: self.files.open_example(key))
        self.presenting = Presenting(self, settings)
        self.actions_by_key = Actions(self, settings)
        self.actions_by_key.attach_to_canvas()
        extra = {
            "recent": self._recent,
            "examples": examples,
            "panels": self.docks.menu,
            "present_on": self.presenting.menu,
        }
        self.actions_by_key.fill_menu_bar(self.menuBar(), extra)
        self.addToolBar(self.actions_by_key.tool_bar())
        self._hint = Elided()
        self._hint.setContentsMargins(12, 0, 0, 0)
        self.statusBar().addWidget(self._hint, 1)
        self.setAcceptDrops(True)
        theme.apply()
        # Only now has everything its size.
        self.docks.restore()
        self._restore_layout()
        session.message.connect(lambda text: self.statusBar().showMessage(text, _MESSAGE_MILLISECONDS))
        session.history_changed.connect(self._refresh)
        session.scene_changed.connect(self._forget_message)
        session.scene_changed.connect(self._say_what_is_selected)
        self.canvas.hovered.connect(self._show_hint)
        self.canvas.entry_wanted.connect(lambda index: type_numbers(self, index))
        self.formula_line.field.given_up.connect(self.canvas.setFocus)
        self.canvas.lens_changed.connect(self.actions_by_key.refresh)
        self.canvas.menu_wanted.connect(self._open_menu)
        self.canvas.strip_menu_wanted.connect(lambda place: self.actions_by_key.menu(STRIP_MENU).popup(place))
        self.canvas.strip.changed.connect(self._keep_error_look)
        self.files.changed.connect(self._refresh)
        theme.changed.connect(self._set_colours)
        self.actions_by_key.set_colours(theme.palette)
        self._refresh()
        self._show_hint("")
        self.canvas.setFocus()

    def _fill_centre(self) -> None:
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(10, 0, 4, 2)
        column.setSpacing(0)
        card = QWidget()
        card.setObjectName("card")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(4)
        inside.addWidget(self.formula_line)
        inside.addWidget(self.canvas, 1)
        inside.addWidget(self.build_up)
        column.addWidget(card)
        self._column = column
        self.setCentralWidget(centre)

    def _refresh(self) -> None:
        """Bring the title and the actions up to date."""
        self.setWindowTitle(f"{self.files.name}[*] — ReLU Viz")
        self.setWindowModified(self.session.store.is_modified)
        self.actions_by_key.refresh()

    def _forget_message(self, scene: Scene, previous: Scene) -> None:
        """Clear the status bar: what was said of an earlier document is not about this one."""
        if scene.document is not previous.document and self.statusBar().currentMessage():
            self.statusBar().clearMessage()

    def _show_hint(self, text: str) -> None:
        """Say what a press would do, or else what is selected, or else how one begins."""
        begin = self.tr("Press on the canvas and drag: a hinge bends there. F1: gestures and keys.")
        self._hint.show_text(text or selected_in_words(self.session.scene) or begin)

    def _say_what_is_selected(self, scene: Scene, previous: Scene) -> None:
        if scene.selection and (
            scene.selection != previous.selection or scene.document is not previous.document
        ):
            self._hint.show_text(selected_in_words(scene))
        elif previous.selection and not scene.selection:
            self._show_hint("")

    def _keep_error_look(self) -> None:
        self._settings.error_look = self.canvas.strip.look
        self.actions_by_key.refresh()

    def _set_colours(self, colours: Palette) -> None:
        self.canvas.set_colours(colours)
        self.docks.set_colours(colours)
        self.build_up.set_colours(colours)
        self.actions_by_key.set_colours(colours)
        self.actions_by_key.refresh()

    def show_above(self, notice: QWidget) -> None:
        """Show something above the formula line."""
        self._column.insertWidget(0, notice)

    # -- what commands ask for -------------------------------------------------------------------

    def show_rates(self) -> None:
        """Open the rate plot."""
        from reluviz.gui.rate_dialog import RateDialog

        self.session.hand.escape_gesture()
        if not wait_for_slopes(self.session, self):
            return
        RateDialog(self.session, self._settings, self.theme, self.files.name, self).open()

    def copy_formula(self, *, latex: bool) -> None:
        """Put the sum on the clipboard, exactly as text or rounded as LaTeX."""
        if not wait_for_slopes(self.session, self):
            return
        document, form = self.session.document, self.formula_line.form
        if latex:
            text = as_latex(document.model, form, readable_digits(document.target.interval))
        else:
            text = written(document.model, form).text
        QApplication.clipboard().setText(text)
        self.session.message.emit(self.tr("Copied {0}").format(_shortened(text)))

    def show_form(self, form: Form) -> None:
        """Write hinges in another form; remembered."""
        self._settings.formula_form = form
        self.formula_line.show_form(form)
        self._refresh()

    def show_symbols(self) -> None:
        """Say what the symbols on the screen mean."""
        from reluviz.gui.symbols_card import SymbolsCard

        place = self.formula_line.mapToGlobal(QPoint(12, self.formula_line.height()))
        SymbolsCard(self.session, self.theme.palette, self).show_at(place)

    def edit_shortcuts(self) -> None:
        """Open the dialog that gives commands other keys."""
        self.actions_by_key.edit_shortcuts()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or leave it."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def toggle_reduced_motion(self) -> None:
        """Show what fits found at once, or let the eye follow; remembered."""
        tween = self.session.tween
        tween.is_reduced = self._settings.reduce_motion = not tween.is_reduced
        self._refresh()

    def show_commands(self) -> None:
        """Open the command palette."""
        from reluviz.gui.command_palette import CommandPalette

        CommandPalette(self.actions_by_key.by_key, self.theme.palette, self).open()

    def show_help(self) -> None:
        """Show gestures and keys."""
        from reluviz.gui.help import gestures_and_keys

        dialog = gestures_and_keys(self, self.actions_by_key.by_key)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def show_about(self) -> None:
        """Say what this program is."""
        from reluviz.gui.help import about

        box = about(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.show()

    def quit(self) -> None:
        """Close the window, with the question that asks for."""
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the canvas have keys that nobody wanted: lens and Esc are there wherever the focus is."""
        if event.key() in (Qt.Key.Key_Z, Qt.Key.Key_Escape) and not self.canvas.hasFocus():
            self.canvas.keyPressEvent(event)
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let the canvas have their release too."""
        if event.key() == Qt.Key.Key_Z and not self.canvas.hasFocus():
            self.canvas.keyReleaseEvent(event)
            return
        super().keyReleaseEvent(event)

    # -- menus, drops, closing -------------------------------------------------------------------

    def _open_menu(self, place: QPoint, hit: Hit) -> None:
        local = self.canvas.mapFromGlobal(place)
        self.menu_x = self.canvas.data_at(local)[0]
        entries = CANVAS_MENU if hit.kind == "canvas" else HINGE_MENU
        self.actions_by_key.menu(entries).popup(place)

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self._settings.recent_files:
            action = self._recent.addAction(Path(path).name)
            action.setStatusTip(path)
            action.triggered.connect(lambda _=False, path=path: self.files.open_path(Path(path)))
        if self._recent.isEmpty():
            self._recent.addAction(self.tr("Nothing yet")).setEnabled(False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a file."""
        if _dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a dropped file."""
        path = _dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            if path.suffix.lower() in DATA_SUFFIXES:
                self.data.read(path)
            else:
                self.files.open_path(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes; remember the layout."""
        if not self.files.may_leave():
            event.ignore()
            return
        if self.presenting.running is not None:
            self.presenting.running.close()
        self._settings.keep_bytes("geometry", self.saveGeometry())
        self._settings.keep_bytes("layout", self.saveState(_LAYOUT_VERSION))
        event.accept()
        self.closed.emit()

    def _restore_layout(self) -> None:
        self.restoreGeometry(self._settings.bytes_of("geometry"))
        self.restoreState(self._settings.bytes_of("layout"), _LAYOUT_VERSION)
        self.docks.accept_layout()
        screens = QApplication.screens()
        if screens and not any(s.availableGeometry().intersects(self.frameGeometry()) for s in screens):
            self.move(screens[0].availableGeometry().topLeft())


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]} …"


def _comfortable_size() -> QSize:
    """Return a size that shows every panel whole, if the screen has it, its frame included."""
    screens = QApplication.screens()
    return _WHOLE.boundedTo(screens[0].availableSize() - QSize(20, 60)) if screens else _WHOLE


def _dropped_file(event: QDropEvent) -> Path | None:
    for url in event.mimeData().urls():
        if url.isLocalFile():
            return Path(url.toLocalFile())
    return None
