import sys
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu
from shiboken6 import isValid

from reluviz.errors import InputError
from reluviz.gui import help as help_page
from reluviz.gui.background import Background
from reluviz.gui.commands import COMMANDS
from reluviz.gui.icons import icon
from reluviz.gui.menus import CANVAS_MENU, HINGE_MENU, MENUS, TOOLBAR
from reluviz.gui.numbers import read_number, shown


class Emitter(QObject):
    signal = Signal(bool)


def test_qt_calls_leave_the_reference_counts_alone(qapp):
    # PySide6 6.12.0 on Python 3.11 lost a reference to None or True with each of these and aborted.
    emitter, font = Emitter(), QFont()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(100_000):
        emitter.signal.emit(True)
        font.setPixelSize(12)
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert abs(after[0] - before[0]) < 1000
    assert abs(after[1] - before[1]) < 1000


class TestCommands:
    def test_menus_and_toolbar_name_commands_that_exist(self):
        known = {command.key for command in COMMANDS} | {"recent", "examples", "panels", "present_on", None}

        def named(entries):
            for entry in entries:
                if isinstance(entry, tuple):
                    yield from named(entry[1])
                else:
                    yield entry

        wanted = [*named(MENUS), *TOOLBAR, *HINGE_MENU, *CANVAS_MENU]
        assert set(wanted) <= known
        assert len({command.key for command in COMMANDS}) == len(COMMANDS)

    def test_no_two_commands_share_a_shortcut(self, window):
        taken = {}
        for key, action in window.actions_by_key.by_key.items():
            for sequence in action.shortcuts():
                text = sequence.toString(QKeySequence.SequenceFormat.PortableText)
                assert taken.setdefault(text, key) == key

    def test_undo_says_what_it_takes_back(self, window, mouse):
        mouse.click(1.0, 6.0)
        action = window.actions_by_key.by_key["undo"]
        assert action.text() == "&Undo Add hinge"
        action.trigger()
        assert window.actions_by_key.by_key["redo"].text() == "&Redo Add hinge"

    def test_commands_are_offered_only_where_they_can_be_done(self, window):
        window.session.store.select(())
        enabled = window.actions_by_key.by_key
        assert not enabled["delete"].isEnabled()
        window.session.store.select((0,))
        assert enabled["delete"].isEnabled()

    def test_every_icon_is_there_and_draws(self, window):
        for command in COMMANDS:
            if command.icon:
                image = icon(command.icon, "#000000").pixmap(24, 24).toImage()
                assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24))

    def test_the_help_page_lists_every_shortcut(self, window):
        page = help_page.gestures_and_keys(window, window.actions_by_key.by_key)
        text = page.findChild(help_page.QTextBrowser).toPlainText()
        assert "Press and drag" in text
        assert "Fit slopes" in text
        assert "Lock or unlock" in text
        page.deleteLater()

    def test_menus_of_a_right_click_open_and_close(self, window):
        for entries in (HINGE_MENU, CANVAS_MENU):
            menu = window.actions_by_key.menu(entries)
            assert menu.actions()
            menu.close()


class TestBackground:
    def test_only_the_newest_result_is_delivered(self, qtbot):
        background, results = Background(), []
        background.finished.connect(results.append)
        for number in range(20):
            background.submit(lambda number=number: number)
        qtbot.waitUntil(lambda: not background.is_busy)
        assert results[-1] == 19
        assert len(results) < 20

    def test_bad_input_is_said_and_a_defect_is_logged(self, qtbot, caplog):
        background, problems = Background(), []
        background.failed.connect(problems.append)

        def bad():
            raise InputError("the size must be above 0")

        def broken():
            raise KeyError("defect")

        background.submit(bad)
        qtbot.waitUntil(lambda: bool(problems))
        assert problems == ["the size must be above 0"]
        background.submit(broken)
        qtbot.waitUntil(lambda: len(problems) == 2)
        assert "defect" in problems[1]
        assert "KeyError" in caplog.text

    def test_a_forgotten_job_delivers_nothing(self, qtbot):
        background, results = Background(), []
        background.finished.connect(results.append)
        background.submit(lambda: 1)
        background.forget()
        qtbot.waitUntil(lambda: not background.is_busy)
        assert results == []


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("1.5", 1.5),
            ("−2", -2.0),
            ("1,5", 1.5),
            (" 3/4 ", 0.75),
            ("1e-3", 0.001),
            ("pi/2", 1.5707963267948966),
        ],
    )
    def test_numbers_are_read_as_people_write_them(self, qapp, text, value):
        assert read_number(text) == value

    @pytest.mark.parametrize("text", ["", "x", "1/0", "nan", "inf", "1e999", "1,2,3", "1_000", "0x10"])
    def test_what_is_no_finite_number_is_refused(self, qapp, text):
        with pytest.raises(InputError):
            read_number(text)

    @pytest.mark.parametrize(
        ("value", "text"), [(0.0, "0"), (-0.0, "0"), (-1.5, "−1.5"), (1e-7, "1e−7"), (1e20, "1e20")]
    )
    def test_numbers_are_shown_short_and_with_a_true_minus(self, value, text):
        assert shown(value) == text

    def test_an_owner_that_goes_waits_for_nothing_and_hears_nothing(self, qtbot):
        background, results, may_end, has_ended = Background(), [], Event(), Event()
        background.finished.connect(results.append)

        def work():
            may_end.wait(20)
            has_ended.set()

        background.submit(work)
        background.deleteLater()
        QCoreApplication.sendPostedEvents(background, QEvent.Type.DeferredDelete)
        assert not isValid(background)
        assert not has_ended.is_set()
        may_end.set()
        qtbot.waitUntil(has_ended.is_set)
        after, others = Background(), []
        after.finished.connect(others.append)
        after.submit(lambda: 2)
        qtbot.waitUntil(lambda: others == [2])
        assert results == []


class TestKeysWhereverTheFocusIs:
    def test_letters_are_commands_in_the_whole_window(self, window, qtbot):
        window.session.store.select((0,))
        for place in (window.docks.fit.fit, window.build_up.slider, window.docks.hinges.table):
            place.setFocus()
            qtbot.keyClick(place, Qt.Key.Key_F)
            assert window.session.store.undo_name == "Flip hinge"
            window.session.store.undo()
            window.session.store.select((0,))

    def test_fields_keep_what_is_typed_into_them(self, window, qtbot):
        before = window.session.store.document
        for field in (window.formula_line.field, window.docks.target.start):
            field.setFocus()
            field.selectAll()
            qtbot.keyClicks(field, "fpm.,e")
            assert field.text() == "fpm.,e"
            qtbot.keyClick(field, Qt.Key.Key_Escape)
        assert window.session.store.document is before

    def test_keys_that_move_belong_to_what_has_the_focus(self, window, qtbot):
        window.session.store.select((0,))
        knots = window.session.store.document.model.knots.tolist()
        window.build_up.slider.setFocus()
        qtbot.keyClick(window.build_up.slider, Qt.Key.Key_Left)
        assert window.session.step == 1
        assert window.session.store.document.model.knots.tolist() == knots
        window.docks.fit.keep.setFocus()
        qtbot.keyClick(window.docks.fit.keep, Qt.Key.Key_Space)
        assert window.session.store.document.keep_fitted

    def test_a_number_typed_in_the_table_begins_to_edit_and_a_letter_does_not(self, window, qtbot):
        table = window.docks.hinges.table
        table.setFocus()
        table.setCurrentIndex(window.docks.hinges.model.index(0, 0))
        qtbot.keyClick(table, Qt.Key.Key_X)
        assert table.state() == table.State.NoState
        qtbot.keyClick(table, Qt.Key.Key_0)
        assert table.state() == table.State.EditingState
        qtbot.keyClicks(QApplication.focusWidget(), ".5")
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: window.session.store.document.model.knots[0] == 0.5)

    def test_delete_in_the_table_removes_the_selected_hinges(self, window, qtbot):
        window.docks.hinges.table.selectRow(1)
        window.docks.hinges.table.setFocus()
        qtbot.keyClick(window.docks.hinges.table, Qt.Key.Key_Delete)
        assert len(window.session.store.document.model) == 1

    @pytest.mark.qt_log_ignore(
        "does not support (raise|grabbing the keyboard|propagateSizeHints)", extend=True
    )
    def test_an_open_menu_has_the_arrow_keys(self, window):
        window.canvas.setFocus()
        menu = QMenu(window)
        menu.addAction("one")
        menu.popup(window.mapToGlobal(window.rect().center()))
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QApplication.sendEvent(window.canvas, event)
        assert event.isAccepted()
        menu.close()
        event.ignore()
        QApplication.sendEvent(window.canvas, event)
        assert not event.isAccepted()

    def test_the_lens_is_there_though_a_button_has_the_focus(self, window, qtbot):
        window.docks.fit.fit.setFocus()
        qtbot.keyPress(window.docks.fit.fit, Qt.Key.Key_Z)
        assert window.canvas.has_lens
        qtbot.keyRelease(window.docks.fit.fit, Qt.Key.Key_Z)
        assert not window.canvas.has_lens


def test_no_command_has_keys_of_office_keyboards(window):
    from reluviz.gui.shortcuts import first_key

    for action in window.actions_by_key.by_key.values():
        for sequence in action.shortcuts():
            assert first_key(sequence).value < Qt.Key.Key_F13.value
