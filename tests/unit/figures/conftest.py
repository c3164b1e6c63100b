"""Documents that figures are made of."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from reluviz.document.document import Document
from reluviz.fitting.slopes import fit_slopes
from reluviz.maths.hinges import Hinge, HingeSum
from reluviz.targets.target import Target


def fitted(target, count):
    start, end = target.interval
    hinges = HingeSum([Hinge(float(knot)) for knot in np.linspace(start, end, count + 2)[1:-1]])
    return Document(target, fit_slopes(hinges, target).sum)


def _data():
    x = np.linspace(0.0, 10.0, 60)
    return fitted(Target.points(x, np.sin(x) + 0.1 * np.cos(17 * x), name="Tide in $"), 6)


SHOWN = ("sine", "runge", "sqrt", "weierstrass", "taylor", "stairs", "log", "noisy")

MAKERS = {
    "h1": lambda: Document(Target.named("square"), HingeSum.parse("g(x) + g(-x)")),
    "h2": lambda: Document(Target.named("square"), HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")),
    "empty": lambda: Document(Target.named("square"), HingeSum()),
    "one": lambda: Document(Target.named("square"), HingeSum([Hinge(0.5, 1, 3.0)])),
    "exact": lambda: Document(Target.named("abs"), HingeSum.parse("g(x) + g(-x)")),
    "jump": lambda: Document(Target.named("step"), HingeSum.parse("g(5x+0.5) - g(5x-0.5)")),
    "thousand": lambda: fitted(Target.named("sine"), 1000),
    "data": _data,
    "huge": lambda: fitted(Target.named("square", (-1e9, 1e9)), 4),
    "tiny": lambda: fitted(Target.named("square", (-1e-8, 1e-8)), 4),
    "far": lambda: fitted(Target.points(1e6 + np.linspace(0, 1, 9), 5 + 1e-8 * np.arange(9.0) ** 2), 3),
    "steep": lambda: Document(
        Target.named("square"), HingeSum([Hinge(0.0, 1, 1e9), Hinge(1e-9, 1, -1e9), Hinge(50.0, -1, -3e40)])
    ),
    "constant": lambda: Document(Target.points([0, 1, 2], [1e9] * 3), HingeSum(bias=1e9)),
    # One of each kind: more of them would say the same.
    **{f"library-{key}": lambda key=key: fitted(Target.named(key), 5) for key in SHOWN},
    "reciprocal": lambda: fitted(Target.expression("1/x", (-1, 1)), 5),
    "tangent": lambda: fitted(Target.expression("tan(x)"), 7),
    "typed": lambda: fitted(Target.expression("x<0 ? -x : sin(3x)/2"), 5),
}


@cache
def made(name):
    """Make a document once for all tests: none can change it."""
    return MAKERS[name]()


@pytest.fixture(scope="session")
def document():
    """Return a document by its name in MAKERS."""
    return made


@pytest.fixture(params=sorted(MAKERS))
def any_document(request):
    """Return each of the documents in turn."""
    return made(request.param)
