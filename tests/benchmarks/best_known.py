"""The best errors known for hinges placed freely, and a search of another kind where none is on record.

The values come from long searches of several kinds and are printed to five digits; those of x² hold exactly
for every number of pieces n (pieces of equal length), and so does the largest error of √x.
"""

import time

import numpy as np
from scipy.optimize import least_squares

from reluviz.maths.hinges import HingeSum

COUNTS = (1, 2, 4, 8, 16, 32)

#: By key of the library: RMSE and largest error for each of COUNTS.
BEST_KNOWN = {
    "square": (
        tuple(36 / (np.sqrt(180) * (count + 1) ** 2) for count in COUNTS),
        tuple(4.5 / (count + 1) ** 2 for count in COUNTS),
    ),
    "sine": (
        (0.37139, 0.072608, 0.028685, 0.0094555, 0.0027594, 7.4904e-4),
        (0.68246, 0.12003, 0.048136, 0.016030, 0.0047064, 0.0012818),
    ),
    "exp": (
        (0.44079, 0.19472, 0.069869, 0.021536, 0.0060335, 0.0016010),
        (0.77036, 0.33937, 0.12158, 0.037449, 0.010489, 0.0027832),
    ),
    "tanh": (
        (0.30859, 0.031634, 0.011831, 0.0037965, 0.0010968, 2.9708e-4),
        (0.53019, 0.066415, 0.025219, 0.0081335, 0.0023510, 6.3627e-4),
    ),
    "runge": (
        (0.13640, 0.10471, 0.017676, 0.0052102, 0.0016207, 4.5707e-4),
        (0.21209, 0.21209, 0.039401, 0.012372, 0.0037467, 9.0543e-4),
    ),
    "sqrt": (
        (0.015713, 0.0078258, 0.0031130, 0.0010322, 3.0243e-4, 8.2285e-5),
        tuple(1 / (4 * (count + 1) * (count + 2)) for count in COUNTS),
    ),
    "weierstrass": (
        (0.33700, 0.32559, 0.25153, 0.15542, 0.094736, 0.067019),
        (0.81264, 0.81264, 0.81264, 0.39830, 0.34724, 0.16240),
    ),
}

_SAMPLES = 3000
_STEPS = 60
#: Powers of |r| on the way from least squares to the largest or the mean absolute error, each started from
#: the one before.
_POWERS = {"l2": (2,), "max": (2, 4, 8, 16, 32, 64), "l1": (2, 1.6, 1.3)}
#: Below, powers less than 2 have derivatives beyond all bounds.
_LEAST_RESIDUAL = 1e-6


def searched_models(target, count, norm, seconds, starts=8):
    """Models with the knots of some local searches: Levenberg-Marquardt on knots and values at once.

    MINPACK's, on samples, from even knots, from knots by curvature and from random ones, until the time is
    up. It shares nothing with the program but the formula of a piecewise-linear function. The result of
    every start comes out, with slopes still to be fitted, so that each can be judged by its true error.
    """
    rng = np.random.default_rng(0)
    began = time.perf_counter()
    x = np.linspace(*target.interval, 2 * _SAMPLES + 1)[1::2]
    y = target(x)
    if norm == "max":
        knots = levelled_knots(x, y, target.interval, count)
        yield HingeSum.from_arrays(knots, np.ones(count), np.zeros(count))
    for number in range(starts):
        descent = Descent(x, y, target.interval, first_gaps(x, y, count, number, rng))
        for power in _POWERS[norm]:
            descent.run(power)
            knots = descent.knots
            # On the way to 1 knots are lost more easily than gained; on the way up only the last ones count.
            # Knots on top of each other lose a hinge, and with it nothing but this start.
            apart = np.diff(knots, prepend=target.interval[0], append=target.interval[1]).min() > 1e-12
            if apart and (norm == "l1" or power == _POWERS[norm][-1]):
                yield HingeSum.from_arrays(knots, np.ones(count), np.zeros(count))
        if time.perf_counter() - began > seconds:
            return


def levelled_knots(x, y, interval, count):
    """Knots between pieces of equal error, each taken for itself with a line along its chord.

    The longest pieces that stay within an error, one after another, and that error by bisection: for a
    function that bends one way this is the optimum.
    """

    def reach(first, error):
        """The last sample up to which one piece from `first` stays within the error."""
        low, high = first + 1, x.size - 1
        while low < high:
            last = (low + high + 1) // 2
            part = y[first : last + 1]
            off = part - part[0] - (part[-1] - part[0]) * np.linspace(0.0, 1.0, part.size)
            low, high = (last, high) if np.ptp(off) <= 2 * error else (low, last - 1)
        return low

    def ends(error):
        found = [0]
        while found[-1] < x.size - 1 and len(found) <= count + 1:
            found.append(reach(found[-1], error))
        return found

    low, high = 0.0, float(np.ptp(y))
    for _ in range(25):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if ends(middle)[-1] == x.size - 1 else (middle, high)
    inner = x[ends(high)[1:-1]]
    spare = np.linspace(*interval, count + 2)[1:-1][: count - inner.size]
    return np.sort(np.concatenate([inner, spare]))


def first_gaps(x, y, count, number, rng):
    """Lengths of the pieces to start from, as shares of the interval."""
    even = np.arange(1, count + 1) / (count + 1)
    if number == 0:
        places = even
    elif number == 1:
        density = np.abs(np.gradient(np.gradient(y, x), x)) ** 0.4
        share = np.cumsum(density + 0.02 * density.mean())
        places = np.interp(even, share / share[-1], np.linspace(0, 1, x.size))
    else:
        places = np.sort(rng.uniform(0, 1, count))
    gaps = np.maximum(np.diff(places, prepend=0.0, append=1.0), 1e-3 / (count + 1))
    return gaps / gaps.sum()


class Descent:
    """Knots and values on their way to a local minimum of the mean of |r|^power.

    The parameters are z, whose exponentials are to each other as the lengths of the pieces, the first one
    kept at 0, and then the values at all nodes: whatever they are, the knots increase.
    """

    def __init__(self, x, y, interval, gaps):
        self.x, self.y, self.start, self.length = x, y, interval[0], interval[1] - interval[0]
        self.count = gaps.size - 1
        nodes = self.start + self.length * np.concatenate([[0.0], np.cumsum(gaps)])
        self.parameters = np.concatenate([np.log(gaps[1:] / gaps[0]), np.interp(nodes, x, y)])
        self.power, self.scale = 2, 1.0

    @property
    def knots(self):
        return self.unpacked(self.parameters)[0][1:-1]

    def unpacked(self, parameters):
        """The nodes, the shares of the pieces, and the values."""
        z = np.concatenate([[0.0], parameters[: self.count]])
        share = np.exp(z - z.max())
        share /= share.sum()
        nodes = self.start + self.length * np.concatenate([[0.0], np.cumsum(share)])
        return nodes, share, parameters[self.count :]

    def run(self, power):
        """Go downhill in one power."""
        # With the largest residual at 1, high powers neither overflow nor vanish as a whole.
        self.scale *= max(float(np.abs(self.residual(self.parameters)).max()), 1e-300)
        self.power = power
        found = least_squares(self.powered, self.parameters, self.jacobian, method="lm", max_nfev=_STEPS)
        self.parameters = found.x

    def residual(self, parameters):
        nodes, _, values = self.unpacked(parameters)
        return (np.interp(self.x, nodes, values) - self.y) / self.scale

    def powered(self, parameters):
        r = self.residual(parameters)
        # A step that leads far away is refused all the same; it need not overflow first.
        return np.sign(r) * np.minimum(np.abs(r), 1e3) ** (self.power / 2)

    def jacobian(self, parameters):
        nodes, share, values = self.unpacked(parameters)
        lengths = np.maximum(np.diff(nodes), 1e-15 * self.length)
        piece = np.clip(np.searchsorted(nodes, self.x) - 1, 0, self.count)
        right = (self.x - nodes[piece]) / lengths[piece]
        hats = np.zeros((self.x.size, self.count + 2))
        rows = np.arange(self.x.size)
        hats[rows, piece], hats[rows, piece + 1] = 1 - right, right
        by_knot = -(np.diff(values) / lengths)[piece, None] * hats[:, 1:-1]
        before = np.arange(self.count + 1)[None, :] <= np.arange(self.count)[:, None]
        knot_by_z = self.length * share * (before - np.cumsum(share)[:-1, None])
        full = np.hstack([by_knot @ knot_by_z[:, 1:], hats]) / self.scale
        r = np.clip(np.abs(self.residual(parameters)), _LEAST_RESIDUAL, 1e3)
        return (0.5 * self.power * r ** (0.5 * self.power - 1))[:, None] * full
