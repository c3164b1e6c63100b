"""Other keys for commands: what is usual, what may be chosen, and the dialog that does it."""

import json
from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication

from reluviz.gui.commands import COMMANDS
from reluviz.gui.settings import Settings
from reluviz.gui.shortcuts import (
    chosen_shortcuts,
    default_shortcuts,
    differing,
    holders,
    native,
    why_reserved,
    with_default,
    with_key,
    without_key,
)
from reluviz.gui.shortcuts_dialog import ShortcutsDialog

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
#: The keys of the system are known to the application alone.
pytestmark = pytest.mark.usefixtures("qapp")

BY_KEY = {command.key: command for command in COMMANDS}


def keys(**texts):
    return {key: [QKeySequence(text) for text in held] for key, held in texts.items()}


def defaults():
    return {command.key: default_shortcuts(command) for command in COMMANDS}


class TestWhatIsUsual:
    def test_standard_keys_come_first_and_none_twice(self):
        undo = default_shortcuts(BY_KEY["undo"])
        assert undo[0] == QKeySequence.keyBindings(QKeySequence.StandardKey.Undo)[0]
        assert QKeySequence("Ctrl+Z") in undo
        assert len(undo) == len(set(undo))
        assert default_shortcuts(BY_KEY["clear"]) == []

    def test_no_two_commands_have_the_same_key_and_none_has_a_reserved_one(self):
        counts = Counter(sequence for held in defaults().values() for sequence in held)
        assert [native([sequence]) for sequence, count in counts.items() if count > 1] == []
        assert not any(why_reserved(sequence) for sequence in counts)


class TestWhatMayBeChosen:
    @pytest.mark.parametrize(
        "text", ["Esc", "Tab", "Shift+Tab", "Return", "Enter", "Alt+F", "Ctrl+P, Ctrl+Q", "nonsense", ""]
    )
    def test_some_keys_cannot_be_given_away(self, text):
        assert why_reserved(QKeySequence(text)).endswith(".")

    @pytest.mark.parametrize("text", ["Ctrl+P", "F7", "?", "Ctrl+Return", "Alt+Left", "Ctrl+Tab"])
    def test_others_can(self, text):
        assert why_reserved(QKeySequence(text)) == ""

    def test_a_key_has_one_holder(self):
        held = keys(fit=["Ctrl+F"], place=["Ctrl+P", "F7"])
        assert holders(held, QKeySequence("F7")) == ["place"]
        assert holders(held, QKeySequence("F7"), but="place") == []
        assert holders(held, QKeySequence("F8")) == []

    def test_a_new_key_takes_the_place_of_the_one_shown_and_is_taken_from_the_other(self):
        held = keys(fit=["Ctrl+F", "F7"], place=["Ctrl+P", "F8"])
        assert with_key(held, "fit", QKeySequence("Ctrl+P")) == keys(fit=["Ctrl+P", "F7"], place=["F8"])
        assert held == keys(fit=["Ctrl+F", "F7"], place=["Ctrl+P", "F8"])

    def test_removing_shows_the_next_key(self):
        assert without_key(keys(fit=["Ctrl+F", "F7"]), "fit") == keys(fit=["F7"])
        assert without_key(keys(fit=[]), "fit") == keys(fit=[])

    def test_the_usual_keys_come_back_from_whoever_has_them(self):
        held = keys(fit=["Ctrl+P"], place=["F7", "Ctrl+F"])
        assert with_default(held, keys(fit=["Ctrl+F"], place=["Ctrl+P"]), "fit") == keys(
            fit=["Ctrl+F"], place=["F7"]
        )

    def test_only_what_differs_is_kept(self):
        held = keys(fit=["Ctrl+P"], place=[], flip=["F"])
        usual = keys(fit=["Ctrl+F"], place=["Ctrl+P"], flip=["F"])
        assert differing(held, usual) == {"fit": ["Ctrl+P"], "place": []}


class TestWhatIsRemembered:
    @pytest.fixture(autouse=True)
    def _private(self, private_settings):
        pass

    def test_nothing_chosen_gives_the_usual_keys(self):
        assert Settings().shortcuts == {}
        assert chosen_shortcuts(Settings()) == defaults()

    def test_choices_come_back(self):
        Settings().shortcuts = {"fit": ["Ctrl+P"], "place": []}
        assert Settings().shortcuts == {"fit": ["Ctrl+P"], "place": []}
        chosen = chosen_shortcuts(Settings())
        assert (chosen["fit"], chosen["place"]) == ([QKeySequence("Ctrl+P")], [])
        assert chosen["save"] == defaults()["save"]

    @pytest.mark.parametrize("text", ["", "{", "[]", "7", "null", '{"fit": "Ctrl+P"}', "[" * 100_000])
    def test_a_garbled_file_gives_the_usual_keys(self, text):
        Settings().keep_text("shortcuts", text)
        assert chosen_shortcuts(Settings()) == defaults()

    def test_what_is_no_key_is_left_out(self):
        garbled = ["Ctrl+P", 7, None, "", "nonsense", "Ctrl+", "x" * 100_000, ["F7"]]
        Settings().keep_text("shortcuts", json.dumps({"fit": garbled, "nobody": ["F9"]}))
        assert Settings().shortcuts == {"fit": ["Ctrl+P"], "nobody": ["F9"]}
        assert chosen_shortcuts(Settings())["fit"] == [QKeySequence("Ctrl+P")]
        assert "nobody" not in chosen_shortcuts(Settings())

    def test_no_key_is_given_twice_and_reserved_ones_to_nobody(self):
        Settings().shortcuts = {"improve": ["Ctrl+S", "Esc", "F7"], "rate_plot": ["F7"]}
        chosen = chosen_shortcuts(Settings())
        assert chosen["improve"] == [QKeySequence("Ctrl+S"), QKeySequence("F7")]
        assert chosen["rate_plot"] == []
        assert QKeySequence("Ctrl+S") not in chosen["save"]


class TestTheDialog:
    @pytest.fixture
    def actions(self, private_settings):
        actions = {command.key: QAction(command.text) for command in COMMANDS}
        for key, held in chosen_shortcuts(Settings()).items():
            actions[key].setShortcuts(held)
        return actions

    @pytest.fixture
    def dialog(self, actions, qtbot):
        dialog = ShortcutsDialog(actions, defaults(), Settings(), None)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.open()
        qtbot.waitExposed(dialog)
        return dialog

    @staticmethod
    def names(dialog):
        table = dialog.table
        rows = [row for row in range(table.rowCount()) if not table.isRowHidden(row)]
        return [table.item(row, 0).text() for row in rows]

    def press(self, dialog, qtbot, command, key, modifiers=CTRL):
        dialog.table.choose(command)
        dialog.field.setFocus()
        qtbot.keyClick(dialog.field, key, modifiers)

    def test_it_lists_every_command_under_its_menu(self, dialog):
        titles = ["File", "Edit", "Hinge", "Fit", "View", "Help"]
        names = self.names(dialog)
        assert [name for name in names if name in titles] == titles
        assert names[:2] == ["File", "New"]
        table = dialog.table
        listed = [table.item(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(table.rowCount())]
        assert sorted(filter(None, listed)) == sorted(set(BY_KEY) - {"add_here"})
        assert "Theme › Light" in names
        assert not any("&" in name or "{" in name or "…" in name for name in names)

    def test_a_search_finds_names_menus_and_keys(self, dialog, qtbot):
        qtbot.keyClicks(dialog.search, "ctrl+p")
        assert self.names(dialog) == ["Fit", "Place hinges"]
        assert dialog.table.command == "place"
        dialog.search.clear()
        qtbot.keyClicks(dialog.search, "theme dark")
        assert self.names(dialog) == ["View", "Theme › Dark"]
        qtbot.keyClicks(dialog.search, "qqqq")
        assert self.names(dialog) == []
        assert dialog.table.command == ""
        assert not dialog.field.isEnabled()
        assert not dialog.assign.isEnabled()
        assert not dialog.remove.isEnabled()
        assert not dialog.reset.isEnabled()

    def test_a_free_key_is_assigned_at_once_and_remembered_when_it_closes(self, dialog, actions, qtbot):
        self.press(dialog, qtbot, "fit", Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier)
        assert dialog.status.text() == "F7 is free."
        with qtbot.waitSignal(dialog.changed):
            qtbot.mouseClick(dialog.assign, Qt.MouseButton.LeftButton)
        assert actions["fit"].shortcuts() == [QKeySequence("F7")]
        assert dialog.status.text() == "F7 now runs Fit slopes."
        assert Settings().shortcuts == {}
        dialog.reject()
        assert Settings().shortcuts == {"fit": ["F7"]}

    def test_a_conflict_is_said_at_once_and_the_key_is_taken_from_there(self, dialog, actions, qtbot):
        self.press(dialog, qtbot, "fit", Qt.Key.Key_P)
        assert dialog.status.text() == "Ctrl+P is used by Place hinges: assigning takes it from there."
        assert dialog.status.objectName() == "problem"
        assert actions["place"].shortcuts() == [QKeySequence("Ctrl+P")]
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
        assert actions["fit"].shortcuts() == [QKeySequence("Ctrl+P")]
        assert actions["place"].shortcuts() == []
        assert dialog.status.text() == "Ctrl+P now runs Fit slopes, no longer Place hinges."

    def test_a_key_of_the_canvas_and_one_of_the_window_get_in_each_other_s_way_too(self, dialog, qtbot):
        self.press(dialog, qtbot, "fit", Qt.Key.Key_L, Qt.KeyboardModifier.NoModifier)
        assert dialog.status.text() == "L is used by Lock or unlock: assigning takes it from there."

    def test_keys_that_open_menus_are_refused_with_a_sentence(self, dialog, actions, qtbot):
        self.press(dialog, qtbot, "fit", Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
        assert dialog.status.text() == "Alt+F opens the menu File: it cannot be assigned."
        assert not dialog.assign.isEnabled()
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
        assert actions["fit"].shortcuts() == [QKeySequence("Ctrl+F")]

    def test_its_own_key_is_no_conflict_and_nothing_to_assign(self, dialog, qtbot):
        self.press(dialog, qtbot, "fit", Qt.Key.Key_F)
        assert not dialog.assign.isEnabled()
        assert "used by" not in dialog.status.text()

    def test_removing_leaves_none_and_the_usual_one_comes_back(self, dialog, actions):
        dialog.table.choose("fit")
        assert not dialog.reset.isEnabled()
        dialog.remove.click()
        assert actions["fit"].shortcuts() == []
        assert dialog.status.text() == "Ctrl+F no longer runs Fit slopes."
        assert dialog.field.keySequence().isEmpty()
        assert not dialog.remove.isEnabled()
        dialog.reset.click()
        assert actions["fit"].shortcuts() == [QKeySequence("Ctrl+F")]
        assert not dialog.reset.isEnabled()
        assert not dialog.reset_all.isEnabled()

    def test_the_usual_keys_are_taken_back_from_another_command(self, dialog, actions, qtbot):
        self.press(dialog, qtbot, "fit", Qt.Key.Key_P)
        dialog.assign.click()
        dialog.table.choose("place")
        dialog.reset.click()
        assert actions["place"].shortcuts() == [QKeySequence("Ctrl+P")]
        assert actions["fit"].shortcuts() == []
        assert dialog.status.text() == "Ctrl+P now runs Place hinges, no longer Fit slopes."

    def test_all_usual_keys_come_back_and_nothing_is_remembered(self, dialog, actions, qtbot):
        self.press(dialog, qtbot, "fit", Qt.Key.Key_P)
        dialog.assign.click()
        dialog.table.choose("save")
        dialog.remove.click()
        dialog.reset_all.click()
        assert {key: action.shortcuts() for key, action in actions.items()} == defaults()
        dialog.reject()
        assert Settings().shortcuts == {}

    def test_keys_other_than_usual_are_bold_and_say_what_is_usual(self, dialog, qtbot):
        self.press(dialog, qtbot, "fit", Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier)
        dialog.assign.click()
        item = dialog.table.item(dialog.table.currentRow(), 1)
        assert item.text() == "F7"
        assert item.font().bold()
        assert item.toolTip() == "Usually Ctrl+F"

    def test_all_of_it_can_be_done_with_the_keyboard(self, dialog, actions, qtbot):
        assert QApplication.focusWidget() is dialog.search or dialog.focusWidget() is dialog.search
        qtbot.keyClicks(dialog.search, "fit")
        qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
        assert dialog.table.command == "fit_only"
        qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
        assert dialog.table.command == "keep_fitted"
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
        assert dialog.focusWidget() is dialog.field
        qtbot.keyClick(dialog.field, Qt.Key.Key_F8)
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
        assert actions["keep_fitted"].shortcuts() == [QKeySequence("F8")]
        qtbot.keyClick(dialog.field, Qt.Key.Key_Backtab, SHIFT)
        assert dialog.focusWidget() is dialog.table
        qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
        assert dialog.table.command == "place"
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
        assert dialog.focusWidget() is dialog.field
        qtbot.keyClick(dialog.field, Qt.Key.Key_Tab)
        assert dialog.focusWidget() is not dialog.field
        dialog.field.setFocus()
        qtbot.keyClick(dialog.field, Qt.Key.Key_Escape)
        assert not dialog.isVisible()
        assert Settings().shortcuts == {"keep_fitted": ["F8"]}

    def test_it_opens_on_what_was_chosen_before(self, actions, qtbot):
        actions["fit"].setShortcuts([QKeySequence("F7")])
        dialog = ShortcutsDialog(actions, defaults(), Settings(), None)
        qtbot.addWidget(dialog)
        dialog.table.choose("fit")
        assert dialog.field.keySequence() == QKeySequence("F7")
        assert dialog.reset.isEnabled()
