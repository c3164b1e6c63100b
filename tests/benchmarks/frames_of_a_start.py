"""The frame benchmark in a process of its own: what is set before a window opens, or before numpy is there.

That is the scale of the screen, and how many threads BLAS takes: the tools of developers say one to it, but a
user starts the program without them. ``frames_of_child`` starts such a process and returns what it measured.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from reluviz.gui.app import prepare_application
from tests.benchmarks import frame_scenes
from tests.benchmarks.mouse_moves import Frames, close_window, frames_of_drag, open_window

ROOT = Path(__file__).resolve().parents[2]
#: A screen on which the whole window is to be seen at twice the scale.
LARGE_SCREEN = "-screen 0 2800x2000x24 -dpi 96"
LONGEST = 300
#: What `dev.py` sets for the programs it starts.
OF_DEVELOPERS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")


def frames_of_child(cases, folder, scale=1):
    """Return the frames of each case of the list called `cases` in `frame_scenes`."""
    command = [sys.executable, "-m", "tests.benchmarks.frames_of_a_start", cases, str(folder)]
    if os.environ.get("QT_QPA_PLATFORM") == "xcb":
        beside_openbox = [sys.executable, str(ROOT / "packaging" / "devtools" / "window_session.py")]
        command = ["xvfb-run", "-a", "-s", LARGE_SCREEN, *beside_openbox, *command]
    environment = {key: value for key, value in os.environ.items() if key not in OF_DEVELOPERS}
    child = subprocess.run(
        command,
        cwd=ROOT,
        env={**environment, "QT_SCALE_FACTOR": str(scale)},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    measured = json.loads((Path(folder) / "frames.json").read_text())
    assert measured["scale"] == scale
    return [Frames(np.array(times), pass_time) for times, pass_time in measured["frames"]]


def main(cases, folder):
    """Measure and write ``FOLDER/frames.json``."""
    application = prepare_application()
    window = open_window(Path(folder) / "settings")
    frames = [frames_of_drag(window, case.document) for case in getattr(frame_scenes, cases)]
    measured = {
        "scale": window.canvas.viewport().devicePixelRatio(),
        "frames": [(one.times.tolist(), one.pass_time) for one in frames],
    }
    (Path(folder) / "frames.json").write_text(json.dumps(measured))
    close_window(window)
    application.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
