"""A figure for other programs: on the clipboard, or dragged out of the window as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QTemporaryDir, QUrl
from PySide6.QtGui import QImage

from reluviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PICTURE_TYPES", "TEXT", "HandedFiles", "mime_data"]

#: What pictures and texts are called on a clipboard, pictures by the format that writes them.
PICTURE_TYPES = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}
TEXT = "text/plain"


def mime_data(parts: Mapping[str, bytes], file: Path | None = None) -> QMimeData:
    """Return contents, by what a clipboard calls them, and a file with them as one thing to hand over."""
    data = QMimeData()
    for kind, content in parts.items():
        if kind == TEXT:
            data.setText(content.decode())
        else:
            data.setData(kind, content)
    if PICTURE_TYPES["png"] in parts:
        # For programs that know no type but the system's own.
        data.setImageData(QImage.fromData(parts[PICTURE_TYPES["png"]]))
    if file is not None:
        data.setUrls([QUrl.fromLocalFile(str(file))])
    return data


class HandedFiles:
    """Files that other programs are given by name; they are there until the program ends."""

    _folder: QTemporaryDir | None = None

    @classmethod
    def write(cls, name: str, content: bytes) -> Path:
        """Write a file, and return where it is.

        Raises
        ------
        InputError
            If there is no room for it.
        """
        if cls._folder is None:
            cls._folder = QTemporaryDir()
        path = Path(cls._folder.path()) / name
        try:
            path.write_bytes(content)
        except OSError as error:
            raise InputError(f"the figure cannot be handed over: {error.strerror}") from None
        return path
