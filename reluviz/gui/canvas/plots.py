"""The two plots of the canvas: the plane people work on, and the error strip below it on the same x-axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPixmapCache, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView

from reluviz.gui.canvas.backdrop import CanvasBackdrop, StripBackdrop
from reluviz.gui.canvas.curves import SceneLayer, SumLayer, UnitsLayer
from reluviz.gui.canvas.error_strip import ErrorStrip
from reluviz.gui.canvas.lens import LensLayer
from reluviz.gui.canvas.marks import BoundsLayer, HintLayer, KnotsLayer
from reluviz.gui.canvas.pointer import PointerLayer
from reluviz.gui.canvas.strip_header import StripHeader
from reluviz.interaction.view import View
from reluviz.scene.scene import Bounds

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from reluviz.gui.session import Session
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["Plots"]

_LEFT_AXIS_WIDTH = 58
#: How many times the height it needs a view may have before it is fitted again.
_MOST_ROOM = 1.6
_STRIP_SHARE = (65, 35)
#: Cached axes of a large screen at twice the scale must fit, or they are painted anew on every frame.
_PIXMAP_CACHE_KILOBYTES = 256 * 1024


class Plots(pg.GraphicsLayoutWidget):
    """Shows scenes: which part of the plane, in which colours, on which layers. Takes no events.

    Parameters
    ----------
    session : Session
    colours : Palette
    magnification : float
        How many times larger than usual everything is shown: lines, marks, type and what they react to. All
        is laid out and painted in units of so many pixels.
    """

    magnification = 1.0

    def __init__(self, session: Session, colours: Palette, magnification: float = 1.0) -> None:
        super().__init__()
        self.magnification = magnification
        QPixmapCache.setCacheLimit(_PIXMAP_CACHE_KILOBYTES)
        self._session = session
        self._colours = colours
        self._box, self._axes = self._make_plot(0, has_values_below=False)
        self._strip_box, self._strip_axes = self._make_plot(1, has_values_below=True)
        grid = self.ci.layout
        for row, share in zip((0, 2), _STRIP_SHARE, strict=True):
            grid.setRowStretchFactor(row, share)
        grid.setContentsMargins(5, 5, 15, 7)
        grid.setSpacing(0)
        # The header of the strip stands between the two.
        grid.setRowSpacing(1, StripHeader.HEIGHT + 4)
        self._view_is_chosen = False
        scene = session.scene
        self._pointer_layer = PointerLayer(self._box, colours)
        self._units = UnitsLayer(self._box, scene, colours)
        self._knots = KnotsLayer(self._box, scene, colours)
        self._hint = HintLayer(self._box, scene, colours)
        self._lens = LensLayer(self._box, scene, colours)
        strip_grid = StripBackdrop(self._strip_box, self._strip_axes, scene, colours)
        self.strip = ErrorStrip(
            session, self, (self._strip_box, self._box), strip_grid, colours, magnification
        )
        self._canvas_layers: list[SceneLayer] = [
            CanvasBackdrop(self._box, self._axes, scene, colours),
            self.strip.canvas_shade,
            self._units,
            self._hint,
            SumLayer(self._box, scene, colours),
            self._knots,
            BoundsLayer(self._box, scene, colours),
            self._lens,
        ]
        # Every pixel of the viewport is painted here: nothing below it has to be painted first.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setAccessibleName(self.tr("Canvas"))
        for box in (self._box, self._strip_box):
            box.sigResized.connect(self._refresh_views)
        session.scene_changed.connect(self._show_scene)
        # A gesture may end without another scene, and on another canvas of the same session.
        session.history_changed.connect(self._show_drag)
        session.isolated.connect(self._units.show_isolated)
        session.mode_changed.connect(self._show_mode)
        self._show_mode()
        self._colour_frame()
        self.fit_view()

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

    @property
    def view_is_chosen(self) -> bool:
        """Whether the view was chosen by hand, and is not to be fitted by itself."""
        return self._view_is_chosen

    def fit_view(self) -> None:
        """Show the interval with the target and the sum."""
        bounds = self._session.scene.comfortable_bounds()
        self.strip.fit(shrink=True)
        self._view_is_chosen = False
        self._show_bounds(bounds)

    def zoom(self, factor: float) -> None:
        """Magnify about the middle of the canvas."""
        view = self.view
        self.set_view(view.zoomed(factor, *view.to_data(view.width / 2, view.height / 2)))

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        self._colours = colours
        self._colour_frame()
        self._pointer_layer.set_colours(colours)
        for layer in self._canvas_layers:
            layer.set_colours(colours)
        self.strip.set_colours(colours)

    def _colour_frame(self) -> None:
        self.setBackground(self._colours.background)
        for axis in (*self._axes, *self._strip_axes):
            axis.setPen(pg.mkPen(self._colours.axis, width=1))
            axis.setTextPen(pg.mkPen(self._colours.muted))

    def _show_scene(self, scene: Scene, previous: Scene) -> None:
        # While an end of the interval is held, the plane must not move under the hand.
        if scene.document.target is not previous.document.target and not self._session.hand.is_busy:
            self.fit_view()
        for layer in self._canvas_layers:
            layer.show_scene(scene)
        self.strip.show_scene(scene, previous)
        if scene.document is not previous.document:
            self._follow_sum(scene)
        self._pointer_layer.show_hover(None)
        self._show_drag()
        self.setAccessibleDescription(_summary(scene))

    def _show_drag(self) -> None:
        """Show the numbers, guides and band of the running gesture, or none."""
        hand = self._session.hand
        self._pointer_layer.show_drag(hand.dragged, hand.band)
        # Nothing stands in the way of a stroke.
        self._hint.show_drawing(on=hand.draws and not hand.is_busy)

    def _follow_sum(self, scene: Scene) -> None:
        """Fit the view when a fit or an entry takes the curve out of it, or leaves it far too large.

        Never during a gesture: what the hand holds must not move under it.
        """
        if self._view_is_chosen or self._session.is_in_motion:
            return
        extrema, bounds = scene.sum.extrema(*scene.interval), self.view.bounds
        wanted = scene.comfortable_bounds()
        too_large = bounds.top - bounds.bottom > _MOST_ROOM * (wanted.top - wanted.bottom)
        if too_large or extrema.minimum < bounds.bottom or extrema.maximum > bounds.top:
            self.fit_view()

    def _refresh_views(self) -> None:
        view = self.view
        for layer in (*self._canvas_layers, self._pointer_layer):
            layer.set_view(view)
        self.strip.set_x_range(view.bounds.left, view.bounds.right)
        corner = self.mapFromScene(self._strip_box.mapToScene(0.0, 0.0))
        header = self.strip.header
        larger = self.magnification
        width, height = round(larger * self._strip_box.width()), round(larger * header.HEIGHT)
        header.setGeometry(QRect(corner.x(), corner.y() - height - 2, width, height))

    def _show_mode(self) -> None:
        self._knots.show_shape_mode(on=self._session.hand.shapes)
        self._pointer_layer.show_hover(None)
        self._show_drag()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the plots out on the units that fit; called by Qt."""
        if self.magnification == 1.0 or self.closed:
            super().resizeEvent(event)
            return
        self.range = QRectF(0, 0, self.width() / self.magnification, self.height() / self.magnification)
        pg.GraphicsView.setRange(self, self.range, padding=0, disableAutoPixel=False)
        self.updateMatrix()
        # The plots took their places before there was a scale to place the header by.
        self._refresh_views()

    def updateMatrix(self, propagate: bool = True) -> None:
        """Show each unit as so many pixels; called by pyqtgraph, which knows units of one pixel only."""
        if self.magnification == 1.0:
            super().updateMatrix(propagate)
            return
        self.setSceneRect(self.range)
        self.setTransform(QTransform.fromScale(self.magnification, self.magnification))
        self.sigDeviceRangeChanged.emit(self, self.range)
        self.sigDeviceTransformChanged.emit(self)

    def _make_plot(self, number: int, *, has_values_below: bool) -> tuple[pg.ViewBox, tuple[_Axis, _Axis]]:
        """Put a view with an axis below and one on the left into the grid.

        Not a PlotItem: it has a title, buttons, two axes more and a menu full of fields, which nobody would
        see and every start would build.
        """
        box = pg.ViewBox(enableMenu=False)
        box.setMouseEnabled(False, False)
        box.disableAutoRange()
        box.setDefaultPadding(0)
        bottom, left = _Axis("bottom", self.magnification), _Axis("left", self.magnification)
        font = QFont(self.font())
        font.setPixelSize(12)
        for axis in (bottom, left):
            axis.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
            axis.setStyle(tickLength=5, tickTextOffset=6, maxTickLevel=0, tickAlpha=255, tickFont=font)
            axis.linkToView(box)
            # Above the view.
            axis.setZValue(0.5)
        left.setWidth(_LEFT_AXIS_WIDTH)
        bottom.setStyle(showValues=has_values_below)
        bottom.setHeight(26 if has_values_below else 6)
        grid = self.ci.layout
        grid.addItem(left, 2 * number, 0)
        grid.addItem(box, 2 * number, 1)
        grid.addItem(bottom, 2 * number + 1, 1)
        return box, (bottom, left)

    def _is_on_canvas(self, place: QPointF) -> bool:
        column, row = self._on_box(place)
        return bool(0 <= column <= self._box.width() and 0 <= row <= self._box.height())

    def _on_strip(self, place: QPointF) -> tuple[float, float]:
        return self._on_box(place, self._strip_box)

    def data_at(self, place: QPoint) -> tuple[float, float]:
        """Return the point of the plane under a pixel of the widget."""
        return self.view.to_data(*self._on_box(QPointF(place)))

    def widget_place(self, x: float, y: float) -> QPointF:
        """Return the pixel of the widget where a point of the plane is shown."""
        scene = self._box.mapToScene(QPointF(*self.view.to_pixels(x, y)))
        return QPointF(self.mapFromScene(scene))

    def _on_box(self, place: QPointF, box: pg.ViewBox | None = None) -> tuple[float, float]:
        whole = place.toPoint()
        local = (box or self._box).mapFromScene(self.mapToScene(whole))
        # mapToScene takes whole pixels; what it drops still counts at twice the scale.
        rest = place - QPointF(whole)
        return local.x() + rest.x() / self.magnification, local.y() + rest.y() / self.magnification


class _Axis(pg.AxisItem):
    """An axis with true minus signs, and as many ticks as its type has room for."""

    def __init__(self, side: str, magnification: float) -> None:
        super().__init__(side)
        self.magnification = magnification
        self.enableAutoSIPrefix(False)

    def updateAutoSIPrefix(self) -> None:
        """Leave the title alone, which is empty; called by pyqtgraph on the way to every other range."""

    def tickSpacing(self, low: float, high: float, pixels: float) -> list[tuple[float, float]]:
        """Return spacings and offsets of ticks; called by pyqtgraph with pixels of the screen."""
        spacings: list[tuple[float, float]] = super().tickSpacing(low, high, pixels / self.magnification)
        return spacings

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return the labels of ticks; called by pyqtgraph."""
        return [text.replace("-", "−") for text in super().tickStrings(values, scale, spacing)]


def _summary(scene: Scene) -> str:
    """Return the canvas in words, for those who cannot see it."""
    errors = scene.errors
    start, end = scene.interval
    return (
        f"{len(scene.document.model)} hinges approximate {scene.document.target.text} "
        f"on {start:g} to {end:g}; largest error {errors.max:.4g} at x = {errors.max_at:.4g}"
    )
