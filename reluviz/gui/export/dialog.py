"""The export dialog: a preview that is the file, the choices, and where it goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reluviz.errors import InputError
from reluviz.figures.formats import checked_format
from reluviz.gui.background import Background
from reluviz.gui.export import jobs
from reluviz.gui.export.buttons import export_buttons
from reluviz.gui.export.copying import Copying
from reluviz.gui.export.fields import Choice
from reluviz.gui.export.options_form import OptionsForm, add_row
from reluviz.gui.export.orders import Order
from reluviz.gui.export.preview_pane import PreviewPane, Shown
from reluviz.gui.export.questions import confirmed
from reluviz.gui.export.remembered import in_style_of, keep_choices, kept_format, kept_options
from reluviz.gui.export.style_bar import StyleBar
from reluviz.gui.export.writing import Writing
from reluviz.gui.sentences import capital, sentence

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from reluviz.figures import FigureOptions
    from reluviz.figures.batch import Over
    from reluviz.figures.choices.styles import Style
    from reluviz.figures.formats import Format
    from reluviz.gui.export.source import FigureSource
    from reluviz.gui.export.writing import Outcome
    from reluviz.gui.session import Session
    from reluviz.gui.settings import Settings

__all__ = ["ExportDialog"]

#: Typing a title must not draw a figure for each letter.
_DELAY_MILLISECONDS = 60
_SIDE_WIDTH = 360
_STATUS_LINES = 3
_PROGRESS_STEPS = 1000


class ExportDialog(QDialog):
    """Shows a figure and writes it.

    Parameters
    ----------
    source : FigureSource
        As it was when the dialog was opened; the dialog is modal, so it cannot change meanwhile.
    settings : Settings
    session : Session
        Is told what became of a file that is still being written when the dialog is closed.

    Signals
    -------
    written(Order)
        Figures are written in this way, or soon will be.
    """

    written = Signal(object)

    def __init__(self, source: FigureSource, settings: Settings, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export figure"))
        self._source, self._settings, self._session = source, settings, session
        self._previews = Background(self)
        self._previews.finished.connect(self._show_preview)
        self._previews.failed.connect(self._show_problem)
        self._writing = Writing(self)
        self._writing.progressed.connect(self._show_progress)
        self._writing.ended.connect(self._end)
        self._copying = Copying(source, self)
        self._copying.said.connect(self._say)
        self._copying.failed.connect(self._show_problem)
        self.pane = PreviewPane()
        self.preview = self.pane.preview
        self.form = OptionsForm(source.offered)
        self.form.show_options(in_style_of(source.styled, kept_options(settings)))
        self.styles = StyleBar(session, self._checked_options)
        self.styles.used.connect(self._use_style)
        self.styles.said.connect(self._say)
        self.styles.failed.connect(self._show_problem)
        self.form.put_on_top("Style", "Style", self.styles)
        self.format = Choice(self.tr("Format"), [(row.name, row.key) for row in source.formats])
        self.format.show_value(kept_format(settings))
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_DELAY_MILLISECONDS)
        self._delay.timeout.connect(self._draw)
        self._lay_out()
        self.pane.wanted.connect(self._draw_soon)
        self.preview.dragged.connect(self._drag_out)
        self.form.changed.connect(self._draw_soon)
        self.format.changed.connect(self._adapt)
        self._adapt()

    def _lay_out(self) -> None:
        self.status = QLabel()
        self.status.setObjectName("muted")
        self.status.setWordWrap(True)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.progress = QProgressBar()
        self.progress.setRange(0, _PROGRESS_STEPS)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(8)
        self.stop = QPushButton(self.tr("Cancel"))
        self.stop.clicked.connect(lambda *_: self._cancel())
        self.copy = QPushButton(self.tr("Copy"))
        self.copy.setMenu(self._copying.menu(self, self._checked_options))
        self.copy.setAutoDefault(False)
        self.batch = QPushButton(self.tr("Many"))
        self.batch.setToolTip(self.tr("Write many figures into a folder"))
        self.batch.setAutoDefault(False)
        self.batch.setMenu(self._batch_menu())
        self.batch.setVisible(self._source.document is not None)
        self.buttons, self.export_button = export_buttons(self, self._ask_and_write)
        top = QFormLayout()
        add_row(top, self.tr("Format"), self.format)
        working = QHBoxLayout()
        working.addWidget(self.progress, 1)
        working.addWidget(self.stop)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addWidget(self.batch)
        buttons.addStretch(1)
        buttons.addWidget(self.buttons)
        panel = QWidget()
        panel.setFixedWidth(_SIDE_WIDTH)
        side = QVBoxLayout(panel)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(8)
        side.addLayout(top)
        side.addWidget(self.form, 1)
        side.addWidget(self.status)
        side.addLayout(working)
        side.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(18)
        row.addWidget(self.pane, 1)
        row.addWidget(panel)
        # Room for progress and for a long word, or the dialog would grow when they appear.
        line = self.status.fontMetrics().lineSpacing()
        self.adjustSize()
        self.resize(self.width(), self.height() + _STATUS_LINES * line)
        self._show_writing(False)

    @property
    def chosen_format(self) -> Format:
        """The format that is chosen."""
        return checked_format(str(self.format.value()))

    def options(self) -> FigureOptions:
        """Return what is chosen.

        Raises
        ------
        InputError
            If something that was typed cannot be used.
        """
        return self.form.options()

    def _checked_options(self) -> FigureOptions | None:
        """Return what is chosen, or say what is wrong with it."""
        try:
            return self.options()
        except InputError as error:
            self._show_problem(str(error))
            return None

    # -- preview ---------------------------------------------------------------------------------

    def _adapt(self) -> None:
        """Offer the choices that the format looks at."""
        format = self.chosen_format
        self.form.adapt(format)
        has_sizes = format.kind != "model"
        self.in_sizes.setEnabled(has_sizes)
        why = "" if has_sizes else self.tr("{0} is the same in all sizes").format(format.name)
        self.in_sizes.setToolTip(why)
        self._draw_soon()

    def _draw_soon(self) -> None:
        if not self._writing.is_busy:
            self._say("")
        self._delay.start()

    def _draw(self) -> None:
        options = self._checked_options()
        if options is None:
            return
        self.styles.follow(options)
        source, format = self._source, self.chosen_format
        width, step = self.pane.prepare(options), self.pane.step.value()
        self._previews.submit_watched(lambda watch: jobs.shown(source, format, options, width, step, watch))

    def _use_style(self, style: Style) -> None:
        options = self._checked_options()
        if options is None:
            return
        try:
            self.form.show_options(style.applied_to(options))
        except InputError as error:
            self._show_problem(str(error))
            return
        self._draw_soon()
        self._say(" ".join(map(sentence, style.notes)))

    def _show_preview(self, result: object) -> None:
        assert isinstance(result, Shown)
        self.form.mark_faulty(result.faults)
        for fault in result.faults.values():
            self._show_problem(fault)
            return
        self.pane.show_result(result)
        if result.note:
            self._say(result.note)

    def _drag_out(self) -> None:
        options = self._checked_options()
        if options is not None:
            self._copying.drag(self.chosen_format, options)

    # -- writing ---------------------------------------------------------------------------------

    def _ask_and_write(self, over: Over | None = None) -> None:
        options, source, format = self._checked_options(), self._source, self.chosen_format
        if options is None:
            return
        folder = Path(self._settings.text_of("figure_folder", self._settings.folder))
        asked = Order(folder / f"{source.name}.{format.suffix}", format, options, over)
        try:
            order = confirmed(self, source, asked)
        except InputError as error:
            self._show_problem(str(error))
            return
        if order is not None:
            self.write(order)

    def write(self, order: Order) -> None:
        """Write figures in the background; the dialog says when they are there."""
        self._order = order
        document = None if self._source.styled is None else self._session.store.document
        keep_choices(self._settings, order.format.key, order.options, document)
        self._writing.start(self._source, order)
        self._show_writing(True)
        self._say(self.tr("Writing {0} …").format(order.path.name))

    def _batch_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self.in_sizes = menu.addAction(self.tr("In all sizes…"))
        self.in_sizes.triggered.connect(lambda *_: self._ask_and_write("sizes"))
        self.of_pins = menu.addAction(self.tr("Of all pins…"))
        self.of_pins.triggered.connect(lambda *_: self._ask_and_write("pins"))
        return menu

    def _show_progress(self, share: float) -> None:
        self.progress.setValue(round(share * _PROGRESS_STEPS))

    def _show_writing(self, on: bool) -> None:
        self.export_button.setEnabled(not on)
        self.batch.setEnabled(not on)
        self.progress.setValue(0)
        self.progress.setVisible(on)
        self.stop.setVisible(on)
        self.stop.setEnabled(on)
        if not on:
            self.export_button.setFocus()

    def _cancel(self) -> None:
        self._writing.cancel()
        self.stop.setEnabled(False)
        self._say(self.tr("Cancelling …"))

    def _end(self, outcome: Outcome) -> None:
        self._show_writing(False)
        self._say(outcome.told(), bad=bool(outcome.problem))
        if outcome.files:
            self._settings.keep_text("figure_folder", str(outcome.files[0].parent))
        if outcome.is_complete:
            self.written.emit(self._order)

    def _hand_over(self) -> None:
        """Let the session say what becomes of the files, where this dialog no longer can."""
        writing, message = self._writing, self._session.message
        writing.progressed.disconnect(self._show_progress)
        writing.ended.disconnect(self._end)
        writing.setParent(self._session)
        writing.ended.connect(lambda outcome: message.emit(outcome.told()))
        writing.ended.connect(writing.deleteLater)
        if not writing.is_cancelled:
            self.written.emit(self._order)

    def _show_problem(self, problem: str) -> None:
        if self.preview.picture is None:
            self.preview.clear(self.tr("No figure"))
        self._say(capital(problem), bad=True)

    def _say(self, text: str, *, bad: bool = False) -> None:
        self.status.setObjectName("problem" if bad else "muted")
        self.status.style().unpolish(self.status)
        self.status.style().polish(self.status)
        self.status.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Return in a field only take what was typed; on the buttons it presses them."""
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_return and isinstance(self.focusWidget(), QLineEdit | QComboBox):
            self._draw()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Let a preview that still runs go unseen; a file is written all the same."""
        self._delay.stop()
        self._previews.forget()
        if self._writing.is_busy:
            self._hand_over()
        super().done(result)
