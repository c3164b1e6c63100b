"""The form with all choices about a figure, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QScrollArea, QTabWidget, QWidget

from reluviz.errors import InputError
from reluviz.figures.choices.options import FigureOptions, chosen
from reluviz.gui.export.fields import OpenChoice
from reluviz.gui.export.rows import PAGES

if TYPE_CHECKING:
    from collections.abc import Collection

    from reluviz.figures.formats import Format
    from reluviz.gui.export.fields import Field, Value
    from reluviz.gui.export.rows import Row

__all__ = ["OptionsForm", "add_row"]


class OptionsForm(QTabWidget):
    """Shows options and gives them back.

    Parameters
    ----------
    offered : collection of str, optional
        The options that make a difference to this figure; all if not given.

    Signals
    -------
    changed()
        A choice was made, or text typed.
    """

    changed = Signal()

    def __init__(self, offered: Collection[str] | None = None) -> None:
        super().__init__()
        self.setDocumentMode(True)
        self.fields: dict[str, Field] = {}
        self._rows: dict[str, Row] = {}
        self._pages: list[list[str]] = []
        self._forms: dict[str, QFormLayout] = {}
        # Texts whose mathematics cannot be set: to find that out takes too long for the window's thread.
        self._faulty: dict[str, Value] = {}
        # What no field shows stays as it was.
        self._base = FigureOptions()
        for title, rows in PAGES:
            wanted = [row for row in rows if offered is None or row.option in offered]
            if wanted:
                self._add_page(title, wanted)

    def _add_page(self, title: str, rows: list[Row]) -> None:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(2, 12, 2, 2)
        form.setVerticalSpacing(7)
        for row in rows:
            field = row.make()
            field.changed.connect(self.changed)
            self.fields[row.option], self._rows[row.option] = field, row
            if row.name:
                add_row(form, QCoreApplication.translate("figures", row.name), field.widget())
            else:
                form.addRow(field.widget())
        self._pages.append([row.option for row in rows])
        self._forms[title] = form
        self.addTab(_Scrolled(page), QCoreApplication.translate("figures", title))

    def put_on_top(self, page: str, name: str, widget: QWidget) -> None:
        """Put something above the fields of a page, if this figure has that page."""
        if page in self._forms:
            add_row(self._forms[page], QCoreApplication.translate("figures", name), widget, 0)

    def show_options(self, options: FigureOptions) -> None:
        """Show options in all fields."""
        self._base = options
        for name, field in self.fields.items():
            field.show_value(getattr(options, name))

    def options(self) -> FigureOptions:
        """Return what is chosen, and mark the fields that hold what cannot be used.

        Raises
        ------
        InputError
            If there is one, in a sentence for the first of them.
        """
        problem: InputError | None = None
        values: dict[str, Value] = {}
        for name, field in self.fields.items():
            try:
                values[name] = field.value()
                chosen(FigureOptions(), {name: values[name]})
            except InputError as error:
                field.mark(bad=True)
                problem = problem or error
            else:
                field.mark(bad=self._is_faulty(name))
        if problem is not None:
            raise problem
        return chosen(self._base, dict(values))

    def mark_faulty(self, names: Collection[str]) -> None:
        """Mark these fields, as long as their texts are the same."""
        before = self._faulty
        self._faulty = {name: self.fields[name].value() for name in names if name in self.fields}
        for name in (*before, *self._faulty):
            self.fields[name].mark(bad=self._is_faulty(name))

    def _is_faulty(self, name: str) -> bool:
        return name in self._faulty and self._faulty[name] == self.fields[name].value()

    def adapt(self, format: Format) -> None:
        """Enable the choices that a format looks at."""
        for name, field in self.fields.items():
            field.widget().setEnabled(self._matters(name, format))
        for index, names in enumerate(self._pages):
            self.setTabEnabled(index, any(self._matters(name, format) for name in names))
        steps = self.fields.get("steps")
        if isinstance(steps, OpenChoice):
            # A film or a deck always has steps.
            moves = format.kind == "sequence"
            name = "as usual, hinge by hinge" if moves else "only this figure"
            steps.name_value("", QCoreApplication.translate("figures", name))

    def _matters(self, name: str, format: Format) -> bool:
        row = self._rows[name]
        return format.kind in row.kinds and (not row.formats or format.key in row.formats)


def add_row(form: QFormLayout, name: str, widget: QWidget, place: int = -1) -> None:
    """Insert a row into a form, by default as the last, its name in the middle of the height of its field."""
    label = QLabel(name)
    label.setBuddy(widget)
    # A form gives its names less than this, and they would stand too high.
    label.setMinimumHeight(widget.sizeHint().height())
    form.insertRow(place, label, widget)


class _Scrolled(QScrollArea):
    """Holds a page at its full height where there is room, and scrolls it on a low screen."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setObjectName("shelf")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)
        self._page = page

    def sizeHint(self) -> QSize:
        """Return the size of the page, which a scroll area does not ask for by itself."""
        return self._page.sizeHint()
