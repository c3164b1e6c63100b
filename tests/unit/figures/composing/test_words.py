"""The words of figures in every language, and how numbers are written there."""

from __future__ import annotations

import re
from dataclasses import fields
from itertools import chain
from string import Formatter

import numpy as np
import pytest

from reluviz.document.document import Document
from reluviz.document.pins import add_pin
from reluviz.figures import FigureOptions, compose, compose_rates, compose_sequence
from reluviz.figures.choices.languages import LANGUAGES
from reluviz.figures.choices.options import CONTENTS
from reluviz.figures.composing.dictionaries import DICTIONARIES, words_in
from reluviz.figures.composing.words import Words
from reluviz.figures.layout.typesetting import measure
from reluviz.figures.notes import label_problem
from reluviz.figures.picture import Labels
from reluviz.figures.source.tex_text import tex_text
from reluviz.fitting.rates import rates
from reluviz.maths.hinges import HingeSum
from reluviz.scene.scene import Scene
from reluviz.targets.target import Target

OTHERS = tuple(key for key in LANGUAGES if key != "en")
EVERYTHING = {f"show_{name.replace('-', '_')}": True for name in CONTENTS}
NAMES = {field.name for field in fields(Words)} - {"decimal", "separator", "group", "one_of_none"}


def texts_of(words, name):
    value = getattr(words, name)
    return (value,) if isinstance(value, str) else value


def places(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def typed_document():
    document = Document(
        Target.expression("sin(1.5x) + max(x, 0.25)"),
        HingeSum.parse("0.25 + 1.5x + g(x) + 0.5g(-x) + g(2x-2.5) + g(-2x-2.5) + g(x-0.125)"),
    )
    return add_pin("rough 0.5", HingeSum.parse("0.75x")).change(document)


def written(picture):
    """Return all texts of a picture that the program has written."""
    yield from (picture.name, picture.description, *picture.formula)
    for panel in picture.panels:
        yield from (panel.x.label, *panel.x.tick_labels, panel.y.label, *panel.y.tick_labels)
        yield from chain.from_iterable((entry.text, entry.short) for entry in panel.entries)
    for layer in picture.drawing.layers if picture.drawing else ():
        yield from layer.texts if isinstance(layer, Labels) else ()


def test_there_is_a_dictionary_for_every_language():
    assert set(DICTIONARIES) == set(LANGUAGES)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_text_says_the_same_things_as_in_english(language, name):
    english, own = (texts_of(words_in(each), name) for each in ("en", language))
    assert [places(text) for text in own] == [places(text) for text in english]
    assert all(own)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_set_by_matplotlib_and_by_tex(language):
    for name in NAMES:
        for text in texts_of(words_in(language), name):
            filled = re.sub(r"\{\d\}", "1", text)
            assert label_problem(filled) is None
            assert "?" not in tex_text(filled)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("steps", [False, True])
def test_no_number_of_the_program_has_a_point_where_it_should_have_a_comma(language, steps):
    document = typed_document()
    options = FigureOptions(language=language, tolerance=0.125, **EVERYTHING)
    picture = compose_sequence(document, options)[2] if steps else compose(Scene(document), options)
    own = [text for text in written(picture) if "rough" not in text and document.target.text not in text]
    assert any(re.search(r"\d\{,\}\d", text) for text in own)
    assert not [text for text in own if re.search(r"\d\.\d", text)]


def test_a_decimal_comma_takes_no_more_room_than_a_point():
    assert measure("$0{,}5$", 12.0)[0] == pytest.approx(measure("$0.5$", 12.0)[0], rel=0.01)
    assert measure("$0{,}5$", 12.0)[0] < measure("$0,5$", 12.0)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_typed_stays_as_it_is(language):
    options = FigureOptions(language=language, title="0.5 knots and a hinge", x_label="t in 0.1 s")
    picture = compose(Scene(typed_document()), options)
    assert (picture.title, picture.name) == ("0.5 knots and a hinge",) * 2
    assert picture.panels[-1].x.label == "t in 0.1 s"
    assert "rough 0.5" in [entry.text for entry in picture.panels[0].entries]


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_word_is_left(language):
    options = FigureOptions(language=language, show_lens=True, show_tolerance=True, show_network=True)
    picture = compose(Scene(typed_document()), options)
    text = " ".join(written(picture))
    assert not re.search(r"\b(hinges?|knots|mean|within|at|on|lens|more|target|largest|the|is)\b", text)


def test_lists_stay_unambiguous():
    words = words_in("de")
    assert words.formula(r"\max(x, 0.5)") == r"\max(x; 0{,}5)"
    assert words.formula(r"\{x\ \mathrm{if}\ x < 0,\; 1\ \mathrm{otherwise}\}") == (
        r"\{x\ \mathrm{falls}\ x < 0;\; 1\ \mathrm{sonst}\}"
    )
    assert words_in("en").formula(r"\max(x, 0.5)") == r"\max(x, 0.5)"
    document = Document(Target.named("square"), HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)"))
    panel = compose(Scene(document), FigureOptions(language="fr", tolerance=0.3, show_tolerance=True)).panels[
        1
    ]
    assert any(re.search(r"\[-?[\d{,}]+;\\,\{", entry.text) for entry in panel.entries)


def test_functions_have_the_names_of_the_language():
    assert words_in("es").formula(r"\sin^{2} x + \arcsin x + \sinh x") == (
        r"\operatorname{sen}^{2} x + \operatorname{arcsen} x + \operatorname{senh} x"
    )


def test_thousands_are_set_apart_and_none_is_counted_as_the_language_has_it():
    assert words_in("en").counted(words_in("en").hinges, 1000) == "1,000 hinges"
    assert words_in("de").counted(words_in("de").hinges, 1000) == "1\u202f000 Knicke"
    assert words_in("fr").counted(words_in("fr").hinges, 0) == "0 charnière"
    assert words_in("es").counted(words_in("es").hinges, 0) == "0 bisagras"


def test_the_rate_plot_speaks_the_language():
    found = rates(Target.named("square"), "max", counts=(1, 2, 4))
    options = FigureOptions(language="de")
    one = compose_rates(found, np.array([[2.0, 0.4]]), options)
    assert one.panels[0].entries[-1].text == "diese Summe"
    assert one.panels[0].y.label == "größter Fehler"
    assert one.name == "Größter Fehler in Abhängigkeit von der Anzahl der Knicke für x²"
    assert not [text for text in written(one) if re.search(r"\d\.\d", text)]
    several = compose_rates(found, np.array([[2.0, 0.4], [3.0, 0.3]]), options)
    assert several.panels[0].entries[-1].text == "bisherige Summen"
