"""A picture as large as there is room for: what the dialogs about figures show."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

__all__ = ["FigurePreview"]

_LEAST_SIZE, _USUAL_SIZE = QSize(420, 300), QSize(720, 460)
_LEAST_PIXELS = 64
_SQUARE = 12


class FigurePreview(QWidget):
    """Shows a picture as large as there is room, on squares where it is transparent.

    Attributes
    ----------
    wants_dark : bool
        Whether the figure is meant for a dark page.
    instead : str
        Said as long as there is no picture.
    """

    def __init__(self) -> None:
        super().__init__()
        self._picture: QPixmap | None = None
        self.wants_dark = False
        self.instead = self.tr("Drawing the figure …")
        self.setMinimumSize(_LEAST_SIZE)
        self.setAccessibleName(self.tr("Preview of the figure"))

    def sizeHint(self) -> QSize:
        """Return the size that it has where the screen has room."""
        return _USUAL_SIZE

    @property
    def pixels(self) -> int:
        """How wide a picture should be to be as sharp as the screen."""
        return max(_LEAST_PIXELS, round(self.width() * self.devicePixelRatioF()))

    def show_png(self, png: object) -> bool:
        """Show another picture, the contents of a PNG; returns whether it is one."""
        picture = QPixmap()
        if not (isinstance(png, bytes) and picture.loadFromData(png, "PNG")):
            return False
        self._picture = picture
        self.update()
        return True

    def clear(self, instead: str) -> None:
        """Show no picture any more, and say something in its place."""
        self._picture = None
        self.instead = instead
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture in the middle."""
        painter = QPainter(self)
        if self._picture is None:
            painter.setPen(self.palette().placeholderText().color())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.instead)
            return
        ratio = self.devicePixelRatioF()
        size = self._picture.size().scaled(self.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio) / ratio
        place = self.rect()
        place.setSize(size)
        place.moveCenter(self.rect().center())
        if self._picture.hasAlphaChannel():
            _paint_squares(painter, place, dark=self.wants_dark)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, self._picture)
        painter.setPen(self.palette().mid().color())
        # The pen draws the right and lower edge one pixel further out.
        painter.drawRect(place.adjusted(0, 0, -1, -1))


def _paint_squares(painter: QPainter, place: QRect, *, dark: bool) -> None:
    """Paint quiet squares, as light or dark as the slide that a transparent figure is meant for."""
    first, second = ("#20262F", "#272E38") if dark else ("#FFFFFF", "#F0F2F5")
    painter.fillRect(place, QColor(first))
    for row in range(0, place.height(), _SQUARE):
        for column in range(row % (2 * _SQUARE), place.width(), 2 * _SQUARE):
            square = QRect(place.left() + column, place.top() + row, _SQUARE, _SQUARE)
            painter.fillRect(square.intersected(place), QColor(second))
