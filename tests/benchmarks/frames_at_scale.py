"""The frame benchmark at another scale of the screen: the scale of a process is set before its window opens.

``python -m tests.benchmarks.frames_at_scale FOLDER`` measures ``CASES_AT_TWICE_THE_SCALE`` and writes them to
``FOLDER/frames.json``; ``frames_of_child`` starts it at the scale asked for.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication

from tests.benchmarks.frame_scenes import CASES_AT_TWICE_THE_SCALE
from tests.benchmarks.mouse_moves import Frames, close_window, frames_of_drag, open_window

ROOT = Path(__file__).resolve().parents[2]
#: A screen on which the whole window is to be seen at twice the scale.
LARGE_SCREEN = "-screen 0 2800x2000x24 -dpi 96"
LONGEST = 300


def frames_of_child(scale, folder):
    """Return the frames of each case at a scale, measured in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.frames_at_scale", str(folder)]
    if os.environ.get("QT_QPA_PLATFORM") == "xcb":
        beside_openbox = [sys.executable, str(ROOT / "packaging" / "devtools" / "window_session.py")]
        command = ["xvfb-run", "-a", "-s", LARGE_SCREEN, *beside_openbox, *command]
    environment = {**os.environ, "QT_SCALE_FACTOR": str(scale)}
    child = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False
    )
    assert child.returncode == 0, child.stderr
    measured = json.loads((Path(folder) / "frames.json").read_text())
    assert measured["scale"] == scale
    return [Frames(np.array(times), pass_time) for times, pass_time in measured["frames"]]


def main(folder):
    application = QApplication(sys.argv[:1])
    window = open_window(Path(folder) / "settings")
    frames = [frames_of_drag(window, case.document) for case in CASES_AT_TWICE_THE_SCALE]
    measured = {
        "scale": window.canvas.viewport().devicePixelRatio(),
        "frames": [(one.times.tolist(), one.pass_time) for one in frames],
    }
    (Path(folder) / "frames.json").write_text(json.dumps(measured))
    close_window(window)
    application.quit()


if __name__ == "__main__":
    main(sys.argv[1])
