"""The session: one document on the screen. The only link between the store and the widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reluviz.errors import InputError
from reluviz.gui.build_steps import BuildSteps
from reluviz.gui.exact_fits import ExactFits
from reluviz.gui.fit_jobs import FitJobs
from reluviz.gui.sentences import sentence
from reluviz.gui.tween import Tween
from reluviz.interaction.hand import Hand, Mode
from reluviz.scene.scene import Scene, resolve

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.document.edits import Edit
    from reluviz.document.revision import Revision
    from reluviz.document.store import Store
    from reluviz.maths.hinges import HingeSum

__all__ = ["Session"]


class Session(QObject):
    """Resolves each state of the store into a scene and tells the widgets.

    Signals
    -------
    scene_changed(Scene, Scene)
        The new scene and the one before; widgets paint what differs.
    history_changed()
        What undo, redo and saving would do may have changed; sent once for the previews of a gesture. Sent
        after a refused edit too: a command that shows a choice shows the one that stands.
    message(str)
        One sentence for the status bar: an edit that could not be done, or what was done instead.
    isolated(int or None)
        One unit is looked at, or none any more.
    mode_changed()
        The hand works on something else from now on.
    """

    scene_changed = Signal(object, object)
    history_changed = Signal()
    message = Signal(str)
    isolated = Signal(object)
    mode_changed = Signal()

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.hand = Hand(store, lambda error: self.message.emit(sentence(error)))
        self.tween = Tween(self)
        self._gesture_was_running = False
        self._holds_still = False
        self._closing_words = ""
        self._steps = BuildSteps(store.document)
        self._isolated: int | None = None
        self.scene: Scene = resolve(store.document, store.selection)
        self._unsubscribe = store.subscribe(self._follow)
        self.tween.moved.connect(self._show_on_the_way)
        self.tween.arrived.connect(self._arrive)
        self.fits = FitJobs(self)
        self._exact_fits = ExactFits(self)

    @property
    def is_in_motion(self) -> bool:
        """Whether a gesture or a tween runs, so that what is shown will not stay."""
        return self.hand.is_busy or self.tween.is_running

    @property
    def document(self) -> Document:
        """The document as far as it is built up: what is shown when nothing moves."""
        return self._steps.shown(self.store.document)

    @property
    def step(self) -> int:
        """How many hinges the sum is built up to."""
        return len(self.document.model)

    def show_step(self, step: int | None) -> None:
        """Build the sum up to its first `step` hinges; None: all of them, and those that will be added."""
        self.tween.finish()
        self.hand.escape_gesture()
        if step is not None and step < len(self.store.document.model):
            # A corner belongs to the whole curve: what is not there yet could not stay where it is.
            self.work_on("target" if self.hand.draws else "hinges")
        if self._steps.go_to(step, self.store.document):
            self._show(self.document)
            self.history_changed.emit()

    def replace(self, document: Document, *, is_saved: bool = True) -> None:
        """Put another document in place, as opening a file does; all of it is shown."""
        self.show_step(None)
        # Nobody expects that a press on what was just opened draws over it.
        self.stop_drawing()
        self.store.replace(document, is_saved=is_saved)

    def isolate(self, unit: int | None) -> None:
        """Have one unit stand out among all, as long as the pointer is on it; None: no longer."""
        if unit != self._isolated:
            self._isolated = unit
            self.isolated.emit(unit)

    def work_on(self, mode: Mode) -> None:
        """Let the hand work on hinges, on the corners of the curve, or on the target."""
        if mode == self.hand.mode:
            return
        self.hand.escape_gesture()
        if mode == "corners":
            self.show_step(None)
        self.hand.mode = mode
        self.mode_changed.emit()
        self.history_changed.emit()

    def stop_drawing(self) -> bool:
        """Let the hand work on hinges again, if it draws; False if it does not."""
        if not self.hand.draws:
            return False
        self.work_on("hinges")
        return True

    def dispatch(self, edit: Edit) -> str | None:
        """Do one edit; returns what is wrong with it, or None. The message goes to the status bar too."""
        self.tween.finish()
        before = self.store.committed
        try:
            self.store.dispatch(edit)
        except InputError as error:
            self.history_changed.emit()
            self.message.emit(sentence(error))
            return sentence(error)
        if _was_shaped_by_hand(before, self.store.document):
            self._say_that_the_hand_won()
        return None

    def apply_fit(self, edit: Edit, closing_words: str = "") -> str | None:
        """Do one edit that moves many hinges at once, and let the eye follow them.

        The document is the final one at once, in one undo step: a save, an undo or a crash on the way meets
        nothing half done. Only what is shown lags behind, until `tween` ends or anything else happens.

        Parameters
        ----------
        edit : Edit
        closing_words : str, optional
            For the status bar, when all stands still.

        Returns
        -------
        str or None
            What is wrong with the edit; it goes to the status bar too.
        """
        self.tween.finish()
        self.hand.escape_gesture()
        self.show_step(None)
        before = self.store.document
        self._holds_still = True
        try:
            problem = self.dispatch(edit)
        finally:
            self._holds_still = False
        if problem is None:
            self._move_from(before.model, closing_words)
        return problem

    def settle(self, revision: Revision, document: Document) -> None:
        """Put exact slopes in place of rough ones, and let the eye follow them."""
        # Perhaps on the way somewhere: then it goes on from there.
        before, words = self.scene.document.model, self._closing_words
        is_shown = revision is self.store.revision and self.step == len(revision.document.model)
        self._holds_still = is_shown
        try:
            self.store.settle(revision, document)
        finally:
            self._holds_still = False
        if is_shown:
            self._move_from(before, words)

    def _move_from(self, before: HingeSum, closing_words: str) -> None:
        self._closing_words = closing_words
        if self.tween.start(before, self.store.document.model):
            self.history_changed.emit()
        else:
            self._arrive()

    def _follow(self) -> None:
        if self._holds_still:
            return
        self.tween.stop()
        self._closing_words = ""
        kept_before = self.scene.document.keep_fitted
        self._steps.follow(self.store.document)
        changed = self._show(self.document)
        if changed and self.store.gesture_is_running and kept_before and not self.scene.document.keep_fitted:
            self._say_that_the_hand_won()
        running = self.store.gesture_is_running
        if not running or not self._gesture_was_running:
            self.history_changed.emit()
        self._gesture_was_running = running

    def _show(self, document: Document) -> bool:
        previous = self.scene
        count = len(document.model)
        selection = tuple(index for index in self.store.selection if index < count)
        whole = None if len(self.store.document.model) <= count else self.store.document
        self.scene = resolve(document, selection, previous, whole)
        if self._isolated is not None and self._isolated >= count:
            self.isolate(None)
        if self.scene is previous:
            return False
        self.scene_changed.emit(self.scene, previous)
        return True

    def _show_on_the_way(self, model: HingeSum) -> None:
        """Show a sum that no document holds, with all that the document says besides."""
        self._show(self.store.document.with_model(model))

    def _arrive(self) -> None:
        words = self._closing_words
        self._follow()
        if words:
            self.message.emit(words)

    def _say_that_the_hand_won(self) -> None:
        self.message.emit(self.tr("Shaped by hand: Keep fitted is now off."))


def _was_shaped_by_hand(before: Document, after: Document) -> bool:
    """Return whether the hand switched keep-fitted off; who switches it off on purpose changes no hinge."""
    return before.keep_fitted and not after.keep_fitted and before.model is not after.model
