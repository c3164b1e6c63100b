"""What has been reached by hand so far: the best error for each number of hinges."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from reluviz.fitting.norms import error_in
from reluviz.maths.measure import measure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reluviz.document.document import Document
    from reluviz.fitting.norms import Norm
    from reluviz.maths.piecewise import FloatArray
    from reluviz.targets.target import Target

__all__ = ["MOST_ATTEMPTS", "attempts"]

#: Each one is measured, which takes milliseconds; an afternoon's history has thousands.
MOST_ATTEMPTS = 200


def attempts(documents: Iterable[Document], target: Target, norm: Norm) -> FloatArray:
    """Return the best error for each number of hinges among the latest documents with that target.

    Parameters
    ----------
    documents : iterable of Document
        Oldest first; those with another target do not count, nor does any but the latest `MOST_ATTEMPTS`.
    target : Target
    norm : {"l2", "max", "l1"}

    Returns
    -------
    array of shape (n, 2)
        Rows of a number of hinges and the error, by increasing number; errors that are no number are left
        out.
    """
    latest = deque((document for document in documents if document.target == target), MOST_ATTEMPTS)
    best: dict[int, float] = {}
    for document in latest:
        count, error = len(document.model), error_in(norm, measure(document.model, target))
        if np.isfinite(error):
            best[count] = min(error, best.get(count, error))
    return np.array(sorted(best.items()), dtype=np.float64).reshape(-1, 2)
