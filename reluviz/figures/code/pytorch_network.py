"""The sum as the network that it is, in PyTorch, with its weights set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.code.python_text import docstring, listed, number
from reluviz.figures.code.units import linear_units, units_of
from reluviz.figures.code.words import digits_of
from reluviz.maths.formula import Unit
from reluviz.maths.notation import rounded

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.figures.choices.options import FigureOptions

__all__ = ["write"]


def write(document: Document, options: FigureOptions) -> bytes:
    """Return a script that makes an ``nn.Sequential`` of float64, from shape (n, 1) to shape (n, 1).

    Such a network has no linear term m·x, so two more units make it: m·relu(x) - m·relu(-x).
    """
    digits = digits_of(options)
    document = document.with_model(rounded(document.model, digits))
    model = document.model
    units = [*units_of(document, options.form), *linear_units(model)]
    comment = "# One hidden unit w * relu(a * x + b) for each hinge."
    if model.slope != 0.0:
        comment += "\n# The last two are the linear term: m * x = m * relu(x) - m * relu(-x)."
    if not units:
        units = [Unit(0.0, 1.0, 0.0)]
        comment = "# There is no hinge. A layer needs a unit all the same; this one counts for nothing."
    count = len(units)
    return f"""\
{docstring("A network with one hidden layer of ReLU units, as model.", document, digits)}
import torch
from torch import nn

{comment}
A = {listed(unit.a for unit in units)}
B = {listed(unit.b for unit in units)}
W = {listed(unit.weight for unit in units)}
# The bias of the output.
C = {number(model.bias)}

# From numbers of shape (n, 1) to values of shape (n, 1), both of the type torch.float64.
model = nn.Sequential(
    nn.Linear(1, {count}, dtype=torch.float64),
    nn.ReLU(),
    nn.Linear({count}, 1, dtype=torch.float64),
)
with torch.no_grad():
    model[0].weight.copy_(torch.tensor(A, dtype=torch.float64).reshape({count}, 1))
    model[0].bias.copy_(torch.tensor(B, dtype=torch.float64))
    model[2].weight.copy_(torch.tensor(W, dtype=torch.float64).reshape(1, {count}))
    model[2].bias.fill_(C)
""".encode()
