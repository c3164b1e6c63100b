"""The colours and the styles of a figure for PGFPlots, which have names in its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.figures.picture import Dots, Labels, Line, Shape

if TYPE_CHECKING:
    from reluviz.figures.picture import Layer

__all__ = ["Pen", "has_colors"]

#: Filled, and as a ring: PGF fills the first kind whatever the colour.
_MARKS = {
    "disc": ("*", "o"),
    "square": ("square*", "square"),
    "diamond": ("diamond*", "diamond"),
    "triangle": ("triangle*", "triangle"),
}
#: Layers whose lines have colours of their own, however few there are in a step.
_COLORED = ("units", "partial-sums")


class Pen:
    """Names for the colours and the styles of a figure, in the order of their first use.

    Parameters
    ----------
    type_size : float
        Lengths of the page are written as multiples of it, so that a document's own type decides.
    """

    def __init__(self, type_size: float) -> None:
        self.type_size = type_size
        self.colors: dict[str, str] = {}
        self.styles: dict[str, str] = {}

    def color(self, color: str, wish: str) -> str:
        """Return the name of a colour: `wish`, if it has none yet and the name is free."""
        if color == "none":
            return color
        return self.colors.setdefault(color, _free(wish, self.colors, color))

    def style(self, layer: Layer) -> str:
        """Return the name of a layer's style; its kind is in it, since short names may be keys of TikZ."""
        style = _style(layer, self)
        return self.styles.setdefault(
            style, _free(f"{layer.key} {type(layer).__name__.lower()}", self.styles, style)
        )

    def ems(self, points: float) -> str:
        """Return a length of the page."""
        return f"{round(points / self.type_size, 3):g}em"


def _free(wish: str, names: dict[str, str], meaning: str) -> str:
    taken = set(names.values()) - {names.get(meaning)}
    return next(
        n for n in (wish, *(f"{wish}-{count}" for count in range(2, len(taken) + 3))) if n not in taken
    )


def _style(layer: Layer, pen: Pen) -> str:
    if isinstance(layer, Line):
        return _line_style(layer, pen)
    if isinstance(layer, Labels):
        return _labels_style(layer, pen)
    color = pen.color(layer.color, layer.key)
    if isinstance(layer, Dots):
        # PGF strokes every mark.
        rim = f"draw={color}, line width=0.01em"
        if layer.rim_width:
            rim = f"draw={pen.color(layer.rim, 'rim')}, line width={pen.ems(layer.rim_width)}"
        filled, ring = _MARKS[layer.shape]
        is_ring = layer.color == "none"
        mark = f"mark={ring if is_ring else filled}, mark size={pen.ems(0.5 * layer.diameter)}"
        fill = "" if is_ring else f"fill={color}, "
        return f"only marks, {mark}, mark options={{solid, {fill}{rim}}}"
    edge = "draw=none"
    if isinstance(layer, Shape) and layer.edge:
        edge = f"draw={pen.color(layer.edge, layer.key)}, line width={pen.ems(layer.width)}"
    return f"fill={color}, fill opacity={layer.opacity:g}, {edge}"


def has_colors(layer: Line) -> bool:
    """Whether the paths of a layer have colours of their own, in some step at least."""
    return layer.key in _COLORED or len(set(layer.colors)) > 1


def _line_style(layer: Line, pen: Pen) -> str:
    parts = [f"line width={pen.ems(layer.width)}", "line join=round"]
    if not has_colors(layer):
        parts.insert(0, f"draw={pen.color(layer.colors[0], layer.key)}")
    if layer.dash:
        lengths = [pen.ems(share * layer.width) for share in layer.dash]
        pairs = zip(lengths[::2], lengths[1::2], strict=False)
        parts.append("dash pattern=" + " ".join(f"on {on} off {off}" for on, off in pairs))
    if layer.opacity < 1.0:
        parts.append(f"opacity={layer.opacity:g}")
    return ", ".join(parts)


def _labels_style(layer: Labels, pen: Pen) -> str:
    base = "base" if layer.level == "baseline" else "mid"
    anchor = {"left": f"{base} west", "center": base, "right": f"{base} east"}[layer.anchor]
    scale = round(layer.size / pen.type_size, 3)
    smaller = f", scale={scale:g}" if scale != 1.0 else ""
    return f"anchor={anchor}, inner sep=0pt, text={pen.color(layer.color, layer.key)}{smaller}"
