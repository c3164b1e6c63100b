"""What an edit makes: a document, or one that stands in for it until its slopes are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.document.document import refitted
from reluviz.document.edits import apply_edit, apply_unfitted
from reluviz.document.fitted import (
    asks_the_same,
    check_size,
    is_found_within_a_frame,
    roughly_refitted,
    with_free_heights,
)
from reluviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.document.document import Document
    from reluviz.document.edits import Edit
    from reluviz.fitting.norms import Watch

__all__ = ["Revision", "revise"]

#: No fit finds this number for all that it solves for.
_UNLIKELY = 0.7390851332151607


class Revision:
    """A document, exact or rough.

    Where slopes are kept fitted and that takes longer than a frame, an edit makes a rough one at once, in
    which least squares stands in for the norm. `find` tells, in any thread, what the exact one is; `settle`
    puts that in its place, in the present, under a gesture and in the history alike. What is exact follows
    from the edits alone, and never from how quick anything was.

    Parameters
    ----------
    document : Document
    find : callable, optional
        Finds the exact document, where `document` is a rough one. Pure.
    took_slopes_over : bool
        Whether more than the free slopes is rough: one that was rough when it was locked, or kept by hand.
    """

    def __init__(
        self,
        document: Document,
        find: Callable[[Watch | None], Document] | None = None,
        *,
        took_slopes_over: bool = False,
    ) -> None:
        self._document = document
        self._find = find
        self.took_slopes_over = took_slopes_over

    @property
    def document(self) -> Document:
        """The exact document if it is there, else the rough one."""
        return self._document

    @property
    def is_exact(self) -> bool:
        """Whether nothing is left to be found."""
        return self._find is None

    def find(self, watch: Watch | None = None) -> Document:
        """Return the exact document.

        Raises
        ------
        InputError
            If there is none: the fit refuses such numbers.
        """
        # Read once: the window may settle it while another thread is here.
        find = self._find
        return self._document if find is None else find(watch)

    def settle(self, document: Document) -> None:
        """Put the exact document in place of the rough one."""
        self._document = document
        self._find = None


def revise(before: Revision, edit: Edit, shown: Revision | None = None) -> Revision:
    """Return what an edit makes of a revision, exact at once wherever that is quick.

    Its exact document is that which `apply_edit` makes of the exact document before.

    Parameters
    ----------
    before : Revision
    edit : Edit
    shown : Revision, optional
        What another edit made of the same revision. If it has the same slopes, none are sought again.

    Raises
    ------
    InputError
        If the edit cannot be done.
    """
    document = before.document
    changed = apply_unfitted(document, edit)
    needs_before = not before.is_exact and (
        before.took_slopes_over or _depends_on_slopes(edit, document, changed)
    )
    if not changed.keep_fitted:
        result, is_exact = changed, True
    elif asks_the_same(document, changed):
        result, is_exact = changed.with_model(document.model), before.is_exact
    elif is_found_within_a_frame(changed):
        result, is_exact = refitted(changed), True
    elif shown is not None and not needs_before and _differ_in_slopes_alone(shown.document, changed):
        return shown
    else:
        check_size(changed)
        result, is_exact = roughly_refitted(changed), False
    if needs_before:
        return Revision(
            result, lambda watch: apply_edit(before.find(watch), edit, watch), took_slopes_over=True
        )
    return Revision(result, None if is_exact else lambda watch: refitted(changed, watch))


def _depends_on_slopes(edit: Edit, document: Document, changed: Document) -> bool:
    """Return whether an edit would make anything else of other slopes than those of a rough document.

    A knot may go anywhere before the slopes are found, since they are solved for anew; but a slope that is
    locked, or a sum that is pinned, has to be the right one.
    """
    try:
        other = apply_unfitted(with_free_heights(document, _UNLIKELY), edit)
    except InputError:
        return True
    if not changed.keep_fitted:
        return other != changed
    return not _differ_in_slopes_alone(other, changed)


def _differ_in_slopes_alone(one: Document, other: Document) -> bool:
    return with_free_heights(one, 0.0) == with_free_heights(other, 0.0)
