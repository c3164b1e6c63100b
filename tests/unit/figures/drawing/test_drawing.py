"""What is drawn: texts inside the page and clear of each other, panels flush, titles of any kind."""

from __future__ import annotations

from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.text import Text

from reluviz.document.document import Document
from reluviz.figures import PRESETS, FigureOptions, compose
from reluviz.figures.drawing.renderer import figure_of, own_settings
from reluviz.figures.layout.arrange import arrange
from reluviz.figures.layout.typesetting import measure, typeset
from reluviz.maths.hinges import HingeSum
from reluviz.scene.scene import Scene
from reluviz.targets.target import Target

DPI = 100
#: Antialiasing rounds extents to whole pixels.
PIXEL = 1.0
TITLES = ["", "A title with $x^2$ far too long for any figure, " * 4]


def extents_of(picture):
    with own_settings():
        figure = figure_of(picture, (picture.width, picture.height), DPI)
        renderer = FigureCanvasAgg(figure).get_renderer()
        for axes in figure.axes:
            # Places the texts of the ticks.
            axes.get_tightbbox(renderer)
        texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
        extents = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
        return figure, [(text, box) for text, box in extents if box.width > 0]


def assert_texts_are_clear(picture):
    figure, extents = extents_of(picture)
    page = figure.bbox
    for text, box in extents:
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= page.x1 + PIXEL and box.y1 <= page.y1 + PIXEL
        assert inside, f"{text} leaves the page: {box.extents}"
    for (first, one), (second, other) in combinations(extents, 2):
        overlap = min(one.x1, other.x1) - max(one.x0, other.x0), min(one.y1, other.y1) - max(one.y0, other.y0)
        assert min(overlap) <= PIXEL, f"{first} covers {second} by {overlap}"


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("size", [*PRESETS, "16cmx9cm", "2.4inx2in", "2.4inx8in", "20inx3in"])
def test_texts_are_inside_the_page_and_clear_of_each_other(document, size, title):
    picture = compose(Scene(document("h2")), FigureOptions(size=size, title=title))
    assert_texts_are_clear(picture)


def test_texts_are_clear_for_any_document(any_document):
    assert_texts_are_clear(compose(Scene(any_document), FigureOptions(size="column")))


@pytest.mark.parametrize("title", ["x" * 80, f"${'x+' * 30}x$"])
def test_a_title_and_a_name_without_a_place_to_break_are_made_to_fit(title):
    target = Target.points([0.0, 1.0, 2.0], [0.0, 1.0, 0.0], name="n" * 500)
    picture = compose(Scene(Document(target, HingeSum())), FigureOptions(size="column", title=title))
    assert_texts_are_clear(picture)


def test_the_panels_have_the_same_left_and_right_edge(any_document):
    layout = arrange(compose(Scene(any_document), FigureOptions(size="half")), measure)
    upper, lower = layout.boxes
    assert (upper.left, upper.width) == (lower.left, lower.width)
    assert upper.bottom > lower.top
    assert upper.height > 2 * lower.height


def test_legend_and_numbers_stand_above_their_panels_and_cover_no_curve(any_document):
    layout = arrange(compose(Scene(any_document), FigureOptions(size="column")), measure)
    for box, entries in zip(layout.boxes, layout.entries, strict=True):
        for entry in entries:
            _, _, depth = measure(entry.text, entry.size)
            assert entry.y - depth >= box.top


@pytest.mark.parametrize("name", ["jump", "h2", "library-runge"])
def test_each_unit_is_drawn_in_its_own_colour(document, name):
    # A tuple of exactly two colours once counted as a colour and an opacity: both units were green.
    picture = compose(Scene(document(name)), FigureOptions())
    units = picture.panels[0].layer("units")
    with own_settings():
        figure = figure_of(picture, (picture.width, picture.height), DPI)
    (lines,) = (artist for artist in figure.findobj(LineCollection) if artist.get_gid() == "curves-units")
    assert [to_hex(color).upper() for color in lines.get_colors()] == list(units.colors)


def test_the_layout_does_not_depend_on_the_resolution(document):
    picture = compose(Scene(document("h2")), FigureOptions())
    with own_settings():
        boxes = [
            [axes.get_position().extents.tolist() for axes in figure_of(picture, (40 / 3, 7.5), dpi).axes]
            for dpi in (40, 300)
        ]
    assert boxes[0] == boxes[1]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("plain", "plain"),
        ("$x^2$ and more", "$x^2$ and more"),
        ("costs 5 $", "costs 5 $"),
        (r"$\frac{x$ & 5_%#", r"\$\frac{x\$ & 5_%#"),
        (r"$\unknown x$", r"\$\unknown x\$"),
        ("a\U0010fffdb", "a\N{REPLACEMENT CHARACTER}b"),
    ],
)
def test_a_title_that_is_no_mathematics_is_shown_as_typed(title, shown):
    assert typeset(title)[0] == shown


def test_the_users_matplotlib_settings_have_no_say_and_are_left_alone(document):
    import matplotlib as mpl

    from reluviz.figures import figure_bytes

    before = figure_bytes(document("h1"), "svg")
    with mpl.rc_context(
        {"lines.linewidth": 9, "axes.facecolor": "red", "font.size": 40, "text.color": "lime"}
    ):
        assert figure_bytes(document("h1"), "svg") == before
        assert mpl.rcParams["font.size"] == 40
