"""Undo and redo: a line of earlier states with the name of what was done between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.document.revision import Revision

__all__ = ["History", "State"]

#: States share their arrays and their data, so this many cost little; more would be a leak.
MOST_STEPS = 10_000


@dataclass(frozen=True)
class State:
    """What an edit made, and which hinges are selected."""

    revision: Revision
    selection: tuple[int, ...] = ()

    @property
    def document(self) -> Document:
        """The document of the revision."""
        return self.revision.document


@dataclass
class History:
    """Where the states before and after the present one are kept."""

    _past: list[tuple[str, State]] = field(default_factory=list)
    _future: list[tuple[str, State]] = field(default_factory=list)

    @property
    def undo_name(self) -> str | None:
        """What undo would take back, or None."""
        return self._past[-1][0] if self._past else None

    @property
    def redo_name(self) -> str | None:
        """What redo would do again, or None."""
        return self._future[-1][0] if self._future else None

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents before the present one, oldest first."""
        return tuple(state.document for _, state in self._past)

    def record(self, name: str, before: State) -> None:
        """Note that `name` was done to `before`; what could be redone is gone."""
        self._past.append((name, before))
        del self._past[:-MOST_STEPS]
        self._future.clear()

    def undo(self, present: State) -> State:
        """Return the state before the last step, or `present` if there is none."""
        return _step(self._past, self._future, present)

    def redo(self, present: State) -> State:
        """Return the state after the step that was undone last, or `present`."""
        return _step(self._future, self._past, present)


def _step(source: list[tuple[str, State]], destination: list[tuple[str, State]], present: State) -> State:
    if not source:
        return present
    name, state = source.pop()
    destination.append((name, present))
    return state
