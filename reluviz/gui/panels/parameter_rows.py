"""The parameters of a target: a slider and a field for each, live."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QWidget

from reluviz.gui.number_field import NumberField

if TYPE_CHECKING:
    from reluviz.targets.drawn import DrawnCurve
    from reluviz.targets.library import LibraryFunction, Parameter

__all__ = ["ParameterRows"]

_STEPS = 400
_FIELD_WIDTH = 84
#: A range over more than so many times its start is walked in equal ratios.
_WIDE = 50.0
#: A seed is not larger or smaller than another: its slider only has to reach a few.
_MOST_WHOLE = 200


class ParameterRows(QWidget):
    """One row for each of some parameters, such as those of a function of the library.

    Signals
    -------
    began(), changed(str, float), ended()
        A slider is taken, moved and let go of: the key of its parameter and the value.
    entered(str, float)
        A value was typed, or a slider moved by a key.
    problem(str)
        What is wrong with a typed value, or "".
    """

    began = Signal()
    changed = Signal(str, float)
    ended = Signal()
    entered = Signal(str, float)
    problem = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._parameters: tuple[Parameter, ...] = ()
        self.sliders: dict[str, QSlider] = {}
        self.fields: dict[str, NumberField] = {}
        self.hide()

    def show_function(self, source: LibraryFunction | DrawnCurve | None) -> None:
        """Show the parameters of a function or a drawing at their values; None: nothing."""
        if source is None:
            self.show_parameters((), ())
        else:
            self.show_parameters(source.parameters, source.values)

    def show_parameters(self, parameters: tuple[Parameter, ...], values: tuple[float, ...]) -> None:
        """Show parameters at these values."""
        if parameters != self._parameters:
            self._build(parameters)
        for parameter, value in zip(parameters, values, strict=True):
            self.fields[parameter.key].show_number(value)
            slider = self.sliders[parameter.key]
            if not slider.isSliderDown():
                blocked = slider.blockSignals(True)
                slider.setValue(_position(parameter, value))
                slider.blockSignals(blocked)

    def _build(self, parameters: tuple[Parameter, ...]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._parameters = parameters
        self.sliders.clear()
        self.fields.clear()
        for row, parameter in enumerate(parameters):
            label, slider, field = QLabel(self.tr(parameter.name)), QSlider(), NumberField(parameter.name)
            slider.setOrientation(Qt.Orientation.Horizontal)
            slider.setAccessibleName(self.tr(parameter.name))
            slider.setRange(0, _count(parameter))
            field.setFixedWidth(_FIELD_WIDTH)
            slider.sliderPressed.connect(self.began)
            slider.sliderReleased.connect(self.ended)
            slider.valueChanged.connect(lambda at, one=parameter: self._slide(one, at))
            field.number_entered.connect(lambda value, one=parameter: self.entered.emit(one.key, value))
            field.problem.connect(self.problem)
            for column, widget in enumerate((label, slider, field)):
                self._grid.addWidget(widget, row, column)
            self.sliders[parameter.key], self.fields[parameter.key] = slider, field
        self.setVisible(bool(parameters))

    def _slide(self, parameter: Parameter, at: int) -> None:
        value = _value(parameter, at)
        if self.sliders[parameter.key].isSliderDown():
            self.changed.emit(parameter.key, value)
        else:
            self.entered.emit(parameter.key, value)


def _count(parameter: Parameter) -> int:
    """Return how many steps a slider has."""
    return int(min(parameter.high - parameter.low, _MOST_WHOLE)) if parameter.is_whole else _STEPS


def _is_wide(parameter: Parameter) -> bool:
    return parameter.low > 0.0 and parameter.high > _WIDE * parameter.low


def _value(parameter: Parameter, at: int) -> float:
    if parameter.is_whole:
        return parameter.low + at
    share = at / _STEPS
    low, high = parameter.low, parameter.high
    value = low * exp(share * log(high / low)) if _is_wide(parameter) else low + share * (high - low)
    # Three digits are as fine as a slider; its ends are met exactly.
    return min(max(float(f"{value:.3g}"), low), high)


def _position(parameter: Parameter, value: float) -> int:
    if parameter.is_whole:
        return int(min(value - parameter.low, _MOST_WHOLE))
    low, high = parameter.low, parameter.high
    share = log(value / low) / log(high / low) if _is_wide(parameter) else (value - low) / (high - low)
    return round(_STEPS * share)
