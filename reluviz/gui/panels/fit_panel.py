"""The Fit panel: which error is made small, by which fit, and what fits may change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QStackedLayout,
    QWidget,
)

from reluviz.document import edits
from reluviz.errors import InputError
from reluviz.fitting.norms import NORMS
from reluviz.gui.fit_jobs import MOST_PLACED, measure_name
from reluviz.gui.number_field import NumberField, UndoFriendlyLine
from reluviz.gui.panels.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from reluviz.document.document import Document
    from reluviz.fitting.norms import Norm
    from reluviz.gui.session import Session
    from reluviz.scene.scene import Scene

__all__ = ["FitPanel"]

_GAP = 6
#: Room for three digits and the arrows; the words beside it need the rest.
_COUNT_WIDTH = 66


class FitPanel(Panel):
    """Norm, fits, and the straight part c + m·x; while a fit lasts, how far it is and a way out."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.column.setSpacing(_GAP)
        fits = session.fits
        self._tips: dict[str, str] = {}
        self.fit = self._button("fit", self.tr("Fit slopes"), fits.fit_slopes, "")
        self.fit.setObjectName("primary")
        self.place = self._button(
            "place",
            self.tr("Place"),
            fits.place,
            self.tr("Put so many hinges where they make the error smallest"),
        )
        self.fewest = self._button(
            "tolerance",
            self.tr("Fewest"),
            fits.reach_tolerance,
            self.tr("Place as few hinges as keep the error within the tolerance"),
        )
        self.improve = self._button(
            "improve",
            self.tr("Improve from here"),
            fits.improve,
            self.tr("Move the hinges from where they are until the error grows no smaller"),
        )
        self.add_best = self._button(
            "add_best",
            self.tr("Add best hinge"),
            fits.add_best,
            self.tr("Add the one hinge that lowers the error most"),
        )
        self._buttons = {
            "fit": self.fit,
            "place": self.place,
            "tolerance": self.fewest,
            "improve": self.improve,
            "add_best": self.add_best,
        }
        self.keep = QCheckBox(self.tr("Keep fitted"))
        self.keep.setToolTip(self.tr("Solve again after every change, while a knot moves too"))
        self.keep.clicked.connect(lambda on: self._choose(edits.keep_fitted(on)))
        self.column.addLayout(self._norm_row())
        self.column.addLayout(self._fit_grid())
        self.column.addLayout(self._actions_or_progress())
        self.column.addLayout(self._straight_part())
        self.column.addWidget(self.problem)
        fits.running_changed.connect(self._show_running)
        fits.progressed.connect(lambda share: self.progress.setValue(round(1000 * share)))
        fits.said.connect(self.show_problem)
        fits.wishes_changed.connect(self._show_wishes)
        self._show_wishes()
        self.show_scene(session.scene, None)

    # -- rows ------------------------------------------------------------------------------------

    def _button(self, key: str, text: str, run: Callable[[], None], tip: str) -> QPushButton:
        button = QPushButton(text)
        # Qt passes whether it is checked.
        button.clicked.connect(lambda *_: run())
        self._tips[key] = tip
        return button

    def _norm_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        self.norms: dict[Norm, QPushButton] = {}
        group = QButtonGroup(self)
        texts = {
            "l2": (self.tr("Least squares"), self.tr("Fits make the mean square error smallest")),
            "max": (self.tr("Minimax"), self.tr("Fits make the largest error smallest")),
            "l1": (self.tr("Least absolute"), self.tr("Fits make the mean absolute error smallest")),
        }
        for norm, side in zip(NORMS, ("first", "middle", "last"), strict=True):
            button = QPushButton(texts[norm][0])
            button.setToolTip(texts[norm][1])
            button.setCheckable(True)
            button.setProperty("segment", side)
            button.clicked.connect(lambda *_, norm=norm: self._choose(edits.set_norm(norm)))
            group.addButton(button)
            row.addWidget(button, len(texts[norm][0]))
            self.norms[norm] = button
        return row

    def _fit_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(_GAP)
        grid.addWidget(self.fit, 0, 0)
        grid.addWidget(self.keep, 0, 1)
        self.count = QSpinBox()
        self.count.setLineEdit(UndoFriendlyLine())
        self.count.setFixedWidth(_COUNT_WIDTH)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.count.setRange(1, MOST_PLACED)
        self.count.setAccessibleName(self.tr("Number of hinges to place"))
        self.count.valueChanged.connect(lambda value: self.session.fits.wish(count=value))
        self.tolerance = NumberField(self.tr("Largest error allowed"))
        self.tolerance.number_entered.connect(self._set_tolerance)
        self.tolerance.problem.connect(self.show_problem)
        self.tolerance.returnPressed.connect(self.fewest.setFocus)
        self.within, self.locked = QLabel(), QLabel()
        # The number of hinges reads "Place 4 hinges", the tolerance "Fewest for RMSE ≤ 0.1".
        for number, (button, *rest) in enumerate(
            ((self.place, self.count, self.locked), (self.fewest, self.within, self.tolerance)), start=1
        ):
            row = QHBoxLayout()
            row.setSpacing(8)
            for widget in rest:
                row.addWidget(widget, 1 if widget is rest[-1] else 0)
            grid.addWidget(button, number, 0)
            grid.addLayout(row, number, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 2)
        return grid

    def _actions_or_progress(self) -> QStackedLayout:
        """Return the row that shows the progress in place of two buttons, so that nothing moves."""
        self._stack = QStackedLayout()
        actions, waiting = QWidget(), QWidget()
        row = QHBoxLayout(actions)
        row.addWidget(self.improve, 1)
        row.addWidget(self.add_best, 1)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName(self.tr("How far the fit is"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("End the fit; nothing is applied (Esc)"))
        self.cancel.clicked.connect(lambda *_: self.session.fits.cancel())
        other = QHBoxLayout(waiting)
        other.addWidget(self.progress, 1)
        other.addWidget(self.cancel)
        for inside in (row, other):
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(8)
        self._stack.addWidget(actions)
        self._stack.addWidget(waiting)
        return self._stack

    def _straight_part(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setColumnMinimumWidth(3, 4)
        self.bias = NumberField(self.tr("Bias c"), digits=4)
        self.linear = NumberField(self.tr("Linear term m"), digits=4)
        self.bias_is_free, self.linear_is_free = QCheckBox(self.tr("free")), QCheckBox(self.tr("free"))
        for column, (text, field, box, what) in enumerate(
            (
                (self.tr("c"), self.bias, self.bias_is_free, self.tr("bias")),
                (self.tr("m"), self.linear, self.linear_is_free, self.tr("linear term")),
            )
        ):
            label = QLabel(text)
            label.setBuddy(field)
            label.setToolTip(self.tr("The {0} of h(x) = c + m·x + hinges").format(what))
            field.setToolTip(label.toolTip())
            box.setAccessibleName(self.tr("Fits may change the {0}").format(what))
            box.setToolTip(self.tr("Fits may change the {0}").format(what))
            # An empty column between the two: each box must be seen to belong to the number on its left.
            for offset, widget in enumerate((label, field, box)):
                grid.addWidget(widget, 0, 4 * column + offset)
            grid.setColumnStretch(4 * column + 1, 1)
            field.problem.connect(self.show_problem)
        self.bias.number_entered.connect(lambda value: self._enter(self.bias, edits.set_affine(bias=value)))
        self.linear.number_entered.connect(
            lambda value: self._enter(self.linear, edits.set_affine(linear=value))
        )
        self.bias_is_free.clicked.connect(lambda on: self._choose(edits.free(bias=on)))
        self.linear_is_free.clicked.connect(lambda on: self._choose(edits.free(linear=on)))
        return grid

    # -- what is typed and clicked ---------------------------------------------------------------

    def _choose(self, edit: edits.Edit) -> None:
        if self.session.apply_fit(edit):
            # Qt shows as chosen what was clicked, and no other document comes to put that right.
            self._show_choices(self.session.store.document)

    def _enter(self, field: NumberField, edit: edits.Edit) -> None:
        problem = self.session.dispatch(edit)
        if problem:
            field.refuse(problem)

    def _set_tolerance(self, value: float) -> None:
        try:
            self.session.fits.wish(tolerance=value)
        except InputError as error:
            self.tolerance.refuse(str(error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc ends a fit that was started by a button, which has the focus then."""
        if event.key() == Qt.Key.Key_Escape and self.session.fits.cancel():
            return
        super().keyPressEvent(event)

    # -- what is shown ---------------------------------------------------------------------------

    def show_scene(self, scene: Scene, previous: Scene | None) -> None:
        """Show the choices, the straight part, and what can be done."""
        document = scene.document
        if previous is not None and previous.document is document:
            return
        self.bias.show_number(document.model.bias)
        self.linear.show_number(document.model.slope)
        if previous is None or _choices(document) != _choices(previous.document):
            self._show_choices(document)

    def _show_choices(self, document: Document) -> None:
        self.norms[document.norm].setChecked(True)
        self.keep.setChecked(document.keep_fitted)
        self.bias_is_free.setChecked(document.free_bias)
        self.linear_is_free.setChecked(document.free_linear)
        self.within.setText(self.tr("for {0} ≤").format(measure_name(document.norm)))
        self._tips["fit"] = self.tr("Solve for the slopes with the smallest {0}").format(
            measure_name(document.norm)
        )
        self._show_locks(document)
        self._show_reasons()

    def _show_locks(self, document: Document) -> None:
        count = sum(bits > 0 for bits in document.locks)
        self.locked.setText(self.tr("hinges, {0} locked").format(count) if count else self.tr("hinges"))
        self.locked.setToolTip(
            self.tr(
                "Fits leave {0} knots and {1} slopes alone; select hinges and press L to lock or unlock them"
            ).format(len(document.locked_knots), len(document.locked_slopes))
        )

    def _show_reasons(self) -> None:
        """Enable what makes sense; the tooltip of a button says what it does, or why it cannot."""
        for key, button in self._buttons.items():
            reason = self.session.fits.why_not(key)
            button.setEnabled(not reason)
            button.setToolTip(reason or self._tips[key])

    def _show_wishes(self) -> None:
        self.count.setValue(self.session.fits.count)
        self.tolerance.show_number(self.session.fits.tolerance)
        self._show_reasons()

    def _show_running(self) -> None:
        waits = self.session.fits.takes_long
        if not waits:
            had_focus = self.cancel.hasFocus()
            self.progress.setValue(0)
            self._stack.setCurrentIndex(0)
            if had_focus:
                self.improve.setFocus()
        else:
            self._stack.setCurrentIndex(1)


def _choices(document: Document) -> tuple[object, ...]:
    """Return what the panel shows of a document besides numbers; a drag changes none of it."""
    return (
        document.norm,
        document.keep_fitted,
        document.free_bias,
        document.free_linear,
        document.locks,
        len(document.model),
        document.model.bias == 0.0,
        document.model.slope == 0.0,
    )
