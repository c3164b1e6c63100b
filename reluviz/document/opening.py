"""What the program opens on: the first answer to the question how straight pieces make a parabola."""

from __future__ import annotations

from reluviz.document.document import Document
from reluviz.document.edits import add_hinge
from reluviz.document.store import Store
from reluviz.maths.hinges import HingeSum
from reluviz.targets.target import Target

__all__ = ["new_document", "opening_store"]


def new_document() -> Document:
    """Return x² with nothing on it yet."""
    return Document(Target.named("square"), HingeSum())


def opening_store() -> Store:
    """Return a store with h₁(x) = g(x) + g(-x) against x², built up in two steps that can be undone."""
    store = Store(new_document())
    for hinge in HingeSum.parse("g(x) + g(-x)").hinges:
        store.dispatch(add_hinge(hinge, len(store.document.model)))
    store.select(())
    store.mark_saved(store.document)
    return store
