"""Many exports one after the other leave nothing behind."""

from __future__ import annotations

import gc

import pytest
from matplotlib.figure import Figure

from reluviz.figures import FigureOptions, figure_bytes

EXPORTS = 12
#: A figure is made of ten thousands of objects.
MOST_KEPT = 100


@pytest.mark.parametrize("format", ["pdf", "png", "svg"])
def test_memory_stays_flat_over_many_exports(document, format):
    shown = FigureOptions(size="column", dpi=40, show_lens=True, show_error=False, show_legend=False)
    documents = [document("h1"), document("h2")]
    # Caches of texts and fonts fill with the first ones.
    for each in documents * 2:
        figure_bytes(each, format, shown)
    gc.collect()
    # What is there already is looked at no more, which takes long after many other tests.
    gc.freeze()
    try:
        for index in range(EXPORTS):
            figure_bytes(documents[index % 2], format, shown)
        gc.collect()
        kept = gc.get_objects()
    finally:
        gc.unfreeze()
    assert not any(isinstance(each, Figure) for each in kept)
    assert len(kept) / EXPORTS < MOST_KEPT
