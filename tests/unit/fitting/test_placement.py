import numpy as np
import pytest

from reluviz.errors import InputError
from tests.oracles import function_target


def quotient(x, pole):
    return np.divide(1.0, x - pole, out=np.full_like(x, np.inf), where=x != pole)


#: What is wrong with it, and a part of the sentence that says where.
IMPOSSIBLE = {
    "a logarithm of negative numbers": (lambda x: np.log(x), (-1.0, 1.0), "no value at about x = -1;"),
    "a short stretch without values": (
        lambda x: np.where(abs(x - 0.2) < 1e-3, np.nan, x),
        (-1.0, 1.0),
        "no value at about x = 0.199",
    ),
    "one place without a value": (lambda x: np.sin(x) / x, (-1.0, 1.0), "no value at about x = 0;"),
    "an infinite value": (lambda x: np.where(x > 0.9, np.inf, x), (-1.0, 1.0), "at about x = 0.9"),
    "values beyond all bounds": (lambda x: 1e300 * np.cos(x), (-3.0, 3.0), "beyond 1e+100 at about x = -3;"),
    "a pole in the middle": (lambda x: quotient(x, 0.0), (-1.0, 1.0), "at about x = 0;"),
    "a pole elsewhere": (lambda x: quotient(x, 0.3), (-1.0, 1.0), "at about x = 0.3;"),
    "a pole at an end": (lambda x: quotient(x, 0.0), (0.0, 1.0), "at about x = 0;"),
    "a double pole": (lambda x: quotient(x, 0.3) ** 2, (-1.0, 1.0), "at about x = 0.3;"),
    "a tangent": (np.tan, (-3.0, 3.0), "1.5708; choose"),
    "a far pole": (lambda x: quotient(x, 1e6 + 0.3), (1e6, 1e6 + 1), "at about x = 1000000.3;"),
    "a weak pole": (lambda x: np.abs(quotient(x, 0.3)) ** 0.6, (-1.0, 1.0), "at about x = 0.3;"),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_target_without_a_value_somewhere_is_refused_in_a_sentence_that_says_where(name):
    function, interval, where = IMPOSSIBLE[name]
    with pytest.raises(InputError) as refused:
        function_target(function, interval)
    assert where in str(refused.value)


def test_an_endless_slope_or_a_logarithm_that_can_be_integrated_is_no_pole():
    function_target(lambda x: np.sqrt(np.abs(x - 0.3)), (-1.0, 1.0))
    function_target(lambda x: np.log(np.maximum(np.abs(x - 0.3), 1e-300)), (-1.0, 1.0))
    function_target(lambda x: np.sign(x - 1 / 3), (0.0, 1.0))
    function_target(lambda x: np.sign(x - 1e6 - 1 / 3), (1e6, 1e6 + 1.0))
