"""The library of target functions: each with its formula, a sensible interval and why it is interesting."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reluviz.maths.piecewise import FloatArray

__all__ = ["LIBRARY", "LibraryFunction"]


@dataclass(frozen=True, slots=True)
class LibraryFunction:
    """One function of the library.

    Attributes
    ----------
    key : str
        How files and the command line name it.
    name, text, latex : str
        The name shown, and the formula in plain text and in LaTeX.
    interval : (float, float)
        Where it is usually approximated.
    why : str
        One sentence on what it teaches.
    function : callable
        Vectorised over float64 arrays, finite everywhere.
    breaks : tuple of float
        Its kinks and jumps.
    """

    key: str
    name: str
    text: str
    latex: str
    interval: tuple[float, float]
    why: str
    function: Callable[[FloatArray], FloatArray]
    breaks: tuple[float, ...] = ()


def _sigmoid(x: FloatArray) -> FloatArray:
    # The form by tanh overflows nowhere.
    result: FloatArray = 0.5 * (1.0 + np.tanh(0.5 * x))
    return result


def _exp(x: FloatArray) -> FloatArray:
    # Far outside its interval the curve only has to leave the picture, not to overflow.
    result: FloatArray = np.exp(np.minimum(x, 200.0))
    return result


def _root(x: FloatArray) -> FloatArray:
    result: FloatArray = np.sqrt(np.maximum(x, 0.0))
    return result


def _weierstrass(x: FloatArray) -> FloatArray:
    total = np.zeros_like(x)
    for term in range(_WEIERSTRASS_TERMS):
        total += 0.5**term * np.cos(3.0**term * np.pi * x)
    return total


_WEIERSTRASS_TERMS = 5

_FUNCTIONS = (
    LibraryFunction(
        "square",
        "Parabola",
        "x²",
        "x^2",
        (-3.0, 3.0),
        "The question that began it all: can straight pieces make a parabola?",
        lambda x: x * x,
    ),
    LibraryFunction(
        "sine",
        "Sine",
        "sin x",
        r"\sin x",
        (-np.pi, np.pi),
        "Bends both ways, so some hinges must bend downwards.",
        np.sin,
    ),
    LibraryFunction(
        "abs",
        "Absolute value",
        "|x|",
        "|x|",
        (-2.0, 2.0),
        "Two hinges make it exactly: the one function here with no error left.",
        np.abs,
        (0.0,),
    ),
    LibraryFunction(
        "tanh",
        "Hyperbolic tangent",
        "tanh 3x",
        r"\tanh 3x",
        (-2.0, 2.0),
        "The classic activation, steep in the middle and flat outside.",
        lambda x: np.tanh(3.0 * x),
    ),
    LibraryFunction(
        "sigmoid",
        "Sigmoid",
        "1/(1+e⁻ˣ)",
        r"\frac{1}{1+e^{-x}}",
        (-6.0, 6.0),
        "Where the error gathers is where it bends: left and right of the middle.",
        _sigmoid,
    ),
    LibraryFunction(
        "exp",
        "Exponential",
        "eˣ",
        r"e^{x}",
        (0.0, 3.0),
        "Its bend grows without end, so the hinges crowd to the right.",
        _exp,
    ),
    LibraryFunction(
        "runge",
        "Runge's function",
        "1/(1+25x²)",
        r"\frac{1}{1+25x^2}",
        (-1.0, 1.0),
        "Ruins polynomial interpolation, and is harmless for hinges.",
        lambda x: 1.0 / (1.0 + 25.0 * x * x),
    ),
    LibraryFunction(
        "sqrt",
        "Square root",
        "√x",
        r"\sqrt{x}",
        (0.0, 1.0),
        "Vertical at 0, and yet hinges that crowd there tame it. Continued by 0 to the left.",
        _root,
        (0.0,),
    ),
    LibraryFunction(
        "weierstrass",
        "Weierstrass sum",
        "Σ ½ʲ cos 3ʲπx, j < 5",
        r"\sum_{j<5} 2^{-j}\cos(3^{j}\pi x)",
        (-1.0, 1.0),
        "Waves on five scales: zoom in, and it takes long to become a line.",
        _weierstrass,
    ),
    LibraryFunction(
        "step",
        "Step",
        "step(x)",
        r"\mathbf{1}[x \geq 0]",
        (-1.0, 1.0),
        "A jump: two steep hinges come close, and no finite number arrives.",
        lambda x: np.where(x >= 0.0, 1.0, 0.0),
        (0.0,),
    ),
)

#: By key, in the order in which they are offered.
LIBRARY: Mapping[str, LibraryFunction] = MappingProxyType({entry.key: entry for entry in _FUNCTIONS})
