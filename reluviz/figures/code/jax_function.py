"""The sum as a function of JAX arrays, which can be differentiated, mapped and compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.code.python_text import docstring, listed, number
from reluviz.figures.code.words import digits_of
from reluviz.maths.notation import rounded

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.figures.choices.options import FigureOptions

__all__ = ["write"]


def write(document: Document, options: FigureOptions) -> bytes:
    """Return a module with the hinges as arrays and a function h; it switches JAX to float64."""
    digits = digits_of(options)
    model = rounded(document.model, digits)
    return f"""\
{docstring("h(x) = bias + linear * x + sum of slope * relu(facing * (x - knot)).", document, digits)}
import jax
import jax.numpy as jnp

# JAX computes with about 7 digits unless it is told this before it makes its first array.
# Leave the line out if the rest of your program works in float32.
jax.config.update("jax_enable_x64", True)

KNOTS = jnp.array({listed(model.knots.tolist())}, dtype=float)
# 1: flat on the left of the knot, an arm on the right; -1: the mirror image.
FACINGS = jnp.array({listed(model.facings.tolist())}, dtype=float)
SLOPES = jnp.array({listed(model.slopes.tolist())}, dtype=float)
BIAS = {number(model.bias)}
LINEAR = {number(model.slope)}


def h(x):
    \"\"\"Return the sum of hinges at x, a number or an array of any shape.\"\"\"
    x = jnp.asarray(x, dtype=float)
    hinges = jax.nn.relu(FACINGS * (x[..., jnp.newaxis] - KNOTS))
    return BIAS + LINEAR * x + hinges @ SLOPES
""".encode()
