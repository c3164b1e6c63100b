"""The rate plot: how fast the error can fall with the number of hinges, and where one's own stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from reluviz.document.attempts import attempts
from reluviz.figures import FigureOptions, preview_picture
from reluviz.fitting.norms import checked_norm
from reluviz.fitting.rates import rates
from reluviz.gui.background import Background
from reluviz.gui.export.buttons import export_buttons
from reluviz.gui.export.preview import FigurePreview
from reluviz.gui.export.source import FigureSource, figure_of_rates
from reluviz.gui.sentences import sentence

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from reluviz.fitting.norms import Watch
    from reluviz.gui.session import Session
    from reluviz.gui.settings import Settings
    from reluviz.gui.theme import Theme

__all__ = ["RateDialog"]

_DELAY_MILLISECONDS = 120
_PROGRESS_STEPS = 1000


class RateDialog(QDialog):
    """Computes the rates of the present target in the background, shows them, and leads to their export.

    Parameters
    ----------
    session : Session
        The target and all attempts are those it has when the dialog is opened; the dialog is modal.
    settings : Settings
    theme : Theme
        The preview follows it.
    name : str
        Of the document; a figure file is called after it.
    """

    def __init__(
        self, session: Session, settings: Settings, theme: Theme, name: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Rate plot"))
        self._session = session
        self._settings = settings
        self._theme = theme
        self._name = name
        self._target = session.store.committed.target
        self._documents = session.store.documents
        #: By norm: each takes seconds, so going back to one must not.
        self._known: dict[str, FigureSource] = {}
        self._work = Background(self)
        self._work.progressed.connect(self._show_progress)
        self._work.finished.connect(self._take)
        self._work.failed.connect(self._show_problem)
        self._previews = Background(self)
        self._previews.finished.connect(self._show_preview)
        self._previews.failed.connect(self._show_problem)
        self.preview = FigurePreview()
        self._make_choices()
        self._lay_out()
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_DELAY_MILLISECONDS)
        self._delay.timeout.connect(self._draw)
        theme.changed.connect(self._draw)
        self._compute()

    @property
    def source(self) -> FigureSource | None:
        """The figure of the norm that is chosen, or None while it is computed."""
        return self._known.get(self.norm.currentData())

    def _make_choices(self) -> None:
        self.norm = QComboBox()
        for text, norm in (
            (self.tr("Least squares (RMSE)"), "l2"),
            (self.tr("Minimax (largest error)"), "max"),
            (self.tr("Least absolute (mean |error|)"), "l1"),
        ):
            self.norm.addItem(text, norm)
        self.norm.setCurrentIndex(self.norm.findData(self._session.store.committed.norm))
        self.norm.setAccessibleName(self.tr("Measure of error"))
        self.norm.currentIndexChanged.connect(self._compute)
        self.progress = QProgressBar()
        self.progress.setRange(0, _PROGRESS_STEPS)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(8)
        self.progress.setFixedWidth(180)
        kept = self.progress.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(kept)
        self.status = QLabel()
        self.status.setObjectName("problem")
        self.status.setWordWrap(True)

    def _lay_out(self) -> None:
        self.buttons, self.export_button = export_buttons(self, self.export)
        row = QHBoxLayout()
        row.setSpacing(12)
        label = QLabel(self.tr("&Error"))
        label.setBuddy(self.norm)
        row.addWidget(label)
        row.addWidget(self.norm)
        row.addWidget(self.progress)
        row.addWidget(self.status, 1)
        row.addWidget(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(14)
        column.addWidget(self.preview, 1)
        column.addLayout(row)

    def _compute(self) -> None:
        """Show the rates of the norm that is chosen, once they are known."""
        self.status.clear()
        self._work.forget()
        known = self.source is not None
        self.export_button.setEnabled(known)
        self.progress.setVisible(not known)
        if known:
            self._draw()
            return
        self.progress.setValue(0)
        self._previews.forget()
        self.preview.clear(self.tr("Placing the knots of 1 to 64 hinges …"))
        norm = checked_norm(self.norm.currentData())
        target, documents, name = self._target, self._documents, self._name

        def work(watch: Watch) -> tuple[str, FigureSource]:
            found = rates(target, norm, watch=watch)
            return norm, figure_of_rates(found, attempts(documents, target, norm), name)

        self._work.submit_watched(work)

    def _show_progress(self, share: float) -> None:
        self.progress.setValue(round(share * _PROGRESS_STEPS))

    def _take(self, result: object) -> None:
        assert isinstance(result, tuple)
        norm, source = result
        self._known[norm] = source
        self._compute()

    def _draw(self) -> None:
        source = self.source
        if source is None:
            return
        dark = self._theme.palette.name == "dark"
        options = FigureOptions(size="slide", theme="dark" if dark else "light")
        width = self.preview.pixels
        self._previews.submit(lambda: preview_picture(source.compose(options), width))

    def _show_preview(self, png: object) -> None:
        self.preview.show_png(png)

    def _show_problem(self, problem: str) -> None:
        self.progress.setVisible(False)
        self.preview.clear("")
        self.status.setText(sentence(problem))

    def export(self) -> None:
        """Open the dialog that writes the figure."""
        from reluviz.gui.export.dialog import ExportDialog

        if self.source is not None:
            ExportDialog(self.source, self._settings, self._session, self).open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the preview anew for another size."""
        super().resizeEvent(event)
        self._delay.start()

    def done(self, result: int) -> None:
        """End what still runs: nobody waits for it any more."""
        self._delay.stop()
        self._work.forget()
        self._previews.forget()
        super().done(result)
