"""Entries of the library that bend smoothly: powers, waves, activations."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from reluviz.targets.library.function import LibraryFunction, Parameter

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray

__all__ = ["ACTIVATIONS", "POWERS", "WAVES"]

#: Far outside its interval a curve only has to leave the picture, not to overflow.
_LARGEST_EXPONENT = 200.0


def _sigmoid(x: FloatArray) -> FloatArray:
    # The form by tanh overflows nowhere.
    result: FloatArray = 0.5 * (1.0 + np.tanh(0.5 * x))
    return result


def _exp(x: FloatArray) -> FloatArray:
    result: FloatArray = np.exp(np.minimum(x, _LARGEST_EXPONENT))
    return result


def _root(x: FloatArray) -> FloatArray:
    result: FloatArray = np.sqrt(np.maximum(x, 0.0))
    return result


def _log(x: FloatArray) -> FloatArray:
    result: FloatArray = np.log(np.where(x > 0.0, x, np.nan))
    return result


def _softplus(x: FloatArray) -> FloatArray:
    result: FloatArray = np.logaddexp(0.0, x)
    return result


def _gelu(x: FloatArray) -> FloatArray:
    # SciPy's special functions are a large import that no other entry needs.
    from scipy.special import ndtr

    result: FloatArray = x * ndtr(x)
    return result


POWERS = (
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
        "cube",
        "Cubic",
        "x³",
        "x^3",
        (-2.0, 2.0),
        "Bends down on the left and up on the right: no hinge is needed in the middle.",
        lambda x: x * x * x,
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
        "exp",
        "Exponential",
        "eˣ",
        r"e^{x}",
        (0.0, 3.0),
        "Its bend grows without end, so the hinges crowd to the right.",
        _exp,
    ),
    LibraryFunction(
        "log",
        "Logarithm",
        "log x",
        r"\log x",
        (0.1, 4.0),
        "Steep near 0 and ever flatter: the hinges stand as a geometric series would.",
        _log,
        partial="log(x)",
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
        "bump",
        "Gaussian bump",
        "e^(−x²)",
        r"e^{-x^2}",
        (-3.0, 3.0),
        "Flat, up, down, flat: three bends that a few hinges find.",
        lambda x: np.exp(-np.minimum(x * x, 700.0)),
    ),
)


def _written(value: float) -> str:
    """Return a factor before x as people write it: none where it is 1."""
    return "" if value == 1.0 else f"{value:.4g}"


def _sine(frequency: float) -> LibraryFunction:
    factor = _written(frequency)
    return LibraryFunction(
        "sine",
        "Sine",
        f"sin {factor}x",
        rf"\sin {factor}x",
        (-np.pi, np.pi),
        "Bends both ways, so some hinges must bend downwards.",
        np.sin if frequency == 1.0 else lambda x: np.sin(frequency * x),
        parameters=(Parameter("frequency", "frequency", 1.0, 0.1, 50.0),),
        values=(frequency,),
        make=_sine,
    )


_TERMS = ("x", " − x³/6", " + x⁵/120", " − x⁷/5040", " + x⁹/362880")
_LATEX_TERMS = (
    "x",
    r" - \frac{x^3}{6}",
    r" + \frac{x^5}{120}",
    r" - \frac{x^7}{5040}",
    r" + \frac{x^9}{362880}",
)


def _taylor_value(coefficients: tuple[float, ...], x: FloatArray) -> FloatArray:
    squared = x * x
    total = np.zeros_like(x)
    for coefficient in reversed(coefficients):
        total = total * squared + coefficient
    return total * x


def _taylor(degree: float) -> LibraryFunction:
    terms = (int(degree) + 1) // 2
    coefficients = (1.0, -1 / 6, 1 / 120, -1 / 5040, 1 / 362880)[:terms]
    return LibraryFunction(
        "taylor",
        "Taylor polynomial of sine",
        "".join(_TERMS[:terms]),
        "".join(_LATEX_TERMS[:terms]),
        (-np.pi, np.pi),
        "What a polynomial makes of the sine; hinges of the same number beat it away from 0.",
        partial(_taylor_value, coefficients),
        parameters=(Parameter("degree", "degree", 5.0, 1.0, 9.0, is_whole=True),),
        values=(degree,),
        make=_taylor,
    )


def _chirp(rate: float) -> LibraryFunction:
    factor = _written(rate)
    return LibraryFunction(
        "chirp",
        "Chirp",
        f"sin {factor}x²",
        rf"\sin {factor}x^2",
        (0.0, 5.0),
        "Ever faster to the right: each wave needs as many hinges as the one before.",
        lambda x: np.sin(rate * x * x),
        parameters=(Parameter("rate", "rate", 1.0, 0.1, 10.0),),
        values=(rate,),
        make=_chirp,
    )


def _packet(frequency: float) -> LibraryFunction:
    factor = _written(frequency)
    return LibraryFunction(
        "packet",
        "Wave packet",
        f"e^(−x²) cos {factor}x",
        rf"e^{{-x^2}} \cos {factor}x",
        (-3.0, 3.0),
        "Waves under a bump: the middle takes the hinges, the flat sides need none.",
        lambda x: np.exp(-np.minimum(x * x, 700.0)) * np.cos(frequency * x),
        parameters=(Parameter("frequency", "frequency", 8.0, 0.5, 40.0),),
        values=(frequency,),
        make=_packet,
    )


def _weierstrass_value(terms: int, x: FloatArray) -> FloatArray:
    total = np.zeros_like(x)
    for term in range(terms):
        total += 0.5**term * np.cos(3.0**term * np.pi * x)
    return total


def _weierstrass(terms: float) -> LibraryFunction:
    count = int(terms)
    return LibraryFunction(
        "weierstrass",
        "Weierstrass sum",
        f"Σ ½ʲ cos 3ʲπx, j < {count}",
        rf"\sum_{{j<{count}}} 2^{{-j}}\cos(3^{{j}}\pi x)",
        (-1.0, 1.0),
        "Waves on many scales: zoom in, and it takes long to become a line.",
        partial(_weierstrass_value, count),
        parameters=(Parameter("terms", "number of terms", 5.0, 1.0, 7.0, is_whole=True),),
        values=(terms,),
        make=_weierstrass,
    )


WAVES = (
    _sine(1.0),
    LibraryFunction(
        "cosine",
        "Cosine",
        "cos x",
        r"\cos x",
        (-np.pi, np.pi),
        "The sine a quarter of a wave later, and an even function: mirror what you build.",
        np.cos,
    ),
    _taylor(5.0),
    _chirp(1.0),
    _packet(8.0),
    _weierstrass(5.0),
)

ACTIVATIONS = (
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
        "softplus",
        "Softplus",
        "log(1+eˣ)",
        r"\log(1+e^{x})",
        (-4.0, 4.0),
        "A hinge with its corner rounded off: one ReLU is off by log 2 at most.",
        _softplus,
    ),
    LibraryFunction(
        "gelu",
        "GELU",
        "x Φ(x)",
        r"x\,\Phi(x)",
        (-4.0, 4.0),
        "The hinge of today's language models dips below 0 before it rises.",
        _gelu,
    ),
    LibraryFunction(
        "silu",
        "SiLU",
        "x/(1+e⁻ˣ)",
        r"\frac{x}{1+e^{-x}}",
        (-6.0, 6.0),
        "Nearly the GELU, and nearly a hinge: how many hinges tell them apart?",
        lambda x: x * _sigmoid(x),
    ),
)
