"""ReLU Viz: see how sums of ReLU hinges make functions.

The same core as the program's, for notebooks and scripts; it needs neither Qt nor a screen::

    import reluviz as rv

    h = rv.HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")
    target = rv.Target.named("square")
    rv.measure(h, target).rmse
    rv.fit_slopes(h, target).sum
    rv.place_hinges(target, 8, norm="max").sum
    rv.export(rv.Document(target=target, model=h), "figure.pdf", size="slide")
"""

from __future__ import annotations

# The one place where the version is written. Before the imports, whose modules may ask for it.
__version__ = "0.1.0"

from importlib import import_module
from typing import TYPE_CHECKING, Any

from reluviz.document.document import Document
from reluviz.document.storage import load, save
from reluviz.errors import InputError
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.maths.measure import Errors, good_interval, measure, measure_at
from reluviz.maths.piecewise import PiecewiseLinear
from reluviz.targets.target import Target

if TYPE_CHECKING:
    from reluviz.figures.export import export
    from reluviz.fitting.growth import add_best_hinge
    from reluviz.fitting.improve import improve_hinges
    from reluviz.fitting.par import Par, par
    from reluviz.fitting.placed import Placement
    from reluviz.fitting.placement import place_hinges
    from reluviz.fitting.rates import Rates, rates
    from reluviz.fitting.slopes import SlopeFit, fit_slopes
    from reluviz.fitting.tolerance import hinges_for_tolerance

__all__ = [
    "Document",
    "Errors",
    "Hinge",
    "HingeSum",
    "InputError",
    "Par",
    "PiecewiseLinear",
    "Placement",
    "Rates",
    "SlopeFit",
    "Target",
    "__version__",
    "add_best_hinge",
    "export",
    "fit_slopes",
    "good_interval",
    "hinges_for_tolerance",
    "improve_hinges",
    "load",
    "measure",
    "measure_at",
    "par",
    "place_hinges",
    "rates",
    "save",
]


#: What moves knots and what makes figures is loaded when it is first asked for: a start needs none of it.
_LATER = {
    "Par": "fitting.par",
    "Placement": "fitting.placed",
    "Rates": "fitting.rates",
    "SlopeFit": "fitting.slopes",
    "add_best_hinge": "fitting.growth",
    "export": "figures.export",
    "fit_slopes": "fitting.slopes",
    "hinges_for_tolerance": "fitting.tolerance",
    "improve_hinges": "fitting.improve",
    "par": "fitting.par",
    "place_hinges": "fitting.placement",
    "rates": "fitting.rates",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a function or a class
    """Load the function or class `name`, the first time somebody asks for it."""
    if name not in _LATER:
        raise AttributeError(f"module 'reluviz' has no attribute {name!r}")
    value = getattr(import_module(f"reluviz.{_LATER[name]}"), name)
    globals()[name] = value
    return value
