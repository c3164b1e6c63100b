"""The Target panel: which function, on which interval."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from reluviz.document.edits import set_target
from reluviz.errors import InputError
from reluviz.gui.maths_label import MathsLabel
from reluviz.gui.number_field import NumberField
from reluviz.gui.panels.expression_field import ExpressionField
from reluviz.gui.panels.hold_out_row import HoldOutRow
from reluviz.gui.panels.panel import Panel
from reluviz.gui.panels.parameter_rows import ParameterRows
from reluviz.gui.panels.target_chooser import TargetChooser, label_of
from reluviz.gui.sentences import capital
from reluviz.targets.drawn import DrawnCurve
from reluviz.targets.library import LibraryFunction
from reluviz.targets.points import DataPoints
from reluviz.targets.target import Target

if TYPE_CHECKING:
    from reluviz.document.edits import Edit
    from reluviz.gui.session import Session
    from reluviz.scene.scene import Scene

__all__ = ["TargetPanel"]


class TargetPanel(Panel):
    """Chooses the target from the library, has it drawn, and sets its interval."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._error: InputError | None = None
        self.column.setSpacing(6)
        self.chooser = TargetChooser()
        self.chooser.chosen.connect(self._choose)
        self.chooser.problem.connect(self.show_problem)
        self.draw = QPushButton(self.tr("Draw"))
        self.draw.setCheckable(True)
        self.draw.setToolTip(self.tr("Draw the target on the canvas with the mouse, all of it or a part"))
        # A click leaves the keys to the canvas, Esc above all.
        self.draw.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.draw.clicked.connect(lambda on: session.work_on("target" if on else "hinges"))
        session.mode_changed.connect(lambda: self.draw.setChecked(session.hand.draws))
        choice = QHBoxLayout()
        choice.addWidget(self.chooser, 1)
        choice.addWidget(self.draw)
        self.column.addLayout(choice)
        self.formula = ExpressionField()
        self.formula.typed.connect(self._try_formula)
        self.formula.kept.connect(self._keep_formula)
        self.formula.given_up.connect(self._give_up_formula)
        self.column.addWidget(self.formula)
        self.maths = MathsLabel(lambda: session.is_in_motion)
        self.column.addWidget(self.maths)
        self.parameters = ParameterRows()
        self.parameters.began.connect(session.store.begin)
        self.parameters.changed.connect(self._slide)
        self.parameters.ended.connect(session.store.commit)
        self.parameters.entered.connect(self._set_parameter)
        self.parameters.problem.connect(self.show_problem)
        self.column.addWidget(self.parameters)
        self.hold_out = HoldOutRow(session)
        self.hold_out.problem.connect(self.show_problem)
        self.column.addWidget(self.hold_out)
        self.start = NumberField(self.tr("Start of the interval"))
        self.end = NumberField(self.tr("End of the interval"))
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("on")))
        row.addWidget(self.start)
        row.addWidget(QLabel(self.tr("to")))
        row.addWidget(self.end)
        self.column.addLayout(row)
        for field in (self.start, self.end):
            field.problem.connect(self.show_problem)
        self.start.number_entered.connect(lambda value: self._set_interval(start=value))
        self.end.number_entered.connect(lambda value: self._set_interval(end=value))
        self.why = QLabel()
        self.why.setObjectName("muted")
        self.why.setWordWrap(True)
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop)
        # Two lines: a dock asks a label for its height before it knows how wide it is.
        self.why.setMinimumHeight(2 * self.why.fontMetrics().lineSpacing() + 4)
        self.column.addWidget(self.why)
        self.column.addWidget(self.problem)
        self.show_scene(session.scene, None)

    def show_scene(self, scene: Scene, previous: Scene | None) -> None:
        """Show the target and its interval."""
        target = scene.document.target
        if previous is not None and previous.document.target is target:
            return
        source = target.source
        if isinstance(source, LibraryFunction):
            self.chooser.show_entry(source.key, label_of(source))
            self.parameters.show_function(source)
            self.why.setText(source.why)
        elif isinstance(source, DrawnCurve):
            self.chooser.show_entry(None, self.tr("drawn by hand"))
            self.parameters.show_function(source)
            self.why.setText(self.tr("Draw over a part of it to change that part."))
        else:
            self.chooser.show_entry(None, target.name if target.data is not None else self.tr("typed"))
            self.parameters.show_function(None)
            typed = self.tr("A formula of your own.")
            count = 0 if target.data is None else target.data.x.size
            self.why.setText(self.tr("{0:,} data points").format(count) if count else typed)
        if target.remarks:
            self.why.setText(_words(target.remarks))
        if isinstance(source, LibraryFunction | DataPoints | DrawnCurve):
            self.formula.show_text("")
        else:
            self.formula.show_text(source.pretty)
        self.maths.show_formula(f"f(x) = {target.latex}", f"f(x) = {target.text}")
        self.hold_out.show_target(target)
        self.start.show_number(target.interval[0])
        self.end.show_number(target.interval[1])

    def _choose(self, key: str) -> None:
        source = self.session.scene.document.target.source
        if not (isinstance(source, LibraryFunction) and source.key == key):
            self.show_problem(self.session.dispatch(set_target(Target.named(key))))

    def _try_formula(self, text: str) -> None:
        """Follow what is typed: the curve as far as it can be read, else what is wrong and where."""
        store = self.session.store
        if not store.gesture_is_running:
            store.begin()
        if not text.strip():
            self._say_formula(None)
            return
        try:
            target = Target.expression(text, store.committed.target.interval)
            store.preview(set_target(target, "Type target"))
        except InputError as error:
            self._say_formula(error)
            return
        self._say_formula(None)

    def _say_formula(self, error: InputError | None) -> None:
        self.formula.show_problem(None if error is None else 0)
        self.show_problem(None if error is None else str(error))
        self._error = error

    def _keep_formula(self) -> None:
        """Keep what was last read; Enter with a mistake in the text leaves it there, the caret beside it."""
        if self._error is not None and self.formula.hasFocus():
            # A mistake in the text has a place; a pole has none there.
            position = getattr(self._error, "position", None)
            if position is not None:
                self.formula.go_to(position)
            return
        self.session.store.commit()
        self._say_formula(None)
        self.formula.finish()

    def _give_up_formula(self) -> None:
        self.session.store.cancel()
        self._say_formula(None)

    def _with_parameter(self, key: str, value: float) -> Edit:
        """Return the edit that gives a parameter of the target another value; raises InputError."""
        target = self.session.store.committed.target
        assert isinstance(target.source, LibraryFunction | DrawnCurve)
        other = replace(target, source=target.source.with_values({key: value}))
        return set_target(other, self.tr("Change {0}").format(key))

    def _slide(self, key: str, value: float) -> None:
        """Follow a slider; what cannot be measured is said, and what was last shown stays."""
        try:
            self.session.store.preview(self._with_parameter(key, value))
        except InputError as error:
            self.show_problem(str(error))
            return
        self.show_problem(None)

    def _set_parameter(self, key: str, value: float) -> None:
        try:
            edit = self._with_parameter(key, value)
        except InputError as error:
            self.parameters.fields[key].refuse(str(error))
            return
        self.show_problem(self.session.dispatch(edit))

    def _set_interval(self, start: float | None = None, end: float | None = None) -> None:
        target = self.session.scene.document.target
        wanted = (
            target.interval[0] if start is None else start,
            target.interval[1] if end is None else end,
        )
        try:
            edit = set_target(target.on(*wanted), "Change interval")
        except InputError as error:
            (self.start if end is None else self.end).refuse(str(error))
            return
        self.show_problem(self.session.dispatch(edit))


def _words(remarks: tuple[str, ...]) -> str:
    """Return what is to be said of gaps, with a true minus sign and no line broken within an interval."""
    words = f"{capital(remarks[0])}: {'; '.join(remarks[1:])}.".replace("-", "−")
    return re.sub(r"\[.*?\]| [<>] ", lambda found: found[0].replace(" ", "\u00a0"), words)
