"""Commands made into Qt actions, menus and a toolbar; kept in step with what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar

from reluviz.gui.commands import COMMANDS, Command
from reluviz.gui.icons import icon
from reluviz.gui.menus import MENUS, TOOLBAR
from reluviz.gui.shortcuts import chosen_shortcuts, default_shortcuts, first_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QMenuBar

    from reluviz.gui.settings import Settings
    from reluviz.gui.window import Window
    from reluviz.scene.palette import Palette

__all__ = ["Actions"]


#: Keys that move through lists, sliders and buttons, or press them.
_MOVING = frozenset(
    (
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Space,
    )
)


class Actions:
    """One QAction for each command of a window.

    Parameters
    ----------
    window : Window
        What the commands act on.
    settings : Settings
        Hold the shortcuts that were changed.
    """

    def __init__(self, window: Window, settings: Settings) -> None:
        self._window, self._settings = window, settings
        self.by_key: dict[str, QAction] = {}
        for command in COMMANDS:
            self.by_key[command.key] = self._make(command)
        for key, keys in chosen_shortcuts(settings).items():
            self.by_key[key].setShortcuts(keys)
        self._name_shortcuts()
        groups: dict[str, QActionGroup] = {}
        for command in COMMANDS:
            if command.group:
                group = groups.setdefault(command.group, QActionGroup(window))
                group.addAction(self.by_key[command.key])

    def _make(self, command: Command) -> QAction:
        window = self._window
        action = QAction(_translated(command.text).format(""), window)
        action.setObjectName(command.key)
        action.setCheckable(command.checked is not None)
        # Qt passes whether it is checked; the command wants the window.
        action.triggered.connect(lambda *_: self._run(command))
        action.setShortcuts(default_shortcuts(command))
        if command.tip:
            action.setStatusTip(_translated(command.tip))
        return action

    def _set_context(self, command: Command) -> None:
        """Let keys of the canvas work wherever they mean nothing else.

        Letters do in the whole window: fields and tables take what they need before. Keys that move through
        lists, sliders and buttons belong to whatever has the focus.
        """
        action = self.by_key[command.key]
        moving = any(first_key(sequence) in _MOVING for sequence in action.shortcuts())
        action.setShortcutContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
            if command.on_canvas and moving
            else Qt.ShortcutContext.WindowShortcut
        )

    def _run(self, command: Command) -> None:
        """Run a command on the document as it was before a gesture under way; undo only ends that gesture."""
        self._window.session.tween.finish()
        if command.key != "undo":
            self._window.session.hand.escape_gesture()
        command.run(self._window)

    def _name_shortcuts(self) -> None:
        """Say in the tool tips which keys run a command, and where they work."""
        for command in COMMANDS:
            self._set_context(command)
            self.by_key[command.key].setToolTip(_tool_tip(self.by_key[command.key], command))

    def edit_shortcuts(self) -> None:
        """Open the dialog that gives commands other keys."""
        from reluviz.gui.shortcuts_dialog import ShortcutsDialog

        defaults = {command.key: default_shortcuts(command) for command in COMMANDS}
        dialog = ShortcutsDialog(self.by_key, defaults, self._settings, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.changed.connect(self._name_shortcuts)
        dialog.open()

    def attach_to_canvas(self) -> None:
        """Let the shortcuts of the canvas work while it has the focus."""
        for command in COMMANDS:
            if command.on_canvas:
                self._window.canvas.addAction(self.by_key[command.key])
            else:
                self._window.addAction(self.by_key[command.key])

    def fill_menu_bar(self, bar: QMenuBar, extra: dict[str, QMenu]) -> None:
        """Build the menus; `extra` holds the menus that the list of commands only names."""
        for title, entries in MENUS:
            self._fill(bar.addMenu(_translated(title)), entries, extra)

    def _fill(self, menu: QMenu, entries: Iterable[object], extra: dict[str, QMenu]) -> None:
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            elif isinstance(entry, tuple):
                self._fill(menu.addMenu(_translated(entry[0])), entry[1], extra)
            elif entry in extra:
                menu.addMenu(extra[str(entry)])
            else:
                menu.addAction(self.by_key[str(entry)])

    def menu(self, entries: Iterable[object]) -> QMenu:
        """Return a menu for a right click."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill(menu, entries, {})
        return menu

    def tool_bar(self) -> QToolBar:
        """Return the toolbar."""
        bar = QToolBar(_translated("Tools"), self._window)
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(22, 22))
        for key in TOOLBAR:
            if key is None:
                bar.addSeparator()
            else:
                bar.addAction(self.by_key[key])
        return bar

    def set_colours(self, colours: Palette) -> None:
        """Tint the icons for another palette."""
        for command in COMMANDS:
            if command.icon:
                self.by_key[command.key].setIcon(icon(command.icon, colours.text))

    def refresh(self) -> None:
        """Say what can be done now, and what undo and redo would do."""
        window = self._window
        for command in COMMANDS:
            action = self.by_key[command.key]
            if command.enabled is not None:
                action.setEnabled(command.enabled(window))
            if command.detail is not None:
                text = _translated(command.text).format(command.detail(window)).strip()
                if text != action.text():
                    action.setText(text)
                    action.setToolTip(_tool_tip(action, command))
            if command.checked is not None:
                action.setChecked(command.checked(window))


def _tool_tip(action: QAction, command: Command) -> str:
    text = _translated(command.tip) or action.text().replace("&", "").rstrip("…")
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return f"{text} ({keys})" if keys else text


def _translated(text: str) -> str:
    return QCoreApplication.translate("commands", text)
