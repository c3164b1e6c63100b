"""The rate plot's dialog: it computes without holding up the window, shows, exports, and can be closed."""

from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from shiboken6 import isValid

from reluviz.document.edits import set_figure_style
from reluviz.errors import InputError
from reluviz.figures import FigureOptions, format_of
from reluviz.figures.choices.styles import style_of
from reluviz.fitting.norms import Cancelled
from reluviz.fitting.rates import Rates
from reluviz.gui import rate_dialog
from reluviz.gui.export.dialog import ExportDialog
from reluviz.gui.export.orders import Order
from reluviz.gui.rate_dialog import RateDialog

LONG = 20_000


class Computing:
    """Stands in for the computation: it waits where a test wants it to, and counts."""

    def __init__(self):
        self.norms, self.may_end, self.was_cancelled = [], Event(), Event()

    def __call__(self, target, norm="l2", *, counts=None, watch=None):
        self.norms.append(norm)
        try:
            watch(0.5)
            while not self.may_end.wait(0.01):
                watch(0.5)
        except Cancelled:
            self.was_cancelled.set()
            raise
        k = np.array(counts or range(1, 65))
        return Rates(target, norm, k, 1.0 / k, 0.8 / k**2, 0.5 / k**2)


@pytest.fixture
def computing(monkeypatch):
    made = Computing()
    monkeypatch.setattr(rate_dialog, "rates", made)
    yield made
    made.may_end.set()


@pytest.fixture
def dialog(computing, window, qtbot):
    window.actions_by_key.by_key["rate_plot"].trigger()
    made = window.findChild(RateDialog)
    yield made
    if isValid(made):
        made.close()


def has_picture(dialog):
    return dialog.preview.picture is not None


def test_the_command_opens_it_and_it_shows_how_far_it_is(dialog, computing, qtbot):
    assert dialog.isVisible()
    assert not dialog.export_button.isEnabled()
    qtbot.waitUntil(lambda: 0 < dialog.progress.value() < 500, timeout=LONG)
    assert dialog.progress.isVisible()
    computing.may_end.set()
    qtbot.waitUntil(dialog.export_button.isEnabled, timeout=LONG)
    qtbot.waitUntil(lambda: has_picture(dialog), timeout=LONG)
    assert not dialog.progress.isVisible()


def test_closing_it_in_the_middle_ends_the_computation(dialog, computing, qtbot):
    qtbot.waitUntil(lambda: bool(computing.norms), timeout=LONG)
    dialog.close()
    QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    assert not isValid(dialog)
    qtbot.waitUntil(computing.was_cancelled.is_set, timeout=LONG)


def test_another_norm_ends_the_computation_and_one_that_is_known_is_not_computed_again(
    dialog, computing, qtbot
):
    qtbot.waitUntil(lambda: bool(computing.norms), timeout=LONG)
    dialog.norm.setCurrentIndex(dialog.norm.findData("max"))
    qtbot.waitUntil(computing.was_cancelled.is_set, timeout=LONG)
    computing.may_end.set()
    qtbot.waitUntil(dialog.export_button.isEnabled, timeout=LONG)
    dialog.norm.setCurrentIndex(dialog.norm.findData("l2"))
    qtbot.waitUntil(dialog.export_button.isEnabled, timeout=LONG)
    qtbot.waitUntil(lambda: has_picture(dialog), timeout=LONG)
    before = dialog.preview.picture.cacheKey()
    dialog.norm.setCurrentIndex(dialog.norm.findData("max"))
    qtbot.waitUntil(lambda: dialog.preview.picture.cacheKey() != before, timeout=LONG)
    # Each norm is worked out in three turns; the first one was ended in its first.
    assert computing.norms == ["l2", *["max"] * 3, *["l2"] * 3]


def test_own_attempts_are_in_the_figure(dialog, computing, qtbot):
    computing.may_end.set()
    qtbot.waitUntil(lambda: dialog.source is not None, timeout=LONG)
    (panel,) = dialog.source.compose(FigureOptions()).panels
    # The program opens on |x| built of two hinges, one after the other.
    np.testing.assert_allclose(10 ** panel.layer("attempts").points[:, 0], [1, 2])


def test_the_export_writes_a_file(dialog, computing, qtbot, tmp_path):
    computing.may_end.set()
    qtbot.waitUntil(dialog.export_button.isEnabled, timeout=LONG)
    dialog.export_button.click()
    export = dialog.findChild(ExportDialog)
    assert {"size", "dpi", "theme", "title", "show_legend", "transparent"} <= set(export.form.fields)
    assert not {"show_target", "steps", "digits"} & set(export.form.fields)
    path = tmp_path / "rates.pdf"
    export.write(Order(path, format_of(path), FigureOptions(size="beamer")))
    qtbot.waitUntil(lambda: "Wrote" in export.status.text(), timeout=LONG)
    assert path.read_bytes().startswith(b"%PDF")
    export.close()


def test_the_preview_follows_the_theme(dialog, computing, window, qtbot):
    window.theme.choose("light")
    computing.may_end.set()
    qtbot.waitUntil(lambda: has_picture(dialog), timeout=LONG)
    window.theme.choose("dark")

    def is_dark():
        return dialog.preview.picture.toImage().pixelColor(0, 0).lightness() < 60

    qtbot.waitUntil(is_dark, timeout=LONG)
    window.theme.choose("light")
    qtbot.waitUntil(lambda: not is_dark(), timeout=LONG)


def test_what_cannot_be_computed_is_said_in_one_sentence(window, qtbot, monkeypatch):
    def refuse(*_, **__):
        raise InputError("the data has two points only")

    monkeypatch.setattr(rate_dialog, "rates", refuse)
    window.show_rates()
    dialog = window.findChild(RateDialog)
    qtbot.waitUntil(lambda: bool(dialog.status.text()), timeout=LONG)
    assert dialog.status.text() == "The data has two points only."
    assert not dialog.progress.isVisible()
    assert not dialog.export_button.isEnabled()
    dialog.close()


def test_a_first_picture_is_there_before_all_is_worked_out(window, qtbot, monkeypatch):
    may_end, asked = Event(), []

    def slow_at_last(target, norm="l2", *, counts=None, watch=None):
        asked.append(counts)
        if counts is None:
            while not may_end.wait(0.01):
                watch(0.5)
        k = np.array(counts or range(1, 65))
        return Rates(target, norm, k, 1.0 / k, 0.8 / k**2, 0.5 / k**2)

    monkeypatch.setattr(rate_dialog, "rates", slow_at_last)
    window.show_rates()
    dialog = window.findChild(RateDialog)
    qtbot.waitUntil(lambda: has_picture(dialog), timeout=LONG)
    qtbot.waitUntil(lambda: asked[-1] is None, timeout=LONG)
    assert dialog.progress.isVisible()
    assert not dialog.export_button.isEnabled()
    assert dialog.export_button.toolTip()
    may_end.set()
    qtbot.waitUntil(dialog.export_button.isEnabled, timeout=LONG)
    assert not dialog.progress.isVisible()
    assert [len(counts) for counts in asked[:-1]] == [4, 7]
    dialog.close()


def test_the_figure_begins_in_the_style_of_the_document(dialog, computing, window, qtbot):
    style = style_of(FigureOptions(theme="dark", language="de", size="column"))
    window.session.dispatch(set_figure_style(style))
    computing.may_end.set()
    qtbot.waitUntil(lambda: has_picture(dialog), timeout=LONG)
    assert dialog.preview.picture.toImage().pixelColor(0, 0).lightness() < 60
    qtbot.waitUntil(dialog.export_button.isEnabled, timeout=LONG)
    dialog.export_button.click()
    export = dialog.findChild(ExportDialog)
    options = export.options()
    assert (options.theme, options.language, options.size) == ("dark", "de", "column")
    export.close()
