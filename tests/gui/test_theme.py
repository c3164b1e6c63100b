"""The theme: what can be chosen, and that the application shows it."""

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from reluviz.gui.settings import Settings
from reluviz.gui.theme import Theme


@pytest.fixture
def theme(qapp, private_settings):
    sheet, colours = qapp.styleSheet(), qapp.palette()
    theme = Theme(Settings())
    theme.apply()
    yield theme
    theme.deleteLater()
    qapp.setStyleSheet(sheet)
    qapp.setPalette(colours)


@pytest.mark.parametrize("choice", ["light", "dark", "contrast"])
def test_a_theme_is_shown_and_remembered(theme, choice):
    theme.choose(choice)
    assert theme.palette.name == choice
    assert Settings().theme == choice
    application = QApplication.instance()
    assert application.palette().color(QPalette.ColorRole.WindowText) == QColor(theme.palette.text)
    assert theme.palette.border in application.styleSheet()


def test_a_palette_is_announced_once(theme):
    theme.choose("light")
    heard = []
    theme.changed.connect(heard.append)
    theme.choose("contrast")
    theme.choose("contrast")
    assert [palette.name for palette in heard] == ["contrast"]


def test_a_theme_nobody_knows_is_the_one_of_the_system(private_settings):
    settings = Settings()
    settings.theme = "sepia"
    assert settings.theme == "system"
