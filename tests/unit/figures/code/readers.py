"""Small readers of what the writers write, and the sizes that errors are measured against."""

from __future__ import annotations

import csv
import io
import re

import numpy as np

from reluviz.maths.hinges import HingeSum


def numpy_values(code, x):
    names = {}
    exec(compile(code, "written.py", "exec"), names)
    return names["h"](x)


def desmos_values(text, x):
    """Evaluate h of lines as Desmos reads them: every product implicit, names with subscripts."""
    names = {"max": np.maximum}
    for line in reversed(text.splitlines()):
        head, body = line.split("=")
        name = re.fullmatch(r"(\w|u_\{\d+\})\\left\(x\\right\)", head)[1]
        assert "+-" not in body
        assert not re.search(r"[0-9]e|[-+]{2}", body)
        body = body.replace(r"\left", "").replace(r"\right", "").replace(r"\max", "max")
        body = re.sub(r"u_\{(\d+)\}", r"u\1", body)
        body = re.sub(r"\\cdot10\^\{(-?\d+)\}", r"e\1", body)
        body = re.sub(r"(?<=[0-9])(?=x|max)", "*", body)
        exec(f"{name.replace('_{', '').replace('}', '')} = lambda x: {body} + 0 * x", names)
    return names["h"](x)


def latex_model(text):
    """Read a formula that was written as display mathematics."""
    text = "\n".join(line for line in text.splitlines() if not line.startswith("%"))
    for word in (r"\[", r"\]", r"\begin{aligned}", r"\end{aligned}", r"\begin{align*}", r"\end{align*}"):
        text = text.replace(word, "")
    text = text.replace(r"{\allowdisplaybreaks", "").replace("\n}\n", "").removesuffix("}").replace(r"\\", "")
    text = re.sub(r"([0-9.]+) \\cdot 10\^\{(-?\d+)\}", r"\1e\2", text)
    text = re.sub(r"10\^\{(-?\d+)\}", r"1e\1", text)
    head, _, body = text.replace(r"&\quad", "").replace("&", "").partition("=")
    assert head.split() == ["h(x)"]
    return HingeSum.parse(body)


def csv_rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def csv_values(text, x):
    rows = csv_rows(text)
    units = [tuple(float(row[name]) for name in "wab") for row in rows]
    return sum((w * np.maximum(0.0, a * x + b) for w, a, b in units), np.zeros_like(x))


def places(model, interval):
    """Return where two functions are compared: in the interval, at the knots and between them."""
    knots = np.unique(model.knots)
    return np.unique(np.concatenate([np.linspace(*interval, 41), knots, (knots[1:] + knots[:-1]) / 2]))


def height(model, x):
    """Return how large what is added up gets, at each place."""
    hinges = np.abs(model.slopes) * (np.abs(x)[:, None] + np.abs(model.knots))
    return abs(model.bias) + np.abs(model.slope * x) + hinges.sum(axis=1)
