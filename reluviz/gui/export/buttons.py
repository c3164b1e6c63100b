"""The buttons below a figure: Export… and Close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["export_buttons"]


def export_buttons(dialog: QDialog, export: Callable[[], object]) -> tuple[QDialogButtonBox, QPushButton]:
    """Return the row of buttons of a dialog, and the one that exports, which Enter presses."""
    # Inside the dialog from the start: it does not hear of a default button that comes to it later.
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    # The style's own icon is black on every theme.
    buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
    button = buttons.addButton(
        QCoreApplication.translate("figures", "Export…"), QDialogButtonBox.ButtonRole.ActionRole
    )
    button.setObjectName("primary")
    button.setDefault(True)
    # Qt passes whether it is checked.
    button.clicked.connect(lambda *_: export())
    buttons.rejected.connect(dialog.reject)
    return buttons, button
