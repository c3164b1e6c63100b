"""From a scene to a picture: which panels, limits, texts and layers a figure has."""

from __future__ import annotations

from dataclasses import replace
from math import nextafter
from typing import TYPE_CHECKING

import numpy as np

from reluviz.figures.composing.aspect import equal_bounds
from reluviz.figures.composing.curve_layers import crowd_of
from reluviz.figures.composing.curves_panel import curves_panel
from reluviz.figures.composing.dictionaries import words_in
from reluviz.figures.composing.error_panel import error_bounds, error_panel
from reluviz.figures.composing.formula_lines import formula_of
from reluviz.figures.composing.frame import Frame, merged_slots, slotted
from reluviz.figures.composing.lens_place import place_glass
from reluviz.figures.composing.network_drawing import network_drawing
from reluviz.figures.composing.page import make_page
from reluviz.figures.composing.plan import make_plan
from reluviz.figures.composing.spoken import words_of
from reluviz.figures.composing.strokes import Pen
from reluviz.scene.error_strip import first_tolerance
from reluviz.scene.palette import palette
from reluviz.scene.scene import Bounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.picture import Entry, Panel, Picture
    from reluviz.fitting.norms import Watch
    from reluviz.scene.scene import Scene

__all__ = ["compose", "frame_of"]

#: How far beyond the last picture of a sequence the others may widen the view, in multiples of its height.
#: The first hinges of a sum often lead far away from the target, which would become a flat line.
_OVERSHOOT = 0.5
#: Numbers of float64 lose their digits where they are much smaller, and a square is soon 0.
_LEAST_ROOM = 1e-300


def compose(scene: Scene, options: FigureOptions, frame: Frame | None = None) -> Picture:
    """Return the picture of a scene. Pure: the same arguments give an equal picture.

    Parameters
    ----------
    frame : Frame, optional
        Of the sequence that the picture belongs to; see `frame_of`.
    """
    pen = Pen(palette(options.theme), options.figure_size.type_size)
    frame = frame or _limits((scene,), options)
    plan, model = frame.plan, scene.document.model
    placed = tuple(
        replace(panel, entries=slotted(panel.entries, frame.slots.get(panel.key, ())))
        for panel in _panels(scene, options, pen, frame)
    )
    formula: tuple[str, ...] = ()
    if plan.formula_lines:
        formula = formula_of(scene.document, options, plan.formula_width, plan.formula_lines)
        formula += ("",) * (plan.formula_lines - len(formula))
    drawing = None
    if plan.network is not None:
        stand, whole = plan.network, scene.whole
        drawing = network_drawing(
            model,
            stand.width,
            stand.height,
            stand.side,
            pen,
            words_in(options.language),
            whole.model if whole else None,
        )
    return make_page(
        placed, options, pen, *words_of(scene, options, frame.tolerance), formula=formula, drawing=drawing
    )


def frame_of(scenes: Sequence[Scene], options: FigureOptions, watch: Watch | None = None) -> Frame:
    """Return what must not change through the pictures of some scenes, made with the same options.

    Their panels have the same limits and ticks, and each entry of a legend stands at one place: where one
    picture has no such entry, its place stays empty.

    Parameters
    ----------
    scenes : sequence of Scene
        At least one. The last decides: curves of the others that lead far out of its view are cut off.
    watch : callable, optional
        Called with 0 now and then, as nothing is drawn yet; what it raises goes through.
    """
    limits = _limits(scenes, options)
    pen = Pen(palette(options.theme), options.figure_size.type_size)
    slots: dict[str, tuple[Entry, ...]] = {}
    for scene in scenes:
        if watch is not None:
            watch(0.0)
        for panel in _panels(scene, options, pen, limits):
            slots[panel.key] = merged_slots(slots.get(panel.key, ()), panel.entries)
    return replace(limits, slots=slots)


def _panels(scene: Scene, options: FigureOptions, pen: Pen, frame: Frame) -> Iterator[Panel]:
    """Yield the panels from top to bottom, their entries as they come."""
    yield curves_panel(scene, options, pen, frame)
    if frame.plan.shows_error:
        yield error_panel(scene, options, pen, frame)


def _limits(scenes: Sequence[Scene], options: FigureOptions) -> Frame:
    """Return a frame without slots."""
    plan = make_plan(scenes, options)
    every = [scene.comfortable_bounds() for scene in scenes]
    home = every[-1]
    room = _OVERSHOOT * (home.top - home.bottom)
    curves = _widened(
        Bounds(
            min(bounds.left for bounds in every),
            max(bounds.right for bounds in every),
            max(min(bounds.bottom for bounds in every), home.bottom - room),
            min(max(bounds.top for bounds in every), home.top + room),
        )
    )
    if options.aspect == "equal":
        curves = equal_bounds(curves, plan.width, plan.curves_height)
        aspect = (curves.right - curves.left) / (curves.top - curves.bottom)
        plan = replace(plan, width=min(plan.width, plan.curves_height * aspect))
    tolerance = None
    if options.show_tolerance:
        tolerance = options.tolerance or first_tolerance(scenes[-1].errors.max)
    glass = None
    if options.show_lens:
        glass, curves = place_glass(scenes, options, curves, plan)
    error = _widened(error_bounds(scenes, options, curves, tolerance))
    fullest = max(scenes, key=lambda scene: len(scene.document.model))
    return Frame(plan, curves, error, crowd_of(fullest, curves), tolerance, glass)


def _widened(bounds: Bounds) -> Bounds:
    """Make sure that the limits differ by more than float64 needs to place ticks between them."""
    largest = max(abs(bounds.bottom), abs(bounds.top))
    room = max(1e-12 * largest, _LEAST_ROOM)
    if bounds.top - bounds.bottom > room:
        return bounds
    return Bounds(
        bounds.left,
        bounds.right,
        nextafter(bounds.bottom - room, -np.inf),
        nextafter(bounds.top + room, np.inf),
    )
