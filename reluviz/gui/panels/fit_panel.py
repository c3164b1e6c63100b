"""The Fit panel: solve the slopes once or all the time, and say what else may change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton

from reluviz.document import edits
from reluviz.gui.number_field import NumberField
from reluviz.gui.panels.panel import Panel

if TYPE_CHECKING:
    from reluviz.gui.session import Session
    from reluviz.scene.scene import Scene

__all__ = ["FitPanel"]


class FitPanel(Panel):
    """The button Fit slopes, the switch Keep fitted, and the straight part c + m·x."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        self.fit = QPushButton(self.tr("Fit slopes"))
        self.fit.setObjectName("primary")
        self.fit.setToolTip(self.tr("Solve for the slopes with the smallest mean square error"))
        self.fit.clicked.connect(lambda: session.dispatch(edits.fit()))
        self.keep = QCheckBox(self.tr("Keep fitted"))
        self.keep.setToolTip(self.tr("Solve again after every change, while a knot moves too"))
        self.keep.clicked.connect(lambda on: session.dispatch(edits.keep_fitted(on)))
        grid.addWidget(self.fit, 0, 0)
        grid.addWidget(self.keep, 0, 1)
        self.bias = NumberField(self.tr("Bias c"))
        self.linear = NumberField(self.tr("Linear term m"))
        self.bias_is_free = QCheckBox(self.tr("free"))
        self.linear_is_free = QCheckBox(self.tr("free"))
        for row, (text, field, box, what) in enumerate(
            (
                (self.tr("bias  c"), self.bias, self.bias_is_free, self.tr("bias")),
                (self.tr("linear term  m"), self.linear, self.linear_is_free, self.tr("linear term")),
            ),
            start=1,
        ):
            label = QLabel(text)
            label.setBuddy(field)
            box.setAccessibleName(self.tr("Fits may change the {0}").format(what))
            box.setToolTip(self.tr("Fits may change the {0}").format(what))
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
            grid.addWidget(box, row, 2)
            field.problem.connect(self.show_problem)
        self.bias.number_entered.connect(lambda value: self._enter(self.bias, edits.set_affine(bias=value)))
        self.linear.number_entered.connect(
            lambda value: self._enter(self.linear, edits.set_affine(linear=value))
        )
        self.bias_is_free.clicked.connect(lambda on: session.dispatch(edits.free(bias=on)))
        self.linear_is_free.clicked.connect(lambda on: session.dispatch(edits.free(linear=on)))
        self.column.addLayout(grid)
        self.column.addWidget(self.problem)
        self.show_scene(session.scene, None)

    def _enter(self, field: NumberField, edit: edits.Edit) -> None:
        problem = self.session.dispatch(edit)
        if problem:
            field.refuse(problem)

    def show_scene(self, scene: Scene, previous: Scene | None) -> None:
        """Show the switches and the straight part."""
        document = scene.document
        if previous is not None and previous.document is document:
            return
        self.keep.setChecked(document.keep_fitted)
        self.bias_is_free.setChecked(document.free_bias)
        self.linear_is_free.setChecked(document.free_linear)
        self.bias.show_number(document.model.bias)
        self.linear.show_number(document.model.slope)
        can_fit = len(document.model) > 0 or document.free_bias or document.free_linear
        self.fit.setEnabled(can_fit and not document.keep_fitted)
