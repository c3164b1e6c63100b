"""The canvas: mouse, wheel and keys on the plots, made into gestures of the hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from reluviz.gui.canvas.hovering import Hovering

if TYPE_CHECKING:
    from reluviz.gui.session import Session
    from reluviz.scene.palette import Palette

__all__ = ["Canvas"]

_WHEEL_STEP = 1.0015


class Canvas(Hovering):
    """Turns mouse and keys into gestures of the hand.

    Mouse events are taken here, at the level of the view: pyqtgraph's own way through its scene delays
    drags, drops fast moves and costs milliseconds a hover.

    Signals
    -------
    menu_wanted(QPoint, Hit)
        A right click, in global coordinates, and what it hit.
    strip_menu_wanted(QPoint)
        The same on the error strip.
    entry_wanted(int)
        A double click on a hinge: its numbers are to be typed.
    """

    menu_wanted = Signal(QPoint, object)
    strip_menu_wanted = Signal(QPoint)
    entry_wanted = Signal(int)

    def __init__(self, session: Session, colours: Palette, magnification: float = 1.0) -> None:
        super().__init__(session, colours, magnification)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pan_from: QPointF | None = None
        self._latest_move: QMouseEvent | None = None
        self._double_clicked: int | None = None
        self.strip.header.entered.connect(self._forget_hover)
        # Moves are handled once per turn of the event loop, so that a fast mouse never starves the screen.
        self._move_timer = QTimer(self)
        self._move_timer.setSingleShot(True)
        self._move_timer.setInterval(0)
        self._move_timer.timeout.connect(self._handle_latest_move)
        session.mode_changed.connect(self._want_moves)

    def _want_moves(self) -> None:
        """Have X11 deliver every move to a pencil; what lies between two frames it else leaves out."""
        if QApplication.platformName() == "xcb":
            leaves_out = Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents
            QApplication.setAttribute(leaves_out, not self._session.hand.draws)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture, a pan, or ask for a menu."""
        self._handle_latest_move()
        self._double_clicked = None
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = event.position()
        if event.button() == Qt.MouseButton.LeftButton and self._is_on_canvas(place):
            if not self._session.hand.is_busy and self._pan_from is None:
                self._pointer_layer.show_hover(None)
                self._session.isolate(None)
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
            hit = self._session.hand.hit(self._session.scene, self.view, pointer)
            if hit.index >= 0 and hit.index not in self._session.scene.selection:
                self._session.store.select((hit.index,))
            self.menu_wanted.emit(event.globalPosition().toPoint(), hit)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Let the numbers of a hinge be typed; on the open canvas a double click must not add two hinges."""
        if not self._is_on_canvas(event.position()) and event.button() == Qt.MouseButton.LeftButton:
            self.strip.double_click(*self._on_strip(event.position()))
            return
        pointer = self._pointer(event)
        hit = self._session.hand.hit(self._session.scene, self.view, pointer)
        if event.button() != Qt.MouseButton.LeftButton or self._session.hand.draws:
            self.mousePressEvent(event)
        elif hit.index >= 0 and not (pointer.shift or pointer.control):
            # It may be the start of a drag right after a click; only a click in place asks for the numbers.
            self.mousePressEvent(event)
            self._double_clicked = hit.index

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Keep the latest place; it is handled when the event queue is empty."""
        self._latest_move = QMouseEvent(event)
        if event.buttons() & Qt.MouseButton.LeftButton and self._session.hand.draws:
            # A fast stroke goes through every place, though not every place is shown.
            self._session.hand.pass_by(self._pointer(event))
        if not self._move_timer.isActive():
            self._move_timer.start()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture or the pan."""
        self._handle_latest_move()
        if event.button() == Qt.MouseButton.LeftButton and self._session.hand.is_busy:
            index = self._double_clicked
            in_place = not self._session.hand.has_moved
            self._session.hand.release(self._pointer(event))
            if index is not None and in_place:
                self.entry_wanted.emit(index)
            self._show_drag()
            self.strip.fit(shrink=True)
            self.strip.refresh_good()
            self._pointer_layer.show_hover(None)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.strip.release()
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._pan_from = None
        self._double_clicked = None
        self._set_cursor(event.position())
        event.accept()

    def _handle_latest_move(self) -> None:
        event, self._latest_move = self._latest_move, None
        self._move_timer.stop()
        if event is None:
            return
        place = event.position()
        self._pointed_at = self.view.to_data(*self._on_box(place))
        if self.has_lens:
            self._lens.show_place(self._pointed_at)
        # A release that went to another window is lost: nothing is held that no button holds.
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._session.hand.escape_gesture()
            self.strip.escape()
        if not event.buttons() & Qt.MouseButton.MiddleButton:
            self._pan_from = None
        if self._session.hand.is_busy:
            self._session.hand.move(self._pointer(event))
            # A rubber band grows without changing what is selected.
            self._show_drag()
        elif self.strip.is_held:
            self.strip.move(self._on_strip(place)[1], free=self._pointer(event).alt)
        elif self._pan_from is not None:
            moved = (place - self._pan_from) / self.magnification
            self._pan_from = place
            self.set_view(self.view.panned(moved.x(), moved.y()))
        else:
            self._hover(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the ghost away when the pointer leaves."""
        self._forget_hover()
        super().leaveEvent(event)

    def _forget_hover(self) -> None:
        self._latest_move = None
        super()._forget_hover()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; two fingers on a trackpad pan, as they do everywhere else."""
        event.accept()
        if self._session.hand.is_busy or self.strip.is_held:
            return
        pixels, angle = event.pixelDelta(), event.angleDelta()
        if self.has_lens:
            self._lens.magnify(1 if angle.y() > 0 else -1)
            return
        zooms = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.phase() != Qt.ScrollPhase.NoScrollPhase and not pixels.isNull() and not zooms:
            larger = self.magnification
            self.set_view(self.view.panned(pixels.x() / larger, pixels.y() / larger))
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

    def event(self, event: QEvent) -> bool:
        """Leave keys to a menu that is open, though the focus is still here."""
        if event.type() == QEvent.Type.ShortcutOverride and QApplication.activePopupWidget() is not None:
            event.accept()
            return True
        return bool(super().event(event))

    # -- the keyboard ----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc ends a fit, takes back the running gesture or clears the selection; others are commands."""
        session = self._session
        escapes = (
            self._escape_lens,
            self.strip.escape,
            session.fits.cancel,
            session.hand.escape_gesture,
            session.stop_drawing,
            session.hand.escape,
        )
        if event.key() == Qt.Key.Key_Escape and any(escape() for escape in escapes):
            self._pointer_layer.show_hover(None)
            self._show_drag()
            event.accept()
            return
        if event.key() == Qt.Key.Key_Z and not event.modifiers():
            if not event.isAutoRepeat():
                self._hold_lens()
            return
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Take the lens away with its key; other releases are left to the window."""
        if event.key() == Qt.Key.Key_Z and not event.isAutoRepeat():
            self._put_lens_away()
            return
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the lens away: the release of its key will go elsewhere."""
        self._put_lens_away()
        super().focusOutEvent(event)

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
