"""The icons: line drawings of our own, tinted with the palette's colour; and a pencil for the pointer."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QCursor, QGuiApplication, QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from reluviz.assets import resource_path

__all__ = ["application_icon", "icon", "pencil_cursor"]

_DISABLED_SHARE = 0.35
_CURSOR_SIZE = 24
#: Where the point of the pencil is in its drawing.
_PENCIL_POINT = (3, 21)


def icon(name: str, colour: str) -> QIcon:
    """Return resources/icons/`name`.svg drawn in `colour`, paler where disabled."""
    return QIcon(_TintedIcon(name, colour))


def application_icon() -> QIcon:
    """Return the program's own icon."""
    return QIcon(str(resource_path("icons", "reluviz.svg")))


@cache
def pencil_cursor(ratio: float) -> QCursor:
    """Return the pointer that draws, for a screen of that pixel ratio; it shows on dark and on light."""
    size = QSize(_CURSOR_SIZE, _CURSOR_SIZE)
    picture = icon("pencil", "black").pixmap(size, ratio)
    # X11 alone counts the place of the point in pixels of the screen.
    scale = ratio if QGuiApplication.platformName() == "xcb" else 1.0
    return QCursor(picture, *(round(scale * place) for place in _PENCIL_POINT))


class _TintedIcon(QIconEngine):
    """Draws an SVG at whatever size and pixel ratio is asked for, so that it is sharp on every screen."""

    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name, self._colour = name, colour
        self._drawing: QSvgRenderer | None = None

    def clone(self) -> QIconEngine:
        """Return another engine of the same kind, as Qt asks for."""
        return _TintedIcon(self._name, self._colour)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw into `rect`."""
        painter.save()
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(_DISABLED_SHARE)
        if self._drawing is None:
            # Not before somebody looks: most icons stand in menus that are not open.
            drawing = resource_path("icons", f"{self._name}.svg").read_text(encoding="utf-8")
            self._drawing = QSvgRenderer(QByteArray(drawing.replace("currentColor", self._colour).encode()))
        self._drawing.render(painter, QRectF(rect))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon as a picture."""
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self.paint(painter, image.rect(), mode, state)
        painter.end()
        return QPixmap.fromImage(image)
