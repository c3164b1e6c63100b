"""The steps of a document as a sequence of pictures: hinge by hinge, pin by pin, or as chosen by hand.

Limits, ticks, colours and the places of the legend are those of one frame, so nothing jumps from one step to
the next. Pictures are made when they are asked for; a sequence of thousands takes no more memory than one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, overload

from reluviz.errors import InputError
from reluviz.figures.choices.steps import MOST_STEPS, read_steps
from reluviz.figures.composing.compose import compose, frame_of
from reluviz.figures.composing.step_pictures import (
    fading_in,
    target_alone,
    with_growing_knots,
    with_legend_of,
    with_name,
)
from reluviz.maths.hinges import HingeSum
from reluviz.maths.in_between import in_between
from reluviz.scene.scene import Scene

if TYPE_CHECKING:
    from reluviz.document.document import Document
    from reluviz.figures.choices.options import FigureOptions
    from reluviz.figures.picture import Picture
    from reluviz.fitting.norms import Watch

__all__ = ["Steps", "compose_sequence", "sequence_length"]

#: Of longer sequences, so many steps spread over it decide about limits and legend.
_FRAMED = 200


class Steps(Sequence["Picture"]):
    """The pictures of a sequence, and those on the way from one to the next.

    Parameters
    ----------
    document : Document
    stages : sequence of int or HingeSum
        For each step how many hinges the sum has, or another sum.
    options : FigureOptions
    names : tuple of str
        What the sum is called in each step, if it has names.
    watch : callable, optional
        As for `frame_of`.
    """

    def __init__(
        self,
        document: Document,
        stages: Sequence[int] | Sequence[HingeSum],
        options: FigureOptions,
        names: tuple[str, ...] = (),
        watch: Watch | None = None,
    ) -> None:
        self._document, self._stages, self._options, self._names = document, stages, options, names
        last = len(stages) - 1
        framed = sorted({round(last * share / (_FRAMED - 1)) for share in range(_FRAMED)})
        self._frame = frame_of([self._scene(self._model(index)) for index in framed], options, watch)

    def __len__(self) -> int:
        return len(self._stages)

    @overload
    def __getitem__(self, index: int) -> Picture: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Picture, ...]: ...
    def __getitem__(self, index: int | slice) -> Picture | tuple[Picture, ...]:
        if isinstance(index, slice):
            return tuple(self[each] for each in range(*index.indices(len(self))))
        model = self._model(index)
        picture = self._picture(model)
        if self._names:
            picture = with_name(picture, self._names, index)
        return target_alone(picture) if _is_nothing(model) else picture

    def between(self, index: int, share: float) -> Picture:
        """Return the picture `share` of the way (from 0 to 1) from a step to the next one."""
        before = self._model(index)
        path = in_between(before, self._model(index + 1))
        picture = with_growing_knots(self._picture(path(share)), path, share)
        if _is_nothing(before):
            picture = fading_in(picture, share)
        return with_legend_of(picture, self[index + 1])

    def _model(self, index: int) -> HingeSum:
        stage = self._stages[index]
        return stage if isinstance(stage, HingeSum) else self._document.model.partial(stage)

    def _scene(self, model: HingeSum) -> Scene:
        # A sequence of the pins shows none beside.
        pins = () if self._names else self._document.pins
        return Scene(replace(self._document, model=model, locks=b"", pins=pins), whole=self._document)

    def _picture(self, model: HingeSum) -> Picture:
        return compose(self._scene(model), self._options, self._frame)


def compose_sequence(document: Document, options: FigureOptions, watch: Watch | None = None) -> Steps:
    """Return the pictures of a sequence; the steps are `options.steps`, or else one for each hinge.

    A sequence of hinges begins with the target alone. Pins are those that the document shows, in its order.

    Raises
    ------
    InputError
        If the document has no such steps, or there are more than 10,000.
    """
    by_pins = read_steps(options.steps) == "pins"
    names = tuple(pin.name for pin in document.pins if pin.is_shown) if by_pins else ()
    return Steps(document, _stages(document, options), options, names, watch)


def sequence_length(document: Document, options: FigureOptions) -> int:
    """Return how many pictures `compose_sequence` would make, and raise what it would, at once."""
    return len(_stages(document, options))


def _stages(document: Document, options: FigureOptions) -> Sequence[int] | Sequence[HingeSum]:
    steps, count = read_steps(options.steps), len(document.model)
    if steps == "pins":
        pinned = tuple(pin.model for pin in document.pins if pin.is_shown)
        if not pinned:
            raise InputError("a sequence of pins needs a pin; the document shows none")
        return pinned
    if isinstance(steps, tuple):
        if steps[-1] > count:
            raise InputError(f"there is no step with {steps[-1]:,} hinges; the sum has {count:,}")
        return steps
    # Without the target there is nothing to show before the first hinge.
    stages = range(0 if options.show_target or not count else 1, count + 1)
    if len(stages) > MOST_STEPS:
        raise InputError(
            f"a sequence has at most {MOST_STEPS:,} steps, not {len(stages):,}; "
            f"choose some by their numbers of hinges, such as 1,10,100"
        )
    return stages


def _is_nothing(model: HingeSum) -> bool:
    return len(model) == 0 and model.bias == model.slope == 0.0
