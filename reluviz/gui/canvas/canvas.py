"""The canvas: the plot people work on, with the error strip below it on the same x-axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QNativeGestureEvent, QPixmapCache, QWheelEvent
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView

from reluviz.gui.canvas.curves import Backdrop, ErrorLayer, SceneLayer, SumLayer, UnitsLayer
from reluviz.gui.canvas.marks import HintLayer, Hover, KnotsLayer, PointerLayer
from reluviz.interaction.gestures import Pointer
from reluviz.interaction.hits import Hit, hit_test
from reluviz.interaction.snapping import snap_x
from reluviz.interaction.view import View
from reluviz.scene.scene import Bounds

if TYPE_CHECKING:
    from reluviz.gui.session import Session
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["Canvas"]

_LEFT_AXIS_WIDTH = 58
_WHEEL_STEP = 1.0015
_STRIP_SHARE = (74, 26)
#: Cached layers of a large screen at twice the scale must fit, or they are painted anew on every frame.
_PIXMAP_CACHE_KILOBYTES = 256 * 1024


class Canvas(pg.GraphicsLayoutWidget):
    """Turns mouse and keys into gestures of the hand, and paints scenes.

    Mouse events are taken here, at the level of the view: pyqtgraph's own way through its scene delays
    drags, drops fast moves and costs milliseconds a hover.

    Signals
    -------
    hovered(str)
        What is under the pointer, for the status bar.
    menu_wanted(QPoint, Hit)
        A right click, in global coordinates, and what it hit.
    """

    hovered = Signal(str)
    menu_wanted = Signal(QPoint, object)

    def __init__(self, session: Session, colours: Palette) -> None:
        super().__init__()
        QPixmapCache.setCacheLimit(_PIXMAP_CACHE_KILOBYTES)
        self._session = session
        self._colours = colours
        self._plot = self._make_plot(0, has_values_below=False)
        self._strip = self._make_plot(1, has_values_below=True)
        for row, share in enumerate(_STRIP_SHARE):
            self.ci.layout.setRowStretchFactor(row, share)
        self.ci.layout.setContentsMargins(4, 10, 14, 6)
        self.ci.layout.setVerticalSpacing(6)
        self._box, self._strip_box = self._plot.getViewBox(), self._strip.getViewBox()
        self._strip_limit = 1.0
        self._view_is_chosen = False
        scene = session.scene
        self._pointer_layer = PointerLayer(self._box, colours)
        self._canvas_layers: list[SceneLayer] = [
            Backdrop(self._box, _axes(self._plot), scene, colours, with_target=True),
            UnitsLayer(self._box, scene, colours),
            HintLayer(self._box, scene, colours),
            SumLayer(self._box, scene, colours),
            KnotsLayer(self._box, scene, colours),
        ]
        self._strip_layers: list[SceneLayer] = [
            Backdrop(self._strip_box, _axes(self._strip), scene, colours, with_target=False),
            ErrorLayer(self._strip_box, scene, colours),
        ]
        # Every pixel of the viewport is painted here: nothing below it has to be painted first.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Canvas"))
        self._pan_from: QPointF | None = None
        self._latest_move: QMouseEvent | None = None
        # Moves are handled once per turn of the event loop, so that a fast mouse never starves the screen.
        self._move_timer = QTimer(self)
        self._move_timer.setSingleShot(True)
        self._move_timer.setInterval(0)
        self._move_timer.timeout.connect(self._handle_latest_move)
        for box in (self._box, self._strip_box):
            box.sigResized.connect(self._refresh_views)
        session.scene_changed.connect(self._show_scene)
        self.set_colours(colours)
        self.fit_view()

    # -- what is shown ---------------------------------------------------------------------------

    @property
    def view(self) -> View:
        """The part of the plane that is on the canvas."""
        (left, right), (bottom, top) = self._box.viewRange()
        return View(Bounds(left, right, bottom, top), self._box.width(), self._box.height())

    def set_view(self, view: View) -> None:
        """Show another part of the plane, chosen by hand: it stays until fit_view."""
        self._view_is_chosen = True
        self._show_bounds(view.bounds)

    def _show_bounds(self, bounds: Bounds) -> None:
        self._box.setRange(xRange=(bounds.left, bounds.right), yRange=(bounds.bottom, bounds.top), padding=0)
        self._strip_box.setRange(xRange=(bounds.left, bounds.right), padding=0)
        self._refresh_views()

    def fit_view(self) -> None:
        """Show the interval with the target and the sum."""
        bounds = self._session.scene.comfortable_bounds()
        self._fit_strip(shrink=True)
        self._view_is_chosen = False
        self._show_bounds(bounds)

    def zoom(self, factor: float) -> None:
        """Magnify about the middle of the canvas."""
        view = self.view
        self.set_view(view.zoomed(factor, *view.to_data(view.width / 2, view.height / 2)))

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        self._colours = colours
        self.setBackground(colours.background)
        for plot in (self._plot, self._strip):
            for axis in _axes(plot):
                axis.setPen(pg.mkPen(colours.axis, width=1))
                axis.setTextPen(pg.mkPen(colours.muted))
        self._pointer_layer.set_colours(colours)
        for layer in (*self._canvas_layers, *self._strip_layers):
            layer.set_colours(colours)

    def _show_scene(self, scene: Scene, previous: Scene) -> None:
        if scene.document.target is not previous.document.target:
            self.fit_view()
        for layer in (*self._canvas_layers, *self._strip_layers):
            layer.show_scene(scene)
        if scene.document is not previous.document:
            self._fit_strip(shrink=not self._session.hand.is_busy)
            self._follow_sum(scene)
        self._pointer_layer.show_hover(None, self._session.hand.guide_x)
        self.setAccessibleDescription(_summary(scene))

    def _follow_sum(self, scene: Scene) -> None:
        """Fit the view when a fit or an entry takes the curve out of it; never during a gesture."""
        if self._view_is_chosen or self._session.hand.is_busy:
            return
        extrema, bounds = scene.sum.extrema(*scene.interval), self.view.bounds
        if extrema.minimum < bounds.bottom or extrema.maximum > bounds.top:
            self.fit_view()

    def _fit_strip(self, *, shrink: bool) -> None:
        """Give the strip a round limit that holds the largest error; smaller only between gestures."""
        needed = max(1.12 * self._session.scene.errors.max, 1e-12)
        if needed > self._strip_limit or (shrink and needed < 0.4 * self._strip_limit):
            step = 10.0 ** _decade(needed)
            self._strip_limit = next(m * step for m in (1, 1.5, 2, 3, 4, 5, 7, 10) if m * step >= needed)
            self._strip_box.setRange(yRange=(-self._strip_limit, self._strip_limit), padding=0)
            self._refresh_views()

    def _refresh_views(self) -> None:
        view = self.view
        for layer in (*self._canvas_layers, self._pointer_layer):
            layer.set_view(view)
        limit = self._strip_limit
        bounds = Bounds(view.bounds.left, view.bounds.right, -limit, limit)
        strip_view = View(bounds, self._strip_box.width(), self._strip_box.height())
        for layer in self._strip_layers:
            layer.set_view(strip_view)

    def _make_plot(self, row: int, *, has_values_below: bool) -> pg.PlotItem:
        # Without the menus of pyqtgraph, which nobody would see and every start would build.
        box = pg.ViewBox(enableMenu=False)
        axes = {side: _Axis(side) for side in ("left", "bottom")}
        plot = self.addPlot(row=row, col=0, viewBox=box, axisItems=axes, enableMenu=False)
        plot.hideButtons()
        box.setMouseEnabled(False, False)
        box.disableAutoRange()
        box.setDefaultPadding(0)
        font = QFont(self.font())
        font.setPixelSize(12)
        for axis in _axes(plot):
            axis.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
            axis.enableAutoSIPrefix(False)
            axis.setStyle(tickLength=5, tickTextOffset=6, maxTickLevel=0, tickAlpha=255, tickFont=font)
        plot.getAxis("left").setWidth(_LEFT_AXIS_WIDTH)
        plot.getAxis("bottom").setStyle(showValues=has_values_below)
        plot.getAxis("bottom").setHeight(26 if has_values_below else 6)
        plot.setContentsMargins(0, 0, 0, 0)
        return plot

    # -- the mouse -------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture, a pan, or ask for a menu."""
        self._handle_latest_move()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = event.position()
        if event.button() == Qt.MouseButton.LeftButton and self._is_on_canvas(place):
            if not self._session.hand.is_busy and self._pan_from is None:
                self._pointer_layer.show_hover(None)
                self._session.hand.press(self._pointer(event), self._session.scene, self.view)
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._pan_from = place
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.RightButton and not self._session.hand.is_busy:
            pointer = self._pointer(event)
            if not self._is_on_canvas(place):
                return
            hit = hit_test(self._session.scene, self.view, pointer.x, pointer.y)
            if hit.index >= 0 and hit.index not in self._session.scene.selection:
                self._session.store.select((hit.index,))
            self.menu_wanted.emit(event.globalPosition().toPoint(), hit)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a second quick press as one on marks alone: a double click must not add two hinges."""
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
            self._fit_strip(shrink=True)
            self._pointer_layer.show_hover(None)
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
        if self._session.hand.is_busy:
            self._session.hand.move(self._pointer(event))
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
            self.hovered.emit("")
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

    def _set_cursor(self, place: QPointF) -> Hit | None:
        """Show by the pointer's shape what a press would do; returns what is under it."""
        if not self._is_on_canvas(place):
            self.viewport().unsetCursor()
            return None
        x, y = self.view.to_data(*self._on_box(place))
        hit = hit_test(self._session.scene, self.view, x, y)
        shapes = {"knot": Qt.CursorShape.SizeHorCursor, "handle": Qt.CursorShape.OpenHandCursor}
        self.viewport().setCursor(shapes.get(hit.kind, Qt.CursorShape.CrossCursor))
        return hit

    def leaveEvent(self, event: QEvent) -> None:
        """Take the ghost away when the pointer leaves."""
        self._latest_move = None
        if not self._session.hand.is_busy:
            self._pointer_layer.show_hover(None)
            self.hovered.emit("")
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; two fingers on a trackpad pan, as they do everywhere else."""
        event.accept()
        if self._session.hand.is_busy:
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
            if (
                event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
                and not self._session.hand.is_busy
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

    def _is_on_canvas(self, place: QPointF) -> bool:
        column, row = self._on_box(place)
        return bool(0 <= column <= self._box.width() and 0 <= row <= self._box.height())

    def data_at(self, place: QPoint) -> tuple[float, float]:
        """Return the point of the plane under a pixel of the widget."""
        return self.view.to_data(*self._on_box(QPointF(place)))

    def widget_place(self, x: float, y: float) -> QPointF:
        """Return the pixel of the widget where a point of the plane is shown."""
        scene = self._box.mapToScene(QPointF(*self.view.to_pixels(x, y)))
        return QPointF(self.mapFromScene(scene))

    def _on_box(self, place: QPointF) -> tuple[float, float]:
        local = self._box.mapFromScene(self.mapToScene(place.toPoint()))
        # mapToScene takes whole pixels; what it drops still counts at twice the scale.
        return local.x() + place.x() - round(place.x()), local.y() + place.y() - round(place.y())

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
        """Esc takes back the running gesture or clears the selection; other keys are commands."""
        if event.key() == Qt.Key.Key_Escape and self._session.hand.escape():
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


class _Axis(pg.AxisItem):
    """An axis with true minus signs."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return the labels of ticks; called by pyqtgraph."""
        return [text.replace("-", "−") for text in super().tickStrings(values, scale, spacing)]


def _axes(plot: pg.PlotItem) -> tuple[pg.AxisItem, pg.AxisItem]:
    return plot.getAxis("bottom"), plot.getAxis("left")


def _decade(value: float) -> int:
    """Return the exponent of the power of ten at or below `value`."""
    return int(f"{value:e}".partition("e")[2])


def _summary(scene: Scene) -> str:
    """Return the canvas in words, for those who cannot see it."""
    errors = scene.errors
    start, end = scene.interval
    return (
        f"{len(scene.document.model)} hinges approximate {scene.document.target.text} "
        f"on {start:g} to {end:g}; largest error {errors.max:.4g} at x = {errors.max_at:.4g}"
    )
