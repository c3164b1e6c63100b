"""A frame keeps limits, ticks and the places of a legend through the pictures of a sequence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reluviz.figures import FigureOptions, compose, frame_of
from reluviz.figures.layout.arrange import arrange
from reluviz.figures.layout.typesetting import measure
from reluviz.scene.scene import Scene


def build_up(document):
    return [
        Scene(replace(document, model=document.model.partial(count)), whole=document)
        for count in range(len(document.model) + 1)
    ]


@pytest.fixture(params=["h2", "library-runge", "exact", "data", "jump"])
def pictures(request, document):
    scenes, options = build_up(document(request.param)), FigureOptions(size="column")
    frame = frame_of(scenes, options)
    return [compose(scene, options, frame) for scene in scenes]


def test_limits_and_ticks_are_the_same_in_all_pictures(pictures):
    axes = [[(panel.x, panel.y) for panel in picture.panels] for picture in pictures]
    assert all(each == axes[0] for each in axes)


def test_each_entry_stands_at_the_same_place_in_all_pictures(pictures):
    layouts = [arrange(picture, measure) for picture in pictures]
    assert all(layout.boxes == layouts[0].boxes for layout in layouts)
    places = {}
    for picture, layout in zip(pictures, layouts, strict=True):
        for panel, texts in zip(picture.panels, layout.entries, strict=True):
            keys = [entry.key for entry in panel.entries if entry.text]
            assert len(keys) == len(texts)
            for key, text in zip(keys, texts, strict=True):
                # Where h meets f, there is no dot before the words.
                place = (text.y, text.size) if key == "largest" else (text.x, text.y, text.size)
                assert places.setdefault((panel.key, key), place) == place


def test_a_frame_of_one_picture_changes_nothing_of_it(document):
    scene, options = Scene(document("h2")), FigureOptions()
    framed, plain = compose(scene, options, frame_of([scene], options)), compose(scene, options)
    for one, other in zip(arrange(framed, measure).entries, arrange(plain, measure).entries, strict=True):
        assert one == other


def test_first_hinges_that_lead_far_away_do_not_make_the_target_a_flat_line(document):
    scenes, options = build_up(document("library-sine")), FigureOptions()
    alone = compose(scenes[-1], options).panels[0].y
    assert max(scene.comfortable_bounds().top for scene in scenes) > 2 * alone.high
    frame = frame_of(scenes, options)
    assert frame.curves.top - frame.curves.bottom <= 2.001 * (alone.high - alone.low)
    for scene in scenes:
        error = compose(scene, options, frame).panels[1]
        mark = error.layer("largest-error")
        # It would be drawn beyond the panel's edge, over other things.
        assert mark is None or error.y.low <= mark.points[0, 1] <= error.y.high
