"""The Error panel: how far the sum is from the target, live, and how far it could be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from reluviz.fitting.norms import error_in
from reluviz.gui.fit_jobs import measure_name
from reluviz.gui.numbers import shown, spoken
from reluviz.gui.panels.panel import Panel
from reluviz.gui.par_watch import MOST_HINGES, ParWatch
from reluviz.gui.reading import Reading
from reluviz.gui.sentences import capital

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from reluviz.fitting.par import Par
    from reluviz.gui.session import Session
    from reluviz.scene.scene import Scene

__all__ = ["ErrorPanel", "ParBar"]

#: Par is reached within this share of it: more nobody sees on the screen.
_REACHED = 1.005
#: Better than the best known is what beats it by more than rounding and the tolerances of the solvers.
_BEATEN = 1 - 1e-4
#: A sum whose pieces are the best lines but for this share of the RMSE is at a stationary point.
_STATIONARY = 1e-3


class ErrorPanel(Panel):
    """Four readings of the error on the interval, true integrals all, and par in the document's norm.

    Where points of data are held out, the error at those stands below each reading.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        self.readings: dict[str, Reading] = {}
        self.held_out: dict[str, Reading] = {}
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
            held_out = Reading("held out −8.888e−88")
            held_out.setObjectName("muted")
            held_out.setAccessibleName(self.tr("{0} at the points held out").format(name))
            held_out.setToolTip(self.tr("The same at the points that fits do not see: the test error"))
            held_out.hide()
            label.setObjectName("muted")
            reading.setObjectName("reading")
            reading.setAccessibleName(name)
            reading.setToolTip(why)
            label.setToolTip(why)
            row, column = divmod(position, 2)
            label.setContentsMargins(0, 5 * row, 0, 0)
            for line, part in enumerate((label, reading, held_out)):
                grid.addWidget(part, 3 * row + line, column)
            self.readings[key], self.held_out[key] = reading, held_out
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        self.bar = ParBar()
        self.yours = Reading("yours 8.88e−88, best possible 8.88e−88")
        self.yours.setAccessibleName(self.tr("Your error and the best possible one"))
        self.with_hinges = Reading("RMSE with 200 hinges: 8.88e88× par (c, m free)")
        self.with_hinges.setObjectName("muted")
        self.column.setSpacing(5)
        self.column.addSpacing(3)
        for widget in (self.bar, self.yours, self.with_hinges):
            self.column.addWidget(widget)
        self._par = ParWatch(session)
        self._par.changed.connect(self._show_other_par)
        self.show_scene(session.scene, None)
        self._show_other_par()

    def show_scene(self, scene: Scene, previous: Scene | None) -> None:
        """Show the errors of the document."""
        if previous is not None and previous.document is scene.document:
            return
        errors = scene.errors
        for key, reading in self.readings.items():
            reading.show_text(spoken(getattr(errors, key)))
        self.readings["max"].setToolTip(
            self.tr("The largest distance between h and f, at x = {0}").format(spoken(errors.max_at))
        )
        self._show_test_errors(scene)
        self._show_par()

    def _show_test_errors(self, scene: Scene) -> None:
        errors, are_held_out = scene.test_errors, scene.document.target.held_out is not None
        for key, reading in self.held_out.items():
            if reading.isVisibleTo(self) != are_held_out:
                reading.setVisible(are_held_out)
            # The interval may hold none of them.
            value = "—" if errors is None else spoken(getattr(errors, key))
            reading.show_text(self.tr("held out {0}").format(value))

    def _show_par(self) -> None:
        """Show how far the error is from par; called on every frame of a drag."""
        document = self.session.document
        yours = error_in(document.norm, self.session.scene.errors)
        par, count = self._par.par, len(document.model)
        hinges = self.tr("1 hinge") if count == 1 else self.tr("{0} hinges").format(count)
        name = self.tr("{0} with {1}").format(measure_name(document.norm), hinges)
        if par is None:
            unknown = "…" if self._par.is_asking else "—"
            self.yours.show_text(self.tr("yours {0}, best possible {1}").format(shown(yours, 3), unknown))
            self.with_hinges.show_text(name)
            self.bar.show_share(0.0)
            return
        best = self.tr("best possible") if par.is_certain else self.tr("best known")
        verdict, is_reached = self._verdict(yours, par)
        self.yours.show_text(self.tr("yours {0}, {1} {2}").format(shown(yours, 3), best, shown(par.error, 3)))
        # Par has bias and linear term free: whoever keeps one of them fixed may have to stay above it.
        if verdict and not is_reached and not (document.free_bias and document.free_linear):
            verdict = f"{verdict} {self.tr('(c, m free)')}"
        self.with_hinges.show_text(f"{name}: {verdict}" if verdict else name)
        self.bar.show_share(1.0 if is_reached else par.error / yours)

    def _verdict(self, yours: float, par: Par) -> tuple[str, bool]:
        """Return the comparison in words, and whether par is reached."""
        smallest = self._par.smallest
        if not par.is_certain and yours < _BEATEN * par.error - smallest:
            return self.tr("beats the best known"), True
        if yours <= _REACHED * par.error + smallest:
            return self.tr("par reached"), True
        if par.error <= smallest:
            return "", False
        ratio = yours / par.error
        return self.tr("{0}× par").format(f"{ratio:.3g}" if ratio < 1000 else shown(ratio, 2)), False

    def _certificate(self, par: Par) -> str:
        """Return how sure par is, for those who want to know."""
        if par.error <= self._par.smallest:
            return self.tr("It is nothing but rounding: an exact sum has that few hinges.")
        if par.is_certain and par.norm == "l2":
            text = self.tr(
                "Nobody does better by more than 0.1 %: even the relaxed problem, "
                "whose pieces need not join, has {0}."
            ).format(spoken(par.lower_bound))
        elif par.is_certain:
            text = self.tr("It is proven to within 0.1 %: no sum gets below {0}.").format(
                spoken(par.lower_bound)
            )
        elif par.lower_bound > 0:
            text = self.tr(
                "This is the best known: nobody has proved that it cannot be beaten, but no sum gets "
                "below {0}, which is {1} % of it."
            ).format(spoken(par.lower_bound), f"{100 * par.lower_bound / par.error:.3g}")
        else:
            text = self.tr("This is the best known: no lower bound is known in this norm.")
        # Where a kink of the target sits at a knot, it says nothing.
        if par.norm == "l2" and par.stationarity <= _STATIONARY:
            text += "\n" + self.tr("It is stationary: on each piece, its sum is the best line there.")
        return text

    def _show_other_par(self) -> None:
        par = self._par.par
        text = self.tr(
            "Par is the smallest error that anyone can reach with as many hinges, "
            "with bias and linear term free."
        )
        if self._par.is_out_of_reach:
            text = self.tr("Par is worked out for up to {0} hinges.").format(MOST_HINGES)
        elif self._par.problem:
            text = capital(self._par.problem)
        elif par is not None:
            text += "\n" + self._certificate(par)
        for widget in (self.yours, self.with_hinges, self.bar):
            widget.setToolTip(text)
        self._show_par()


class ParBar(QWidget):
    """A thin bar that fills as the error comes down to par."""

    def __init__(self) -> None:
        super().__init__()
        self.share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float) -> None:
        """Fill that share of the bar, from 0 to 1."""
        if share != self.share:
            self.share = share
            self.update()

    def sizeHint(self) -> QSize:
        """Return the height; any width will do."""
        return QSize(60, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the groove and what is filled; full, it is in the accent colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colours = self.palette()
        painter.setBrush(colours.mid())
        painter.drawRoundedRect(QRectF(self.rect()), 2, 2)
        if self.share > 0:
            painter.setBrush(colours.highlight() if self.share >= 1 else colours.placeholderText())
            painter.drawRoundedRect(QRectF(0, 0, max(4.0, self.share * self.width()), self.height()), 2, 2)
