"""Entries of the library with corners, jumps and chance: steps, hats, saws, paths, noisy data."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np

from reluviz.targets.library.function import LibraryFunction, Parameter
from reluviz.targets.points import DataPoints

if TYPE_CHECKING:
    from reluviz.maths.piecewise import FloatArray

__all__ = ["CORNERS", "RANDOM"]

#: Corners of periodic functions are known this far on both sides of 0, in halves of a period.
_HALVES = 400
_SEED = Parameter("seed", "seed", 1.0, 0.0, 999_999.0, is_whole=True)
_PATH_STEPS = 256
_PATH_PLACES = np.linspace(0.0, 1.0, _PATH_STEPS + 1)
_DATA_POINTS = 200
#: How many paths and tables are kept: those that undo leads back to soon.
_KEPT = 32


def _square_wave(x: FloatArray) -> FloatArray:
    result: FloatArray = np.where(np.floor(x) % 2.0 == 0.0, 1.0, -1.0)
    return result


def _saw(x: FloatArray) -> FloatArray:
    result: FloatArray = 2.0 * (x - np.floor(x)) - 1.0
    return result


def _stairs(steps: float) -> LibraryFunction:
    count = int(steps)
    return LibraryFunction(
        "stairs",
        "Stairs",
        f"⌊{count}x⌋/{count}",
        rf"\lfloor {count}x \rfloor / {count}",
        (0.0, 1.0),
        "Two hinges a step, or one slope through all of them: which error do you mean?",
        lambda x: np.floor(count * np.clip(x, -10.0, 10.0)) / count,
        tuple(place / count for place in range(-10 * count, 10 * count + 1)),
        parameters=(Parameter("steps", "number of steps", 4.0, 1.0, 40.0, is_whole=True),),
        values=(steps,),
        make=_stairs,
    )


def _cantor_corners(stage: int) -> tuple[FloatArray, FloatArray]:
    """Return the corners of a finite stage of the Cantor function, each of shape (2·2**stage,)."""
    x, y = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    for _ in range(stage):
        x = np.concatenate([x / 3.0, 2.0 / 3.0 + x / 3.0])
        y = np.concatenate([0.5 * y, 0.5 + 0.5 * y])
    return x, y


def _cantor(stage: float) -> LibraryFunction:
    corners, heights = _cantor_corners(int(stage))
    return LibraryFunction(
        "cantor",
        "Cantor function",
        f"Cantor, stage {int(stage)}",
        rf"c_{{{int(stage)}}}(x)",
        (0.0, 1.0),
        "Rises from 0 to 1 though it is flat nearly everywhere; each stage doubles its corners.",
        lambda x: np.interp(x, corners, heights),
        tuple(corners.tolist()),
        parameters=(Parameter("stage", "stage", 4.0, 0.0, 7.0, is_whole=True),),
        values=(stage,),
        make=_cantor,
    )


@lru_cache(maxsize=_KEPT)
def _path(seed: int) -> FloatArray:
    """Return the heights of a path; chance is a large part of NumPy that waits until somebody wants it."""
    steps = np.random.default_rng(seed).standard_normal(_PATH_STEPS) / np.sqrt(_PATH_STEPS)
    heights: FloatArray = np.concatenate([[0.0], np.cumsum(steps)])
    heights.flags.writeable = False
    return heights


def _path_value(seed: int, x: FloatArray) -> FloatArray:
    result: FloatArray = np.interp(x, _PATH_PLACES, _path(seed))
    return result


def _brownian(seed: float) -> LibraryFunction:
    return LibraryFunction(
        "brownian",
        "Brownian path",
        "B(x)",
        "B(x)",
        (0.0, 1.0),
        "As rough at every distance: it never becomes a line, however near one looks.",
        partial(_path_value, int(seed)),
        tuple(_PATH_PLACES.tolist()),
        parameters=(_SEED,),
        values=(seed,),
        make=_brownian,
    )


@lru_cache(maxsize=_KEPT)
def _noisy_points(noise: float, seed: int) -> DataPoints:
    generator = np.random.default_rng(seed)
    x = np.sort(generator.uniform(-np.pi, np.pi, _DATA_POINTS))
    y = np.sin(x) + noise * generator.standard_normal(_DATA_POINTS)
    for column in (x, y):
        column.flags.writeable = False
    return DataPoints(x, y, None, "Noisy sine")


def _noisy_sine(noise: float, seed: float) -> LibraryFunction:
    return LibraryFunction(
        "noisy",
        "Noisy sine",
        "sin x + noise",
        r"\sin x + \varepsilon",
        (-np.pi, np.pi),
        "Data, not a curve: with enough hinges the sum follows the noise instead of the sine.",
        np.sin,
        parameters=(Parameter("noise", "noise", 0.2, 0.0, 2.0), _SEED),
        values=(noise, seed),
        make=_noisy_sine,
        make_data=partial(_noisy_points, noise, int(seed)),
    )


CORNERS = (
    LibraryFunction(
        "abs",
        "Absolute value",
        "|x|",
        "|x|",
        (-2.0, 2.0),
        "Two hinges make it exactly: the one function here with no error left.",
        np.abs,
        (0.0,),
    ),
    LibraryFunction(
        "step",
        "Step",
        "step(x)",
        r"\mathbf{1}[x \geq 0]",
        (-1.0, 1.0),
        "A jump: two steep hinges come close, and no finite number arrives.",
        lambda x: np.where(x >= 0.0, 1.0, 0.0),
        (0.0,),
    ),
    LibraryFunction(
        "ramp",
        "Ramp",
        "min(max(x, 0), 1)",
        r"\min(\max(x, 0), 1)",
        (-1.0, 2.0),
        "One hinge up and one down again: the difference of two ReLUs.",
        lambda x: np.clip(x, 0.0, 1.0),
        (0.0, 1.0),
    ),
    LibraryFunction(
        "hat",
        "Hat",
        "max(1 − |x|, 0)",
        r"\max(1 - |x|, 0)",
        (-2.0, 2.0),
        "Three hinges make it exactly, and any chain of straight pieces is a sum of hats.",
        lambda x: np.maximum(1.0 - np.abs(x), 0.0),
        (-1.0, 0.0, 1.0),
    ),
    LibraryFunction(
        "square_wave",
        "Square wave",
        "square wave",
        r"\operatorname{sgn} \sin \pi x",
        (-2.0, 2.0),
        "Jump after jump: two hinges for each, and none of them quite steep enough.",
        _square_wave,
        tuple(float(place) for place in range(-_HALVES, _HALVES + 1)),
    ),
    LibraryFunction(
        "sawtooth",
        "Sawtooth",
        "sawtooth",
        r"2(x - \lfloor x \rfloor) - 1",
        (-2.0, 2.0),
        "Straight between its jumps: the linear term does half of the work.",
        _saw,
        tuple(float(place) for place in range(-_HALVES, _HALVES + 1)),
    ),
    _stairs(4.0),
    _cantor(4.0),
)

RANDOM = (_brownian(1.0), _noisy_sine(0.2, 1.0))
