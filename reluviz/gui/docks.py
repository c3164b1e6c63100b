"""The dock column: the panels beside the canvas; each can be closed, floated and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QMainWindow,
    QMenu,
    QScrollArea,
    QTabBar,
    QTabWidget,
    QWidget,
)

from reluviz.gui.first_frame import after_first_frame
from reluviz.gui.panels.error_panel import ErrorPanel
from reluviz.gui.panels.fit_panel import FitPanel
from reluviz.gui.panels.hinge_table import HingePanel
from reluviz.gui.panels.panel import Panel
from reluviz.gui.panels.pin_panel import PinPanel
from reluviz.gui.panels.target_panel import TargetPanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.gui.panels.network_panel import NetworkPanel
    from reluviz.gui.session import Session
    from reluviz.gui.settings import Settings
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["Docks"]

_WIDTH = 330
#: What a panel shows at least, and the one that grows: below that, panels scroll.
_LEAST, _LEAST_OF_TABLE = 64, 130
#: The title of a dock, and everything of the window that is not the dock column.
_TITLE, _ABOVE_AND_BELOW = 34, 130


class Docks:
    """Makes the panels and hands them the scenes; `restore` puts them into the window."""

    def __init__(self, window: QMainWindow, session: Session, settings: Settings, colours: Palette) -> None:
        self.target = TargetPanel(session)
        self.error = ErrorPanel(session)
        self.hinges = HingePanel(session, settings, colours)
        self.fit = FitPanel(session)
        self.pins = PinPanel(session)
        self.panels: list[Panel] = [self.target, self.error, self.hinges, self.fit, self.pins]
        self._session, self._colours = session, colours
        self._network: NetworkPanel | None = None
        self.menu = QMenu(window.tr("&Panels"), window)
        self._window = window
        self._docks: list[QDockWidget] = []
        self._take_turns = False
        for key, title, panel in (
            ("target", window.tr("Target"), self.target),
            ("error", window.tr("Error"), self.error),
            ("hinges", window.tr("Hinges"), self.hinges),
            ("network", window.tr("Network"), _Waiting(session)),
            ("fit", window.tr("Fit"), self.fit),
            ("pins", window.tr("Pins"), self.pins),
        ):
            dock = QDockWidget(title, window)
            dock.setObjectName(key)
            dock.setAllowedAreas(Qt.DockWidgetArea.RightDockWidgetArea | Qt.DockWidgetArea.LeftDockWidgetArea)
            dock.setWidget(_Shelf(panel))
            self.menu.addAction(dock.toggleViewAction())
            self._docks.append(dock)
        self.menu.addSeparator()
        self.menu.addAction(window.tr("&Restore the panels")).triggered.connect(self.restore)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self._balance = _Balance(window, self._docks, self._adapt)
        self._fits = session.fits
        session.fits.running_changed.connect(self._show_fits)
        session.fits.said.connect(self._show_fits)
        session.scene_changed.connect(self._show_scene)
        after_first_frame(window, lambda: self.network)

    @property
    def network(self) -> NetworkPanel:
        """The diagram. It is made a moment after the start: at first its tab is behind another one."""
        if self._network is None:
            from reluviz.gui.panels.network_panel import NetworkPanel

            panel = self._network = NetworkPanel(self._session, self._colours)
            _shelf(self._dock("network")).hold(panel)
            self.panels.append(panel)
            panel.unit_hovered.connect(self._session.isolate)
            self._session.isolated.connect(panel.show_isolated)
        return self._network

    def restore(self, *_: object) -> None:
        """Put all panels back where they were at the first start."""
        for dock in self._docks:
            # While it floats a dock belongs to no place that it could be taken out of.
            dock.setFloating(False)
            self._window.removeDockWidget(dock)
        for dock in self._docks:
            self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
            dock.show()
        for first, second in (("hinges", "network"), ("fit", "pins")):
            self._window.tabifyDockWidget(self._dock(first), self._dock(second))
            self._dock(first).raise_()
        self._name_once()
        self._take_turns = False
        self._adapt()
        self._window.resizeDocks(self._docks, [_WIDTH] * len(self._docks), Qt.Orientation.Horizontal)

    def _adapt(self) -> None:
        """On a low window let the table and the fits take turns, rather than both being cut short.

        The diagram stands with the table, the pins with the fits. Only as long as nobody has arranged them
        otherwise.
        """
        table, fits, pins = (self._dock(key) for key in ("hinges", "fit", "pins"))
        low = self._needed_height() > self._window.height()
        self._name_once()
        by_hand = any(
            not dock.toggleViewAction().isChecked() or dock.isFloating() for dock in (table, fits, pins)
        )
        if low == self._take_turns or self._stand_together() != self._take_turns or by_hand:
            return
        self._take_turns = low
        if low:
            self._window.tabifyDockWidget(table, fits)
            self._window.tabifyDockWidget(fits, pins)
            table.raise_()
            self._name_once()
            return
        for dock in (fits, pins):
            self._window.removeDockWidget(dock)
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, fits)
        self._window.tabifyDockWidget(fits, pins)
        for dock in (fits, pins):
            dock.show()
        fits.raise_()
        table.raise_()
        self._name_once()

    def _name_once(self) -> None:
        """Let the tab of a dock be its title, where it has one: both would take the height of two rows."""
        for dock in self._docks:
            has_tab = not dock.isFloating() and bool(self._window.tabifiedDockWidgets(dock))
            if has_tab and dock.titleBarWidget() is None:
                dock.setTitleBarWidget(QWidget())
            elif not has_tab and dock.titleBarWidget() is not None:
                dock.setTitleBarWidget(None)  # type: ignore[arg-type]

    def _stand_together(self) -> bool:
        return self._dock("fit") in self._window.tabifiedDockWidgets(self._dock("hinges"))

    def _dock(self, key: str) -> QDockWidget:
        return next(dock for dock in self._docks if dock.objectName() == key)

    def accept_layout(self) -> None:
        """Take the arrangement that was put back from the settings as it is."""
        self._take_turns = self._stand_together()

    def _show_fits(self, *_: object) -> None:
        """Bring what a fit has to say, or how far it is, to the front."""
        if self._fits.takes_long or self.fit.problem.text():
            self._dock("fit").raise_()

    def _needed_height(self) -> int:
        """Return the height at which every panel is whole, and the table shows a few rows."""
        whole = sum(_TITLE + panel.sizeHint().height() for panel in (self.target, self.error, self.fit))
        return _ABOVE_AND_BELOW + whole + _TITLE + _LEAST_OF_TABLE

    def _show_scene(self, scene: object, previous: object) -> None:
        for panel in self.panels:
            panel.show_scene(scene, previous)  # type: ignore[arg-type]

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        self.hinges.model.set_colours(colours)
        self._colours = colours
        if self._network is not None:
            self._network.set_colours(colours)


class _Waiting(Panel):
    """Keeps the place of a panel that is still to be made."""

    grows = True

    def show_scene(self, scene: Scene, previous: Scene | None) -> None:
        """Show nothing."""


class _Shelf(QScrollArea):
    """Holds a panel at its full height where there is room, and scrolls it where there is not."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self.setObjectName("shelf")
        self.panel = panel
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(panel)

    def hold(self, panel: Panel) -> None:
        """Hold another panel; the one there was goes."""
        before = self.takeWidget()
        self.panel = panel
        self.setWidget(panel)
        if before is not None:
            before.deleteLater()

    def sizeHint(self) -> QSize:
        """Return the size of the whole panel."""
        return self.panel.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the width of the panel and a little height."""
        return QSize(max(self.panel.minimumSizeHint().width(), _WIDTH), _LEAST)


class _Balance(QObject):
    """Shares the height of the dock column: each panel gets what it needs, and the table the rest.

    Left to itself Qt keeps the heights there are, so that a panel once squeezed would stay so.
    """

    def __init__(self, window: QMainWindow, docks: list[QDockWidget], adapt: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._docks, self._adapt = window, docks, adapt
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._share)
        window.installEventFilter(self)
        for dock in docks:
            dock.visibilityChanged.connect(lambda *_: self._soon.start())
            dock.topLevelChanged.connect(lambda *_: self._soon.start())
            _shelf(dock).panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share anew when the window has another height or a panel needs another one."""
        if watched is self._window:
            if event.type() == QEvent.Type.Resize:
                self._soon.start()
        elif event.type() == QEvent.Type.LayoutRequest:
            self._soon.start()
        return False

    def _share(self) -> None:
        self._adapt()
        column = [
            dock
            for dock in self._docks
            if dock.isVisible() and not dock.isFloating() and not dock.visibleRegion().isEmpty()
        ]
        growing = [dock for dock in column if self._grows(dock)]
        if len(growing) != 1 or len(column) < 2 or len({dock.x() for dock in column}) > 1:
            return  # arranged by hand in some other way
        others = [dock for dock in column if dock is not growing[0]]
        # Asked of the panels, with the title bars on top: the docks' own hints come late.
        needs = [self._height(dock) - _shelf(dock).height() + self._wanted(dock) for dock in others]
        total = sum(self._height(dock) for dock in column)
        room = total - min(_LEAST_OF_TABLE, total // len(column))
        # The tallest gives way first, until all fit.
        heights = sorted(needs)
        limit, left = heights[-1], room
        for position, height in enumerate(heights):
            if height * (len(heights) - position) > left:
                limit = left // (len(heights) - position)
                break
            left -= height
        shares = [min(need, limit) for need in needs]
        self._window.resizeDocks(
            [*others, growing[0]], [*shares, total - sum(shares)], Qt.Orientation.Vertical
        )

    def _height(self, dock: QDockWidget) -> int:
        """Return the height of a dock, of its tab too, as the window shares it out."""
        if not self._window.tabifiedDockWidgets(dock):
            return dock.height()
        tabs = [bar for bar in self._window.findChildren(QTabBar) if bar.isVisible()]
        return dock.height() + max((bar.height() for bar in tabs), default=0)

    def _wanted(self, dock: QDockWidget) -> int:
        """Return the height of the tallest of the panels that take turns: another tab moves nothing."""
        together = [dock, *self._window.tabifiedDockWidgets(dock)]
        return max(_shelf(one).panel.sizeHint().height() for one in together)

    def _grows(self, dock: QDockWidget) -> bool:
        """Return whether a dock, or one that it takes turns with, is the one for what height is left."""
        together = [dock, *self._window.tabifiedDockWidgets(dock)]
        return any(_shelf(one).panel.grows for one in together)


def _shelf(dock: QDockWidget) -> _Shelf:
    shelf = dock.widget()
    assert isinstance(shelf, _Shelf)
    return shelf
