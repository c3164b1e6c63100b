"""The main window: puts canvas, formula line, docks, menus and files together, and nothing more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QMenu, QVBoxLayout, QWidget

from reluviz.document import edits
from reluviz.gui.actions import Actions
from reluviz.gui.canvas.canvas import Canvas
from reluviz.gui.docks import Docks
from reluviz.gui.files import DocumentFiles
from reluviz.gui.formula_line import FormulaLine
from reluviz.gui.menus import CANVAS_MENU, HINGE_MENU, STRIP_MENU
from reluviz.interaction.gestures import new_hinge
from reluviz.interaction.snapping import snap_x
from reluviz.interaction.view import round_steps
from reluviz.maths.hinges import Hinge

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from reluviz.gui.session import Session
    from reluviz.gui.settings import Settings
    from reluviz.gui.theme import Theme
    from reluviz.interaction.hits import Hit
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["Window"]

_LAYOUT_VERSION = 1
_MESSAGE_MILLISECONDS = 8000
_NUDGE_PIXELS = 3.0


class Window(QMainWindow):
    """Assembles the parts around one session."""

    session: Session
    theme: Theme
    canvas: Canvas
    files: DocumentFiles

    def __init__(self, session: Session, settings: Settings, theme: Theme) -> None:
        super().__init__()
        self.session = session
        self.theme = theme
        self.menu_x: float | None = None
        self._settings = settings
        session.setParent(self)
        session.tween.is_reduced = settings.reduce_motion
        # First of all: the docks arrange themselves by the height there is.
        self.resize(1280, _comfortable_height())
        self.canvas = Canvas(session, theme.palette)
        self.canvas.strip.set_look(settings.error_look)
        self.formula_line = FormulaLine(session)
        self.files = DocumentFiles(session, settings, self)
        self.docks = Docks(self, session, settings, theme.palette)
        self._fill_centre()
        self._recent = QMenu(self.tr("Open &recent"), self)
        self._recent.aboutToShow.connect(self._fill_recent)
        self.actions_by_key = Actions(self)
        self.actions_by_key.attach_to_canvas()
        self.actions_by_key.fill_menu_bar(self.menuBar(), {"recent": self._recent, "panels": self.docks.menu})
        self.addToolBar(self.actions_by_key.tool_bar())
        self._hint = QLabel()
        self.statusBar().addWidget(self._hint)
        self.setAcceptDrops(True)
        self._restore_layout()
        session.message.connect(lambda text: self.statusBar().showMessage(text, _MESSAGE_MILLISECONDS))
        session.history_changed.connect(self._refresh)
        session.scene_changed.connect(self._forget_message)
        self.canvas.hovered.connect(self._hint.setText)
        self.canvas.menu_wanted.connect(self._open_menu)
        self.canvas.strip_menu_wanted.connect(lambda place: self.actions_by_key.menu(STRIP_MENU).popup(place))
        self.canvas.strip.changed.connect(self._keep_error_look)
        self.files.changed.connect(self._refresh)
        theme.changed.connect(self._set_colours)
        self._set_colours(theme.palette)
        self._refresh()
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
        column.addWidget(card)
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

    def _keep_error_look(self) -> None:
        self._settings.error_look = self.canvas.strip.look
        self.actions_by_key.refresh()

    def _set_colours(self, colours: Palette) -> None:
        self.canvas.set_colours(colours)
        self.docks.set_colours(colours)
        self.actions_by_key.set_colours(colours)
        self.actions_by_key.refresh()

    # -- what commands ask for -------------------------------------------------------------------

    def add_hinge_at(self, x: float | None) -> None:
        """Add a hinge at `x`, or in the middle of the view, by the rule for new hinges."""
        view = self.canvas.view
        if x is None:
            x = 0.5 * (view.bounds.left + view.bounds.right)
        document = self.session.scene.document
        hinge = new_hinge(document, snap_x(x, view).value, self.session.hand.rule)
        self.session.dispatch(edits.add_hinge(hinge, len(document.model)))

    def nudge(self, steps: float) -> None:
        """Move the selected knots by so many small round steps."""
        step = _small_step(self.canvas.view.pixels_per_x)
        self.session.dispatch(edits.nudge_knots(self.session.scene.selection, steps * step))

    def steepen(self, steps: float) -> None:
        """Add so many tenths to the slope of the selected hinge."""
        selection = self.session.scene.selection
        if len(selection) != 1:
            self.session.message.emit(self.tr("Select one hinge to change its slope with the keys."))
            return
        old = self.session.scene.document.model.hinges[selection[0]]
        hinge = Hinge(old.knot, old.facing, round(old.slope + 0.1 * steps, 10))
        self.session.dispatch(edits.set_hinge(selection[0], hinge, name="Set slope", by_hand=True))

    def export_figure(self) -> None:
        """Open the dialog that writes figures."""
        from reluviz.gui.export_dialog import ExportDialog
        from reluviz.gui.figure_source import figure_of_document

        self.session.hand.escape_gesture()
        source = figure_of_document(self.session.scene.document, self.files.name)
        ExportDialog(source, self._settings, self.session, self).open()

    def show_rates(self) -> None:
        """Open the rate plot."""
        from reluviz.gui.rate_dialog import RateDialog

        self.session.hand.escape_gesture()
        RateDialog(self.session, self._settings, self.theme, self.files.name, self).open()

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
            self.files.open_path(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes; remember the layout."""
        if not self.files.may_leave():
            event.ignore()
            return
        self._settings.keep_bytes("geometry", self.saveGeometry())
        self._settings.keep_bytes("layout", self.saveState(_LAYOUT_VERSION))
        event.accept()

    def _restore_layout(self) -> None:
        self.restoreGeometry(self._settings.bytes_of("geometry"))
        self.restoreState(self._settings.bytes_of("layout"), _LAYOUT_VERSION)
        self.docks.accept_layout()
        screens = QApplication.screens()
        if screens and not any(s.availableGeometry().intersects(self.frameGeometry()) for s in screens):
            self.move(screens[0].availableGeometry().topLeft())


def _comfortable_height() -> int:
    """Return a height that shows every panel whole, if the screen has it."""
    screens = QApplication.screens()
    available = screens[0].availableGeometry().height() if screens else 0
    return min(max(820, available - 80), 940)


def _small_step(pixels_per_unit: float) -> float:
    """Return the largest round step of at most a few pixels."""
    for step, pixels in round_steps(pixels_per_unit, 0.1):
        if pixels <= _NUDGE_PIXELS:
            return step
    return 1.0 / pixels_per_unit


def _dropped_file(event: QDropEvent) -> Path | None:
    for url in event.mimeData().urls():
        if url.isLocalFile():
            return Path(url.toLocalFile())
    return None
