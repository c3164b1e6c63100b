"""A figure as a script for matplotlib: it runs without this program, and draws what the picture says."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from reluviz.figures import FigureOptions, figure_bytes
from reluviz.figures.composing.compose import compose
from reluviz.scene.scene import Scene

GOLDEN = Path(__file__).with_name("golden")
_REPORT = r"""
import json, runpy
parts = runpy.run_path("figure.py")
axes = parts["figure"].axes
limits = [[*each.get_xlim(), *each.get_ylim()] for each in axes]
lines = [[line.get_xydata().tolist() for line in each.lines] for each in axes]
print(json.dumps([{"limits": limits, "lines": lines} for limits, lines in zip(limits, lines)]))
"""
EVERYTHING = {f"show_{name}": True for name in ("partial_sums", "formula", "network", "lens", "tolerance")}


def run(folder, source, *arguments):
    """Run a script as a stranger would, with warnings as errors, and return what it printed."""
    (folder / "figure.py").write_bytes(source)
    environment = {**os.environ, "MPLBACKEND": "Agg", "PYTHONPATH": ""}
    command = [sys.executable, "-W", "error", *arguments]
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-1500:]
    return result.stdout


def test_the_script_of_a_simple_figure_is_as_a_person_would_write_it(document):
    written = figure_bytes(document("h2"), "matplotlib", FigureOptions(size="beamer", show_error=False))
    assert written.decode("utf-8") == (GOLDEN / "h2.py.txt").read_text(encoding="utf-8")
    assert b"reluviz" not in written


def test_limits_and_vertices_are_those_of_the_picture(document, tmp_path):
    options = FigureOptions(size="column")
    picture = compose(Scene(document("h2")), options)
    # Without a name of a file the script shows a window, which there is not.
    source = figure_bytes(document("h2"), "matplotlib", options).replace(b"plt.show()", b"pass")
    drawn = json.loads(run(tmp_path, source, "-c", _REPORT))
    assert len(drawn) == len(picture.panels)
    for panel, axes in zip(picture.panels, drawn, strict=True):
        assert axes["limits"] == [panel.x.low, panel.x.high, panel.y.low, panel.y.high]
    paths = [*picture.panels[0].layer("sum").paths, *picture.panels[0].layer("units").paths]
    for path in paths:
        assert path.tolist() in drawn[0]["lines"]
    target = picture.panels[0].layer("target").paths[0]
    thin = next(np.array(line) for line in drawn[0]["lines"] if len(line) > 20)
    assert np.abs(np.interp(target[:, 0], *thin.T) - target[:, 1]).max() < 5e-3


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("library-runge", {"theme": "dark", "title": "Runge", **EVERYTHING}),
        ("data", {"transparent": True, "title": "中 $\\input{x}$ '''\\n \" #{}"}),
    ],
)
def test_a_script_writes_the_file_that_is_named(document, tmp_path, name, choices):
    source = figure_bytes(document(name), "matplotlib", FigureOptions(size="half", **choices))
    run(tmp_path, source, "figure.py", "figure.png")
    assert (tmp_path / "figure.png").read_bytes().startswith(b"\x89PNG")


def test_a_long_name_of_an_axis_is_as_long_as_in_the_figure(document):
    options = FigureOptions(size="column", x_label="a long name of an axis " * 6)
    script = figure_bytes(document("h2"), "matplotlib", options).decode()
    (label,) = re.findall(r"set_xlabel\('([^']*)', fontsize=[\d.]+\)", script)
    assert label.startswith("a long name")
    assert label.endswith("…")
