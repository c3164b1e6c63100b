"""The one way in: whatever changes the document asks the store to do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.document.history import History, State
from reluviz.document.revision import Revision, revise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reluviz.document.document import Document
    from reluviz.document.edits import Edit

__all__ = ["Store"]


class Store:
    """Holds the present state, applies edits to it and tells its listeners.

    Single edits go through `dispatch`. A gesture goes through `begin`, any number of `preview`, and
    `commit` or `cancel`: every preview starts again from the state at `begin`, so nothing drifts, and
    the whole gesture is one undo step. Nothing here knows of Qt, files or mice.

    Parameters
    ----------
    document : Document
    """

    def __init__(self, document: Document) -> None:
        self._state = State(Revision(document))
        self._saved: Document | None = document
        self._history = History()
        self._before: State | None = None
        self._running_name = ""
        self._listeners: list[Callable[[], None]] = []

    @property
    def document(self) -> Document:
        """The present document, a running gesture included."""
        return self._state.document

    @property
    def selection(self) -> tuple[int, ...]:
        """Indices of the selected hinges, increasing."""
        return self._state.selection

    @property
    def committed(self) -> Document:
        """The document without the running gesture: what a save writes."""
        return self.committed_revision.document

    @property
    def revision(self) -> Revision:
        """What the present document is a part of: it stays the same one while its slopes are found."""
        return self._state.revision

    @property
    def unsettled(self) -> Revision | None:
        """What `settle` waits for next: the committed document before a gesture's, None if both are exact."""
        in_order = (self.committed_revision, self.revision)
        return next((revision for revision in in_order if not revision.is_exact), None)

    @property
    def committed_revision(self) -> Revision:
        """The revision of the committed document, which may still be a rough one."""
        return (self._state if self._before is None else self._before).revision

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents that undo leads back to, oldest first, and the present one without its gesture."""
        return (*self._history.documents, self.committed)

    @property
    def is_modified(self) -> bool:
        """Whether the document differs from what was last saved or opened."""
        return self.committed is not self._saved and self.committed != self._saved

    @property
    def gesture_is_running(self) -> bool:
        """Whether `begin` was called and neither `commit` nor `cancel` yet."""
        return self._before is not None

    @property
    def undo_name(self) -> str | None:
        """What undo would take back, or None."""
        return self._history.undo_name

    @property
    def redo_name(self) -> str | None:
        """What redo would do again, or None."""
        return self._history.redo_name

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after every change; returns the function that ends the subscription."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def dispatch(self, edit: Edit) -> None:
        """Apply one edit as one undo step; a running gesture is taken back first.

        Raises
        ------
        InputError
            If the edit cannot be done; the state is as before.
        """
        self.cancel()
        before = self._state
        after = _after(before, edit)
        if after.document != before.document:
            self._history.record(edit.name, before)
        self._set(after)

    def begin(self) -> None:
        """Start a gesture; one that is still running is taken back first."""
        self.cancel()
        self._before = self._state

    def preview(self, edit: Edit) -> None:
        """Show what `edit` makes of the state at `begin`.

        Raises
        ------
        InputError
            If the edit cannot be done; what was shown before stays.
        RuntimeError
            If no gesture is running: a defect of the caller.
        """
        if self._before is None:
            raise RuntimeError("preview without begin")
        after = _after(self._before, edit, self._state.revision)
        self._running_name = edit.name
        self._set(after)

    def commit(self) -> None:
        """End the gesture; what it shows becomes one undo step, if anything changed."""
        before, self._before = self._before, None
        if before is None:
            return
        if self._state.document != before.document:
            self._history.record(self._running_name, before)
        self._tell()

    def cancel(self) -> None:
        """End the gesture and put everything back as it was at `begin`."""
        before, self._before = self._before, None
        if before is not None:
            self._set(before)

    def select(self, indices: Iterable[int]) -> None:
        """Select hinges; no undo step."""
        count = len(self.document.model)
        chosen = tuple(sorted({index for index in indices if 0 <= index < count}))
        if self._before is not None:
            at_begin = len(self._before.document.model)
            self._before = State(self._before.revision, tuple(index for index in chosen if index < at_begin))
        if chosen != self._state.selection:
            self._set(State(self._state.revision, chosen))

    def undo(self) -> None:
        """Take back the running gesture, or else the last step."""
        if self.gesture_is_running:
            self.cancel()
        else:
            self._set(self._history.undo(self._state))

    def redo(self) -> None:
        """Do the step again that was undone last."""
        self.cancel()
        self._set(self._history.redo(self._state))

    def replace(self, document: Document, *, is_saved: bool = True) -> None:
        """Put another document in place, as opening a file does: nothing to undo, nothing modified.

        One that no file holds yet counts as modified until it is saved.
        """
        self._before = None
        self._history = History()
        self._saved = document if is_saved else None
        self._set(State(Revision(document)))

    def settle(self, revision: Revision, document: Document) -> None:
        """Put exact slopes in place of rough ones: no step, nothing to undo.

        Parameters
        ----------
        revision : Revision
            Present or past.
        document : Document
            What its `find` returned.
        """
        revision.settle(document)
        self._tell()

    def mark_saved(self, document: Document) -> None:
        """Note that `document` is what a file now holds."""
        self._saved = document
        self._tell()

    def _set(self, state: State) -> None:
        self._state = state
        self._tell()

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


def _after(before: State, edit: Edit, shown: Revision | None = None) -> State:
    revision = revise(before.revision, edit, shown)
    count = len(revision.document.model)
    kept = before.selection if count == len(before.document.model) else ()
    selection = kept if edit.selection is None else edit.selection
    return State(revision, tuple(index for index in selection if index < count))
