"""The symbols card: a popup that says what each symbol on the screen means, and how large it is now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from reluviz.gui.fit_jobs import measure_name
from reluviz.gui.numbers import shown, spoken

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from reluviz.gui.session import Session
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["Line", "SymbolsCard", "symbol_lines"]

_WIDTH, _SYMBOL_WIDTH, _VALUE_WIDTH = 416, 62, 140
_MARGIN, _GAP = 14, 10


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the card, or a heading where there is no symbol.

    Attributes
    ----------
    symbol : str
        As it stands on the screen.
    meaning : str
        One sentence.
    value : str
        Its value now; empty where it has none.
    colour : str
        Which colour of the palette its curve has; that of text if it has none.
    """

    symbol: str
    meaning: str
    value: str = ""
    colour: str = "text"


def symbol_lines(scene: Scene) -> list[Line]:
    """Return what the card says of a scene, with the numbers of the hinge if one alone is selected."""
    document = scene.document
    count, errors = len(document.model), scene.errors
    return [
        Line("", _tr("Curves and errors")),
        Line("f", _tr("The target to be approximated."), document.target.text, "target"),
        Line("h", _tr("The sum of all hinges, the approximation."), "", "sum"),
        Line("e", _tr("The error e = h − f, at every x."), "", "error"),
        Line("RMSE", _tr("The root of the mean square error."), spoken(errors.rmse), "error"),
        Line("max |e|", _tr("The largest error anywhere."), spoken(errors.max), "error"),
        _par_line(scene),
        Line("h₁, h₂", _tr("Pins: sums that are kept to be compared."), str(len(document.pins) or "")),
        *_hinge_lines(scene),
        Line("", _tr("The whole sum")),
        Line("k", _tr("The number of hinges."), str(count)),
        Line("c", _tr("The bias: it lifts the whole sum."), spoken(document.model.bias)),
        Line("m", _tr("The linear term m·x: it tilts it."), spoken(document.model.slope)),
    ]


def _hinge_lines(scene: Scene) -> list[Line]:
    """Return the two forms of a hinge and what their letters stand for."""
    index = scene.selection[0] if len(scene.selection) == 1 else None
    knot = facing = slope = unit_numbers = ""
    heading = _tr("One hinge (select one to see its numbers)")
    if index is not None:
        hinge = scene.document.model.hinge(index)
        unit = hinge.unit()
        heading = _tr("Hinge {0}, which is selected").format(index + 1)
        knot, slope = spoken(hinge.knot), spoken(hinge.slope)
        facing = _tr("right →") if hinge.facing > 0 else _tr("← left")
        unit_numbers = ", ".join(shown(number, 3) for number in (unit.weight, unit.a, unit.b))
    return [
        Line("", heading),
        Line("g", _tr("The ReLU, g(z) = max(0, z): flat, then rising.")),
        Line("t", _tr("The knot, where s·g(±(x − t)) bends."), knot),
        Line("±", _tr("The facing: + to the right, − to the left."), facing),
        Line("s", _tr("The slope of its arm."), slope),
        Line(
            "w, a, b",
            _tr("The same hinge as w·g(ax + b), a unit of a network: t = −b/a and s = w·|a|."),
            unit_numbers,
        ),
    ]


def _par_line(scene: Scene) -> Line:
    """Return the line about par, with its value if it was worked out already."""
    # Loaded here: the window opens without it.
    from reluviz.fitting.par import known_par

    document = scene.document
    par = known_par(document.target, len(document.model), document.norm)
    sentence = _tr("The smallest {0} with k hinges.")
    if par is not None and not par.is_certain:
        sentence = _tr("The smallest known {0} with k hinges.")
    return Line("par", sentence.format(measure_name(document.norm)), "" if par is None else spoken(par.error))


class SymbolsCard(QFrame):
    """A card over the window that reads the scene once, when it is shown; Esc or a click elsewhere closes it.

    Parameters
    ----------
    session : Session
    colours : Palette
    parent : QWidget
        The window it belongs to.
    """

    def __init__(self, session: Session, colours: Palette, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("symbols_card")
        self.setAccessibleName(self.tr("Symbols"))
        self.setStyleSheet(_style_sheet(colours))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._session = session
        self._colours = colours
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(_MARGIN, _MARGIN - 4, _MARGIN, _MARGIN)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, _SYMBOL_WIDTH)
        self._grid.setColumnStretch(1, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on any key: whoever goes on working has read enough."""
        event.accept()
        self.close()

    def show_at(self, place: QPoint) -> None:
        """Show the card with its upper left corner at a global place, or as near as the screen has room."""
        if not self._grid.count():
            lines = symbol_lines(self._session.scene)
            for row, line in enumerate(lines):
                self._add(row, line)
            self.setAccessibleDescription("\n".join(_spoken_line(line) for line in lines))
        self.setFixedWidth(_WIDTH)
        # Sentences that wrap are as high as the width makes them; the size hint does not know.
        self.setFixedHeight(self._grid.totalHeightForWidth(_WIDTH))
        room = self.screen().availableGeometry()
        left = max(min(place.x(), room.right() - self.width()), room.left())
        top = max(min(place.y(), room.bottom() - self.height()), room.top())
        self.move(left, top)
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _add(self, row: int, line: Line) -> None:
        if not line.symbol:
            heading = QLabel(line.meaning)
            heading.setObjectName("heading")
            heading.setContentsMargins(0, 10 if row else 0, 0, 1)
            self._grid.addWidget(heading, row, 0, 1, 3)
            return
        top = Qt.AlignmentFlag.AlignTop
        symbol = QLabel(line.symbol)
        symbol.setObjectName("symbol")
        symbol.setStyleSheet(f"color: {getattr(self._colours, line.colour)};")
        self._grid.addWidget(symbol, row, 0, top)
        meaning = QLabel(line.meaning)
        meaning.setWordWrap(True)
        if line.symbol == "g":
            self._grid.addWidget(meaning, row, 1, top)
            self._grid.addWidget(_ReluPicture(self._colours), row, 2, top | Qt.AlignmentFlag.AlignRight)
            return
        self._grid.addWidget(meaning, row, 1, 1, 1 if line.value else 2, top)
        if line.value:
            value = QLabel()
            value.setObjectName("muted")
            metrics = QFontMetrics(value.font())
            value.setText(metrics.elidedText(line.value, Qt.TextElideMode.ElideRight, _VALUE_WIDTH))
            value.setAccessibleName(line.value)
            self._grid.addWidget(value, row, 2, top | Qt.AlignmentFlag.AlignRight)


class _ReluPicture(QWidget):
    """The ReLU, tiny: its two arms on the two axes."""

    def __init__(self, colours: Palette) -> None:
        super().__init__()
        self._colours = colours
        self.setAccessibleName(self.tr("A drawing of the ReLU: flat on the left, rising on the right"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return its size."""
        return QSize(66, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the axes thin and the ReLU over them."""
        painter = QPainter(self)
        width, ground, middle = self.width(), self.height() - 7.5, self.width() // 2 + 0.5
        painter.setPen(QPen(QColor(self._colours.axis), 1))
        painter.drawLine(QPointF(0, ground), QPointF(width, ground))
        painter.drawLine(QPointF(middle, 2), QPointF(middle, self.height() - 2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke = QPen(QColor(self._colours.sum), 2.4)
        stroke.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(stroke)
        rise = ground - 3
        painter.drawPolyline(
            QPolygonF([QPointF(3, ground), QPointF(middle, ground), QPointF(middle + rise, ground - rise)])
        )


def _spoken_line(line: Line) -> str:
    if not line.symbol:
        return f"{line.meaning}."
    return f"{line.symbol}: {line.meaning} {line.value}".strip()


def _style_sheet(c: Palette) -> str:
    return f"""
#symbols_card {{ background: {c.panel}; border: 1px solid {c.axis}; }}
#symbols_card QLabel {{ color: {c.text}; }}
#symbols_card QLabel#heading {{ color: {c.muted}; font-weight: 600; }}
#symbols_card QLabel#symbol {{ font-weight: 600; }}
#symbols_card QLabel#muted {{ color: {c.muted}; }}
"""


def _tr(text: str) -> str:
    return QCoreApplication.translate("SymbolsCard", text)
