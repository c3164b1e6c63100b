"""The import dialog: what a table is, how it is written, and what of it becomes points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reluviz.document.edits import set_target
from reluviz.errors import InputError
from reluviz.gui.background import Background
from reluviz.gui.importing.format_choices import FormatChoices
from reluviz.gui.importing.points_sketch import PointsSketch
from reluviz.gui.importing.proposal import Proposal
from reluviz.gui.importing.table_preview import TablePreview
from reluviz.gui.reading import Elided
from reluviz.gui.sentences import sentence
from reluviz.targets.data import (
    SAMPLE,
    name_of_data,
    preview,
    read_data_file,
    read_points,
    refuse_other_files,
)

if TYPE_CHECKING:
    from pathlib import Path

    from reluviz.gui.session import Session
    from reluviz.gui.theme import Theme
    from reluviz.maths.residual import Points
    from reluviz.scene.palette import Palette
    from reluviz.targets.data import Table, Watch
    from reluviz.targets.target import Target

__all__ = ["ImportDialog"]

_PROGRESS_STEPS = 1000
_ROWS = 100
_SIZE = (820, 640)


class ImportDialog(QDialog):
    """Shows what is made of a table, lets it be corrected, and makes the points the target.

    Every change shows the first rows anew at once; the whole table is read in the background.

    Parameters
    ----------
    source : Path or bytes
        A file, or the bytes of pasted text.
    session : Session
    theme : Theme
    """

    def __init__(self, source: Path | bytes, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import data"))
        self._session = session
        pasted = self.tr("Pasted data")
        name = pasted if isinstance(source, bytes) else source.name or str(source)
        self._data_name = pasted if isinstance(source, bytes) else name_of_data(source)
        self._proposal: Proposal | None = None
        self._read: tuple[Table, Target] | None = None
        self._make_widgets(name, theme.palette)
        self._lay_out()
        theme.changed.connect(self._set_colours)
        self._opener, self._reader = Background(self), Background(self)
        self._opener.finished.connect(self._show_table)
        self._opener.failed.connect(self._refuse)
        self._reader.progressed.connect(lambda share: self.progress.setValue(round(share * _PROGRESS_STEPS)))
        self._reader.finished.connect(self._take)
        self._reader.failed.connect(self._refuse)
        self._show_state(self.tr("Opening {0} …").format(name), is_busy=True)
        self.choices.setEnabled(False)
        self._opener.submit(lambda: _proposed(source, name))

    def _make_widgets(self, name: str, colours: Palette) -> None:
        self.name = Elided()
        font = self.name.font()
        font.setBold(True)
        self.name.setFont(font)
        self.name.show_text(name)
        self.choices = FormatChoices()
        self.choices.changed.connect(self._correct)
        self.table = TablePreview(colours)
        self.extent = QLabel()
        self.extent.setObjectName("muted")
        self.extent.setWordWrap(True)
        self.sketch = PointsSketch(colours)
        self.report = QLabel()
        self.problem = QLabel()
        self.problem.setObjectName("problem")
        for label in (self.report, self.problem):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.progress = QProgressBar()
        self.progress.setRange(0, _PROGRESS_STEPS)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName(self.tr("How much of the table is read"))
        kept = self.progress.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(kept)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        # The style's own icon is black on every theme.
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setIcon(QIcon())
        self.detected = self.buttons.addButton(self.tr("&As detected"), QDialogButtonBox.ButtonRole.ResetRole)
        self.detected.setToolTip(self.tr("Take back all corrections"))
        self.detected.clicked.connect(self._forget_corrections)
        self.use = self.buttons.addButton(
            self.tr("&Use these points"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.use.setObjectName("primary")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self.progress)
        words.addWidget(self.report)
        words.addWidget(self.problem)
        words.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addWidget(self.sketch)
        below.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        column.addWidget(self.name)
        column.addWidget(self.choices)
        column.addWidget(self.table, 1)
        column.addWidget(self.extent)
        column.addLayout(below)
        column.addWidget(self.buttons)
        # Only now that it is in the dialog; and Enter in a field must not press whichever button comes first.
        for button in self.buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(button is self.use)
        self.use.setDefault(True)
        self.resize(*_SIZE)

    def _set_colours(self, colours: Palette) -> None:
        self.table.set_colours(colours)
        self.sketch.set_colours(colours)

    # -- the table -------------------------------------------------------------------------------

    def _show_table(self, proposal: object) -> None:
        """Show a table that was opened."""
        assert isinstance(proposal, Proposal)
        self._proposal = proposal
        self.choices.setEnabled(True)
        self._read_anew()

    def _correct(self, part: str, value: object) -> None:
        assert self._proposal is not None
        if getattr(self._proposal.form, part) == value:
            # A count says its value once more for Enter.
            return
        self._proposal = self._proposal.corrected(part, value)
        self._read_anew()

    def _forget_corrections(self) -> None:
        assert self._proposal is not None
        self._proposal = Proposal(self._proposal.data)
        self._read_anew()

    def _read_anew(self) -> None:
        """Show the first rows as they are now understood, and read all of them."""
        proposal = self._proposal
        assert proposal is not None
        self._reader.forget()
        self._read = None
        form, data, name = proposal.form, proposal.data, self._data_name
        shown = preview(data, form, _ROWS)
        self.choices.show_form(form, shown.names)
        self.table.show_preview(shown, form)
        self._say_extent(len(shown.cells), len(data))
        self._show_state(self.tr("Reading …"), is_busy=True)

        def read(watch: Watch) -> tuple[Table, Target]:
            table = read_points(data, form, watch, name)
            # Sorting a million points takes a while too.
            return table, table.target()

        self._reader.submit_watched(read)

    def _say_extent(self, rows: int, size: int) -> None:
        """Say how much of the table is shown, if it is not all, and by how much it was judged."""
        words = [self.tr("These are the first {0} rows; all of them are read.").format(rows)]
        if size > SAMPLE:
            words.append(self.tr("How they are written was judged by the first 64 kB."))
        self.extent.setText(" ".join(words))
        self.extent.setVisible(rows == _ROWS or size > SAMPLE)

    def _take(self, result: object) -> None:
        assert isinstance(result, tuple)
        self._read = result
        table, target = result
        self._show_state(table.report(), points=target.points_inside)
        if self._proposal is not None and not self._proposal.is_corrected:
            self.use.setFocus()

    def _refuse(self, problem: str) -> None:
        self._read = None
        self._show_state(problem=problem)

    def _show_state(
        self, report: str = "", *, problem: str = "", is_busy: bool = False, points: Points | None = None
    ) -> None:
        self.report.setText(report)
        self.report.setVisible(not problem)
        self.problem.setText(sentence(problem))
        self.problem.setVisible(bool(problem))
        self.progress.setVisible(is_busy)
        self.progress.setValue(0)
        self.use.setEnabled(self._read is not None)
        self.detected.setEnabled(self._proposal is not None and self._proposal.is_corrected)
        if not is_busy:
            self.sketch.show_points(points)

    # -- the end ---------------------------------------------------------------------------------

    def accept(self) -> None:
        """Make the points the target, in one undo step."""
        if self._read is None:
            return
        table, target = self._read
        problem = self._session.dispatch(set_target(target, self.tr("Import data")))
        if problem is not None:
            self._refuse(problem)
            return
        self._session.message.emit(table.report())
        super().accept()

    def done(self, result: int) -> None:
        """End what still runs: nobody waits for it any more."""
        self._opener.forget()
        self._reader.forget()
        super().done(result)


def _proposed(source: Path | bytes, name: str) -> Proposal:
    """Return a table as it is understood; raises InputError where there is none."""
    proposal = Proposal(source if isinstance(source, bytes) else read_data_file(source))
    try:
        refuse_other_files(proposal.data)
        # Here, since finding out takes more than a frame.
        _ = proposal.form
    except InputError as error:
        raise InputError(f"'{name}' cannot be read as a table: {error}") from None
    return proposal
