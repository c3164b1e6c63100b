"""The error strip: its range, its layers and its tolerance band, and what the mouse does with them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from reluviz.gui.canvas.band import GoodLayer, ToleranceLayer
from reluviz.gui.canvas.strip import ErrorLayer, LargestLayer, StripLayer
from reluviz.gui.canvas.strip_header import StripHeader
from reluviz.interaction.snapping import snap_number
from reluviz.interaction.view import View
from reluviz.scene.error_strip import READINGS, ErrorLook, Reading, first_tolerance, tolerance_at
from reluviz.scene.scene import Bounds

if TYPE_CHECKING:
    import pyqtgraph as pg

    from reluviz.gui.canvas.backdrop import StripBackdrop
    from reluviz.gui.canvas.curves import SceneLayer
    from reluviz.gui.session import Session
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["ErrorStrip"]

#: Multiples of a power of ten at which the range of the strip may end.
_ROUND_LIMITS = (1, 1.5, 2, 3, 4, 5, 7, 10)
#: Room beyond the largest error, as a factor: some air; or a line of words, beside which no curve may be.
_AIR, _WORDS = 1.12, 1.45
_UNSIGNED_ROOM = 1.3
#: A good interval costs a millisecond or two: with more hinges it waits until the hand rests.
_MOST_HINGES_IN_MOTION = 200
#: How far, in pixels, a line must be dragged before it moves, and the least height it can be dragged to.
_DRAG_THRESHOLD, _LEAST_HEIGHT = 2.0, 0.5


class ErrorStrip(QObject):
    """What is shown of the error, and how: the reading, the tolerance, and where all is well.

    Parameters
    ----------
    session : Session
    canvas : pyqtgraph.GraphicsLayoutWidget
        The header is placed on it.
    boxes : pair of pyqtgraph.ViewBox
        The rectangles of the strip and of the canvas above it.
    backdrop : StripBackdrop
    colours : Palette
    magnification : float
        How many times larger than usual the header is.

    Signals
    -------
    changed()
        The look of the error was changed for good: not while a line is dragged.
    """

    changed = Signal()

    def __init__(
        self,
        session: Session,
        canvas: pg.GraphicsLayoutWidget,
        boxes: tuple[pg.ViewBox, pg.ViewBox],
        backdrop: StripBackdrop,
        colours: Palette,
        magnification: float = 1.0,
    ) -> None:
        super().__init__(canvas)
        self._session = session
        self._box, canvas_box = boxes
        self.look = ErrorLook()
        self.limit = 1.0
        self._backdrop = backdrop
        self._before_drag: ErrorLook | None = None
        self._press_row: float | None = None
        scene = session.scene
        self.canvas_shade = GoodLayer(canvas_box, scene, colours)
        self._shade = GoodLayer(self._box, scene, colours)
        self._tolerance = ToleranceLayer(self._box, scene, colours)
        curves = (ErrorLayer(self._box, scene, colours), LargestLayer(self._box, scene, colours))
        self._look_layers: tuple[StripLayer, ...] = (*curves, self._tolerance)
        self.layers: tuple[SceneLayer, ...] = (backdrop, self._shade, *self._look_layers)
        self.header = StripHeader(canvas.viewport(), colours, magnification)
        self.header.reading_wanted.connect(self.show_reading)
        self.header.tolerance_entered.connect(
            lambda value: self.set_look(replace(self.look, tolerance=value))
        )
        self.header.problem.connect(session.message)
        self.header.show_look(self.look)

    # -- the look --------------------------------------------------------------------------------

    def set_look(self, look: ErrorLook) -> None:
        """Look at the error in another way, for good."""
        self._end_drag()
        self._show_look(look)
        self.changed.emit()

    def show_reading(self, reading: Reading) -> None:
        """Read the error in another way."""
        self.set_look(replace(self.look, reading=reading))

    def _take_tolerance(self, value: float) -> None:
        self.set_look(replace(self.look, tolerance=value))

    def next_reading(self) -> None:
        """Go on to the next of the three readings."""
        self.show_reading(READINGS[(READINGS.index(self.look.reading) + 1) % len(READINGS)])

    def toggle_band(self) -> None:
        """Show the tolerance band, or hide it."""
        tolerance = self.look.tolerance or first_tolerance(self._session.scene.errors.max)
        self.set_look(replace(self.look, tolerance=tolerance, shows_band=not self.look.shows_band))

    def edit_tolerance(self) -> None:
        """Let a tolerance be typed, with its band on the screen."""
        if not self.look.shows_band:
            self.toggle_band()
        self.header.edit()

    def _show_look(self, look: ErrorLook) -> None:
        other_range = look.reading != self.look.reading
        self.look = look
        for layer in self._look_layers:
            layer.show_look(look)
        self._backdrop.show_reading(look.reading)
        self.header.show_look(look)
        if other_range:
            self.fit(shrink=True, anew=True)
        self.refresh_good()

    def refresh_good(self) -> None:
        """Find the good interval for what is on the screen, unless that would keep the hand waiting."""
        band, scene = self.look.band, self._session.scene
        if band is None:
            good, around = None, None
        elif self._session.is_in_motion and len(scene.document.model) > _MOST_HINGES_IN_MOTION:
            good, around = None, self.look.around
            self.header.show_nothing_good()
        else:
            good, around = scene.good_interval(band, self.look.around), self.look.around
            self.header.show_good(good, scene.usual_place if around is None else around)
        self._shade.show_good(good, around)
        self.canvas_shade.show_good(good)

    # -- what is on the screen -------------------------------------------------------------------

    def show_scene(self, scene: Scene, previous: Scene) -> None:
        """Show another scene."""
        if scene.document.target is not previous.document.target:
            self.look = replace(self.look, around=None)
        for layer in self.layers:
            layer.show_scene(scene)
        if scene.document is not previous.document:
            self.fit(shrink=not self._session.is_in_motion)
        self.refresh_good()

    def fit(self, *, shrink: bool, anew: bool = False) -> None:
        """Give the strip a round limit that holds the largest error; smaller only between gestures."""
        scene = self._session.scene
        # Pins are there to compare with: their errors are on the strip whole.
        largest = max(scene.errors.max, *(pinned.errors.max for pinned in scene.pinned), 0.0)
        if self.look.reading == "signed":
            # Where the error is as large on both sides, the words below the curve need room of their own.
            room = _WORDS if scene.document.norm == "max" else _AIR
        else:
            room = _UNSIGNED_ROOM
            largest = 0.5 * largest * largest if self.look.reading == "square" else largest
        needed = max(room * largest, 1e-12)
        if anew or needed > self.limit or (shrink and needed < 0.4 * self.limit):
            step = 10.0 ** _decade(needed)
            self.limit = next(m * step for m in _ROUND_LIMITS if m * step >= needed)
            self._box.setRange(yRange=(self._lowest, self.limit), padding=0)
            left, right = self._box.viewRange()[0]
            self.set_x_range(left, right)

    @property
    def _lowest(self) -> float:
        return -self.limit if self.look.reading == "signed" else 0.0

    def set_x_range(self, left: float, right: float) -> None:
        """Show another part of the x-axis."""
        bounds = Bounds(left, right, self._lowest, self.limit)
        for layer in self.layers:
            layer.set_view(View(bounds, self._box.width(), self._box.height()))

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        self.header.set_colours(colours)
        for layer in (*self.layers, self.canvas_shade):
            layer.set_colours(colours)

    # -- the mouse, in pixels of the strip's rectangle -------------------------------------------

    @property
    def is_held(self) -> bool:
        """Whether a line of the tolerance is held."""
        return self._before_drag is not None

    def contains(self, column: float, row: float) -> bool:
        """Return whether a pixel is on the strip."""
        return bool(0 <= column <= self._box.width() and 0 <= row <= self._box.height())

    def hover(self, column: float, row: float) -> Qt.CursorShape | None:
        """Show what a press would do; returns the pointer's shape, or None where it would do nothing."""
        hit = self._tolerance.is_hit(column, row)
        self._tolerance.set_hot(is_hot=hit or self.is_held)
        return Qt.CursorShape.SizeVerCursor if hit or self.is_held else None

    def press(self, column: float, row: float) -> None:
        """Take a line of the tolerance, or say where the good interval is wanted."""
        if self._tolerance.is_hit(column, row):
            self._before_drag, self._press_row = self.look, row
        elif self.look.shows_band and self.contains(column, row):
            start, end = self._session.scene.interval
            left, right = self._box.viewRange()[0]
            x = left + column * (right - left) / self._box.width()
            self._show_look(replace(self.look, around=min(max(x, start), end)))

    def move(self, row: float, *, free: bool) -> None:
        """Drag the line held to another height; `free`: without pull of round numbers."""
        if self._press_row is not None and abs(row - self._press_row) < _DRAG_THRESHOLD:
            return
        self._press_row = None
        view = self._tolerance.view
        assert view is not None
        least = _LEAST_HEIGHT / view.pixels_per_y
        level = abs(view.to_data(0, min(max(row, 0.0), view.height))[1])
        tolerance = tolerance_at(max(level, least), self.look.reading)
        # The height of ½e² grows by e for each unit of e.
        growth = tolerance if self.look.reading == "square" else 1.0
        settled = snap_number(tolerance, growth * view.pixels_per_y, suspended=free).value
        self._show_look(replace(self.look, tolerance=settled if settled > 0 else tolerance))

    def release(self) -> None:
        """Leave the line where it is."""
        if self.is_held:
            self.set_look(self.look)

    def escape(self) -> bool:
        """Put the line held back; returns whether there was one."""
        before = self._before_drag
        self._end_drag()
        if before is not None:
            self._show_look(before)
        return before is not None

    def double_click(self, column: float, row: float) -> None:
        """Let the tolerance of a line be typed."""
        if self._tolerance.is_hit(column, row):
            self.escape()
            self.header.edit()

    def _end_drag(self) -> None:
        self._before_drag = self._press_row = None
        self._tolerance.set_hot(is_hot=False)


def _decade(value: float) -> int:
    """Return the exponent of the power of ten at or below `value`."""
    return int(f"{value:e}".partition("e")[2])
