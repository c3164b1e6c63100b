"""Limits with which one unit of x can be as long on the page as one unit of y."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reluviz.scene.scene import Bounds

__all__ = ["equal_bounds"]

#: Outside its interval there is little to see of a figure; a narrower panel is better than more of that.
_MOST_WIDENED = 2.0


def equal_bounds(bounds: Bounds, width: float, height: float) -> Bounds:
    """Return limits that show all of `bounds` and have the aspect of a panel, or nearly so.

    The rest of the way the panel becomes narrower. It does not where it would become a sliver: as long as the
    page allows it, it stays as wide as it is high.

    Parameters
    ----------
    width, height : float
        Of the panel, in any unit of length.
    """
    x, y = bounds.right - bounds.left, bounds.top - bounds.bottom
    unit = min(width / x, height / y)
    wide, high = width / unit, height / unit
    aside = 0.5 * (min(wide, max(_MOST_WIDENED * x, high)) - x)
    above = 0.5 * (high - y)
    return replace(
        bounds,
        left=bounds.left - aside,
        right=bounds.right + aside,
        bottom=bounds.bottom - above,
        top=bounds.top + above,
    )
