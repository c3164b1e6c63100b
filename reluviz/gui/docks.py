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
            window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
            self.menu.addAction(dock.toggleViewAction())
            self._docks.append(dock)
        window.resizeDocks(self._docks, [_WIDTH] * len(self._docks), Qt.Orientation.Horizontal)
        session.scene_changed.connect(self._show_scene)

    def _show_scene(self, scene: object, previous: object) -> None:
        for panel in self.panels:
            panel.show_scene(scene, previous)  # type: ignore[arg-type]

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        self.hinges.model.set_colours(colours)
