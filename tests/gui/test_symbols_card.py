"""The symbols card: what it says of the scene, how it closes, and that it fits on the screen."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel

from reluviz.document.document import Document, Pin
from reluviz.document.edits import set_model, set_target
from reluviz.gui.symbols_card import SymbolsCard, symbol_lines
from reluviz.maths.hinges import HingeSum
from reluviz.scene.palette import PALETTES, palette
from reluviz.scene.scene import resolve
from reluviz.targets.target import Target

# The offscreen platform has no keyboard to grab for a popup, and no windows to raise it above.
pytestmark = pytest.mark.qt_log_ignore(
    "does not support (raise|grabbing the keyboard|propagateSizeHints)", extend=True
)

H2 = HingeSum.parse("1.5 - 0.25x + g(x) + g(-x) + 2g(x-1) + g(-2x-2)")


def values(scene):
    return {line.symbol: line.value for line in symbol_lines(scene) if line.symbol}


def scene(model=H2, selection=(), target="square"):
    return resolve(Document(Target.named(target), model), selection)


class TestWhatItSays:
    def test_every_symbol_has_one_sentence(self):
        lines = symbol_lines(scene())
        symbols = [line.symbol for line in lines if line.symbol]
        assert len(symbols) == len(set(symbols))
        assert {"f", "h", "e", "RMSE", "max |e|", "par", "g", "t", "±", "s", "w, a, b", "k", "c", "m"} < set(
            symbols
        )
        assert all(line.meaning.endswith(".") for line in lines if line.symbol)

    def test_curves_have_their_own_colours(self):
        colours = {line.symbol: line.colour for line in symbol_lines(scene())}
        assert (colours["f"], colours["h"], colours["e"]) == ("target", "sum", "error")
        assert colours["k"] == "text"

    def test_numbers_are_those_of_the_document(self):
        shown = values(scene())
        assert (shown["f"], shown["k"], shown["c"], shown["m"]) == ("x²", "4", "1.5", "−0.25")
        shown = values(scene(HingeSum.parse("g(x) + g(-x)")))
        assert (shown["RMSE"], shown["max |e|"]) == ("2.387", "6")

    def test_the_selected_hinge_has_both_its_forms(self):
        shown = values(scene(selection=(2,)))
        assert (shown["t"], shown["±"], shown["s"]) == ("1", "right →", "2")
        assert shown["w, a, b"] == "1, 2, −2"
        shown = values(scene(selection=(3,)))
        assert (shown["t"], shown["±"], shown["s"], shown["w, a, b"]) == ("−1", "← left", "2", "1, −2, −2")
        assert any("Hinge 4" in line.meaning for line in symbol_lines(scene(selection=(3,))))

    @pytest.mark.parametrize("selection", [(), (0, 1)])
    def test_without_one_selected_hinge_there_are_no_numbers_of_one(self, selection):
        shown = values(scene(selection=selection))
        assert {shown[symbol] for symbol in ("t", "±", "s", "w, a, b")} == {""}

    def test_par_is_there_once_it_is_known(self):
        from reluviz.fitting.par import par

        model = HingeSum.parse("g(x-0.125) + g(-x)")
        document = Document(Target.named("square", (-3, 2.875)), model)
        assert values(resolve(document, ()))["par"] == ""
        found = par(document.target, 2, "l2")
        assert values(resolve(document, ()))["par"] == f"{found.error:.4g}"

    def test_pins_are_counted_where_there_are_any(self):
        assert values(scene())["h₁, h₂"] == ""
        document = replace(scene().document, pins=(Pin("h₁", H2), Pin("h₂", H2)))
        assert values(resolve(document, ()))["h₁, h₂"] == "2"

    def test_an_empty_sum_has_its_line_too(self):
        assert values(scene(HingeSum()))["k"] == "0"


class TestTheCard:
    @pytest.fixture
    def card(self, window, qtbot):
        window.session.store.select((1,))
        card = SymbolsCard(window.session, window.theme.palette, window)
        card.show_at(QPoint(50, 40))
        qtbot.waitUntil(card.isVisible)
        return card

    @staticmethod
    def is_gone(window):
        return window.findChild(SymbolsCard) is None

    def test_it_fits_without_scrolling_and_shows_every_line(self, window, card):
        assert card.width() <= 420
        assert card.height() <= 700
        labels = card.findChildren(QLabel)
        texts = [label.text() for label in labels]
        for line in symbol_lines(window.session.scene):
            assert line.meaning in texts
            assert line.value in texts or not line.value
        # No sentence is cut off.
        assert all(
            label.height() >= label.heightForWidth(label.width()) for label in labels if label.wordWrap()
        )
        assert all(label.geometry().right() <= card.width() for label in labels)

    def test_it_can_be_heard(self, card):
        assert card.accessibleName() == "Symbols"
        assert "k: The number of hinges. 2" in card.accessibleDescription()

    def test_escape_closes_it(self, window, card, qtbot):
        qtbot.keyClick(card, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: self.is_gone(window))

    def test_a_click_elsewhere_closes_it(self, window, card, qtbot):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(-20, -20))
        qtbot.waitUntil(lambda: self.is_gone(window))

    def test_a_click_on_it_does_not(self, card, qtbot):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
        QApplication.processEvents()
        assert card.isVisible()
        card.close()

    def test_it_stays_on_the_screen(self, window, qtbot):
        card = SymbolsCard(window.session, window.theme.palette, window)
        card.show_at(QPoint(100_000, 100_000))
        assert card.screen().availableGeometry().contains(card.geometry())
        card.close()

    def test_a_long_target_is_cut_to_fit(self, window):
        name = "heights of the tide at the pier in spring, by the hour"
        window.session.dispatch(set_target(Target.points([0.0, 1.0, 2.0], [1.0, 3.0, 2.0], name=name)))
        card = SymbolsCard(window.session, window.theme.palette, window)
        card.show_at(QPoint(0, 0))
        assert card.width() <= 420
        assert any(label.text().endswith("…") for label in card.findChildren(QLabel))
        card.close()

    @pytest.mark.parametrize("name", PALETTES)
    def test_it_is_painted_in_the_colours_of_its_palette(self, window, name):
        card = SymbolsCard(window.session, palette(name), window)
        card.show_at(QPoint(0, 0))
        image = card.grab().toImage()
        assert image.pixelColor(5, 5).name().upper() == palette(name).panel
        seen = {
            image.pixelColor(x, y).name().upper()
            for x in range(0, image.width())
            for y in range(0, image.height())
        }
        assert palette(name).sum in seen
        card.close()

    def test_it_reads_the_scene_when_it_is_shown(self, window):
        card = SymbolsCard(window.session, window.theme.palette, window)
        window.session.dispatch(set_model(HingeSum.parse("g(x) + g(-x) + g(x-1)"), "Type"))
        card.show_at(QPoint(0, 0))
        assert "k: The number of hinges. 3" in card.accessibleDescription()
        card.close()
