"""The network diagram as it is seen: laid out, painted, pointed at, with tips that explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from reluviz.gui.panels.network_numbers import UnitForms
from reluviz.gui.panels.network_painting import Looks, NetworkPainter
from reluviz.scene.network import lay_out

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from reluviz.gui.session import Session
    from reluviz.scene.network_parts import Network, Place
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["NetworkView"]


class NetworkView(QWidget):
    """Draws the network of the scene and knows what the pointer is at.

    Signals
    -------
    unit_hovered(int or None)
        The pointer came to a unit or left it.
    """

    unit_hovered = Signal(object)

    def __init__(self, session: Session, colours: Palette) -> None:
        super().__init__()
        self._session = session
        self._scene = session.scene
        self._painter = NetworkPainter(colours, self.font())
        self._forms = UnitForms()
        self._layout: Network | None = None
        self._focused: Place | None = None
        self._hovered: Place | None = None
        self._hovered_unit: int | None = None
        self._isolated: int | None = None
        #: Whether a number is being scrubbed.
        self._is_moving = False
        self.setMouseTracking(True)
        # It fills its own ground, which is that of the panel.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def network(self) -> Network:
        """The present layout; worked out when it is first asked for."""
        if self._layout is None:
            document = self._scene.document
            model, is_fitted = document.model, document.keep_fitted
            focused = self._focused
            self._layout = lay_out(
                model,
                self.width(),
                self.height(),
                selection=self._scene.selection,
                form=lambda index: self._forms.form(model, index, is_fitted=is_fitted),
                measure=self._painter.width,
                kept=[focused] if focused is not None else [],
            )
        return self._layout

    def show_scene(self, scene: Scene) -> None:
        """Show another scene; it is laid out when it is painted."""
        self._scene = scene
        self._refresh()

    def show_isolated(self, index: int | None) -> None:
        """Dim all units but one; None: none of them."""
        if index != self._isolated:
            self._isolated = index
            self.update()

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        self._painter.set_colours(colours)
        self.update()

    def _refresh(self) -> None:
        self._layout = None
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for a few units."""
        return QSize(280, 190)

    def minimumSizeHint(self) -> QSize:
        """Return room for one unit."""
        return QSize(240, 96)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        self._refresh()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the network."""
        network = self.network
        note = ""
        if not len(self._scene.document.model):
            note = self.tr("No hidden units yet: each hinge becomes one.")
        elif network.hidden:
            note = self.tr("… and {0} more").format(f"{network.hidden:,}")
        focused = self._focused if self.hasFocus() else None
        looks = Looks(self._scene.selection, self._isolated, self._hovered, focused, note)
        painter = QPainter(self)
        self._painter.paint(painter, network, looks, self.size())
        painter.end()

    def _hover(self, place: QPointF) -> None:
        number = self.network.number_at(place.x(), place.y())
        unit = self.network.unit_at(place.x(), place.y())
        if number is not None:
            unit = number.unit if number.unit >= 0 else None
            self.setCursor(Qt.CursorShape.SizeHorCursor)
        elif unit is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()
        self._point_at(number.place if number else None, unit)

    def _point_at(self, number: Place | None, unit: int | None) -> None:
        if number != self._hovered:
            self._hovered = number
            self.update()
        if unit != self._hovered_unit:
            self._hovered_unit = unit
            self.unit_hovered.emit(unit)

    def event(self, event: QEvent) -> bool:
        """Say what a number means."""
        if isinstance(event, QHelpEvent) and event.type() == event.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(event.pos().x(), event.pos().y()), self)
            return True
        return bool(super().event(event))

    def _tip(self, x: float, y: float) -> str:
        number, unit = self.network.number_at(x, y), self.network.unit_at(x, y)
        if number is None:
            return "" if unit is None else self.tr("Hidden unit {0}: click to select").format(unit + 1)
        meaning = {
            "a": self.tr("a: what the unit multiplies x by; its sign is where the hinge faces"),
            "b": self.tr("b: the bias of the unit; its hinge has the knot −b/a"),
            "w": self.tr("w: the weight of the unit in h; the hinge rises with slope w·|a|"),
            "c": self.tr("c: the bias, a constant added to h"),
            "m": self.tr("m: the linear term, the input passed on past the hidden units"),
        }[number.kind]
        return meaning + "\n" + self.tr("Drag sideways to change, double-click to type")
