"""What is not saved survives whatever ends the program, and is offered calmly."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton

import reluviz as rv
from reluviz.document import edits
from reluviz.document.origin import Origin
from reluviz.document.recovery import Slot, find_copies
from reluviz.document.storage import load_with_origin
from reluviz.gui.recovery import Recovery, keeper
from reluviz.maths.hinges import HingeSum
from reluviz.places import recovery_folder

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = rv.Document(rv.Target.named("sine"), HingeSum.parse("g(x) + 3g(x-1)"))
Button = QMessageBox.StandardButton


@pytest.fixture
def folder(private_settings, monkeypatch):
    monkeypatch.setattr(keeper, "_MILLISECONDS", 0)
    return recovery_folder()


@pytest.fixture
def answers(monkeypatch):
    """What is answered to the next questions, and the texts that were shown."""
    said = {"next": Button.Cancel, "shown": []}

    def ask(text):
        said["shown"].append(text)
        return said["next"]

    monkeypatch.setattr(QMessageBox, "exec", lambda box: ask(box.text()))
    monkeypatch.setattr(QMessageBox, "question", lambda *args: ask(args[2]))
    monkeypatch.setattr(QMessageBox, "warning", lambda *args: ask(args[2]))
    return said


def crash(folder, document=DOCUMENT, origin=None):
    """Leave behind what a program that is killed leaves."""
    slot = Slot(folder)
    slot.keep(origin, document)
    slot.leave()
    return folder / f"{slot.name}.reluviz"


def change(window, slope=1.0):
    window.session.dispatch(edits.set_model(HingeSum.parse(f"{slope}g(x-1)"), "try"))
    return window.session.store.document


def copies_of(folder):
    """The documents that are kept for a crash, those of running programs too."""
    return [rv.load(path) for path in sorted(folder.glob("*.reluviz"))]


def buttons(recovery, text):
    return [button for button in recovery.bar.findChildren(QPushButton) if button.text() == text]


def press(recovery, text, row=0):
    shown = [button for button in buttons(recovery, text) if button.isVisible()]
    shown[row].click()


class TestKeeping:
    def test_a_change_is_kept_and_given_up_when_it_is_undone(self, window, folder, qtbot):
        Recovery(window)
        document = change(window)
        qtbot.waitUntil(lambda: copies_of(folder) == [document])
        window.session.store.undo()
        qtbot.waitUntil(lambda: copies_of(folder) == [])

    def test_every_change_comes_to_be_kept(self, window, folder, qtbot):
        Recovery(window)
        for slope in (1.0, 2.0, 3.0):
            document = change(window, slope)
            qtbot.waitUntil(lambda: copies_of(folder) == [document])  # noqa: B023

    def test_what_was_changed_before_the_first_frame_is_kept_too(self, window, folder, qtbot):
        document = change(window)
        Recovery(window)
        qtbot.waitUntil(lambda: copies_of(folder) == [document])

    def test_nothing_is_written_while_a_hand_is_at_work(self, window, folder, qtbot, mouse):
        recovery = Recovery(window)
        document = change(window)
        mouse.press(2.0, 5.0)
        mouse.move(2.5, 6.0)
        fired = []
        recovery._keeper._timer.timeout.connect(lambda: fired.append(1))
        qtbot.waitUntil(lambda: len(fired) > 3)
        assert copies_of(folder) == []
        window.session.hand.escape_gesture()
        qtbot.waitUntil(lambda: copies_of(folder) == [document])

    def test_a_copy_of_much_is_written_seldom(self, window, folder):
        recovery = Recovery(window)
        recovery._keeper._note_success(1.0)
        assert recovery._keeper._milliseconds == 20_000

    def test_saving_makes_the_copy_superfluous(self, window, folder, qtbot, tmp_path):
        Recovery(window)
        rv.save(DOCUMENT, tmp_path / "a.reluviz")
        assert window.files.open_path(tmp_path / "a.reluviz")
        document = change(window)
        qtbot.waitUntil(lambda: copies_of(folder) == [document])
        assert window.files.save_and_wait()
        qtbot.waitUntil(lambda: copies_of(folder) == [])

    def test_discarding_is_final(self, window, folder, qtbot, answers):
        Recovery(window)
        change(window)
        qtbot.waitUntil(lambda: len(copies_of(folder)) == 1)
        answers["next"] = Button.Discard
        window.files.new()
        qtbot.waitUntil(lambda: copies_of(folder) == [])

    @pytest.mark.parametrize("is_kept_yet", [True, False])
    def test_closing_leaves_nothing(self, window, folder, qtbot, answers, is_kept_yet):
        recovery = Recovery(window)
        qtbot.waitUntil(lambda: not recovery._keeper._work.is_busy)
        change(window)
        if is_kept_yet:
            qtbot.waitUntil(lambda: len(copies_of(folder)) == 1)
        answers["next"] = Button.Discard
        assert window.close()
        recovery._keeper._work.is_busy and qtbot.waitUntil(lambda: not recovery._keeper._work.is_busy)
        assert os.listdir(folder) == []

    def test_a_window_that_stays_open_keeps_its_copy(self, window, folder, qtbot, answers):
        Recovery(window)
        document = change(window)
        qtbot.waitUntil(lambda: copies_of(folder) == [document])
        assert not window.close()
        assert copies_of(folder) == [document]

    def test_trouble_is_said_once_and_ends_by_itself(self, window, folder, qtbot, monkeypatch):
        monkeypatch.setattr(keeper, "_MILLISECONDS_AFTER_TROUBLE", 0)
        folder.parent.parent.mkdir(parents=True)
        folder.parent.write_bytes(b"a file where the folder should be")
        messages, tries = [], []
        window.session.message.connect(messages.append)
        recovery = Recovery(window)
        recovery._keeper._work.failed.connect(tries.append)
        document = change(window)
        qtbot.waitUntil(lambda: len(tries) > 3)
        (said,) = messages
        assert said.startswith("What is not saved would not survive a crash at the moment: the folder")
        folder.parent.unlink()
        qtbot.waitUntil(lambda: copies_of(folder) == [document])


class TestTheOffer:
    def test_there_is_none_without_a_crash(self, window, folder):
        assert not Recovery(window).bar.isVisible()

    def test_says_what_and_from_which_file(self, window, folder, tmp_path):
        crash(folder, origin=Origin.of(tmp_path / "parabola.reluviz", b""))
        bar = Recovery(window).bar
        assert bar.isVisible()
        assert bar.accessibleName().startswith("“parabola” was not saved when ReLU Viz ended (")
        assert window.canvas.hasFocus()

    def test_restored_work_is_as_it_was_and_not_saved_yet(self, window, folder, qtbot, tmp_path):
        path = tmp_path / "parabola.reluviz"
        rv.save(rv.Document(DOCUMENT.target, HingeSum()), path)
        copy = crash(folder, origin=load_with_origin(path)[1])
        recovery = Recovery(window)
        press(recovery, "Restore")
        assert window.session.store.document == DOCUMENT
        assert window.files.path == path
        assert window.isWindowModified()
        assert not recovery.bar.isVisible()
        assert copy.exists()
        assert window.files.save_and_wait()
        assert rv.load(path) == DOCUMENT
        qtbot.waitUntil(lambda: copies_of(folder) == [])

    def test_restored_work_goes_on_in_the_same_copy(self, window, folder, qtbot):
        copy = crash(folder)
        press(Recovery(window), "Restore")
        document = change(window)
        qtbot.waitUntil(lambda: rv.load(copy) == document)
        assert find_copies(folder) == ()

    def test_a_file_that_has_changed_since_is_not_replaced_unasked(self, window, folder, answers, tmp_path):
        path = tmp_path / "parabola.reluviz"
        rv.save(DOCUMENT, path)
        crash(folder, rv.Document(DOCUMENT.target, HingeSum()), load_with_origin(path)[1])
        theirs = rv.Document(DOCUMENT.target, HingeSum.parse("5g(x)"))
        rv.save(theirs, path)
        press(Recovery(window), "Restore")
        assert not window.files.save_and_wait()
        assert "has changed on the disk" in answers["shown"][0]
        assert rv.load(path) == theirs

    def test_what_is_open_here_is_not_lost_by_restoring(self, window, folder, answers):
        copy = crash(folder)
        recovery = Recovery(window)
        document = change(window)
        press(recovery, "Restore")
        assert "Save the changes" in answers["shown"][0]
        assert window.session.store.document is document
        assert recovery.bar.isVisible()
        assert [found.path for found in find_copies(folder)] == [copy]

    def test_nothing_is_discarded_unasked(self, window, folder, answers):
        crash(folder)
        recovery = Recovery(window)
        press(recovery, "Discard…")
        assert "lost" in answers["shown"][0]
        assert len(find_copies(folder)) == 1
        answers["next"] = Button.Discard
        press(recovery, "Discard…")
        assert find_copies(folder) == ()
        assert not recovery.bar.isVisible()

    def test_later_deletes_nothing(self, window, folder, qtbot):
        crash(folder)
        recovery = Recovery(window)
        later = buttons(recovery, "Later")[0]
        later.setFocus()
        qtbot.keyClick(later, Qt.Key.Key_Space)
        assert not recovery.bar.isVisible()
        assert window.canvas.hasFocus()
        assert len(find_copies(folder)) == 1

    def test_closing_the_window_deletes_nothing_either(self, window, folder):
        crash(folder)
        Recovery(window)
        assert window.close()
        assert len(find_copies(folder)) == 1

    def test_several_are_offered_the_latest_first_and_not_too_many_at_once(self, window, folder, answers):
        for number in range(5):
            document = rv.Document(DOCUMENT.target, HingeSum.parse(f"{number + 1}g(x)"))
            os.utime(crash(folder, document), (number, number))
        recovery = Recovery(window)
        assert [len(buttons(recovery, text)) for text in ("Restore", "Discard…", "Later")] == [3, 3, 1]
        press(recovery, "Restore")
        assert window.session.store.document.model == HingeSum.parse("5g(x)")
        answers["next"] = Button.Discard
        press(recovery, "Restore", row=1)
        assert window.session.store.document.model == HingeSum.parse("3g(x)")
        assert len(find_copies(folder)) == 3

    def test_a_broken_copy_is_explained_and_stays(self, window, folder):
        copy = crash(folder)
        copy.write_bytes(b'{"format": "reluviz"')
        document = window.session.store.document
        recovery = Recovery(window)
        press(recovery, "Restore")
        assert "cannot be opened" in recovery.bar.accessibleName()
        assert copy.name in recovery.bar.accessibleName()
        assert [button.text() for button in recovery.bar.findChildren(QPushButton) if button.isVisible()] == [
            "Discard…",
            "Later",
        ]
        assert window.session.store.document is document
        assert copy.exists()

    def test_two_windows_do_not_both_restore_the_same(self, window, folder):
        crash(folder)
        recovery = Recovery(window)
        (copy,) = find_copies(folder)
        other = copy.claim()
        messages = []
        window.session.message.connect(messages.append)
        document = window.session.store.document
        press(recovery, "Restore")
        assert window.session.store.document is document
        assert messages == ["Another window has taken care of it."]
        assert not recovery.bar.isVisible()
        other.leave()


class TestAFileOpenedTwice:
    def test_is_said_before_it_is_opened_again(self, window, folder, answers, tmp_path):
        path = tmp_path / "shared.reluviz"
        rv.save(DOCUMENT, path)
        other = Slot(folder)
        other.keep(load_with_origin(path)[1], None)
        Recovery(window)
        assert not window.files.open_path(path)
        assert "open in another window" in answers["shown"][0]
        other.end()
        assert window.files.open_path(path)

    def test_is_said_above_the_canvas_if_it_was_named_at_the_start(self, window, folder, tmp_path):
        path = tmp_path / "shared.reluviz"
        rv.save(DOCUMENT, path)
        document, origin = load_with_origin(path)
        other = Slot(folder)
        other.keep(origin, None)
        window.files.put(document, origin)
        recovery = Recovery(window)
        assert "“shared” is open in another window" in recovery.bar.accessibleName()
        press(recovery, "OK")
        assert not recovery.bar.isVisible()
        other.end()

    def test_opening_a_file_again_in_its_own_window_is_nothing_special(
        self, window, folder, qtbot, answers, tmp_path
    ):
        path = tmp_path / "mine.reluviz"
        rv.save(DOCUMENT, path)
        recovery = Recovery(window)
        assert window.files.open_path(path)
        qtbot.waitUntil(lambda: not recovery._keeper._work.is_busy)
        assert window.files.open_path(path)
        assert answers["shown"] == []


PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from reluviz.document import edits
from reluviz.gui import app
from reluviz.maths.hinges import HingeSum

make_window = app.make_window

def make_and_change():
    window = make_window()
    change = edits.set_model(HingeSum.parse("g(x) + 3g(x-1)"), "try")
    QTimer.singleShot(0, window, lambda: window.session.dispatch(change))
    return window

app.make_window = make_and_change
app.run(sys.argv[1])
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
def test_work_survives_a_program_that_is_killed(window, folder, qtbot, tmp_path):
    path = tmp_path / "parabola.reluviz"
    rv.save(rv.Document(DOCUMENT.target, HingeSum()), path)
    with subprocess.Popen([sys.executable, "-c", PROGRAM, path], cwd=ROOT, stderr=subprocess.PIPE) as program:
        qtbot.waitUntil(
            lambda: program.poll() is not None or (folder.exists() and any(folder.glob("*.reluviz"))),
            timeout=60_000,
        )
        assert find_copies(folder) == ()
        assert program.poll() is None
        program.send_signal(signal.SIGKILL)
        assert b"Traceback" not in program.stderr.read()
    recovery = Recovery(window)
    assert recovery.bar.isVisible()
    press(recovery, "Restore")
    assert window.session.store.document == DOCUMENT
    assert window.files.path == path
    assert window.isWindowModified()
