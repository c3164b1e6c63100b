"""h(x) = bias + linear * x + sum of slope * relu(facing * (x - knot)).

A sum of 4 hinges that approximates f(x) = x² on [-3, 3].
"""

import jax
import jax.numpy as jnp

# JAX computes with about 7 digits unless it is told this before it makes its first array.
# Leave the line out if the rest of your program works in float32.
jax.config.update("jax_enable_x64", True)

KNOTS = jnp.array([0.0, 0.0, 1.0, -1.0], dtype=float)
# 1: flat on the left of the knot, an arm on the right; -1: the mirror image.
FACINGS = jnp.array([1, -1, 1, -1], dtype=float)
SLOPES = jnp.array([1.0, 1.0, 2.0, 2.0], dtype=float)
BIAS = 0.0
LINEAR = 0.0


def h(x):
    """Return the sum of hinges at x, a number or an array of any shape."""
    x = jnp.asarray(x, dtype=float)
    hinges = jax.nn.relu(FACINGS * (x[..., jnp.newaxis] - KNOTS))
    return BIAS + LINEAR * x + hinges @ SLOPES
