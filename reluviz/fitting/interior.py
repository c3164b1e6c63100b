"""Least absolute deviations in the basis of hat functions, by an interior point in O(n) per step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.fitting.norms import Watch
    from reluviz.maths.piecewise import FloatArray

    #: Changes of the values, the multipliers, e, p and q.
    _Step = tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]
    _Solver = Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]

__all__ = ["HatBasis", "least_deviation"]

_STEPS = 60
#: The relative duality gap at which the answer counts as found.
_GAP = 1e-10
#: A gap that has been as small as this and grows again will not close.
_ALMOST = 1e-8
#: A step goes this share of the way to where the first quantity would leave its bounds.
_SHARE = 0.99995
#: Added to the diagonal of the normal matrix, relative to itself: what no point determines then stays put.
_RIDGE = 1e-13
_MOST_RIDGES = 5
_UNSEEN = 1e-10
_TINY = 1e-300


class HatBasis:
    """The hat functions on `nodes` at sorted places x: the matrix X of shape (places, nodes), never formed.

    Parameters
    ----------
    nodes : array of shape (n,)
        Increasing, n >= 2.
    x : array of shape (m,)
        Sorted, from the first to the last node.
    """

    def __init__(self, nodes: FloatArray, x: FloatArray) -> None:
        starts = np.concatenate([[0], x.searchsorted(nodes[1:-1]), [x.size]])
        self._counts = np.diff(starts)
        self._filled = np.flatnonzero(self._counts)
        self._where = starts[self._filled]
        self.size = nodes.size
        widths = np.diff(nodes)
        self.right = (x - np.repeat(nodes[:-1], self._counts)) / np.repeat(widths, self._counts)
        self.left = (np.repeat(nodes[1:], self._counts) - x) / np.repeat(widths, self._counts)

    def _summed(self, terms: FloatArray) -> FloatArray:
        sums = np.zeros(self.size - 1)
        sums[self._filled] = np.add.reduceat(terms, self._where)
        return sums

    def at_places(self, values: FloatArray) -> FloatArray:
        """Return X times `values`."""
        start = np.repeat(values[:-1], self._counts)
        start += self.right * np.repeat(values[1:] - values[:-1], self._counts)
        return start

    def at_nodes(self, terms: FloatArray) -> FloatArray:
        """Return Xᵀ times `terms`."""
        result = np.zeros(self.size)
        result[:-1] = self._summed(terms * self.left)
        result[1:] += self._summed(terms * self.right)
        return result

    def gram(self, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the diagonal and the off-diagonal of Xᵀ·diag(weights)·X."""
        weighted = weights * self.right
        off_diagonal = self._summed(weighted * self.left)
        diagonal = np.zeros(self.size)
        diagonal[1:] = self._summed(weighted * self.right)
        diagonal[:-1] += self._summed(weights * self.left * self.left)
        return diagonal, off_diagonal


def least_deviation(
    basis: HatBasis,
    y: FloatArray,
    weights: FloatArray,
    constraints: FloatArray | None = None,
    watch: Watch | None = None,
) -> FloatArray:
    """Return the values v at the nodes that make Σ w·|y - Xv| smallest among those with constraints·v = 0.

    Parameters
    ----------
    basis : HatBasis
        X.
    y, weights : arrays of shape (m,)
        The closer v = 0 comes already, the better: take a least-squares fit off first.
    constraints : array of shape (0 to 2, n), optional
    watch : callable, optional

    Returns
    -------
    array of shape (n,)

    Notes
    -----
    The dual problem is to maximise Σ w·e·y with Xᵀ(we) = 0 (or in the span of the constraints) and
    -1 <= e <= 1: the bounded form that Portnoy and Koenker (The Gaussian hare and the Laplacian tortoise,
    Statistical Science 12, 1997) solve by a primal-dual interior point with the predictor and corrector of
    Mehrotra (SIAM Journal on Optimization 2, 1992). With y - Xv = p - q the path is p(1 - e) = q(1 + e) = μ
    for every point, whatever its weight. The normal matrix XᵀDX is tridiagonal here.
    """
    scale = float(weights @ np.abs(y)) / float(weights.sum())
    if not scale > 0.0:
        return np.zeros(basis.size)
    path = _Path(basis, y / scale, weights, np.zeros((0, basis.size)) if constraints is None else constraints)
    best, least = path.values, np.inf
    for number in range(_STEPS):
        if watch is not None:
            watch(number / _STEPS)
        gap = path.gap()
        if gap < least:
            best, least = path.values, gap
        # Where rounding keeps the gap from closing, further steps lead away again.
        if gap <= _GAP or (least <= _ALMOST and gap > 10.0 * least) or not path.advance():
            break
    return scale * (path.values if path.gap() < least else best)


class _Path:
    """Where the interior point stands."""

    def __init__(self, basis: HatBasis, y: FloatArray, weights: FloatArray, constraints: FloatArray) -> None:
        self.basis, self.y, self.weights, self.constraints = basis, y, weights, constraints
        self.values = np.zeros(basis.size)
        self.multipliers = np.zeros(constraints.shape[0])
        self.total = float(weights.sum())
        # Well inside, and on the central path for μ = 1 up to a factor of 2. The mean of |y| is 1.
        size = np.abs(y)
        # The bounds are kept by how far off they are: 1 - e would come out as 0 close to one.
        self.above, self.below = 1.0 - y / (size + 1.0), 1.0 + y / (size + 1.0)
        self.p, self.q = np.maximum(y, 0.0) + 1.0, np.maximum(-y, 0.0) + 1.0
        self.r = y

    def gap(self) -> float:
        """Return the duality gap relative to Σ w·|r|, with what the dual constraints are missed by."""
        size = np.abs(self.r)
        deviation = float(self.weights @ size)
        gap = float(self.weights @ (size * np.where(self.r > 0, self.above, self.below)))
        gap += float(np.abs(self._missed()) @ (1.0 + np.abs(self.values)))
        return gap / max(deviation, _TINY)

    def _missed(self) -> FloatArray:
        e = 0.5 * (self.below - self.above)
        missed: FloatArray = self.basis.at_nodes(self.weights * e) + self.multipliers @ self.constraints
        return missed

    def advance(self) -> bool:
        """Take one step of predictor and corrector; False if there is none to be taken."""
        above, below = self.above, self.below
        inverse = 1.0 / (self.p / above + self.q / below)
        solve = _normal_solver(self.basis, self.weights * inverse, self.constraints)
        if solve is None:
            return False
        missed = -self._missed()

        def direction(target_p: FloatArray | float, target_q: FloatArray | float) -> _Step:
            # target_p, target_q: what p(1 - e) and q(1 + e) are to become, to first order.
            shift = self.r - target_p / above + target_q / below
            values, multipliers = solve(
                self.basis.at_nodes(self.weights * inverse * shift) - missed,
                -(self.constraints @ self.values),
            )
            e = inverse * (shift - self.basis.at_places(values))
            p = (target_p + self.p * e) / above - self.p
            q = (target_q - self.q * e) / below - self.q
            return values, multipliers, e, p, q

        values, multipliers, e, p, q = direction(0.0, 0.0)
        up, down = self._reach(e, p, q)
        mean = self._mean(above, below, self.p, self.q)
        foreseen = self._mean(above - up * e, below + up * e, self.p + down * p, self.q + down * q)
        centre = mean * (foreseen / mean) ** 3
        values, multipliers, e, p, q = direction(centre + p * e, centre - q * e)
        up, down = self._reach(e, p, q)
        self.above, self.below = above - up * e, below + up * e
        self.multipliers = self.multipliers + up * multipliers
        self.p, self.q = self.p + down * p, self.q + down * q
        self.values = self.values + down * values
        self.r = self.y - self.basis.at_places(self.values)
        return max(up, down) > 1e-12

    def _mean(self, above: FloatArray, below: FloatArray, p: FloatArray, q: FloatArray) -> float:
        return float(self.weights @ (p * above + q * below)) / (2.0 * self.total)

    def _reach(self, e: FloatArray, p: FloatArray, q: FloatArray) -> tuple[float, float]:
        """Return how far e, and how far p and q, can go."""
        outwards = max(float((e / self.above).max()), -float((e / self.below).min()))
        downwards = max(-float((p / self.p).min()), -float((q / self.q).min()))
        return min(1.0, _SHARE / max(outwards, _TINY)), min(1.0, _SHARE / max(downwards, _TINY))


def _normal_solver(basis: HatBasis, weights: FloatArray, constraints: FloatArray) -> _Solver | None:
    """Return the solver of Gv - Cᵀm = a, Cv = b with G = XᵀDX, or None if G cannot be factored."""
    # Here rather than above: SciPy is not needed before the first fit, and costs start-up time.
    from scipy.linalg.lapack import dpttrf, dpttrs

    diagonal, off_diagonal = basis.gram(weights)
    # Where no point is, next to nothing may hold a value back: a constraint can need it.
    diagonal[diagonal <= 0.0] = max(_UNSEEN * float(diagonal.max()), _TINY)
    ridge = _RIDGE
    for _ in range(_MOST_RIDGES):
        pivots, multipliers, failure = dpttrf(diagonal * (1.0 + ridge), off_diagonal)
        if not failure:
            break
        ridge *= 100.0
    else:
        return None
    reach = dpttrs(pivots, multipliers, constraints.T)[0] if constraints.shape[0] else constraints.T
    inverse = np.linalg.pinv(constraints @ reach)

    def solve(right: FloatArray, level: FloatArray) -> tuple[FloatArray, FloatArray]:
        plain = dpttrs(pivots, multipliers, right)[0]
        found = inverse @ (level - constraints @ plain)
        values = plain + reach @ found
        # Once more for the digits that weights of very different sizes cost.
        more = inverse @ (level - constraints @ values)
        return values + reach @ more, found + more

    return solve
