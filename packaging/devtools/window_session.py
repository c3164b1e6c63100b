"""Run a command beside a window manager: ``xvfb-run -a python window_session.py COMMAND…``.

Started as a script inside an X server. The command starts only when openbox says that it manages windows:
a window that is mapped before it would get no focus, and key presses would be lost.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

SLOWEST_START = 20.0


def main(command: list[str]) -> int:
    """Start openbox, wait until it is ready, run the command, end openbox; return the command's exit code."""
    with tempfile.TemporaryDirectory(prefix="reluviz-openbox-") as folder:
        ready = Path(folder) / "ready"
        manager = subprocess.Popen(
            ["openbox", "--sm-disable", "--startup", f"touch '{ready}'"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            give_up = time.monotonic() + SLOWEST_START
            while not ready.exists():
                if manager.poll() is not None or time.monotonic() > give_up:
                    print("window_session: openbox did not start", file=sys.stderr)
                    return 1
                time.sleep(0.02)
            code = subprocess.run(command, check=False).returncode
            return 128 - code if code < 0 else code
        finally:
            manager.terminate()
            manager.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
