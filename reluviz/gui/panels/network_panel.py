"""The Network panel: the sum as a network, with its numbers to scrub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal

from reluviz.gui.panels.network_drawing import NetworkDrawing
from reluviz.gui.panels.panel import Panel
from reluviz.scene.network import unit_of
from reluviz.scene.network_parts import number_text

if TYPE_CHECKING:
    from reluviz.gui.session import Session
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["NetworkPanel"]

#: More units than this are counted, not read out.
_MOST_SPOKEN = 6
#: Screen readers are told at most so often, in milliseconds.
_SPEAKS_EVERY = 250


class NetworkPanel(Panel):
    """The diagram; see `NetworkDrawing` for what can be done with it.

    Signals
    -------
    unit_hovered(int or None)
        The pointer came to a unit's node or one of its numbers, or left it.
    """

    unit_hovered = Signal(object)
    grows = True

    def __init__(self, session: Session, colours: Palette) -> None:
        super().__init__(session)
        self.drawing = NetworkDrawing(session, colours)
        self.drawing.setAccessibleName(self.tr("Network diagram"))
        self.drawing.unit_hovered.connect(self.unit_hovered)
        self.drawing.problem.connect(lambda text: self.show_problem(text or None))
        self.setFocusProxy(self.drawing)
        self.column.setContentsMargins(8, 6, 8, 8)
        self.column.addWidget(self.drawing, 1)
        self.column.addWidget(self.problem)
        self._speech = QTimer(self)
        self._speech.setSingleShot(True)
        self._speech.setInterval(_SPEAKS_EVERY)
        self._speech.setTimerType(Qt.TimerType.CoarseTimer)
        self._speech.timeout.connect(self._describe)
        self.show_scene(session.scene, None)
        self._describe()

    def show_scene(self, scene: Scene, previous: Scene | None) -> None:
        """Show the units and which are selected."""
        if previous is None or scene.document.model is not previous.document.model:
            self.show_problem(None)
            if not self._speech.isActive():
                self._speech.start()
        elif scene.selection == previous.selection:
            return
        self.drawing.show_scene(scene)

    def show_isolated(self, index: int | None) -> None:
        """Dim all units but one; None: none of them."""
        self.drawing.show_isolated(index)

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        self.drawing.set_colours(colours)

    def _describe(self) -> None:
        """Tell screen readers what there is to see."""
        model = self.session.scene.document.model
        count = len(model)
        many = self.tr("{0} hidden units").format(f"{count:,}" if count else self.tr("No"))
        text = self.tr("1 hidden unit") if count == 1 else many
        if 0 < count <= _MOST_SPOKEN:
            terms = []
            for index in range(count):
                unit = unit_of(model, index)
                inner = f"{number_text(unit.a)}x + {number_text(unit.b)}".replace("+ −", "− ")
                inner = inner.removesuffix(" + 0")
                inner = {"1x": "x", "−1x": "−x"}.get(inner, inner)
                terms.append(f"{number_text(unit.weight)} · g({inner})")
            text += ": " + ", ".join(terms)
        if model.bias or model.slope:
            affine = self.tr("bias {0}, linear term {1}")
            text += "; " + affine.format(number_text(model.bias), number_text(model.slope))
        self.drawing.setAccessibleDescription(text)
