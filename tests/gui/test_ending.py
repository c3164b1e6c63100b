"""A script may end with a window that nobody closed."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Ends while the search for par is under way in another thread, which is so a moment after every start.
SCRIPT = """
from reluviz.gui.app import make_window, prepare_application

def show():
    application, window = prepare_application(), make_window()
    window.show()
    while not window.docks.error._par._background.is_busy:
        application.processEvents()
    return application, window

{last}
print("done")
"""


COPYING = """
from reluviz.gui.export.handing_over import mime_data
show()[0].clipboard().setMimeData(mime_data({"text/plain": b"a figure"}))
"""


@pytest.mark.parametrize(
    "last", ["kept = show()", "show()", COPYING], ids=["a kept window", "a dropped window", "a copy"]
)
def test_a_script_ends_well_with_an_open_window(last, private_settings):
    command = [sys.executable, "-c", SCRIPT.format(last=last)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "done\n"
    assert "Traceback" not in ended.stderr
