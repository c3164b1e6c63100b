"""How far the sum is built up: its first hinges are shown, in the order in which they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.maths.hinges import HingeSum

__all__ = ["BuildSteps"]


class BuildSteps:
    """Remembers a step of the build-up and follows the document through edits.

    Nothing of this is part of a document. A hinge that comes or goes takes the step with it, so that a sum
    can be built further from any step; any other change of their number shows them all again.
    """

    def __init__(self, document: Document) -> None:
        self._step: int | None = None
        self._model = document.model
        self._of: Document | None = None
        self._part: Document = document

    def go_to(self, step: int | None, document: Document) -> bool:
        """Show the first `step` hinges, all if None; returns whether that is another step."""
        count = len(document.model)
        wanted = None if step is None or step >= count else max(step, 0)
        before, self._step, self._model = self._step, wanted, document.model
        return before != wanted

    def follow(self, document: Document) -> None:
        """Take note of the document as it is now."""
        before, self._model = self._model, document.model
        change = len(document.model) - len(before)
        if self._step is None or not change:
            return
        step = self._step + change
        grown = change == 1 and _one_came_after(before, document.model, self._step)
        shrunk = change == -1 and step >= 0 and _one_is_gone(before, document.model, self._step)
        self._step = step if (grown or shrunk) and step < len(document.model) else None

    def shown(self, document: Document) -> Document:
        """Return the part of a document that is built up; the same one as long as nothing changes."""
        if self._step is None or self._step >= len(document.model):
            return document
        if self._of is not document or len(self._part.model) != self._step:
            self._of = document
            locks = document.locks[: self._step]
            self._part = document.with_model(document.model.partial(self._step), locks)
        return self._part


def _one_came_after(before: HingeSum, after: HingeSum, count: int) -> bool:
    """Return whether one hinge came after the first `count`; slopes may have been fitted anew."""
    return np.array_equal(before.knots, np.delete(after.knots, count))


def _one_is_gone(before: HingeSum, after: HingeSum, count: int) -> bool:
    """Return whether all hinges are there but for one of the first `count`."""
    old, new = before.knots, after.knots
    differ = np.flatnonzero(old[: count - 1] != new[: count - 1])
    first = int(differ[0]) if differ.size else count - 1
    return np.array_equal(old[first + 1 :], new[first:])
