"""A picture as large as there is room for, or in its true size: what the dialogs about figures show."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

__all__ = ["FigurePreview"]

_LEAST_SIZE, _USUAL_SIZE = QSize(360, 300), QSize(720, 460)
_LEAST_PIXELS, _MOST_PIXELS = 64, 4000
_SQUARE = 12
#: Pixels of the screen that are shown for an inch, before its scale.
_PER_INCH = 96.0


class FigurePreview(QScrollArea):
    """Shows a picture, on squares where it is transparent. It can be dragged out of the window.

    Attributes
    ----------
    wants_dark : bool
        Whether the figure is meant for a dark page.
    instead : str
        Said as long as there is no picture.

    Signals
    -------
    resized()
        There is room for another picture.
    dragged()
        The pointer was pressed on the picture and moves away.
    """

    resized = Signal()
    dragged = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sheet = _Sheet(self)
        self._inches: tuple[float, float] | None = None
        self.wants_dark = False
        self.instead = self.tr("Drawing the figure …")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(self._sheet)
        self.setWidgetResizable(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(_LEAST_SIZE)
        self.setAccessibleName(self.tr("Preview of the figure"))

    def sizeHint(self) -> QSize:
        """Return the size that it has where the screen has room."""
        return _USUAL_SIZE

    @property
    def picture(self) -> QPixmap | None:
        """What is shown, if anything is."""
        return self._sheet.picture

    @property
    def pixels(self) -> int:
        """How wide a picture should be to be as sharp as the screen."""
        width = self.viewport().width() if self._inches is None else self._inches[0] * _PER_INCH
        return min(max(_LEAST_PIXELS, round(width * self.devicePixelRatioF())), _MOST_PIXELS)

    def show_true_size(self, inches: tuple[float, float] | None) -> None:
        """Show pictures of that width and height as large as they are on paper; None: all of them."""
        self._inches = inches
        self.setWidgetResizable(inches is None)
        if inches is not None:
            self._sheet.resize(*(max(1, round(length * _PER_INCH)) for length in inches))
        self._sheet.update()

    def show_png(self, png: object) -> bool:
        """Show another picture, the contents of a PNG; returns whether it is one."""
        picture = QPixmap()
        if not (isinstance(png, bytes) and picture.loadFromData(png, "PNG")):
            return False
        self._sheet.picture = picture
        self._sheet.setCursor(Qt.CursorShape.OpenHandCursor)
        self._sheet.update()
        return True

    def clear(self, instead: str) -> None:
        """Show no picture any more, and say something in its place."""
        self._sheet.picture = None
        self._sheet.unsetCursor()
        self.instead = instead
        self._sheet.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say so: the picture may be too coarse now."""
        super().resizeEvent(event)
        self.resized.emit()


class _Sheet(QWidget):
    """What the picture is painted on."""

    def __init__(self, preview: FigurePreview) -> None:
        super().__init__()
        self.picture: QPixmap | None = None
        self._preview = preview
        self._pressed: QPoint | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture in the middle."""
        painter = QPainter(self)
        if self.picture is None:
            painter.setPen(self.palette().placeholderText().color())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._preview.instead)
            return
        ratio = self.devicePixelRatioF()
        size = self.picture.size().scaled(self.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio) / ratio
        place = self.rect()
        place.setSize(size)
        place.moveCenter(self.rect().center())
        if self.picture.hasAlphaChannel():
            _paint_squares(painter, place, dark=self._preview.wants_dark)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, self.picture)
        painter.setPen(self.palette().mid().color())
        # The pen draws the right and lower edge one pixel further out.
        painter.drawRect(place.adjusted(0, 0, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        if event.button() == Qt.MouseButton.LeftButton and self.picture is not None:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag the picture out."""
        if self._pressed is None:
            return
        way = (event.position().toPoint() - self._pressed).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._pressed = None
            self._preview.dragged.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Forget it."""
        self._pressed = None


def _paint_squares(painter: QPainter, place: QRect, *, dark: bool) -> None:
    """Paint quiet squares, as light or dark as the slide that a transparent figure is meant for."""
    first, second = ("#20262F", "#272E38") if dark else ("#FFFFFF", "#F0F2F5")
    painter.fillRect(place, QColor(first))
    for row in range(0, place.height(), _SQUARE):
        for column in range(row % (2 * _SQUARE), place.width(), 2 * _SQUARE):
            square = QRect(place.left() + column, place.top() + row, _SQUARE, _SQUARE)
            painter.fillRect(square.intersected(place), QColor(second))
