"""A label that shows a formula set as mathematics, and as plain text until that is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QSizePolicy, QWidget

from reluviz.gui.background import Background

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

    from reluviz.figures.drawing.formula_outline import Outline

__all__ = ["MathsLabel"]

_TYPE_SIZE, _HEIGHT = 13.5, 36
#: A formula that would have to be made smaller than this to fit is shown as plain text, cut where it ends.
_SMALLEST = 0.6
#: Milliseconds until the window has been painted and looked at: the first formula loads matplotlib.
_AFTER_START = 1500
#: So long nobody types any more.
_AFTER_TYPING = 120
_MOST_KEPT = 100


class MathsLabel(QWidget):
    """Shows one formula. Setting it as mathematics takes some milliseconds and never holds up the window.

    Parameters
    ----------
    is_in_motion : callable
        Whether the hand is at work. The first formula loads matplotlib, and for half a second that would
        take the interpreter away from every frame of a drag: it waits.
    """

    def __init__(self, is_in_motion: Callable[[], bool]) -> None:
        super().__init__()
        self._is_in_motion = is_in_motion
        self.text = ""
        self.path: QPainterPath | None = None
        self._latex = ""
        self._set: dict[str, QPainterPath | None] = {}
        self._work = Background(self)
        self._work.finished.connect(self._take)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.timeout.connect(self._begin)
        self._delay.setInterval(_AFTER_START)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of any formula; the width is what there is."""
        return QSize(120, _HEIGHT)

    def show_formula(self, latex: str, text: str) -> None:
        """Show a formula in LaTeX, without dollar signs; `text` says the same in plain characters."""
        self.text = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        if latex != self._latex:
            self._latex = latex
            self.path = self._set.get(latex)
            if latex not in self._set:
                self._delay.start()
        self.update()

    def _begin(self) -> None:
        if self._is_in_motion():
            self._delay.start()
            return
        self._delay.setInterval(_AFTER_TYPING)
        latex = self._latex

        def work() -> tuple[str, Outline | None]:
            from reluviz.figures.drawing.formula_outline import formula_outline

            return latex, formula_outline(latex, _TYPE_SIZE)

        self._work.submit(work)

    def _take(self, result: object) -> None:
        assert isinstance(result, tuple)
        latex, outline = result
        if len(self._set) >= _MOST_KEPT:
            self._set.clear()
        self._set[latex] = None if outline is None else _painted(outline)
        if latex == self._latex:
            self.path = self._set[latex]
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the formula at the left, in the middle of the height; smaller if it is too long."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect())
        colour = self.palette().windowText().color()
        shape = QRectF() if self.path is None else self.path.boundingRect()
        scale = min(1.0, room.width() / max(shape.right(), 1.0), room.height() / max(shape.height(), 1.0))
        if self.path is None or scale < _SMALLEST:
            painter.setPen(colour)
            middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            short = self.fontMetrics().elidedText(self.text, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(room, middle, short)
            return
        painter.translate(0.0, room.center().y() - scale * shape.center().y())
        painter.scale(scale, scale)
        painter.fillPath(self.path, colour)


def _painted(outline: Outline) -> QPainterPath:
    """Return the outlines as a path with y downwards."""
    from reluviz.figures.drawing.formula_outline import CLOSE, CUBIC, LINE_TO, QUADRATIC

    path = QPainterPath()
    points = [QPointF(x, -y) for x, y in outline.points.tolist()]
    codes = outline.codes.tolist()
    place = 0
    while place < len(points):
        code = codes[place]
        if code == CUBIC:
            path.cubicTo(*points[place : place + 3])
            place += 3
        elif code == QUADRATIC:
            path.quadTo(*points[place : place + 2])
            place += 2
        else:
            if code == CLOSE:
                path.closeSubpath()
            elif code == LINE_TO:
                path.lineTo(points[place])
            else:
                path.moveTo(points[place])
            place += 1
    # Counters of letters turn the other way round.
    path.setFillRule(Qt.FillRule.WindingFill)
    return path
