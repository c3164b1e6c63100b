"""The export dialog: a preview that is the file, the choices, and where it goes."""

from __future__ import annotations

from glob import escape as glob_escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reluviz.errors import InputError
from reluviz.figures import sequence_length
from reluviz.figures.batch import batch_names
from reluviz.figures.formats import checked_format, format_of
from reluviz.gui.background import Background
from reluviz.gui.export import jobs
from reluviz.gui.export.buttons import export_buttons
from reluviz.gui.export.copying import Copying
from reluviz.gui.export.fields import Choice
from reluviz.gui.export.options_form import OptionsForm
from reluviz.gui.export.preview_pane import PreviewPane, Shown
from reluviz.gui.export.questions import may_take_long, may_write_numbered, wrote
from reluviz.gui.export.remembered import keep_choices, kept_format, kept_options
from reluviz.gui.files import may_replace
from reluviz.gui.sentences import capital

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.figures import FigureOptions
    from reluviz.figures.batch import Over
    from reluviz.figures.formats import Format
    from reluviz.fitting.norms import Watch
    from reluviz.gui.export.source import FigureSource
    from reluviz.gui.session import Session
    from reluviz.gui.settings import Settings

__all__ = ["ExportDialog"]

#: Typing a title must not draw a figure for each letter.
_DELAY_MILLISECONDS = 60
_SIDE_WIDTH = 360
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
    written(Path, Format, FigureOptions)
        Where a figure was written to, and how.
    """

    written = Signal(object, object, object)

    def __init__(self, source: FigureSource, settings: Settings, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export figure"))
        self._source, self._settings, self._session = source, settings, session
        self._previews = Background(self)
        self._previews.finished.connect(self._show_preview)
        self._previews.failed.connect(self._show_problem)
        self._writer = Background(self)
        self._writer.finished.connect(self._say_written)
        self._writer.failed.connect(self._end_with_problem)
        self._writer.progressed.connect(self._show_progress)
        self._copying = Copying(source, self)
        self._copying.said.connect(self._say)
        self._copying.failed.connect(self._show_problem)
        self.pane = PreviewPane()
        self.preview = self.pane.preview
        self.form = OptionsForm(source.offered)
        self.form.show_options(kept_options(settings))
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
        top.addRow(self.tr("Format"), self.format)
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
        self.form.adapt(self.chosen_format)
        self._draw_soon()

    def _draw_soon(self) -> None:
        if not self._writer.is_busy:
            self._say("")
        self._delay.start()

    def _draw(self) -> None:
        options = self._checked_options()
        if options is None:
            return
        source, format = self._source, self.chosen_format
        width, step = self.pane.prepare(options), self.pane.step.value()
        self._previews.submit(lambda: jobs.shown(source, format, options, width, step))

    def _show_preview(self, result: object) -> None:
        assert isinstance(result, Shown)
        self.pane.show_result(result)
        if result.note:
            self._say(result.note)

    def _drag_out(self) -> None:
        options = self._checked_options()
        if options is not None:
            self._copying.drag(self.chosen_format, options)

    # -- writing ---------------------------------------------------------------------------------

    def _ask_and_write(self) -> None:
        options, format = self._checked_options(), self.chosen_format
        if options is None:
            return
        try:
            steps = self._steps(options)
        except InputError as error:
            self._show_problem(str(error))
            return
        if not may_take_long(self, steps):
            return
        folder = Path(self._settings.text_of("figure_folder", self._settings.folder))
        start = str(folder / f"{self._source.name}.{format.suffix}")
        kind = f"{format.name} (*.{format.suffix})"
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Export figure"), start, kind)
        if not chosen:
            return
        path = Path(chosen)
        if not path.suffix:
            # The file dialog asked about another name than the one that will be written.
            path = path.with_name(f"{path.name}.{format.suffix}")
            if path.exists() and not may_replace(self, path):
                return
        # Whoever types another suffix wants another format; where there is none, `write` says so.
        others = [row for row in self._source.formats if f".{row.suffix}" == path.suffix.lower()]
        if format not in others and others:
            format = others[0]
        numbered = format.kind == "picture" and bool(options.steps) and not format.steps_writer
        document = self._source.document
        if numbered and document is not None:
            steps = sequence_length(document, options)
        if not numbered or may_write_numbered(self, path, steps):
            self.write(path, options)

    def _steps(self, options: FigureOptions) -> int:
        """Return how many pictures there are to draw."""
        document, format = self._source.document, self.chosen_format
        if document is None or format.kind == "model" or (format.kind == "picture" and not options.steps):
            return 1
        return sequence_length(document, options)

    def write(self, path: Path, options: FigureOptions) -> None:
        """Write the figure in the background; the dialog says when it is there."""
        source, format = self._source, self.chosen_format
        if path.suffix.lower() != f".{format.suffix}":
            # Whoever types another suffix wants another format.
            try:
                format = format_of(path)
            except InputError as error:
                self._show_problem(str(error))
                return
        self._submit(lambda watch: jobs.write(source, path, format, options, watch), path, format, options)

    def _batch_menu(self) -> QMenu:
        menu = QMenu(self)
        sizes: tuple[tuple[str, Over], ...] = (
            (self.tr("In all sizes…"), "sizes"),
            (self.tr("Of all pins…"), "pins"),
        )
        for text, over in sizes:
            menu.addAction(text).triggered.connect(lambda *_, over=over: self._ask_and_write_many(over))
        return menu

    def _ask_and_write_many(self, over: Over) -> None:
        options, source, format = self._checked_options(), self._source, self.chosen_format
        if options is None or source.document is None:
            return
        try:
            names = batch_names(source.document, source.name, over)
        except InputError as error:
            self._show_problem(str(error))
            return
        start = self._settings.text_of("figure_folder", self._settings.folder)
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder for the figures"), start)
        if not chosen:
            return
        folder = Path(chosen)
        places = [folder / f"{name}.{format.suffix}" for name in names]
        if options.steps and format.kind == "picture" and not format.steps_writer:
            # Steps are numbered, and in a figure of a pin they may be fewer or more.
            places = [f for p in places for f in folder.glob(f"{glob_escape(p.stem)}-*.{format.suffix}")]
        there = [file for file in places if file.exists()]
        if not there or may_replace(self, there[0]):
            path = folder / f"{source.name}.{format.suffix}"
            self._submit(
                lambda watch: jobs.write_batch(source, folder, format, options, over, watch),
                path,
                format,
                options,
            )

    def _submit(
        self,
        job: Callable[[Watch], tuple[Path, ...]],
        path: Path,
        format: Format,
        options: FigureOptions,
    ) -> None:
        keep_choices(self._settings, format.key, options)
        self._say(self.tr("Writing {0} …").format(path.name))
        self._show_writing(True)
        self._writer.submit_watched(lambda watch: (job(watch), path, format, options))

    def _show_progress(self, share: float) -> None:
        self.progress.setValue(round(share * _PROGRESS_STEPS))

    def _show_writing(self, on: bool) -> None:
        self.export_button.setEnabled(not on)
        self.batch.setEnabled(not on)
        self.progress.setValue(0)
        self.progress.setVisible(on)
        self.stop.setVisible(on)
        if not on:
            self.export_button.setFocus()

    def _say_written(self, result: object) -> None:
        assert isinstance(result, tuple)
        files, path, format, options = result
        self._settings.keep_text("figure_folder", str(path.parent))
        self._show_writing(False)
        self._say(wrote(files))
        self.written.emit(path, format, options)

    def _cancel(self) -> None:
        self._writer.forget()
        self._show_writing(False)
        self._say(self.tr("Nothing was written."))

    def _end_with_problem(self, problem: str) -> None:
        self._show_writing(False)
        self._show_problem(problem)

    def _hand_over(self) -> None:
        """Let the session say what becomes of a file, where this dialog no longer can."""
        writer, message = self._writer, self._session.message
        writer.finished.disconnect(self._say_written)
        writer.failed.disconnect(self._end_with_problem)
        writer.progressed.disconnect(self._show_progress)
        writer.setParent(self._session)
        writer.finished.connect(lambda result: message.emit(wrote(result[0])))
        writer.failed.connect(lambda problem: message.emit(f"{capital(problem)}."))
        for ended in (writer.finished, writer.failed):
            ended.connect(writer.deleteLater)

    def _show_problem(self, problem: str) -> None:
        self._say(capital(problem), bad=True)

    def _say(self, text: str, *, bad: bool = False) -> None:
        self.status.setObjectName("problem" if bad else "muted")
        self.status.style().unpolish(self.status)
        self.status.style().polish(self.status)
        self.status.setText(text)

    def done(self, result: int) -> None:
        """Let a preview that still runs go unseen; a file is written all the same."""
        self._delay.stop()
        self._previews.forget()
        if self._writer.is_busy:
            self._hand_over()
        super().done(result)
