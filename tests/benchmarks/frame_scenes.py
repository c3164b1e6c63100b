"""What the frame benchmark looks at: documents of so many hinges, and what a frame of them may take."""

from dataclasses import dataclass, replace

import numpy as np

from reluviz.document.document import Document, refitted
from reluviz.document.edits import apply_edit
from reluviz.document.pins import add_pin
from reluviz.fitting.slopes import fit_slopes
from reluviz.maths.hinges import HingeSum
from reluviz.targets.target import Target

#: Milliseconds: the median of the smallest and of all other scenes, and one frame of a screen.
SMALL_MEDIAN, MEDIAN, ONE_FRAME = 6.0, 8.0, 16.7
#: Hinges up to which a scene counts as small.
SMALL = 10
RNG = np.random.default_rng(0)


def noisy_square(count):
    x = np.linspace(-3.0, 3.0, count)
    return Target.points(x, x * x + 0.2 * RNG.normal(size=count))


TARGETS = {
    "x²": Target.named("square"),
    "10,000 points": noisy_square(10_000),
    "100,000 points": noisy_square(100_000),
}


@dataclass(frozen=True)
class Case:
    """A scene in which the middle knot is dragged; limits in milliseconds, None where there is none."""

    count: int
    kind: str
    keep_fitted: bool = False
    pins: int = 0
    norm: str = "l2"
    median: float = MEDIAN
    late: float | None = ONE_FRAME

    @property
    def name(self):
        what = f"{self.count:,} hinges, {self.kind}"
        what += ", keep fitted" if self.keep_fitted else ""
        what += {"l2": "", "max": " in minimax", "l1": " in least absolute deviation"}[self.norm]
        return what + (f", {self.pins} pins" if self.pins else "")

    @property
    def document(self):
        """Return the document, its free slopes solved for; each pin is of other knots, so another curve."""
        target = TARGETS[self.kind]
        document = Document(target, HingeSum(), free_bias=True, free_linear=True)
        for number in range(self.pins):
            earlier = document.with_model(fitted(target, self.count + 7 * number + 7))
            document = apply_edit(earlier, add_pin(f"pin {number + 1}"))
        document = document.with_model(fitted(target, self.count))
        kept = replace(document, keep_fitted=self.keep_fitted, norm=self.norm)
        return kept.with_model(refitted(kept).model) if self.norm != "l2" else kept


def fitted(target, count):
    knots = np.linspace(*target.interval, count + 2)[1:-1]
    start = HingeSum.from_arrays(knots, np.ones(count), np.ones(count))
    return fit_slopes(start, target, bias=True, linear=True).sum


#: Every scene of up to 10,000 samples keeps within a frame, the slowest of a hundred moves included.
CASES = [
    *(
        Case(count, kind, keep_fitted, median=SMALL_MEDIAN if count <= SMALL else MEDIAN)
        for keep_fitted in (False, True)
        for kind in ("x²", "10,000 points")
        for count in (10, 100, 1000)
    ),
    *(
        Case(1000, kind, keep_fitted, pins=3)
        for keep_fitted in (False, True)
        for kind in ("x²", "10,000 points")
    ),
    *(
        Case(count, kind, keep_fitted=True, norm=norm)
        for norm in ("max", "l1")
        for kind in ("x²", "10,000 points")
        for count in (32, 200)
    ),
    # Fitted at every move, which takes a part of the frame.
    Case(8, "x²", keep_fitted=True, norm="max", median=ONE_FRAME, late=None),
    *(
        Case(1000, "100,000 points", keep_fitted, median=ONE_FRAME, late=None)
        for keep_fitted in (False, True)
    ),
]
#: The same window on a screen of twice the scale: four times the pixels.
CASES_AT_TWICE_THE_SCALE = [
    Case(count, kind, median=ONE_FRAME, late=None) for kind in ("x²", "10,000 points") for count in (10, 1000)
]
#: Those in which the most is worked out per move, as a user starts the program.
CASES_OF_A_USER = [
    Case(1000, "x²", keep_fitted=True),
    Case(1000, "10,000 points", keep_fitted=True),
    Case(1000, "100,000 points", median=ONE_FRAME, late=None),
]
CASES_UNDER_A_FLOOD = [
    Case(1000, kind, keep_fitted) for keep_fitted in (False, True) for kind in ("x²", "10,000 points")
]
