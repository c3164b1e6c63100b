"""Nothing that was not saved is lost: what a crash left behind is offered, and nothing is deleted unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QObject
from PySide6.QtWidgets import QMessageBox, QPushButton

from reluviz.document.recovery import find_copies, is_open_elsewhere
from reluviz.document.storage import load
from reluviz.errors import InputError
from reluviz.gui.questions import may_open_twice
from reluviz.gui.recovery.keeper import Keeper
from reluviz.gui.recovery.notice_bar import Answer, Notice, NoticeBar
from reluviz.gui.sentences import sentence
from reluviz.places import recovery_folder

if TYPE_CHECKING:
    from pathlib import Path

    from reluviz.document.recovery import Copy
    from reluviz.gui.window import Window

__all__ = ["Recovery"]

#: More would push the canvas away; the others come when these are dealt with.
_MOST_OFFERED = 3


class Recovery(QObject):
    """Keeps the document of a window safe, and offers in a bar what earlier windows had not saved.

    Parameters
    ----------
    window : Window
        Already on the screen.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._session, self._files = window, window.session, window.files
        self._folder = recovery_folder()
        self._copies = list(find_copies(self._folder))
        self._problems: dict[Copy, str] = {}
        path = self._files.path
        # Before the keeper notes that it is open here.
        self._is_opened_twice = path is not None and is_open_elsewhere(self._folder, path)
        self._keeper = Keeper(self._folder, self._session, self._files, self)
        self._files.is_open_elsewhere = self._is_open_elsewhere
        window.closed.connect(self._keeper.end)
        self.bar = NoticeBar()
        window.show_above(self.bar)
        self._show()

    def _is_open_elsewhere(self, path: Path, *claimed: str) -> bool:
        return is_open_elsewhere(self._folder, path, self._keeper.name, *claimed)

    def _show(self) -> None:
        notices = [self._warning()] if self._is_opened_twice else []
        notices += [self._offer(copy) for copy in self._copies[:_MOST_OFFERED]]
        if any(button.hasFocus() for button in self.bar.findChildren(QPushButton)):
            self._window.canvas.setFocus()
        self.bar.show_notices(notices)

    def _warning(self) -> Notice:
        text = self.tr(
            "“{0}” is open in another window as well. Changes do not pass from one to the other; "
            "each asks before it replaces what the other has saved."
        )
        return Notice(text.format(self._files.name), "", (Answer(self.tr("OK"), "", self._go_on),))

    def _go_on(self) -> None:
        self._is_opened_twice = False
        self._show()

    def _offer(self, copy: Copy) -> Notice:
        restore = Answer(
            self.tr("Restore"),
            self.tr("Open it as it was; it is kept safe until you save it"),
            lambda: self._restore(copy),
            is_main=True,
        )
        discard = Answer(self.tr("Discard…"), self.tr("Delete it for good"), lambda: self._discard(copy))
        later = Answer(
            self.tr("Later"), self.tr("Nothing is deleted; ask again at the next start"), self._put_off
        )
        # One is enough: it is said of all.
        last = later if copy is self._copies[0] else None
        if copy in self._problems:
            return Notice(self._problems[copy], "", (discard, last))
        text = self.tr("“{0}” was not saved when ReLU Viz ended ({1}).").format(self._name(copy), _when(copy))
        if copy.origin is None:
            place = self.tr("It has no file yet.")
        else:
            place = self.tr("in {0}").format(copy.origin.path.parent)
        return Notice(text, place, (restore, discard, last))

    def _restore(self, copy: Copy) -> None:
        slot = copy.claim()
        if slot is None:
            self._drop(copy)
            self._session.message.emit(self.tr("Another window has taken care of it."))
            return
        try:
            document = load(copy.path)
        except InputError as error:
            slot.leave()
            text = self.tr("“{0}” cannot be restored: {1}").format(self._name(copy), error)
            self._problems[copy] = sentence(text)
            self._show()
            return
        if not self._files.may_leave() or not self._may_open(copy):
            slot.leave()
            return
        self._drop(copy)
        self._keeper.go_on_in(slot)
        self._files.put(document, copy.origin, is_saved=False)
        self._session.message.emit(self.tr("Restored “{0}”; it is not saved yet.").format(self._files.name))

    def _may_open(self, copy: Copy) -> bool:
        if copy.origin is None or not self._is_open_elsewhere(copy.origin.path, copy.path.stem):
            return True
        return may_open_twice(self._window, self._name(copy))

    def _discard(self, copy: Copy) -> None:
        button = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            self.tr("Discard unsaved work"),
            self.tr("Discard what was not saved of “{0}”? It is lost then.").format(self._name(copy)),
            button.Discard | button.Cancel,
            button.Cancel,
        )
        if answer != button.Discard:
            return
        slot = copy.claim()
        if slot is not None:
            slot.end()
        self._drop(copy)

    def _drop(self, copy: Copy) -> None:
        self._copies.remove(copy)
        self._show()

    def _put_off(self) -> None:
        self._copies.clear()
        self._show()

    def _name(self, copy: Copy) -> str:
        return copy.origin.path.stem if copy.origin else self.tr("Untitled")


def _when(copy: Copy) -> str:
    moment = QDateTime.fromSecsSinceEpoch(round(copy.written))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)
