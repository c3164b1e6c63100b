"""How long a figure takes: composed and written, typical and with all that can be shown; a preview."""

from __future__ import annotations

import pytest

from reluviz.document.document import Document, Pin
from reluviz.figures import FigureOptions, compose, figure_bytes, frame_of, render_preview
from reluviz.maths.hinges import HingeSum
from reluviz.scene.scene import Scene
from reluviz.targets.target import Target

SHOWN = {
    "show_partial_sums": True,
    "show_formula": True,
    "show_network": True,
    "show_lens": True,
    "show_tolerance": True,
}
CHOICES = {"typical": {}, "everything": SHOWN}


@pytest.fixture
def document():
    h1, h2 = map(HingeSum.parse, ("g(x) + g(-x)", "g(x) + g(-x) + g(2x-2) + g(-2x-2)"))
    return Document(Target.named("square"), h2, pins=(Pin("h₁", h1),))


@pytest.mark.parametrize("shown", CHOICES)
@pytest.mark.parametrize("format", ["pdf", "svg", "png"])
def test_a_figure_is_written(benchmark, document, format, shown):
    options = FigureOptions(**CHOICES[shown])
    # Fonts and texts are remembered from the first one on.
    figure_bytes(document, format, options)
    benchmark(figure_bytes, document, format, options)


@pytest.mark.parametrize("shown", CHOICES)
def test_a_picture_is_composed(benchmark, document, shown):
    options = FigureOptions(**CHOICES[shown])
    benchmark(lambda: compose(Scene(document), options))


@pytest.mark.parametrize("shown", CHOICES)
def test_a_preview_is_drawn(benchmark, document, shown):
    options = FigureOptions(**CHOICES[shown])
    render_preview(document, options, width=800)
    benchmark(render_preview, document, options, width=800)


def test_the_frame_of_a_hundred_steps_is_found(benchmark):
    terms = " + ".join(f"g({slope}x-{slope * 0.03:.4g})" for slope in range(1, 101))
    whole = Document(Target.named("square"), HingeSum.parse(terms))
    scenes = [Scene(Document(whole.target, whole.model.partial(count))) for count in range(101)]
    benchmark.pedantic(frame_of, (scenes, FigureOptions()), rounds=3)
