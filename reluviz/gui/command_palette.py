"""The command palette: a small popup that finds any command by a few letters of its name and runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from reluviz.gui.commands import COMMANDS
from reluviz.gui.menus import MENUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PySide6.QtGui import QAction

    from reluviz.scene.palette import Palette

__all__ = ["CommandPalette", "match_score"]

#: The palette itself, and what only makes sense where a right click was made.
_NOT_LISTED = ("commands", "add_here")
_WIDTH, _MOST_ROWS, _ROW_HEIGHT = 520, 11, 30
#: How far below the top of the window it hangs, as a share of the height.
_FROM_TOP = 0.14
_KEYS_ROLE = Qt.ItemDataRole.UserRole + 1
_MENU_ROLE = Qt.ItemDataRole.UserRole + 2
#: What a letter gains at the start of a word, and right after the letter found before it.
_WORD_START, _IN_A_ROW = 4.0, 5.0
#: What a text loses for each letter it is long, and for being found by the name of its menu alone.
_LENGTH, _BY_MENU = 0.02, 6.0
_MOVING_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


def match_score(query: str, text: str) -> float | None:
    """Return how well `query` fits into `text`, or None where it does not.

    The letters of the query must stand in the text in their order, others between them or not. Of all ways
    to find them the best one counts, by dynamic programming: starts of words and letters in a row are worth
    more than letters here and there.

    Parameters
    ----------
    query : str
        Spaces and capitals do not matter.
    text : str

    Returns
    -------
    float or None
        Larger is better.
    """
    letters, wanted = text.casefold(), "".join(query.casefold().split())
    nowhere = float("-inf")
    before: list[float] = []
    for number, letter in enumerate(wanted):
        scores, farther = [nowhere] * len(letters), nowhere
        for place, found in enumerate(letters):
            # The best end of the query so far that is not right before this place.
            farther = max(farther, before[place - 2]) if number and place >= 2 else farther
            if found != letter:
                continue
            adjacent = before[place - 1] + _IN_A_ROW if number and place else nowhere
            starts_word = place == 0 or not letters[place - 1].isalnum()
            so_far = max(farther, adjacent) if number else 0.0
            scores[place] = so_far + 1.0 + (_WORD_START if starts_word else 0.0)
        before = scores
    best = max(before, default=0.0 if not wanted else nowhere)
    return None if best == nowhere else best - _LENGTH * len(text)


class CommandPalette(QFrame):
    """Lists all commands; those that cannot be done now are grey and do not run.

    It is a popup: the window below stays the active one, and its focus where it was.

    Parameters
    ----------
    actions : dict of str to QAction
        By the key of their command.
    colours : Palette
    window : QWidget
        Over which it opens.
    """

    def __init__(self, actions: dict[str, QAction], colours: Palette, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("command_palette")
        self.setAccessibleName(self.tr("Command palette"))
        self.setStyleSheet(_style_sheet(colours))
        self._window = window
        self._actions = actions
        self._menus = dict(_menu_of_each())
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find a command"))
        self.field.setAccessibleName(self.tr("Find a command"))
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setItemDelegate(_Row(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        # Keys go to the field; those that move are handed on to the list.
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._run)
        self.list.itemEntered.connect(self._point_at)
        self.list.currentItemChanged.connect(self._describe)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.setFocusProxy(self.field)
        self._fill("")

    def open(self) -> None:
        """Show it over the upper half of its window, with the focus in the search field."""
        window = self._window
        self.list.setFixedHeight(_MOST_ROWS * _ROW_HEIGHT + 2)
        self.setFixedWidth(min(_WIDTH, window.width() - 20))
        self.adjustSize()
        left = (window.width() - self.width()) // 2
        top = min(int(_FROM_TOP * window.height()), window.height() - self.height() - 10)
        self.move(window.mapToGlobal(QPoint(left, max(top, 0))))
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fill(self, query: str) -> None:
        """List what fits the query, the best first; equals stay in the order of the menus."""
        found = []
        for command in COMMANDS:
            if command.key in _NOT_LISTED:
                continue
            # Not by what undo would undo: who looks for "add" wants to add.
            name = _plain(QCoreApplication.translate("commands", command.text).format(""))
            score = match_score(query, name)
            if score is None:
                score = match_score(query, f"{self._menus.get(command.key, '')} {name}")
                score = None if score is None else score - _BY_MENU
            if score is not None:
                found.append((-score if query.strip() else 0.0, command.key))
        found.sort(key=lambda entry: entry[0])
        self.list.clear()
        for _, key in found:
            self.list.addItem(self._item(key))
        usable = (self.list.item(row) for row in range(self.list.count()))
        first = next((item for item in usable if item.flags() & Qt.ItemFlag.ItemIsEnabled), None)
        if first is not None:
            self.list.setCurrentItem(first)
        self.list.scrollToTop()

    def _item(self, key: str) -> QListWidgetItem:
        action = self._actions[key]
        text = _plain(action.text())
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        item = QListWidgetItem(f"{text}  ✓" if action.isCheckable() and action.isChecked() else text)
        item.setData(Qt.ItemDataRole.UserRole, key)
        item.setData(_KEYS_ROLE, keys)
        item.setData(_MENU_ROLE, self._menus.get(key, ""))
        item.setToolTip(action.statusTip())
        spoken = [text, keys]
        if action.isCheckable() and action.isChecked():
            spoken.append(self.tr("on"))
        if not action.isEnabled():
            spoken.append(self.tr("cannot be done now"))
            item.setFlags(item.flags() & ~(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(part for part in spoken if part))
        return item

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that move in the list, run a command, or close the palette."""
        if watched is not self.field or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() in _MOVING_KEYS:
            QCoreApplication.sendEvent(self.list, event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentItem())
        elif event.key() == Qt.Key.Key_Escape or self._is_own_key(event):
            self.close()
        else:
            return super().eventFilter(watched, event)
        return True

    def _is_own_key(self, event: QKeyEvent) -> bool:
        """Return whether this is the key that opened the palette; pressed again it closes it."""
        return QKeySequence(event.keyCombination()) in self._actions["commands"].shortcuts()

    def _point_at(self, item: QListWidgetItem) -> None:
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.list.setCurrentItem(item)

    def _describe(self, item: QListWidgetItem | None) -> None:
        """Tell those who listen what Enter would run: the list never has the focus."""
        spoken = item.data(Qt.ItemDataRole.AccessibleTextRole) if item is not None else ""
        self.field.setAccessibleDescription(str(spoken))

    def _run(self, item: QListWidgetItem | None) -> None:
        if item is None or not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        action = self._actions[str(item.data(Qt.ItemDataRole.UserRole))]
        # Closed first, so that the command finds the focus where it was.
        self.close()
        action.trigger()


class _Row(QStyledItemDelegate):
    """A command with its menu in grey behind it and its keys at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the same height for all."""
        return QSize(super().sizeHint(option, index).width(), _ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the row as Qt does, and what stands beside its text."""
        super().paint(painter, option, index)
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        painter.save()
        inside = shown.rect.adjusted(10, 0, -12, 0)
        chosen = bool(shown.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.PlaceholderText
        painter.setPen(shown.palette.color(QPalette.ColorGroup.Active, role))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignRight, str(index.data(_KEYS_ROLE)))
        used = shown.fontMetrics.horizontalAdvance(shown.text) + 14
        painter.drawText(inside.adjusted(used, 0, 0, 0), middle, str(index.data(_MENU_ROLE)))
        painter.restore()


def _plain(text: str) -> str:
    """Return the text of a menu as one says it."""
    return text.replace("&", "").rstrip("… ")


def _menu_of_each(entries: Iterable[object] = MENUS, title: str = "") -> Iterator[tuple[str, str]]:
    """Yield each command of the menus with the name of the menu it is in."""
    for entry in entries:
        if isinstance(entry, tuple):
            yield from _menu_of_each(entry[1], _plain(str(entry[0])))
        elif entry is not None:
            yield str(entry), title


def _style_sheet(c: Palette) -> str:
    return f"""
#command_palette {{ background: {c.panel}; border: 1px solid {c.axis}; }}
#command_palette QLineEdit {{ font-size: 15px; padding: 7px 9px; }}
#command_palette QListWidget {{ background: {c.panel}; color: {c.text}; border: none; outline: none; }}
#command_palette QListWidget::item {{ padding-left: 7px; border-radius: 5px; }}
#command_palette QListWidget::item:disabled {{ color: {c.axis}; }}
#command_palette QListWidget::item:selected {{ background: {c.accent}; color: {c.accent_text}; }}
"""
