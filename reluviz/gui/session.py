"""The session: one document on the screen. The only link between the store and the widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reluviz.errors import InputError
from reluviz.interaction.hand import Hand
from reluviz.scene.scene import Scene, resolve

if TYPE_CHECKING:
    from reluviz.document.edits import Edit
    from reluviz.document.store import Store

__all__ = ["Session"]


class Session(QObject):
    """Resolves each state of the store into a scene and tells the widgets.

    Signals
    -------
    scene_changed(Scene, Scene)
        The new scene and the one before; widgets paint what differs.
    history_changed()
        What undo, redo and saving would do may have changed; sent once for the previews of a gesture.
    message(str)
        One sentence for the status bar: an edit that could not be done, or what was done instead.
    """

    scene_changed = Signal(object, object)
    history_changed = Signal()
    message = Signal(str)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.hand = Hand(store)
        self._gesture_was_running = False
        self.scene: Scene = resolve(store.document, store.selection)
        self._unsubscribe = store.subscribe(self._follow)

    def dispatch(self, edit: Edit) -> str | None:
        """Do one edit; returns what is wrong with it, or None. The message goes to the status bar too."""
        try:
            self.store.dispatch(edit)
        except InputError as error:
            self.message.emit(_sentence(error))
            return _sentence(error)
        return None

    def _follow(self) -> None:
        previous = self.scene
        self.scene = resolve(self.store.document, self.store.selection, previous)
        if self.scene is not previous:
            self.scene_changed.emit(self.scene, previous)
            if (
                self.store.gesture_is_running
                and previous.document.keep_fitted
                and not self.scene.document.keep_fitted
            ):
                self.message.emit(self.tr("Shaped by hand: Keep fitted is now off."))
        running = self.store.gesture_is_running
        if not running or not self._gesture_was_running:
            self.history_changed.emit()
        self._gesture_was_running = running


def _sentence(error: InputError) -> str:
    text = str(error)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
