"""The Error panel: how far the sum is from the target, live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLabel

from reluviz.gui.numbers import shown, spoken
from reluviz.gui.panels.panel import Panel
from reluviz.gui.reading import Reading

if TYPE_CHECKING:
    from reluviz.gui.session import Session
    from reluviz.scene.scene import Scene

__all__ = ["ErrorPanel"]


class ErrorPanel(Panel):
    """Four readings of the error on the interval; true integrals, not averages over a grid."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        self.readings: dict[str, Reading] = {}
        for position, (key, name, why) in enumerate(
            (
                (
                    "mean_half_square",
                    self.tr("mean ½e²"),
                    self.tr("The loss ½(h − f)², averaged over the interval"),
                ),
                ("max", self.tr("max |e|"), self.tr("The largest distance between h and f")),
                ("rmse", self.tr("RMSE"), self.tr("The root of the mean square error")),
                ("mean_abs", self.tr("mean |e|"), self.tr("The mean distance between h and f")),
            )
        ):
            label, reading = QLabel(name), Reading("−8.888e−88")
            label.setObjectName("muted")
            reading.setObjectName("reading")
            reading.setAccessibleName(name)
            reading.setToolTip(why)
            label.setToolTip(why)
            row, column = divmod(position, 2)
            grid.addWidget(label, 2 * row, column)
            grid.addWidget(reading, 2 * row + 1, column)
            self.readings[key] = reading
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        self.place = Reading("largest at x = −8.888, measured on [−8.888, 8.888]")
        self.place.setObjectName("muted")
        self.column.addWidget(self.place)
        self.show_scene(session.scene, None)

    def show_scene(self, scene: Scene, previous: Scene | None) -> None:
        """Show the errors of the document."""
        if previous is not None and previous.document is scene.document:
            return
        errors = scene.errors
        for key, reading in self.readings.items():
            reading.show_text(spoken(getattr(errors, key)))
        start, end = scene.interval
        self.place.show_text(
            self.tr("largest at x = {0}, measured on [{1}, {2}]").format(
                spoken(errors.max_at), shown(start, 3), shown(end, 3)
            )
        )
