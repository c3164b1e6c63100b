"""The canvas: mouse, wheel and keys on the plots, made into gestures of the hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent

from reluviz.gui.canvas.marks import Hover
from reluviz.gui.canvas.plots import Plots
from reluviz.interaction.gestures import Pointer
from reluviz.interaction.hits import Hit, hit_test
from reluviz.interaction.snapping import snap_x

if TYPE_CHECKING:
    from reluviz.gui.session import Session
    from reluviz.scene.palette import Palette

__all__ = ["Canvas"]

_WHEEL_STEP = 1.0015


class Canvas(Plots):
    """Turns mouse and keys into gestures of the hand.

    Mouse events are taken here, at the level of the view: pyqtgraph's own way through its scene delays
    drags, drops fast moves and costs milliseconds a hover.

    Signals
    -------
    hovered(str)
        What is under the pointer, for the status bar.
    menu_wanted(QPoint, Hit)
        A right click, in global coordinates, and what it hit.
    strip_menu_wanted(QPoint)
        The same on the error strip.
    """

    hovered = Signal(str)
    menu_wanted = Signal(QPoint, object)
    strip_menu_wanted = Signal(QPoint)

    def __init__(self, session: Session, colours: Palette) -> None:
        super().__init__(session, colours)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pan_from: QPointF | None = None
        self._latest_move: QMouseEvent | None = None
        self.strip.header.entered.connect(self._forget_hover)
        # Moves are handled once per turn of the event loop, so that a fast mouse never starves the screen.
        self._move_timer = QTimer(self)
        self._move_timer.setSingleShot(True)
        self._move_timer.setInterval(0)
        self._move_timer.timeout.connect(self._handle_latest_move)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture, a pan, or ask for a menu."""
        self._handle_latest_move()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = event.position()
        if event.button() == Qt.MouseButton.LeftButton and self._is_on_canvas(place):
            if not self._session.hand.is_busy and self._pan_from is None:
                self._pointer_layer.show_hover(None)
                self._session.hand.press(self._pointer(event), self._session.scene, self.view)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.strip.press(*self._on_strip(place))
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._pan_from = place
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.RightButton and not self._session.hand.is_busy:
            pointer = self._pointer(event)
            if self.strip.contains(*self._on_strip(place)) and not self.strip.is_held:
                self.strip_menu_wanted.emit(event.globalPosition().toPoint())
            if not self._is_on_canvas(place):
                return
            hit = hit_test(self._session.scene, self.view, pointer.x, pointer.y)
            if hit.index >= 0 and hit.index not in self._session.scene.selection:
                self._session.store.select((hit.index,))
            self.menu_wanted.emit(event.globalPosition().toPoint(), hit)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a second quick press as one on marks alone: a double click must not add two hinges."""
        if not self._is_on_canvas(event.position()) and event.button() == Qt.MouseButton.LeftButton:
            self.strip.double_click(*self._on_strip(event.position()))
            return
        pointer = self._pointer(event)
        hit = hit_test(self._session.scene, self.view, pointer.x, pointer.y)
        if event.button() != Qt.MouseButton.LeftButton or hit.kind != "canvas":
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Keep the latest place; it is handled when the event queue is empty."""
        self._latest_move = QMouseEvent(event)
        if not self._move_timer.isActive():
            self._move_timer.start()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture or the pan."""
        self._handle_latest_move()
        if event.button() == Qt.MouseButton.LeftButton and self._session.hand.is_busy:
            self._session.hand.release(self._pointer(event))
            self.strip.fit(shrink=True)
            self.strip.refresh_good()
            self._pointer_layer.show_hover(None)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.strip.release()
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._pan_from = None
        self._set_cursor(event.position())
        event.accept()

    def _handle_latest_move(self) -> None:
        event, self._latest_move = self._latest_move, None
        self._move_timer.stop()
        if event is None:
            return
        place = event.position()
        # A release that went to another window is lost: nothing is held that no button holds.
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._session.hand.escape_gesture()
            self.strip.escape()
        if not event.buttons() & Qt.MouseButton.MiddleButton:
            self._pan_from = None
        if self._session.hand.is_busy:
            self._session.hand.move(self._pointer(event))
        elif self.strip.is_held:
            self.strip.move(self._on_strip(place)[1], free=self._pointer(event).alt)
        elif self._pan_from is not None:
            moved = place - self._pan_from
            self._pan_from = place
            self.set_view(self.view.panned(moved.x(), moved.y()))
        else:
            self._hover(event)

    def _hover(self, event: QMouseEvent) -> None:
        pointer = self._pointer(event)
        hit = self._set_cursor(event.position())
        scene = self._session.scene
        if hit is None:
            self._pointer_layer.show_hover(None)
            self.hovered.emit(self._words_on_strip(event.position()))
            return
        if hit.kind == "canvas":
            x = snap_x(pointer.x, self.view, suspended=pointer.alt).value
            start, end = scene.interval
            inside = start <= x <= end
            f = float(scene.document.target(np.array([x]))[0]) if inside and scene.points is None else None
            self._pointer_layer.show_hover(Hover(x, scene.sum(x), f))
            self.hovered.emit(self.tr("Click: new hinge here. Press and drag: bend it."))
            return
        self._pointer_layer.show_hover(None)
        number = hit.index + 1
        if hit.kind == "knot":
            self.hovered.emit(self.tr("Knot of hinge {0}: drag it along x.").format(number))
        else:
            self.hovered.emit(
                self.tr("Arm of hinge {0}: drag it to turn, past the knot to flip.").format(number)
            )

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
        hit = hit_test(self._session.scene, self.view, x, y)
        shapes = {"knot": Qt.CursorShape.SizeHorCursor, "handle": Qt.CursorShape.OpenHandCursor}
        self.viewport().setCursor(shapes.get(hit.kind, Qt.CursorShape.CrossCursor))
        return hit

    def leaveEvent(self, event: QEvent) -> None:
        """Take the ghost away when the pointer leaves."""
        self._forget_hover()
        super().leaveEvent(event)

    def _forget_hover(self) -> None:
        self._latest_move = None
        if not self._session.hand.is_busy:
            self._pointer_layer.show_hover(None)
            self.strip.hover(-1.0, -1.0)
            self.hovered.emit("")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; two fingers on a trackpad pan, as they do everywhere else."""
        event.accept()
        if self._session.hand.is_busy or self.strip.is_held:
            return
        pixels, angle = event.pixelDelta(), event.angleDelta()
        zooms = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.phase() != Qt.ScrollPhase.NoScrollPhase and not pixels.isNull() and not zooms:
            self.set_view(self.view.panned(pixels.x(), pixels.y()))
        elif angle.x() and not angle.y():
            self.set_view(self.view.panned(angle.x(), 0))
        else:
            self._zoom_at(event.position(), _WHEEL_STEP ** angle.y())

    def viewportEvent(self, event: QEvent) -> bool:
        """Take the pinch of a trackpad; everything else goes its usual way."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture and not (
                self._session.hand.is_busy or self.strip.is_held
            ):
                self._zoom_at(event.position(), 1.0 + event.value())
            return True
        return bool(super().viewportEvent(event))

    def _zoom_at(self, place: QPointF, factor: float) -> None:
        column, row = self._on_box(place)
        view = self.view
        x, y = view.to_data(column, row)
        on_canvas = self._is_on_canvas(place)
        self.set_view(view.zoomed_by(factor, factor if on_canvas else 1.0, x, y))
        self._pointer_layer.show_hover(None)

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

    # -- the keyboard ----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc ends a fit, takes back the running gesture or clears the selection; others are commands."""
        escapes = (self.strip.escape, self._session.fits.cancel, self._session.hand.escape)
        if event.key() == Qt.Key.Key_Escape and any(escape() for escape in escapes):
            self._pointer_layer.show_hover(None)
            event.accept()
            return
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Leave releases to the window."""
        event.ignore()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Tab goes from hinge to hinge by their knots, and on to the next widget after the last one."""
        knots = self._session.scene.document.model.knots
        order = knots.argsort(kind="stable").tolist()
        selection = self._session.scene.selection
        position = order.index(selection[0]) if len(selection) == 1 else (-1 if forwards else len(order))
        position += 1 if forwards else -1
        if 0 <= position < len(order) and self.hasFocus():
            self._session.store.select((order[position],))
            return True
        return bool(super().focusNextPrevChild(forwards))
