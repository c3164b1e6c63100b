"""Frames of an animation: the same pixels as the picture itself, whatever was shown before."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import numpy as np
from PIL import Image

from reluviz.figures import FigureOptions, compose, render
from reluviz.figures.drawing.film import Film
from reluviz.scene.scene import Scene

OPTIONS = FigureOptions(size="beamer", dpi=60)


def pixels(picture, options=OPTIONS):
    return np.array(Image.open(BytesIO(render(picture, "png", options))).convert("RGBA"))


def test_a_frame_has_the_pixels_of_its_picture_and_leaves_nothing_behind(document):
    h1, h2 = (compose(Scene(document(name)), OPTIONS) for name in ("h1", "h2"))
    film = Film(OPTIONS.dpi)
    for picture in (h1, h2, h1, h1):
        assert (film.frame(picture) == pixels(picture)).all()


def test_what_stays_is_drawn_once(document):
    h2 = compose(Scene(document("h2")), OPTIONS)
    curves, error = h2.panels
    other = replace(h2, panels=(replace(curves, layers=curves.layers[:-2]), error))
    film = Film(OPTIONS.dpi)
    film.frame(h2)
    stage = film._figure
    assert (film.frame(other) == pixels(other)).all()
    assert film._figure is stage


def test_a_frame_can_be_transparent(document):
    options = FigureOptions(size="beamer", dpi=60, transparent=True)
    picture = compose(Scene(document("h2")), options)
    film = Film(options.dpi)
    film.frame(picture)
    assert (film.frame(picture) == pixels(picture, options)).all()
