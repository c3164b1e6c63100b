"""The dock column: the panels beside the canvas; each can be closed, floated and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu

from reluviz.gui.panels.error_panel import ErrorPanel
from reluviz.gui.panels.fit_panel import FitPanel
from reluviz.gui.panels.hinge_table import HingePanel
from reluviz.gui.panels.target_panel import TargetPanel

if TYPE_CHECKING:
    from reluviz.gui.panels.panel import Panel
    from reluviz.gui.session import Session
    from reluviz.gui.settings import Settings
    from reluviz.scene.palette import Palette

__all__ = ["Docks"]

_WIDTH = 330


class Docks:
    """Makes the panels and hands them the scenes."""

    def __init__(self, window: QMainWindow, session: Session, settings: Settings, colours: Palette) -> None:
        self.target = TargetPanel(session)
        self.error = ErrorPanel(session)
        self.hinges = HingePanel(session, settings, colours)
        self.fit = FitPanel(session)
        self.panels: tuple[Panel, ...] = (self.target, self.error, self.hinges, self.fit)
        self.menu = QMenu(window.tr("&Panels"), window)
        self._window = window
        self._docks = []
        for key, title, panel in (
            ("target", window.tr("Target"), self.target),
            ("error", window.tr("Error"), self.error),
            ("hinges", window.tr("Hinges"), self.hinges),
            ("fit", window.tr("Fit"), self.fit),
        ):
            dock = QDockWidget(title, window)
            dock.setObjectName(key)
            dock.setAllowedAreas(Qt.DockWidgetArea.RightDockWidgetArea | Qt.DockWidgetArea.LeftDockWidgetArea)
            dock.setWidget(panel)
            self.menu.addAction(dock.toggleViewAction())
            self._docks.append(dock)
        self.menu.addSeparator()
        self.menu.addAction(window.tr("&Restore the panels")).triggered.connect(self.restore)
        self.restore()
        session.scene_changed.connect(self._show_scene)

    def restore(self, *_: object) -> None:
        """Put all panels back where they were at the first start."""
        for dock in self._docks:
            self._window.removeDockWidget(dock)
        for dock in self._docks:
            dock.setFloating(False)
            self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
            dock.show()
        self._window.resizeDocks(self._docks, [_WIDTH] * len(self._docks), Qt.Orientation.Horizontal)

    def _show_scene(self, scene: object, previous: object) -> None:
        for panel in self.panels:
            panel.show_scene(scene, previous)  # type: ignore[arg-type]

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        self.hinges.model.set_colours(colours)
