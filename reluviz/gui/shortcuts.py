"""Which keys run which command: what is usual, what was chosen, and what may be chosen.

No window is needed, but an application: it knows the standard keys of the system.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from reluviz.gui.commands import COMMANDS, Command
from reluviz.gui.menus import MENUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reluviz.gui.settings import Settings

__all__ = [
    "Keys",
    "chosen_shortcuts",
    "default_shortcuts",
    "differing",
    "first_key",
    "holders",
    "native",
    "why_reserved",
    "with_default",
    "with_key",
    "without_key",
]

#: The keys of every command by its key; the first of a list is the one shown.
Keys = dict[str, list[QKeySequence]]

#: The window is useless without these: they leave gestures and fields, and press buttons.
_RESERVED = ("Esc", "Tab", "Shift+Tab", "Shift+Backtab", "Backtab", "Return", "Enter")


def first_key(sequence: QKeySequence) -> Qt.Key:
    """Return the key of a chord, without what is held with it."""
    # The types of Qt leave out that a sequence is one.
    chord: QKeyCombination = sequence[0]  # type: ignore[index]
    return chord.key()


def default_shortcuts(command: Command) -> list[QKeySequence]:
    """Return the keys a command has unless others are chosen, the standard ones of the system first."""
    keys = [QKeySequence(text) for text in command.shortcuts]
    if command.standard is not None:
        standard = QKeySequence.keyBindings(command.standard)
        # Without those of office keyboards, which nobody would recognise by their names.
        keys = [*(one for one in standard if first_key(one).value < Qt.Key.Key_F13.value), *keys]
    return list(dict.fromkeys(keys))


def chosen_shortcuts(settings: Settings) -> Keys:
    """Return the keys of every command, the chosen ones where there are any.

    No key is given twice, for then neither command would run: what was chosen goes before what is usual, and
    of two choices (somebody wrote the file by hand) the command listed first has it.
    """
    chosen = settings.shortcuts
    taken: set[QKeySequence] = set()
    keys: Keys = {}
    for was_chosen in (True, False):
        for command in COMMANDS:
            if (command.key in chosen) is not was_chosen:
                continue
            wanted = default_shortcuts(command)
            if was_chosen:
                read = dict.fromkeys(QKeySequence(text) for text in chosen[command.key])
                wanted = [sequence for sequence in read if not why_reserved(sequence)]
            keys[command.key] = [sequence for sequence in wanted if sequence not in taken]
            taken.update(keys[command.key])
    return {command.key: keys[command.key] for command in COMMANDS}


def why_reserved(sequence: QKeySequence) -> str:
    """Return in one sentence why no command may have this key, or nothing if one may.

    A key must be one chord, none that the window cannot do without, and none that opens a menu.
    """
    shown = native([sequence])
    if sequence.count() != 1 or not shown:
        return _translated("“{0}” is not one key, with or without Ctrl, Alt and Shift.").format(shown)
    if sequence in [QKeySequence(text) for text in _RESERVED]:
        return _translated(
            "{0} leaves fields and gestures or presses buttons: it cannot be assigned."
        ).format(shown)
    for title, _ in MENUS:
        menu = _translated_menu(title)
        if sequence == QKeySequence.mnemonic(menu):
            return _translated("{0} opens the menu {1}: it cannot be assigned.").format(
                shown, menu.replace("&", "")
            )
    return ""


def holders(keys: Mapping[str, Iterable[QKeySequence]], sequence: QKeySequence, but: str = "") -> list[str]:
    """Return which commands have this key, apart from `but`.

    Where the key works does not matter: one of the whole window and one of the canvas are both meant while
    the canvas has the focus, so any two commands with one key are one too many.
    """
    return [key for key, held in keys.items() if key != but and sequence in held]


def with_key(keys: Keys, command: str, sequence: QKeySequence) -> Keys:
    """Return the keys with `sequence` as the first one of a command, taken from whoever had it.

    It takes the place of the key that was shown for the command; further ones stay.
    """
    further = [held for held in keys[command][1:] if held != sequence]
    return {
        key: [sequence, *further] if key == command else [one for one in held if one != sequence]
        for key, held in keys.items()
    }


def without_key(keys: Keys, command: str) -> Keys:
    """Return the keys without the one that is shown for a command; the next one is shown instead."""
    return {**keys, command: keys[command][1:]}


def with_default(keys: Keys, defaults: Keys, command: str) -> Keys:
    """Return the keys with the usual ones for a command, taken from whoever has them."""
    usual = defaults[command]
    return {
        key: list(usual) if key == command else [one for one in held if one not in usual]
        for key, held in keys.items()
    }


def differing(keys: Keys, defaults: Keys) -> dict[str, list[str]]:
    """Return the keys of those commands that have others than usual, as text that every system reads."""
    portable = QKeySequence.SequenceFormat.PortableText
    return {
        key: [sequence.toString(portable) for sequence in held]
        for key, held in keys.items()
        if held != defaults[key]
    }


def native(keys: Iterable[QKeySequence]) -> str:
    """Return the keys as this system writes them."""
    return ", ".join(sequence.toString(QKeySequence.SequenceFormat.NativeText) for sequence in keys)


def _translated(text: str) -> str:
    return QCoreApplication.translate("shortcuts", text)


def _translated_menu(title: str) -> str:
    return QCoreApplication.translate("commands", title)
