"""Draws the frames of an animation: what stays from frame to frame is drawn once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg

from reluviz.figures.drawing.renderer import fill_stage, own_settings, set_stage, stays, whole_pixels
from reluviz.figures.layout.arrange import arrange
from reluviz.figures.layout.typesetting import measure

if TYPE_CHECKING:
    import numpy.typing as npt
    from matplotlib.artist import Artist

    from reluviz.figures.layout.arrange import Layout
    from reluviz.figures.picture import Picture

__all__ = ["Film"]


class Film:
    """Pictures as pixels. Those on the same stage (axes, ticks, title, bands) take a sixth of the time.

    Parameters
    ----------
    dpi : float
        Pixels per inch.
    """

    def __init__(self, dpi: float) -> None:
        self._dpi = dpi
        self._stage: tuple[object, ...] = ()

    def frame(self, picture: Picture) -> npt.NDArray[np.uint8]:
        """Return the pixels of a picture, shape (h, w, 4): red, green, blue and opacity."""
        with own_settings(picture.font):
            layout = arrange(picture, measure)
            stage = _stage_of(picture, layout)
            if stage != self._stage:
                self._build(picture, layout)
                self._stage = stage
            self._canvas.restore_region(self._empty)
            self._act(picture, layout)
            return np.array(self._canvas.buffer_rgba())

    def _build(self, picture: Picture, layout: Layout) -> None:
        """Draw what stays, and keep it."""
        self._figure = set_stage(picture, layout, whole_pixels(picture, self._dpi), self._dpi)
        self._canvas = FigureCanvasAgg(self._figure)
        self._canvas.draw()
        self._empty = self._canvas.copy_from_bbox(self._figure.bbox)

    def _act(self, picture: Picture, layout: Layout) -> None:
        """Draw the rest over it, and take that off the stage again."""
        holders = [*self._figure.axes, self._figure]
        before = [set(holder.get_children()) for holder in holders]
        fill_stage(self._figure, picture, layout)
        renderer = self._canvas.get_renderer()
        for holder, known in zip(holders, before, strict=True):
            new: list[Artist] = [child for child in holder.get_children() if child not in known]
            for artist in sorted(new, key=lambda artist: artist.get_zorder()):
                artist.draw(renderer)
                artist.remove()


def _stage_of(picture: Picture, layout: Layout) -> tuple[object, ...]:
    """Return all that the stage shows; two pictures with equal ones share it."""
    axes = [
        (panel.key, panel.x, panel.y, [layer for layer in panel.layers if stays(layer)])
        for panel in picture.panels
    ]
    colors = (picture.background, picture.text_color, picture.axis_color, picture.grid_color)
    page = (picture.width, picture.height, picture.type_size, picture.grid_opacity, picture.font)
    return page, colors, axes, layout.boxes, layout.title, layout.labels
