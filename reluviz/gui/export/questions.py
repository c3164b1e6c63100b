"""What is asked before figures are written, and what is said after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox

from reluviz.figures.drawing.pages import numbered_paths
from reluviz.gui.files import may_replace

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

__all__ = ["may_take_long", "may_write_numbered", "wrote"]

#: So many steps are written in the time that somebody waits without asking why.
_MANY_STEPS = 200


def may_take_long(parent: QWidget, steps: int) -> bool:
    """Ask whether so many steps are meant, if they are many."""
    if steps <= _MANY_STEPS:
        return True
    text = QCoreApplication.translate(
        "figures", "The sequence has {0:,} steps, which takes a while. Write them all?"
    ).format(steps)
    answer = QMessageBox.question(parent, QCoreApplication.translate("figures", "Many steps"), text)
    return answer == QMessageBox.StandardButton.Yes


def may_write_numbered(parent: QWidget, path: Path, steps: int) -> bool:
    """Ask whether files of a sequence may be replaced, if there are any; the file dialog asks of none."""
    there = [file for file in numbered_paths(path, steps) if file.exists()]
    return not there or may_replace(parent, there[0])


def wrote(files: tuple[Path, ...]) -> str:
    """Return in words which files were written."""
    if len(files) == 1:
        return QCoreApplication.translate("figures", "Wrote {0}").format(files[0])
    several = QCoreApplication.translate("figures", "Wrote {0:,} files, {1} to {2}")
    return several.format(len(files), files[0], files[-1].name)
