"""Decks of slides: what a slide shows, says to those who cannot see it, and that no date is in the file."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from reluviz.figures import FigureOptions, compose, compose_sequence, figure_bytes
from reluviz.figures.drawing.deck import write
from reluviz.fitting.norms import Cancelled
from reluviz.scene.scene import Scene

OPTIONS = FigureOptions(size="column", steps="1,2,4", theme="dark")


@pytest.fixture(scope="module")
def deck_bytes(document):
    return figure_bytes(document("h2"), "pptx", OPTIONS)


@pytest.fixture(scope="module")
def deck(deck_bytes):
    return Presentation(BytesIO(deck_bytes))


def picture_of(slide):
    (shape,) = (shape for shape in slide.shapes if shape.name == "Figure")
    return shape


def test_there_is_one_slide_of_the_chosen_size_for_each_step(deck):
    assert len(deck.slides) == 3
    assert (deck.slide_width, deck.slide_height) == (Inches(3.4), Inches(2.8))


def test_the_picture_fills_the_slide_and_is_crisp(deck):
    for slide in deck.slides:
        shape = picture_of(slide)
        assert (shape.left, shape.top) == (0, 0)
        assert (shape.width, shape.height) == (deck.slide_width, deck.slide_height)
        image = Image.open(BytesIO(shape.image.blob))
        assert image.size[0] >= 220 * 3.4
        background = slide.background.fill.fore_color.rgb
        assert image.convert("RGB").getpixel((0, 0)) == tuple(background)


def test_a_size_in_pixels_decides_how_fine_its_pictures_are(document):
    options = FigureOptions(size="960x720px", dpi=1200.0, steps="1")
    (slide,) = Presentation(BytesIO(figure_bytes(document("h1"), "pptx", options))).slides
    assert Image.open(BytesIO(picture_of(slide).image.blob)).size == (2200, 1650)


def test_every_slide_has_a_title_of_its_own_out_of_sight_and_its_picture_a_description(deck, document):
    titles = [slide.shapes.title for slide in deck.slides]
    assert titles[1].text == "x² and a sum of 2 hinges (2 of 3)"
    assert len({title.text for title in titles}) == 3
    assert all(title.top + title.height <= 0 for title in titles)
    for slide, picture in zip(deck.slides, compose_sequence(document("h2"), OPTIONS), strict=True):
        described = picture_of(slide)._element.xpath("./p:nvPicPr/p:cNvPr/@descr")
        assert described == [picture.description]


def test_layouts_for_further_slides_fit_the_slides(deck):
    for page in (deck.slide_master, *deck.slide_layouts):
        for shape in page.placeholders:
            assert 0 <= shape.left <= shape.left + shape.width <= deck.slide_width
            assert 0 <= shape.top <= shape.top + shape.height <= deck.slide_height


def test_the_same_bytes_every_time_without_a_date_of_today(deck_bytes, document):
    assert write(compose_sequence(document("h2"), OPTIONS), OPTIONS) == deck_bytes
    with ZipFile(BytesIO(deck_bytes)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = file.read("docProps/core.xml").decode()
    assert about.count("1980-01-01T00:00:00Z") == 2
    assert "ReLU Viz" in about


def test_a_deck_can_be_cancelled(document):
    def watch(done):
        raise Cancelled

    with pytest.raises(Cancelled):
        write(compose_sequence(document("h2"), OPTIONS), OPTIONS, watch)


def test_a_transparent_deck_keeps_the_background_of_the_slides(document):
    options = FigureOptions(size="column", steps="4", transparent=True)
    slide = Presentation(BytesIO(figure_bytes(document("h2"), "pptx", options))).slides[0]
    assert slide.follow_master_background
    assert Image.open(BytesIO(picture_of(slide).image.blob)).getpixel((0, 0))[3] == 0


def test_a_description_longer_than_a_property_of_a_file_is_whole_on_the_slide(document):
    options = FigureOptions(title="t" * 300, steps="1", dpi=40, show_tolerance=True)
    pictures = [replace(compose(Scene(document("h1")), options), description="d" * 400)]
    deck = Presentation(BytesIO(write(pictures, options)))
    assert deck.core_properties.subject == "d" * 255
    assert picture_of(deck.slides[0])._element.xpath("./p:nvPicPr/p:cNvPr")[0].get("descr") == "d" * 400
