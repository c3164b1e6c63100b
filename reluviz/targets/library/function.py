"""What an entry of the library is: a function with its formula, its parameters and why it is interesting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reluviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reluviz.maths.piecewise import FloatArray
    from reluviz.targets.points import DataPoints

__all__ = ["LibraryFunction", "Parameter"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that an entry of the library depends on.

    Attributes
    ----------
    key : str
        How files and the command line name it.
    name : str
        The name shown.
    default, low, high : float
        Its usual value, and the smallest and the largest one.
    is_whole : bool
        Whether only whole numbers make sense: a degree, a seed.
    """

    key: str
    name: str
    default: float
    low: float
    high: float
    is_whole: bool = False

    def checked(self, value: float) -> float:
        """Return a value that can be used, or say what would be right.

        Raises
        ------
        InputError
            If it is out of range, or no whole number where one is needed.
        """
        kind = "a whole number" if self.is_whole else "a number"
        if not self.low <= value <= self.high or (self.is_whole and value != round(value)):
            raise InputError(
                f"the {self.name} must be {kind} from {self.low:g} to {self.high:g}, not {value:g}"
            )
        return float(value)


@dataclass(frozen=True, slots=True, eq=False)
class LibraryFunction:
    """One function of the library, with its parameters at some values.

    Attributes
    ----------
    key : str
        How files and the command line name it.
    name, text, latex : str
        The name shown, and the formula in plain text and in LaTeX.
    interval : (float, float)
        Where it is usually approximated.
    why : str
        One sentence on what it teaches.
    function : callable
        Vectorised over float64 arrays; NaN where it has no value.
    breaks : tuple of float
        Its kinks and jumps.
    parameters : tuple of Parameter
    values : tuple of float
        The value of each parameter.
    make : callable, optional
        From the values of the parameters to the function with these values; None without parameters.
    make_data : callable, optional
        Where it is noisy data: returns the points, and `function` is what they would be without noise.
    partial : str
        Its formula as one would type it, if it has not values everywhere: that tells where. Else empty.
    """

    key: str
    name: str
    text: str
    latex: str
    interval: tuple[float, float]
    why: str
    function: Callable[[FloatArray], FloatArray]
    breaks: tuple[float, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    values: tuple[float, ...] = ()
    make: Callable[..., LibraryFunction] | None = None
    make_data: Callable[[], DataPoints] | None = None
    partial: str = ""

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, LibraryFunction) or (self.key, self.values) != (other.key, other.values):
            return False
        # What one maker made of the same values is the same, though its functions are two objects.
        return self.function is other.function if self.make is None else self.make is other.make

    def __hash__(self) -> int:
        return hash((self.key, self.values))

    @property
    def data(self) -> DataPoints | None:
        """Its points, if it is data; made when first asked for."""
        return None if self.make_data is None else self.make_data()

    @property
    def named_values(self) -> dict[str, float]:
        """The value of each parameter by its key."""
        return {one.key: value for one, value in zip(self.parameters, self.values, strict=True)}

    def with_values(self, values: Mapping[str, float]) -> LibraryFunction:
        """Return the same function with other values of some of its parameters.

        Raises
        ------
        InputError
            If it has no such parameter, or a value cannot be used.
        """
        known = self.named_values
        for key in values:
            if key not in known:
                has = f"it has {', '.join(known)}" if known else "it has none"
                raise InputError(f"the target {self.key!r} has no parameter {key!r}; {has}")
        if self.make is None:
            return self
        wanted = {**known, **values}
        checked = tuple(one.checked(wanted[one.key]) for one in self.parameters)
        return self if checked == self.values else self.make(*checked)
