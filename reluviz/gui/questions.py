"""What is asked before a file is replaced, or opened once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QMessageBox

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

__all__ = ["may_leave", "may_open_twice", "may_replace", "over_changes"]

_Button = QMessageBox.StandardButton


def may_replace(parent: QWidget, path: Path, more: int = 0) -> bool:
    """Ask whether a file that exists, and so many more, may be replaced; a stray Return says no."""
    text = parent.tr("“{0}” exists. Replace it?")
    if more:
        text = parent.tr("“{0}” and {1:,} more exist. Replace them?")
    answer = QMessageBox.question(
        parent,
        parent.tr("Replace files") if more else parent.tr("Replace file"),
        text.format(path.name, more),
        _Button.Yes | _Button.No,
        _Button.No,
    )
    return answer == _Button.Yes


def may_leave(parent: QWidget, name: str) -> Literal["save", "discard", "stay"]:
    """Ask what becomes of unsaved changes."""
    box = _question(parent, parent.tr("Save the changes to “{0}”?").format(name))
    box.setInformativeText(parent.tr("If you discard them they are lost."))
    box.setStandardButtons(_Button.Save | _Button.Discard | _Button.Cancel)
    box.setDefaultButton(_Button.Save)
    answer = box.exec()
    if answer == _Button.Save:
        return "save"
    return "discard" if answer == _Button.Discard else "stay"


def may_open_twice(parent: QWidget, name: str) -> bool:
    """Ask whether a file is opened that another window has open; a stray Return says no."""
    box = _question(parent, parent.tr("“{0}” is open in another window of ReLU Viz.").format(name))
    box.setInformativeText(
        parent.tr(
            "Open it here as well? Changes do not pass from one window to the other; each asks before it "
            "replaces what the other has saved."
        )
    )
    box.setStandardButtons(_Button.Open | _Button.Cancel)
    box.button(_Button.Open).setText(parent.tr("&Open anyway"))
    box.setDefaultButton(_Button.Cancel)
    return box.exec() == _Button.Open


def over_changes(parent: QWidget, name: str) -> Literal["replace", "save as", "stay"]:
    """Ask what becomes of a file that holds something else than what was opened here."""
    text = parent.tr("“{0}” has changed on the disk since it was opened here. Replace it?")
    box = _question(parent, text.format(name))
    box.setInformativeText(parent.tr("What is in the file now is lost then. “Save as” keeps both."))
    box.setStandardButtons(_Button.Yes | _Button.Save | _Button.Cancel)
    box.button(_Button.Yes).setText(parent.tr("&Replace"))
    box.button(_Button.Save).setText(parent.tr("Save &as…"))
    box.setDefaultButton(_Button.Save)
    answer = box.exec()
    if answer == _Button.Yes:
        return "replace"
    return "save as" if answer == _Button.Save else "stay"


def _question(parent: QWidget, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(text)
    return box
