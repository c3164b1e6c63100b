"""The network diagram by the keyboard: going through its numbers, stepping and typing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent

from reluviz.errors import InputError
from reluviz.gui.panels.network_entry import NetworkEntry
from reluviz.gui.panels.network_numbers import Scrub, edit_of, scrub_step, unit_with
from reluviz.gui.panels.network_view import NetworkView

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QInputEvent

    from reluviz.gui.session import Session
    from reluviz.maths.formula import Unit
    from reluviz.scene.network_parts import Number, Place
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["NetworkKeys", "scrub_factor"]

_SHIFT, _ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
#: Which way the arrow keys go: to another number, or up and down in value.
_WALKS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_STEPS: dict[int, int] = {Qt.Key.Key_Down: -1, Qt.Key.Key_Up: 1}


class NetworkKeys(NetworkView):
    """Sets the numbers of the network, by keys or typed ones.

    Tab goes from number to number, Up and Down change the one in focus, Enter lets it be typed.

    Signals
    -------
    problem(str)
        What is wrong with a number, or "" if nothing is any more.
    """

    problem = Signal(str)

    def __init__(self, session: Session, colours: Palette) -> None:
        super().__init__(session, colours)
        self._key_step: tuple[Place, float] | None = None
        self._typing: NetworkEntry | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_scene(self, scene: Scene) -> None:
        """Show another scene; a field over a number that is gone closes."""
        super().show_scene(scene)
        if self._typing is not None and self.network.number(self._typing.place) is None:
            self._typing.finish()

    def escape(self) -> bool:
        """Take back what is under way; returns whether there was anything."""
        return False

    # -- the numbers -----------------------------------------------------------------------------

    def _form(self, place: Place) -> Unit | None:
        document = self._scene.document
        if place[1] < 0:
            return None
        return self._forms.form(document.model, place[1], is_fitted=document.keep_fitted)

    def _scrub_of(self, number: Number, origin: float = 0.0) -> Scrub:
        step = scrub_step(number.value)
        return Scrub(number.place, number.value, step, self._form(number.place), origin)

    def _settle(self, place: Place) -> None:
        """Keep the form that a unit has now, where fits have changed its slope."""
        model = self._scene.document.model
        if 0 <= place[1] < len(model):
            self._forms.remember(place[1], self._forms.form(model, place[1], is_fitted=True))
        self._forms.try_out(place[1], None)
        self._refresh()

    def _set_number(self, place: Place, value: float, verb: str) -> str | None:
        """Set a number in one undo step; returns what is wrong with it, or None."""
        unit = self._form(place)
        try:
            edit = edit_of(place, value, unit, verb)
        except InputError as error:
            self.problem.emit(str(error))
            return str(error)
        if unit is not None:
            self._forms.remember(place[1], unit)
            self._forms.try_out(place[1], unit_with(unit, place, value))
        problem = self._session.dispatch(edit)
        if problem is not None:
            self._forms.try_out(place[1], None)
        self._settle(place)
        self.problem.emit(problem or "")
        return problem

    # -- typing ----------------------------------------------------------------------------------

    def type_number(self, place: Place) -> None:
        """Open a field over a number."""
        self._session.tween.finish()
        number = self.network.number(place)
        if number is None:
            return
        if self._typing is not None:
            self._typing.finish()
        self._focus(place)
        box = number.box
        width = max(int(box.width) + 24, 92)
        left = min(max(int(box.left + box.width / 2 - width / 2), 0), max(self.width() - width, 0))
        field = NetworkEntry(self.tr("Value of {0}").format(_spoken_name(place)), place, self)
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

    def _take(self, field: NetworkEntry, value: float) -> None:
        problem = self._set_number(field.place, value, "Set")
        if problem is not None:
            field.refuse(problem)

    def _close_typing(self) -> None:
        field, self._typing = self._typing, None
        if field is not None:
            if field.hasFocus():
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            field.hide()
            field.deleteLater()

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
        self._session.tween.finish()
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
        key, focused = event.key(), self.network.number(self._focused)
        if key == Qt.Key.Key_Escape and self.escape():
            return
        if focused is None or self._is_moving:
            event.ignore()
        elif key in _STEPS:
            self._step_by_key(focused.place, _STEPS[key], scrub_factor(event))
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
        if self._typing is not None and self._typing.hasFocus():
            # Typed values are taken on the way out.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
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
            key, modifiers = event.key(), event.modifiers() & ~(_SHIFT | _ALT)
            keys = (*_STEPS, *_WALKS, *_ENTER)
            held = modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if (key in keys and held and self.network.number(self._focused) is not None) or (
                key == Qt.Key.Key_Escape and self._is_moving
            ):
                event.accept()
                return True
        return bool(super().event(event))


def _spoken_name(place: Place) -> str:
    kind, unit = place
    return kind if unit < 0 else f"{kind}{unit + 1}"


def scrub_factor(event: QInputEvent) -> float:
    """Return how many times larger steps are: ten with Shift, a tenth with Alt."""
    modifiers = event.modifiers()
    return (10.0 if modifiers & _SHIFT else 1.0) * (0.1 if modifiers & _ALT else 1.0)
