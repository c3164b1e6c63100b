"""The command palette: what it finds, what it runs, and where the focus is afterwards."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from reluviz.gui.command_palette import CommandPalette, match_score
from reluviz.gui.commands import COMMANDS

# The offscreen platform has no keyboard to grab for a popup, and no windows to raise it above.
pytestmark = pytest.mark.qt_log_ignore(
    "does not support (raise|grabbing the keyboard|propagateSizeHints)", extend=True
)


@pytest.fixture
def palette(window, qtbot):
    window.actions_by_key.by_key["commands"].trigger()
    palette = window.findChild(CommandPalette)
    qtbot.waitUntil(palette.isVisible)
    return palette


def texts(palette):
    return [palette.list.item(row).text() for row in range(palette.list.count())]


def is_gone(window):
    return window.findChild(CommandPalette) is None


class TestMatching:
    def test_letters_must_stand_in_their_order(self):
        assert match_score("fsl", "Fit slopes") is not None
        assert match_score("slf", "Fit slopes") is None
        assert match_score("fit slopes please", "Fit slopes") is None

    def test_nothing_fits_everything_and_capitals_and_spaces_do_not_matter(self):
        assert match_score("", "Undo") is not None
        assert match_score("F SL", "Fit slopes") == match_score("fsl", "Fit slopes")

    @pytest.mark.parametrize(
        ("query", "better", "worse"),
        [
            ("fs", "Fit slopes", "Full screen of fits"),
            ("fit", "Fit slopes", "Follow it"),
            ("ze", "Zoom everything", "Freeze"),
            ("open", "Open", "Open another one"),
            ("lo", "Lock", "Clear all of them"),
        ],
    )
    def test_starts_of_words_rows_of_letters_and_short_names_come_first(self, query, better, worse):
        assert match_score(query, better) > match_score(query, worse)

    def test_the_best_way_to_find_the_letters_counts_not_the_first(self):
        # The "s" of "Least" comes first, but "squares" starts with it.
        assert match_score("sq", "Least squares") > match_score("sq", "Leastquares")


class TestThePalette:
    def test_it_lists_every_command_with_its_key(self, palette):
        assert palette.list.count() == len(COMMANDS) - 2
        assert "Fit slopes" in texts(palette)
        assert not any("&" in text or "…" in text for text in texts(palette))
        spoken = [
            palette.list.item(row).data(Qt.ItemDataRole.AccessibleTextRole)
            for row in range(len(COMMANDS) - 2)
        ]
        assert "Fit slopes, Ctrl+F" in spoken
        assert "Keep fitted, Ctrl+Shift+F" in spoken
        assert palette.field.accessibleName()
        assert palette.list.accessibleName()

    def test_a_few_letters_and_enter_run_a_command_and_the_focus_goes_back(self, window, palette, qtbot):
        assert QApplication.focusWidget() is palette.field
        qtbot.keyClicks(palette.field, "addm")
        assert palette.list.currentItem().text() == "Add hinge in the middle"
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: is_gone(window))
        assert len(window.session.store.document.model) == 3
        qtbot.waitUntil(lambda: window.focusWidget() is window.canvas)

    def test_escape_closes_it_and_nothing_else_happens(self, window, qtbot):
        before = window.session.store.document
        field = window.formula_line.field
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, "g(x) +")
        window.actions_by_key.by_key["commands"].trigger()
        palette = window.findChild(CommandPalette)
        qtbot.waitUntil(palette.isVisible)
        qtbot.keyClicks(palette.field, "clear")
        qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: is_gone(window))
        qtbot.waitUntil(lambda: window.focusWidget() is field)
        assert field.text() == "g(x) +"
        assert window.session.store.document is before

    def test_the_key_that_opens_it_closes_it(self, window, qtbot):
        qtbot.keyClick(window.canvas, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        palette = window.findChild(CommandPalette)
        qtbot.waitUntil(palette.isVisible)
        qtbot.keyClick(palette.field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: is_gone(window))

    def test_its_key_works_in_a_text_field_too(self, window, qtbot):
        field = window.formula_line.field
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: window.findChild(CommandPalette) is not None)
        window.findChild(CommandPalette).close()

    def test_what_cannot_be_done_now_is_grey_and_does_not_run(self, window, qtbot):
        window.session.store.select(())
        window.actions_by_key.by_key["commands"].trigger()
        palette = window.findChild(CommandPalette)
        qtbot.keyClicks(palette.field, "delete hinge")
        assert texts(palette)[0] == "Delete hinge"
        item = palette.list.item(0)
        assert not item.flags() & Qt.ItemFlag.ItemIsEnabled
        place = palette.list.visualItemRect(item).center()
        qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
        assert palette.isVisible()
        assert len(window.session.store.document.model) == 2
        palette.close()

    def test_arrows_go_down_and_up_over_what_is_grey(self, window, qtbot):
        window.session.store.select(())
        window.actions_by_key.by_key["commands"].trigger()
        palette = window.findChild(CommandPalette)
        qtbot.keyClicks(palette.field, "l")
        first = palette.list.currentRow()
        seen = [first]
        for _ in range(4):
            qtbot.keyClick(palette.field, Qt.Key.Key_Down)
            seen.append(palette.list.currentRow())
        assert all(palette.list.item(row).flags() & Qt.ItemFlag.ItemIsEnabled for row in seen)
        assert seen == sorted(set(seen))
        for _ in range(4):
            qtbot.keyClick(palette.field, Qt.Key.Key_Up)
        assert palette.list.currentRow() == first
        palette.close()

    def test_a_click_runs_a_command(self, window, palette, qtbot):
        qtbot.keyClicks(palette.field, "theme dark")
        assert palette.list.currentItem().text() == "Dark"
        place = palette.list.visualItemRect(palette.list.currentItem()).center()
        qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.waitUntil(lambda: is_gone(window))
        assert window.theme.choice == "dark"

    def test_what_fits_nothing_runs_nothing(self, window, palette, qtbot):
        qtbot.keyClicks(palette.field, "qqqq")
        assert texts(palette) == []
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
        assert palette.isVisible()
        palette.close()

    def test_opened_in_a_gesture_it_takes_the_gesture_back(self, window, mouse, qtbot):
        before = window.session.store.document
        mouse.press(1.0, 3.0)
        mouse.move(2.0, 6.0)
        window.actions_by_key.by_key["commands"].trigger()
        assert window.session.store.document is before
        window.findChild(CommandPalette).close()
        qtbot.waitUntil(lambda: is_gone(window))
