"""The rate plot: how fast the error can fall with the number of hinges, and where one's own stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from reluviz.figures import THEMES, FigureOptions, preview_picture
from reluviz.fitting.norms import checked_norm
from reluviz.fitting.rates import rates
from reluviz.gui.background import Background
from reluviz.gui.export.buttons import export_buttons
from reluviz.gui.export.preview import FigurePreview
from reluviz.gui.export.remembered import in_style_of
from reluviz.gui.export.source import FigureSource, figure_of_rates
from reluviz.gui.sentences import sentence

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from reluviz.fitting.norms import Norm, Watch
    from reluviz.gui.session import Session
    from reluviz.gui.settings import Settings
    from reluviz.gui.theme import Theme

__all__ = ["RateDialog"]

_DELAY_MILLISECONDS = 120
_PROGRESS_STEPS = 1000
#: The numbers of hinges are worked out in turns, so that there is soon something to see; None: all of them.
_TURNS: tuple[tuple[int, ...] | None, ...] = ((1, 2, 4, 8), (1, 2, 4, 8, 16, 32, 64), None)


@dataclass(frozen=True)
class _Plot:
    """What is worked out so far in a norm."""

    norm: Norm
    turn: int
    source: FigureSource

    @property
    def is_complete(self) -> bool:
        return self.turn == len(_TURNS) - 1


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
        self._known: dict[str, _Plot] = {}
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
        """The whole figure of the norm that is chosen, or None while it is computed."""
        plot = self._plot
        return plot.source if plot is not None and plot.is_complete else None

    @property
    def _plot(self) -> _Plot | None:
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
        """Show what is known of the norm that is chosen, and have the rest worked out."""
        self.status.clear()
        self._work.forget()
        plot = self._plot
        is_complete = plot is not None and plot.is_complete
        self.export_button.setEnabled(is_complete)
        self.export_button.setToolTip(
            "" if is_complete else self.tr("Some numbers of hinges are still missing")
        )
        self.progress.setVisible(not is_complete)
        if plot is not None:
            self._draw()
        else:
            self.progress.setValue(0)
            self._previews.forget()
            self.preview.clear(self.tr("Placing the knots of 1 to 64 hinges …"))
        if is_complete:
            return
        turn = 0 if plot is None else plot.turn + 1
        norm = checked_norm(self.norm.currentData())
        target, documents, name = self._target, self._documents, self._name

        def work(watch: Watch) -> _Plot:
            found = rates(
                target, norm, counts=_TURNS[turn], watch=lambda share: watch((turn + share) / len(_TURNS))
            )
            return _Plot(norm, turn, figure_of_rates(found, attempts(documents, target, norm), name))

        self._work.submit_watched(work)

    def _show_progress(self, share: float) -> None:
        self.progress.setValue(round(share * _PROGRESS_STEPS))

    def _take(self, result: object) -> None:
        assert isinstance(result, _Plot)
        self._known[result.norm] = result
        self._compute()

    def _draw(self) -> None:
        plot = self._plot
        if plot is None:
            return
        name = self._theme.palette.name
        theme = name if name in THEMES else "light"
        options = in_style_of(self._session.store.committed, FigureOptions(theme=theme))
        width = self.preview.pixels
        self._previews.submit(lambda: preview_picture(plot.source.compose(options), width))

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
            source = replace(self.source, styled=self._session.store.committed)
            dialog = ExportDialog(source, self._settings, self._session, self)
            # The document may have been given another style there.
            dialog.finished.connect(self._draw)
            dialog.open()

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
