"""The export dialog: a preview that is the file, a few choices, and where to write it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from reluviz.errors import InputError
from reluviz.figures import FORMATS, PRESETS, THEMES, FigureOptions, export_picture, preview_picture
from reluviz.figures.options import chosen
from reluviz.gui.background import Background
from reluviz.gui.export.buttons import export_buttons
from reluviz.gui.export.preview import FigurePreview
from reluviz.gui.files import may_replace
from reluviz.gui.sentences import capital

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from reluviz.gui.export.source import FigureSource
    from reluviz.gui.session import Session
    from reluviz.gui.settings import Settings

__all__ = ["ExportDialog"]

#: Typing a title must not draw a figure for each letter.
_DELAY_MILLISECONDS = 120
_DPI_CHOICES = (96, 150, 300, 600)


class ExportDialog(QDialog):
    """Shows a figure and writes it.

    Parameters
    ----------
    source : FigureSource
        As it was when the dialog was opened; the dialog is modal, so it cannot change meanwhile.
    settings : Settings
    session : Session
        Is told what became of a file that is still being written when the dialog is closed.
    """

    def __init__(self, source: FigureSource, settings: Settings, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export figure"))
        self._source = source
        self._settings = settings
        self._session = session
        self._previews = Background(self)
        self._previews.finished.connect(self._show_preview)
        self._previews.failed.connect(self._show_problem)
        self._writer = Background(self)
        self._writer.finished.connect(self._written)
        self._writer.failed.connect(self._not_written)
        self.preview = FigurePreview()
        self.status = QLabel()
        self.status.setObjectName("muted")
        self.status.setWordWrap(True)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._make_choices()
        self._lay_out()
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_DELAY_MILLISECONDS)
        self._delay.timeout.connect(self._draw)
        self._draw()

    def _make_choices(self) -> None:
        pictures = [(row.name, row.key) for row in FORMATS.values() if row.kind == "picture"]
        self.format = _combo(pictures, self._settings, "figure_format", "pdf")
        sizes = [
            (f"{preset.name} ({preset.width:.3g} × {preset.height:.3g} in)", key)
            for key, preset in PRESETS.items()
        ]
        self.size_choice = _combo(sizes, self._settings, "figure_size", "slide")
        themes = [(self.tr("Light") if theme == "light" else self.tr("Dark"), theme) for theme in THEMES]
        self.theme = _combo(themes, self._settings, "figure_theme", "light")
        self.dpi = _combo(
            [(f"{dpi} dpi", str(dpi)) for dpi in _DPI_CHOICES], self._settings, "figure_dpi", "300"
        )
        self.title = QLineEdit()
        self.title.setPlaceholderText(self.tr("none; maths as $x^2$"))
        self.title.textEdited.connect(self._draw_soon)
        self.boxes: dict[str, QCheckBox] = {}
        for key, text, default in (
            ("show_target", self.tr("Target"), "1"),
            ("show_units", self.tr("Units"), "1"),
            ("show_knots", self.tr("Knots"), "1"),
            ("show_legend", self.tr("Legend"), "1"),
            ("show_error", self.tr("Error panel"), "1"),
            ("transparent", self.tr("Transparent background"), "0"),
        ):
            if key not in self._source.boxes:
                continue
            box = QCheckBox(text)
            box.setChecked(self._settings.text_of(f"figure_{key}", default) == "1")
            box.toggled.connect(self._draw_soon)
            self.boxes[key] = box
        for combo in (self.format, self.size_choice, self.theme, self.dpi):
            combo.currentIndexChanged.connect(self._draw_soon)
        self.format.currentIndexChanged.connect(self._enable_dpi)
        self._enable_dpi()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(9)
        form.addRow(self.tr("Format"), self.format)
        form.addRow(self.tr("Size"), self.size_choice)
        form.addRow(self.tr("Theme"), self.theme)
        form.addRow(self.tr("Resolution"), self.dpi)
        form.addRow(self.tr("Title"), self.title)
        shown = QVBoxLayout()
        shown.setSpacing(5)
        for box in self.boxes.values():
            shown.addWidget(box)
        form.addRow(self.tr("Show"), shown)
        self.buttons, self.export_button = export_buttons(self, self._ask_and_write)
        side = QVBoxLayout()
        side.addLayout(form)
        side.addStretch(1)
        side.addWidget(self.status)
        side.addWidget(self.buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(18)
        row.addWidget(self.preview, 1)
        panel = QWidget()
        panel.setLayout(side)
        panel.setFixedWidth(330)
        side.setContentsMargins(0, 0, 0, 0)
        row.addWidget(panel)

    def options(self) -> FigureOptions:
        """Return what is chosen.

        Raises
        ------
        InputError
            If the title is too long or the like.
        """
        choices = {
            "size": self.size_choice.currentData(),
            "theme": self.theme.currentData(),
            "dpi": float(self.dpi.currentData()),
            "title": self.title.text().strip(),
        }
        return chosen(None, {**choices, **{key: box.isChecked() for key, box in self.boxes.items()}})

    def _enable_dpi(self) -> None:
        self.dpi.setEnabled(self.format.currentData() == "png")

    def _draw_soon(self) -> None:
        if not self._writer.is_busy:
            self._say("")
        self._delay.start()

    def _draw(self) -> None:
        try:
            options = self.options()
        except InputError as error:
            self._show_problem(str(error))
            return
        compose, width = self._source.compose, self.preview.pixels
        self.preview.wants_dark = options.theme == "dark"
        self._previews.submit(lambda: preview_picture(compose(options), width))

    def _show_preview(self, png: object) -> None:
        shown = self.preview.show_png(png)
        if shown and not self._writer.is_busy and self.status.objectName() == "problem":
            self._say("")

    def _ask_and_write(self) -> None:
        try:
            options = self.options()
        except InputError as error:
            self._show_problem(str(error))
            return
        format = FORMATS[self.format.currentData()]
        suffix = format.suffix
        start = (
            Path(self._settings.text_of("figure_folder", self._settings.folder))
            / f"{self._source.name}.{suffix}"
        )
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export figure"), str(start), f"{format.name} (*.{suffix})"
        )
        if not chosen:
            return
        path = Path(chosen)
        if not path.suffix:
            # The file dialog asked about another name than the one that will be written.
            path = path.with_name(f"{path.name}.{suffix}")
            if path.exists() and not may_replace(self, path):
                return
        self.write(path, options)

    def write(self, path: Path, options: FigureOptions) -> None:
        """Write the figure in the background; the dialog says when it is there."""
        compose = self._source.compose
        self.export_button.setEnabled(False)
        self._say(self.tr("Writing {0} …").format(path.name))

        def work() -> Path:
            export_picture(compose(options), path, options)
            return path

        self._writer.submit(work)

    def _written(self, path: object) -> None:
        self.export_button.setEnabled(True)
        self.export_button.setFocus()
        if isinstance(path, Path):
            self._settings.keep_text("figure_folder", str(path.parent))
            self._say(self.tr("Wrote {0}").format(path))
        self._remember()

    def _not_written(self, problem: str) -> None:
        self.export_button.setEnabled(True)
        self.export_button.setFocus()
        self._show_problem(problem)

    def _hand_over(self) -> None:
        """Let the session say what becomes of a file, where this dialog no longer can."""
        writer, message = self._writer, self._session.message
        writer.finished.disconnect(self._written)
        writer.failed.disconnect(self._not_written)
        writer.setParent(self._session)
        wrote = self.tr("Wrote {0}.")
        writer.finished.connect(lambda path: message.emit(wrote.format(path)))
        writer.failed.connect(lambda problem: message.emit(f"{capital(problem)}."))
        for ended in (writer.finished, writer.failed):
            ended.connect(writer.deleteLater)
        self._remember()

    def _remember(self) -> None:
        for key, combo in (
            ("figure_format", self.format),
            ("figure_size", self.size_choice),
            ("figure_theme", self.theme),
            ("figure_dpi", self.dpi),
        ):
            self._settings.keep_text(key, combo.currentData())
        for key, box in self.boxes.items():
            self._settings.keep_text(f"figure_{key}", "1" if box.isChecked() else "0")

    def _show_problem(self, problem: str) -> None:
        self._say(capital(problem), bad=True)

    def _say(self, text: str, *, bad: bool = False) -> None:
        self.status.setObjectName("problem" if bad else "muted")
        self.status.style().unpolish(self.status)
        self.status.style().polish(self.status)
        self.status.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the preview anew for another size."""
        super().resizeEvent(event)
        self._draw_soon()

    def done(self, result: int) -> None:
        """Let a preview that still runs go unseen; a file is written all the same."""
        self._delay.stop()
        self._previews.forget()
        if self._writer.is_busy:
            self._hand_over()
        super().done(result)


def _combo(choices: list[tuple[str, str]], settings: Settings, key: str, default: str) -> QComboBox:
    combo = QComboBox()
    for text, value in choices:
        combo.addItem(text, value)
    index = combo.findData(settings.text_of(key, default))
    combo.setCurrentIndex(max(index, combo.findData(default)) if index < 0 else index)
    return combo
