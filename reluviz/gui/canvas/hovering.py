"""What shows itself under the pointer while no gesture runs: a ghost, a unit, words, a cursor, the lens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QCursor

from reluviz.gui.canvas.plots import Plots
from reluviz.gui.canvas.pointer import Hover
from reluviz.gui.icons import pencil_cursor
from reluviz.interaction.gestures import Pointer
from reluviz.interaction.hits import Hit, unit_under
from reluviz.interaction.snapping import snap_x

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from reluviz.gui.session import Session
    from reluviz.scene.palette import Palette

__all__ = ["Hovering"]

_SHAPES = {
    "knot": Qt.CursorShape.SizeHorCursor,
    "handle": Qt.CursorShape.OpenHandCursor,
    "end": Qt.CursorShape.SizeVerCursor,
    "bound": Qt.CursorShape.SplitHCursor,
}


class Hovering(Plots):
    """Plots that answer to the pointer passing over them.

    Signals
    -------
    hovered(str)
        What is under the pointer, for the status bar.
    lens_changed()
        The lens is held over the curve, or no longer.
    """

    hovered = Signal(str)
    lens_changed = Signal()

    def __init__(self, session: Session, colours: Palette, magnification: float = 1.0) -> None:
        super().__init__(session, colours, magnification)
        self._pointed_at: tuple[float, float] | None = None

    def _pointer(self, event: QMouseEvent) -> Pointer:
        x, y = self.view.to_data(*self._on_box(event.position()))
        held = event.modifiers()
        modifier = Qt.KeyboardModifier
        return Pointer(
            x,
            y,
            shift=bool(held & modifier.ShiftModifier),
            control=bool(held & modifier.ControlModifier),
            alt=bool(held & modifier.AltModifier),
        )

    def _hover(self, event: QMouseEvent) -> None:
        pointer = self._pointer(event)
        hit = self._set_cursor(event.position())
        if hit is None:
            self._pointer_layer.show_hover(None)
            self._session.isolate(None)
            self.hovered.emit(self._words_on_strip(event.position()))
            return
        scene = self._session.scene
        if hit.kind == "canvas":
            unit = unit_under(scene, self.view, pointer.x, pointer.y)
            self._pointer_layer.show_hover(self._ghost(pointer))
        else:
            unit = hit.index if hit.index >= 0 else None
            self._pointer_layer.show_hover(None)
        self._session.isolate(unit)
        self.hovered.emit(self._words_on(hit, unit))

    def _ghost(self, pointer: Pointer) -> Hover | None:
        """Return what a click here would add: on the curve, or where the pointer is in shape mode."""
        scene = self._session.scene
        if self.has_lens or self._session.hand.draws:
            return None
        x = snap_x(pointer.x, self.view, suspended=pointer.alt).value
        there = scene.points is None and bool(scene.counts(np.array(x)))
        f = float(scene.document.target(np.array([x]))[0]) if there else None
        return Hover(x, pointer.y if self._session.hand.shapes else scene.sum(x), f)

    def _words_on(self, hit: Hit, unit: int | None) -> str:
        """Return what a press would do, and of which unit the line is."""
        shapes, number = self._session.hand.shapes, hit.index + 1
        if self._session.hand.draws:
            return str(self.tr("Hold the button and draw the target. Esc: back to hinges."))
        if hit.kind == "canvas" and unit is not None:
            return str(self.tr("Unit {0}. Click: new hinge here.").format(unit + 1))
        if hit.kind == "canvas":
            if shapes:
                return str(self.tr("Click: the curve goes through here, its other corners stay."))
            return str(self.tr("Click: new hinge here. Press and drag: bend it. Shift and drag: select."))
        if hit.kind == "bound":
            return str(self.tr("End of the interval: drag it. Errors outside are not counted."))
        if hit.kind == "end":
            return str(self.tr("End of the curve: drag it up or down."))
        if shapes and any(self._session.scene.document.locks):
            return str(
                self.tr("Corner at hinge {0}: drag it anywhere. Locks hold for fits only.").format(number)
            )
        if shapes:
            return str(self.tr("Corner at hinge {0}: drag it anywhere, its neighbours stay.").format(number))
        if hit.kind == "knot":
            return str(self.tr("Knot of hinge {0}: drag it along x. Double-click: type.").format(number))
        return str(self.tr("Arm of hinge {0}: drag it to turn, past the knot to flip.").format(number))

    def _words_on_strip(self, place: QPointF) -> str:
        column, row = self._on_strip(place)
        if self.strip.look.band is None or not self.strip.contains(column, row):
            return ""
        if self.strip.hover(column, row) is not None:
            return str(self.tr("Tolerance: drag it up or down, double-click to type it."))
        return str(self.tr("Click: find the good interval around here."))

    def _set_cursor(self, place: QPointF) -> Hit | None:
        """Show by the pointer's shape what a press would do; returns what is under it."""
        shape = self.strip.hover(*self._on_strip(place))
        if not self._is_on_canvas(place):
            if shape is None:
                self.viewport().unsetCursor()
            else:
                self.viewport().setCursor(shape)
            return None
        x, y = self.view.to_data(*self._on_box(place))
        hit = self._session.hand.hit(self._session.scene, self.view, Pointer(x, y))
        if self._session.hand.draws:
            self.viewport().setCursor(pencil_cursor(self.devicePixelRatioF()))
        elif self._session.hand.shapes and hit.kind == "knot":
            self.viewport().setCursor(Qt.CursorShape.SizeAllCursor)
        else:
            self.viewport().setCursor(_SHAPES.get(hit.kind, Qt.CursorShape.CrossCursor))
        return hit

    def _show_mode(self) -> None:
        super()._show_mode()
        if self.underMouse():
            # A key changes it while the pointer lies still.
            self._set_cursor(QPointF(self.viewport().mapFromGlobal(QCursor.pos())))

    def _forget_hover(self) -> None:
        if not self._session.hand.is_busy:
            self._pointer_layer.show_hover(None)
            self.strip.hover(-1.0, -1.0)
            self._session.isolate(None)
            self.hovered.emit("")

    @property
    def has_lens(self) -> bool:
        """Whether something is magnified."""
        return self._lens.isVisible()

    def toggle_lens(self) -> None:
        """Hold the lens where the pointer was last, or take it away."""
        if self.has_lens:
            self._put_lens_away()
        else:
            self._hold_lens()

    def _escape_lens(self) -> bool:
        had_lens = self.has_lens
        self._put_lens_away()
        return had_lens

    def _hold_lens(self) -> None:
        view, scene = self.view, self._session.scene
        place = self._pointed_at
        if place is None or not self.underMouse():
            # Without a mouse it is held over the selected knot, or the middle of the curve.
            knots = scene.document.model.knots[list(scene.selection)]
            x = float(knots[0]) if knots.size else 0.5 * (view.bounds.left + view.bounds.right)
            place = x, scene.sum(x)
        self._pointer_layer.show_hover(None)
        self._lens.show_place(place)
        self.lens_changed.emit()

    def _put_lens_away(self) -> None:
        if self.has_lens:
            self._lens.show_place(None)
            self.lens_changed.emit()
