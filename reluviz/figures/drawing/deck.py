"""PPTX: a deck with one slide for each step, for PowerPoint, Keynote, Impress and Google Slides."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu, Inches

from reluviz.figures.composing.dictionaries import words_in
from reluviz.figures.drawing.renderer import PROGRAM, draw_png

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pptx.presentation
    from pptx.slide import Slide
    from pptx.util import Length

    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.picture import Picture
    from reluviz.fitting.norms import Watch

__all__ = ["write"]

#: Pixels per inch below which a picture looks soft on a projector with many.
_LEAST_DPI = 220.0
#: More signs does a property of a file not hold.
_LONGEST_PROPERTY = 255
#: In the template: a title and nothing else.
_TITLE_ONLY = 5
#: The first date that a ZIP can hold: files must not say when they were made.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def write(pictures: Sequence[Picture], options: FigureOptions, watch: Watch | None = None) -> bytes:
    """Return a deck with a slide for each picture, which fills it.

    The description is the alternative text of the picture. The title of a slide, by which readers of the
    screen and the overview call it, stands above the slide, where nobody sees it.
    """
    count, last = len(pictures), pictures[len(pictures) - 1]
    words = words_in(options.language)
    deck = Presentation()
    width, height = Inches(last.width), Inches(last.height)
    _fit(deck, width, height)
    about = deck.core_properties
    about.title, about.subject = last.name[:_LONGEST_PROPERTY], last.description[:_LONGEST_PROPERTY]
    about.author = PROGRAM
    about.last_modified_by, about.created, about.modified = PROGRAM, datetime(*_NO_DATE), datetime(*_NO_DATE)
    for index in range(count):
        if watch is not None:
            watch(index / count)
        picture = pictures[index]
        slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
        step = words.step.format(picture.name, index + 1, count) if count > 1 else picture.name
        _set_title(slide, step, width, height)
        if picture.background is not None:
            slide.background.fill.solid()
            slide.background.fill.fore_color.rgb = RGBColor.from_string(picture.background[1:])
        pixels = BytesIO(draw_png(picture, max(options.pixels_per_inch, _LEAST_DPI)))
        shown = slide.shapes.add_picture(pixels, Emu(0), Emu(0), width, height)
        shown.name = words.figure
        # python-pptx has no other way to what a picture says to those who cannot see it.
        shown._element.xpath("./p:nvPicPr/p:cNvPr")[0].set("descr", picture.description)  # noqa: SLF001
    file = BytesIO()
    deck.save(file)
    return _without_dates(file)


def _fit(deck: pptx.presentation.Presentation, width: Length, height: Length) -> None:
    """Give the slides their size, and the layouts too, which are for those who add slides of their own."""
    assert deck.slide_width is not None
    assert deck.slide_height is not None
    across, down = width / deck.slide_width, height / deck.slide_height
    deck.slide_width, deck.slide_height = width, height
    shapes = [shape for page in (deck.slide_master, *deck.slide_layouts) for shape in page.placeholders]
    # All before any is changed: what a layout does not say it takes from the master.
    places = [(shape.left, shape.top, shape.width, shape.height) for shape in shapes]
    for shape, (left, top, wide, high) in zip(shapes, places, strict=True):
        shape.left, shape.width = Emu(round(across * left)), Emu(round(across * wide))
        shape.top, shape.height = Emu(round(down * top)), Emu(round(down * high))
    # The template's own thumbnail shows an empty slide.
    package = deck.part.package
    for key, relation in list(package._rels.items()):  # noqa: SLF001
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package.drop_rel(key)


def _set_title(slide: Slide, title: str, width: int, height: int) -> None:
    heading = slide.shapes.title
    assert heading is not None
    heading.text = title
    heading.left, heading.width = Emu(0), Emu(width)
    heading.top, heading.height = Emu(-height // 6), Emu(height // 8)


def _without_dates(file: BytesIO) -> bytes:
    """Return a ZIP with the same contents that does not say when and on which system it was made."""
    again = BytesIO()
    with ZipFile(file) as made, ZipFile(again, "w") as kept:
        for entry in made.infolist():
            about = ZipInfo(entry.filename, _NO_DATE)
            about.compress_type, about.create_system = ZIP_DEFLATED, 0
            kept.writestr(about, made.read(entry))
    return again.getvalue()
