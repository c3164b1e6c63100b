"""The dialog that gives commands other keys; every change works at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reluviz.gui.commands import COMMANDS
from reluviz.gui.key_field import KeyField
from reluviz.gui.shortcuts import (
    Keys,
    differing,
    holders,
    native,
    why_reserved,
    with_default,
    with_key,
    without_key,
)
from reluviz.gui.shortcuts_table import ShortcutsTable

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from reluviz.gui.settings import Settings

__all__ = ["ShortcutsDialog"]

_MOVING_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ShortcutsDialog(QDialog):
    """A table of commands and their keys, with a field below it that takes another key for the chosen one.

    Parameters
    ----------
    actions : dict of str to QAction
        By the key of their command; they get the keys.
    defaults : dict of str to list of QKeySequence
        The usual keys of every command.
    settings : Settings
        Keeps what differs from them when the dialog closes.

    Signals
    -------
    changed()
        The actions have other keys than before.
    """

    changed = Signal()

    def __init__(
        self, actions: dict[str, QAction], defaults: Keys, settings: Settings, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(600, 640)
        self._actions = actions
        self._defaults = defaults
        self._settings = settings
        self._keys: Keys = {command.key: actions[command.key].shortcuts() for command in COMMANDS}
        self._names = {command.key: _name(command.text) for command in COMMANDS}
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find a command or a key"))
        self.search.setAccessibleName(self.tr("Find a command or a key"))
        self.search.setClearButtonEnabled(True)
        self.table = ShortcutsTable(self._names)
        self.name = QLabel()
        self.field = KeyField()
        self.assign = QPushButton(self.tr("&Assign"))
        self.assign.setObjectName("primary")
        self.remove = QPushButton(self.tr("&Remove"))
        self.reset = QPushButton(self.tr("Reset &this"))
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.status.setMinimumHeight(2 * self.status.fontMetrics().lineSpacing() + 4)
        self.status.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.reset_all = QPushButton(self.tr("Reset a&ll"))
        self.buttons.addButton(self.reset_all, QDialogButtonBox.ButtonRole.ResetRole)
        self._lay_out()
        self._connect()
        self.table.show_keys(self._keys, self._defaults)
        self._choose(self.table.command)
        self.search.setFocus()

    def _lay_out(self) -> None:
        self.name.setBuddy(self.field)
        self.field.setFixedWidth(150)
        editor = QHBoxLayout()
        editor.setSpacing(8)
        editor.addWidget(self.name, 1)
        for widget in (self.field, self.assign, self.remove, self.reset):
            editor.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addLayout(editor)
        column.addWidget(self.status)
        column.addWidget(self.buttons)

    def _connect(self) -> None:
        self.search.textChanged.connect(self.table.show_only)
        self.search.installEventFilter(self)
        self.table.installEventFilter(self)
        self.table.chosen.connect(self._choose)
        self.table.doubleClicked.connect(lambda _: self.field.setFocus())
        self.field.keySequenceChanged.connect(self._judge)
        self.field.entered.connect(self.assign.click)
        self.assign.clicked.connect(lambda *_: self._assign())
        self.remove.clicked.connect(lambda *_: self._remove())
        self.reset.clicked.connect(lambda *_: self._reset())
        self.reset_all.clicked.connect(lambda *_: self._reset_all())
        self.buttons.rejected.connect(self.reject)

    # -- what is shown -----------------------------------------------------------------------------

    def _choose(self, command: str) -> None:
        """Show the key of another command in the field."""
        self.name.setText(self._names.get(command, ""))
        held = self._keys.get(command, [])
        self.field.setEnabled(bool(command))
        self.field.setAccessibleName(self.tr("New key for {0}").format(self._names.get(command, "")))
        self.field.setKeySequence(held[0] if held else QKeySequence())
        self._judge()

    def _judge(self) -> None:
        """Say what assigning the key in the field would do, and offer what can be done."""
        command, sequence = self.table.command, self.field.keySequence()
        held = self._keys.get(command, [])
        is_new = bool(command) and not sequence.isEmpty() and sequence not in held
        reserved = why_reserved(sequence) if is_new else ""
        self.assign.setEnabled(is_new and not reserved)
        self.remove.setEnabled(bool(held))
        self.reset.setEnabled(bool(command) and held != self._defaults[command])
        self.reset_all.setEnabled(bool(differing(self._keys, self._defaults)))
        others = holders(self._keys, sequence, but=command) if is_new else []
        if reserved:
            self._say(reserved, bad=True)
        elif others:
            self._say(
                self.tr("{0} is used by {1}: assigning takes it from there.").format(
                    native([sequence]), self._listed(others)
                ),
                bad=True,
            )
        elif is_new:
            self._say(self.tr("{0} is free.").format(native([sequence])))
        else:
            self._say(self.tr("Press the new key in the field; Enter assigns it."))

    def _say(self, text: str, *, bad: bool = False) -> None:
        self.status.setObjectName("problem" if bad else "muted")
        self.status.style().unpolish(self.status)
        self.status.style().polish(self.status)
        self.status.setText(text)
        self.field.setAccessibleDescription(text)

    def _listed(self, commands: list[str]) -> str:
        return ", ".join(self._names[command] for command in commands)

    # -- what is done ------------------------------------------------------------------------------

    def _assign(self) -> None:
        command, sequence = self.table.command, self.field.keySequence()
        losers = holders(self._keys, sequence, but=command)
        self._use(with_key(self._keys, command, sequence))
        self._say(self._gained([sequence], command, losers))

    def _remove(self) -> None:
        command = self.table.command
        removed = self._keys[command][:1]
        self._use(without_key(self._keys, command))
        self._say(self.tr("{0} no longer runs {1}.").format(native(removed), self._names[command]))

    def _reset(self) -> None:
        command = self.table.command
        usual = self._defaults[command]
        losers = [key for one in usual for key in holders(self._keys, one, but=command)]
        self._use(with_default(self._keys, self._defaults, command))
        if usual:
            self._say(self._gained(usual, command, losers))
        else:
            self._say(self.tr("{0} has no key again.").format(self._names[command]))

    def _reset_all(self) -> None:
        self._use({key: list(held) for key, held in self._defaults.items()})
        self._say(self.tr("Every command has its usual keys again."))

    def _gained(self, keys: list[QKeySequence], command: str, losers: list[str]) -> str:
        now = self.tr("{0} now runs {1}").format(native(keys), self._names[command])
        if losers:
            return self.tr("{0}, no longer {1}.").format(now, self._listed(list(dict.fromkeys(losers))))
        return f"{now}."

    def _use(self, keys: Keys) -> None:
        """Give the actions these keys; first those that lose one, so that none is held twice on the way."""
        altered = [key for key, held in keys.items() if held != self._keys[key]]
        for key in sorted(altered, key=lambda key: len(keys[key]) - len(self._keys[key])):
            self._actions[key].setShortcuts(keys[key])
        self._keys = keys
        self.table.show_keys(keys, self._defaults)
        focus = self.focusWidget()
        self._choose(self.table.command)
        if isinstance(focus, QPushButton) and not focus.isEnabled():
            # A button that has nothing to do any more must not take the keyboard with it.
            self.field.setFocus()
        if altered:
            self.changed.emit()

    # -- keys and closing --------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows in the search move in the table, and Enter go to the field for the key."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if watched is self.search and event.key() in _MOVING_KEYS:
            QCoreApplication.sendEvent(self.table, event)
        elif event.key() in _ENTER:
            self.field.setFocus()
        else:
            return super().eventFilter(watched, event)
        return True

    def done(self, result: int) -> None:
        """Remember what differs from the usual keys."""
        self._settings.shortcuts = differing(self._keys, self._defaults)
        super().done(result)


def _name(text: str) -> str:
    """Return the text of a menu as one says it, without what undo would undo."""
    return QCoreApplication.translate("commands", text).format("").replace("&", "").rstrip("… ")
