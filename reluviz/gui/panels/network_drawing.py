"""The network diagram as it is edited: numbers to scrub, nodes to select, by the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QMouseEvent

from reluviz.errors import InputError
from reluviz.gui.panels.network_keys import NetworkKeys, scrub_factor
from reluviz.gui.panels.network_numbers import Scrub, edit_of, unit_with

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent

    from reluviz.gui.session import Session
    from reluviz.maths.formula import Unit
    from reluviz.scene.palette import Palette

__all__ = ["NetworkDrawing"]

#: A press that moves less than this many pixels is a click.
_THRESHOLD = 3.0
_LEFT = Qt.MouseButton.LeftButton


class NetworkDrawing(NetworkKeys):
    """Edits the network by mouse and by keys.

    A press on a number and a move sideways scrub it, in one undo step; Shift is ten times as fast, Alt ten
    times as fine. A double click lets it be typed. A click on a node selects its hinge.
    """

    def __init__(self, session: Session, colours: Palette) -> None:
        super().__init__(session, colours)
        self._scrub: Scrub | None = None
        #: The form that the running scrub has made, the last good one.
        self._tried: Unit | None = None
        self._factor = 1.0
        self._latest_move: QMouseEvent | None = None
        # Moves are handled once per turn of the event loop, so that a fast mouse never starves the screen.
        self._move_timer = QTimer(self)
        self._move_timer.setSingleShot(True)
        self._move_timer.setInterval(0)
        self._move_timer.timeout.connect(self._handle_latest_move)

    # -- the mouse -------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a number, or select the hinge of a node."""
        self._handle_latest_move()
        event.accept()
        if event.button() != _LEFT or self._scrub is not None:
            return
        self._session.tween.finish()
        place = event.position()
        number = self.network.number_at(place.x(), place.y())
        unit = self.network.unit_at(place.x(), place.y())
        if number is not None:
            self._focus(number.place)
            self._scrub = self._scrub_of(number, place.x())
            self._factor = scrub_factor(event)
        elif unit is not None:
            chosen = {unit}
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                chosen ^= set(self._scene.selection)
            self._session.store.select(chosen)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Let a number be typed."""
        number = self.network.number_at(event.position().x(), event.position().y())
        if event.button() == _LEFT and number is not None:
            self.escape()
            self.type_number(number.place)
            event.accept()
            return
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Keep the latest place; it is handled when the event queue is empty."""
        self._latest_move = QMouseEvent(event)
        if not self._move_timer.isActive():
            self._move_timer.start()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the scrub: one undo step."""
        self._handle_latest_move()
        event.accept()
        if event.button() == _LEFT and self._scrub is not None:
            place, was_moving = self._scrub.place, self._is_moving
            self._scrub, self._is_moving = None, False
            if was_moving and self._session.store.gesture_is_running:
                self._session.store.commit()
                self._settle(place)
            self._refresh()
            self._hover(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        if self._scrub is None:
            self._latest_move = None
            self._point_at(None, None)
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of everything."""
        self.escape()
        self._point_at(None, None)
        super().hideEvent(event)

    def escape(self) -> bool:
        """Take a running scrub back; returns whether there was one."""
        was_moving = self._is_moving
        self._scrub, self._is_moving = None, False
        if was_moving:
            self._forms.try_out(-1, None)
            if self._session.store.gesture_is_running:
                self._session.store.cancel()
            self.problem.emit("")
            self._refresh()
        return was_moving

    def _handle_latest_move(self) -> None:
        event, self._latest_move = self._latest_move, None
        self._move_timer.stop()
        if event is None:
            return
        if self._scrub is None:
            self._hover(event.position())
        elif not event.buttons() & _LEFT or (self._is_moving and not self._session.store.gesture_is_running):
            # The release went to another window, or undo took the scrub back.
            self.escape()
        else:
            self._scrub_to(event)

    # -- scrubbing -------------------------------------------------------------------------------

    def _scrub_to(self, event: QMouseEvent) -> None:
        scrub, x, factor = self._scrub, event.position().x(), scrub_factor(event)
        assert scrub is not None
        if not self._is_moving:
            if abs(x - scrub.origin) < _THRESHOLD:
                return
            self._session.tween.finish()
            self._session.hand.escape_gesture()
            self._session.store.begin()
            self._is_moving, self._tried = True, None
            if scrub.unit is not None:
                self._forms.remember(scrub.place[1], scrub.unit)
        if factor != self._factor:
            # From here on with other steps, without a jump.
            value = scrub.value(x - scrub.origin, self._factor)
            scrub = self._scrub = scrub.from_here(value, x)
            self._factor = factor
        value = scrub.value(x - scrub.origin, factor)
        try:
            edit = edit_of(scrub.place, value, scrub.unit, "Scrub")
            good, self._tried = self._tried, scrub.unit and unit_with(scrub.unit, scrub.place, value)
            self._forms.try_out(scrub.place[1], self._tried)
            try:
                self._session.store.preview(edit)
            except InputError:
                self._tried = good
                self._forms.try_out(scrub.place[1], good)
                raise
        except InputError as error:
            # What was shown last stays.
            self.problem.emit(str(error))
        else:
            self.problem.emit("")
