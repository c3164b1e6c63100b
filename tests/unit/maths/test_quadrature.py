import numpy as np
import pytest

from reluviz.errors import InputError
from reluviz.maths.quadrature import GAUSS_NODES, GAUSS_WEIGHTS, panel_edges, resolve_cells


def integral(function, edges):
    width = np.diff(edges)
    return float(width @ (function(edges[:-1, None] + width[:, None] * GAUSS_NODES) @ GAUSS_WEIGHTS))


def test_eight_nodes_are_exact_for_polynomials_of_degree_15():
    for degree in range(16):
        assert GAUSS_NODES**degree @ GAUSS_WEIGHTS == pytest.approx(1 / (degree + 1), rel=1e-14)


def test_a_smooth_function_needs_few_cells():
    assert resolve_cells(np.sin, (-np.pi, np.pi)).size == 17


def test_a_root_is_resolved_towards_its_infinite_slope():
    cells = resolve_cells(lambda x: np.sqrt(np.maximum(x, 0)), (0.0, 1.0))
    assert integral(np.sqrt, cells) == pytest.approx(2 / 3, rel=1e-13)
    assert cells.size < 200


def test_an_unknown_kink_and_an_unknown_jump_are_closed_in():
    kink = resolve_cells(lambda x: np.abs(x - 0.123), (0.0, 1.0))
    assert integral(lambda x: np.abs(x - 0.123), kink) == pytest.approx((0.123**2 + 0.877**2) / 2, rel=1e-12)
    jump = resolve_cells(lambda x: np.where(x > 0.123, 1.0, 0.0), (0.0, 1.0))
    assert integral(lambda x: np.where(x > 0.123, 1.0, 0.0), jump) == pytest.approx(0.877, rel=1e-12)


def test_noise_comes_to_an_end_and_is_refused():
    rng = np.random.default_rng(0)
    with pytest.raises(InputError, match="shorter interval"):
        resolve_cells(lambda x: rng.standard_normal(x.shape), (0.0, 1.0))


def test_known_breaks_inside_become_edges_and_no_others():
    cells = resolve_cells(np.abs, (-1.0, 2.0), (0.1, -5.0, 2.0))
    assert 0.1 in cells
    assert (cells[0], cells[-1]) == (-1.0, 2.0)
    assert (np.diff(cells) > 0).all()


def test_knots_cut_panels_only_inside_the_cells():
    edges = panel_edges(np.array([0.0, 1.0]), np.array([-1.0, 0.0, 0.25, 0.25, 1.0, 2.0]))
    assert edges.tolist() == [0.0, 0.25, 1.0]
