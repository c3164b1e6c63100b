"""What is asked before figures are written: where, whether so many, and whether files may be replaced."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox

from reluviz.figures.choices.steps import MANY_STEPS
from reluviz.figures.formats import as_named
from reluviz.gui.questions import may_replace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from reluviz.gui.export.orders import Order
    from reluviz.gui.export.source import FigureSource

__all__ = ["confirmed"]


def confirmed(parent: QWidget, source: FigureSource, order: Order) -> Order | None:
    """Return an order with the place that was chosen for it, or None if it is not meant.

    Raises
    ------
    InputError
        If it cannot be carried out, at once or with the name that was typed.
    """
    # Nobody should choose a place for what cannot be.
    order.pictures(source)
    many = order.over is not None
    chosen = _chosen_folder(parent, order) if many else _chosen_file(parent, order)
    if chosen is None:
        return None
    path, format = (chosen / order.path.name, order.format) if many else as_named(chosen, order.format)
    order = replace(order, path=path, format=format)
    # The file dialog has asked about the name that was typed, and about no other.
    there = [file for file in order.files(source) if file != chosen and file.is_file()]
    if not _may_take_long(parent, order.pictures(source)):
        return None
    return order if not there or may_replace(parent, there[0], len(there) - 1) else None


def _chosen_file(parent: QWidget, order: Order) -> Path | None:
    kind = f"{order.format.name} (*.{order.format.suffix})"
    chosen, _ = QFileDialog.getSaveFileName(parent, _tr("Export figure"), str(order.path), kind)
    return Path(chosen) if chosen else None


def _chosen_folder(parent: QWidget, order: Order) -> Path | None:
    chosen = QFileDialog.getExistingDirectory(parent, _tr("Folder for the figures"), str(order.path.parent))
    return Path(chosen) if chosen else None


def _may_take_long(parent: QWidget, pictures: int) -> bool:
    """Ask whether so many pictures are meant, if they are many."""
    if pictures <= MANY_STEPS:
        return True
    text = _tr("There are {0:,} pictures to draw, which takes a while. Write them all?").format(pictures)
    button = QMessageBox.StandardButton
    # A stray Return must not begin what takes hours.
    answer = QMessageBox.question(parent, _tr("Many pictures"), text, button.Yes | button.No, button.No)
    return answer == button.Yes


def _tr(text: str) -> str:
    return QCoreApplication.translate("figures", text)
