"""The network diagram as a widget: numbers to scrub and type, nodes to select, units to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from reluviz.errors import InputError
from reluviz.gui.number_field import NumberField
from reluviz.gui.panels.network_numbers import Scrub, UnitForms, edit_of, scrub_step, unit_with
from reluviz.gui.panels.network_painting import Looks, NetworkPainter
from reluviz.scene.network import Network, lay_out

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QFocusEvent, QHideEvent, QPaintEvent, QResizeEvent

    from reluviz.gui.session import Session
    from reluviz.maths.formula import Unit
    from reluviz.scene.network import Number, Place
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["NetworkDrawing"]

#: A press that moves less than this many pixels is a click.
_THRESHOLD = 3.0
_SHIFT, _ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
_LEFT = Qt.MouseButton.LeftButton
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
#: Which way the arrow keys go: to another number, or up and down in value.
_WALKS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_STEPS = {Qt.Key.Key_Down: -1, Qt.Key.Key_Up: 1}


class NetworkDrawing(QWidget):
    """Draws the network of the scene.

    A press on a number and a move sideways scrub it, in one undo step; Shift is ten times as fast, Alt ten
    times as fine. A double click or Enter lets it be typed. Tab goes from number to number, Up and Down
    change the one in focus. A click on a node selects its hinge.

    Signals
    -------
    unit_hovered(int or None)
        The pointer came to a unit or left it.
    problem(str)
        What is wrong with a number, or "" if nothing is any more.
    """

    unit_hovered = Signal(object)
    problem = Signal(str)

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
        self._scrub: Scrub | None = None
        self._is_moving = False
        self._factor = 1.0
        self._key_step: tuple[Place, float] | None = None
        self._typing: _Typing | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._latest_move: QMouseEvent | None = None
        # Moves are handled once per turn of the event loop, so that a fast mouse never starves the screen.
        self._move_timer = QTimer(self)
        self._move_timer.setSingleShot(True)
        self._move_timer.setInterval(0)
        self._move_timer.timeout.connect(self._handle_latest_move)

    # -- what is shown ---------------------------------------------------------------------------

    @property
    def network(self) -> Network:
        """The present layout; worked out when it is first asked for."""
        if self._layout is None:
            document = self._scene.document
            model, is_fitted = document.model, document.keep_fitted or self._is_moving
            held = {place for place in (self._focused, self._scrub and self._scrub.place) if place}
            self._layout = lay_out(
                model,
                self.width(),
                self.height(),
                selection=self._scene.selection,
                form=lambda index: self._forms.form(model, index, is_fitted=is_fitted),
                measure=self._painter.width,
                kept={place for place in held if place[1] < 0},
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
        if self._typing is not None and self.network.number(self._typing.place) is None:
            self._typing.finish()
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
        self._painter.paint(QPainter(self), network, looks)

    # -- the mouse -------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a number, or select the hinge of a node."""
        self._handle_latest_move()
        event.accept()
        if event.button() != _LEFT or self._scrub is not None:
            return
        place = event.position()
        number = self.network.number_at(place.x(), place.y())
        unit = self.network.unit_at(place.x(), place.y())
        if number is not None:
            self._focus(number.place)
            self._scrub = self._scrub_of(number, place.x())
            self._factor = _factor(event)
        elif unit is not None:
            chosen = {unit}
            if event.modifiers() & _SHIFT:
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
            was_moving, self._scrub, self._is_moving = self._is_moving, None, False
            if was_moving and self._session.store.gesture_is_running:
                self._session.store.commit()
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

    # -- scrubbing -------------------------------------------------------------------------------

    def _form(self, place: Place) -> Unit | None:
        document = self._scene.document
        if place[1] < 0:
            return None
        return self._forms.form(document.model, place[1], is_fitted=document.keep_fitted)

    def _scrub_of(self, number: Number, origin: float = 0.0) -> Scrub:
        step = scrub_step(number.value)
        return Scrub(number.place, number.value, step, self._form(number.place), origin)

    def _scrub_to(self, event: QMouseEvent) -> None:
        scrub, x, factor = self._scrub, event.position().x(), _factor(event)
        assert scrub is not None
        if not self._is_moving:
            if abs(x - scrub.origin) < _THRESHOLD:
                return
            self._session.tween.finish()
            self._session.hand.escape_gesture()
            self._session.store.begin()
            self._is_moving = True
        if factor != self._factor:
            # From here on with other steps, without a jump.
            value = scrub.value(x - scrub.origin, self._factor)
            scrub = self._scrub = scrub.from_here(value, x)
            self._factor = factor
        value = scrub.value(x - scrub.origin, factor)
        self._remembering(scrub.place, value, scrub.unit)
        try:
            self._session.store.preview(edit_of(scrub.place, value, scrub.unit, "Scrub"))
        except InputError as error:
            self.problem.emit(str(error))
        else:
            self.problem.emit("")

    def _remembering(self, place: Place, value: float, unit: Unit | None) -> None:
        """Have the unit shown as it is edited, as long as that is its hinge."""
        if unit is not None and not (place[0] == "a" and value == 0):
            self._forms.remember(place[1], unit_with(unit, place, value))

    def _set_number(self, place: Place, value: float, verb: str) -> str | None:
        """Set a number in one undo step; returns what is wrong with it, or None."""
        unit = self._form(place)
        try:
            edit = edit_of(place, value, unit, verb)
        except InputError as error:
            self.problem.emit(str(error))
            return str(error)
        self._remembering(place, value, unit)
        problem = self._session.dispatch(edit)
        self.problem.emit(problem or "")
        return problem

    # -- typing ----------------------------------------------------------------------------------

    def type_number(self, place: Place) -> None:
        """Open a field over a number."""
        number = self.network.number(place)
        if number is None:
            return
        if self._typing is not None:
            self._typing.finish()
        self._focus(place)
        box = number.box
        width = max(int(box.width) + 24, 92)
        left = min(max(int(box.left + box.width / 2 - width / 2), 0), max(self.width() - width, 0))
        field = _Typing(self.tr("Value of {0}").format(_spoken_name(place)), place, self)
        field.show_number(number.value)
        height = field.sizeHint().height()
        top = int(box.top + box.height / 2 - height / 2)
        field.setGeometry(QRect(left, min(max(top, 0), max(self.height() - height, 0)), width, height))
        field.number_entered.connect(lambda value: self._take(field, value))
        field.problem.connect(self.problem)
        field.finished.connect(self._close_typing)
        self._typing = field
        field.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def _take(self, field: _Typing, value: float) -> None:
        problem = self._set_number(field.place, value, "Set")
        if problem is not None:
            field.refuse(problem)

    def _close_typing(self) -> None:
        field, self._typing = self._typing, None
        if field is not None:
            had_focus = field.hasFocus()
            field.hide()
            field.deleteLater()
            if had_focus:
                self.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the keyboard ----------------------------------------------------------------------------

    def _focus(self, place: Place | None) -> None:
        if place != self._focused:
            kept_before, self._focused = self._focused, place
            self._key_step = None
            # m or c at 0 is shown only as long as it is in focus.
            if any(one is not None and one[1] < 0 for one in (kept_before, place)):
                self._layout = None
            self.update()

    def _step_by_key(self, place: Place, steps: int, factor: float) -> None:
        number = self.network.number(place)
        if number is None:
            return
        scrub = self._scrub_of(number)
        # The steps stay as they are while the number stays in focus: else 0 would never be reached.
        if self._key_step is None or self._key_step[0] != place:
            self._key_step = (place, scrub.step)
        scrub = Scrub(place, number.value, self._key_step[1], scrub.unit)
        self._set_number(place, scrub.value(steps, factor), "Scrub")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change the number in focus, go to another one, or take a scrub back."""
        key, focused = Qt.Key(event.key()), self.network.number(self._focused)
        if key == Qt.Key.Key_Escape and self.escape():
            return
        if focused is None or self._is_moving:
            event.ignore()
        elif key in _STEPS:
            self._step_by_key(focused.place, _STEPS[key], _factor(event))
        elif key in _WALKS:
            self._walk(_WALKS[key])
        elif key in _ENTER:
            self.type_number(focused.place)
        else:
            event.ignore()

    def _walk(self, steps: int) -> bool:
        """Go to another number; returns whether there is one."""
        places = [number.place for number in self.network.numbers]
        position = places.index(self._focused) + steps if self._focused in places else -1
        if not 0 <= position < len(places):
            return False
        self._focus(places[position])
        return True

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Tab goes from number to number, and on to the next widget after the last one."""
        if self.hasFocus() and self._walk(1 if forwards else -1):
            return True
        return bool(super().focusNextPrevChild(forwards))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tab comes to the first number, or backwards to the last one."""
        numbers = self.network.numbers
        if numbers and event.reason() == Qt.FocusReason.TabFocusReason:
            self._focus(numbers[0].place)
        elif numbers and event.reason() == Qt.FocusReason.BacktabFocusReason:
            self._focus(numbers[-1].place)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Keep the keys of a number in focus from the window's shortcuts; say what a number means."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key, modifiers = Qt.Key(event.key()), event.modifiers() & ~(_SHIFT | _ALT)
            keys = (*_STEPS, *_WALKS, *_ENTER)
            held = modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if (key in keys and held and self.network.number(self._focused) is not None) or (
                key == Qt.Key.Key_Escape and self._is_moving
            ):
                event.accept()
                return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
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


class _Typing(NumberField):
    """A field over a number, for as long as it is typed.

    Signals
    -------
    finished()
        It has done what it was for.
    """

    finished = Signal()

    def __init__(self, name: str, place: Place, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.place = place
        self.returnPressed.connect(self._finish_if_taken)

    def finish(self) -> None:
        """Give up what is typed."""
        self.setModified(False)
        self.finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.problem.emit("")
            self.finish()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed, and go."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.finish()

    def _finish_if_taken(self) -> None:
        if not self.isModified():
            self.finished.emit()


def _spoken_name(place: Place) -> str:
    kind, unit = place
    return kind if unit < 0 else f"{kind}{unit + 1}"


def _factor(event: QMouseEvent | QKeyEvent) -> float:
    modifiers = event.modifiers()
    return (10.0 if modifiers & _SHIFT else 1.0) * (0.1 if modifiers & _ALT else 1.0)
