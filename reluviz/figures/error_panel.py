"""The lower panel: the error of the sum, and where it is largest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.layers import edge_layers, error_layers, mark_layer
from reluviz.figures.page import ERROR_SHARE, panel_lengths
from reluviz.figures.picture import Entry, Panel
from reluviz.figures.ticks import is_in_pi, make_axis, maths_number
from reluviz.scene.scene import Bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reluviz.figures.frame import Frame
    from reluviz.figures.layers import Pen
    from reluviz.figures.options import FigureOptions
    from reluviz.scene.scene import Scene

__all__ = ["error_bounds", "error_panel"]

_DIGITS = 4
#: Empty room above and below the error curve, as a share of its height.
_ROOM = 0.14
#: An error below this share of the largest height is rounding, and is shown as none.
_ROUNDING = 1e-13


def error_bounds(scenes: Sequence[Scene], curves: Bounds) -> Bounds:
    """Return what the panel shows, so that the errors of all scenes have room in it."""
    shown = [scene for scene in scenes if not _is_exact(scene, curves)]
    if not shown:
        room = 0.1 * (curves.top - curves.bottom)
        return Bounds(curves.left, curves.right, -room, room)
    errors = [scene.error_curve()[1] for scene in shown]
    # Where the curves above are cut off, so are their errors.
    most = curves.top - curves.bottom
    low = max(-most, min(0.0, *(float(r.min()) for r in errors)))
    high = min(most, max(0.0, *(float(r.max()) for r in errors)))
    room = _ROOM * (high - low)
    return Bounds(curves.left, curves.right, low - room, high + room)


def error_panel(scene: Scene, options: FigureOptions, pen: Pen, frame: Frame) -> Panel:
    """Return the panel with the error."""
    view, errors = frame.error, scene.errors
    layers = [
        *edge_layers(scene, view, pen, shaded=not options.transparent),
        *error_layers(scene, view, pen),
    ]
    if _is_exact(scene, frame.curves):
        where = "on the whole interval" if scene.points is None else "at every point"
        entries = [Entry(f"$h=f$ {where}", key="largest")]
    else:
        at, height = scene.largest_error
        mark = mark_layer(at, height, pen)
        if view.bottom <= height <= view.top:
            layers.append(mark)
        largest = f"max $|h-f|={maths_number(errors.max, _DIGITS)}$"
        where = maths_number(at, _DIGITS)
        entries = [
            Entry(f"{largest} at $x={where}$", mark, short=largest, key="largest"),
            Entry(f"mean $(h-f)^2/2={maths_number(errors.mean_half_square, _DIGITS)}$", key="mean"),
        ]
    width, length = panel_lengths(options)[1]
    return Panel(
        "error",
        make_axis("x", view.left, view.right, width, in_pi=is_in_pi(*scene.interval)),
        make_axis("h-f", view.bottom, view.top, length, upright=True),
        tuple(layers),
        tuple(entries),
        ERROR_SHARE,
    )


def _is_exact(scene: Scene, curves: Bounds) -> bool:
    return scene.errors.max <= _ROUNDING * max(abs(curves.bottom), abs(curves.top))
