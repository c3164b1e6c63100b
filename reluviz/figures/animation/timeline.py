"""Which picture of an animation is shown when: a hold on each step, and a motion to the next."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

__all__ = ["Shot", "timeline"]

_HOLD, _MOTION, _LAST_HOLD = 0.9, 0.6, 2.0
#: Seconds until the last step. A sequence of many steps goes faster, in the end with one picture for each.
_LONGEST = 60.0
#: A GIF counts in hundredths of a second, and so all animations do.
_TICK = 10


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of an animation: a step, or `share` of the way from it to the next, for some time."""

    step: int
    share: float
    milliseconds: int


def timeline(count: int, fps: float) -> tuple[Shot, ...]:
    """Return the shots of an animation of `count` steps, at most `fps` a second."""
    pace = min(1.0, _LONGEST / ((_HOLD + _MOTION) * max(count - 1, 1)))
    between = max(0, round(_MOTION * pace * fps) - 1)
    hold = max(1.0 / fps, _HOLD * pace)
    shares = [_eased((index + 1) / (between + 1)) for index in range(between)]
    plan = []
    for step in range(count):
        plan.append((step, 0.0, hold if step < count - 1 else _LAST_HOLD))
        if step < count - 1:
            plan += [(step, share, 1.0 / fps) for share in shares]
    shots, shown, clock = [], 0, 0.0
    for step, share, seconds in plan:
        clock += seconds
        # The sum is rounded and not each, or the animation would drift away from its length.
        until = max(shown + 1, floor(1000 * clock / _TICK + 0.5))
        shots.append(Shot(step, share, _TICK * (until - shown)))
        shown = until
    return tuple(shots)


def _eased(share: float) -> float:
    """Return how far a motion has come after `share` of its time: it starts and ends gently."""
    return 4 * share**3 if share < 0.5 else 1 - 4 * (1 - share) ** 3
