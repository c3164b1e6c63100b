import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reluviz.document.recovery.file_lock import FileLock

ROOT = Path(__file__).resolve().parents[4]
HOLDER = """
import sys
from pathlib import Path
from reluviz.document.recovery.file_lock import FileLock
kept = FileLock.take(Path(sys.argv[1]))
print(kept is not None, flush=True)
sys.stdin.read()
"""


def test_one_holds_a_lock_and_then_another(tmp_path):
    path = tmp_path / "lock"
    first = FileLock.take(path)
    assert FileLock.take(path) is None
    first.release(remove=False)
    assert path.exists()
    second = FileLock.take(path)
    assert second is not None
    second.release(remove=True)
    assert not path.exists()


def test_a_lock_whose_file_was_removed_stands_in_nobodys_way(tmp_path):
    path = tmp_path / "lock"
    first = FileLock.take(path)
    assert first.is_in_place
    path.unlink()
    assert not first.is_in_place
    second = FileLock.take(path)
    assert second.is_in_place
    assert not first.is_in_place
    first.release(remove=False)
    second.release(remove=True)


def test_a_place_that_is_none_is_an_error(tmp_path):
    with pytest.raises(OSError, match="none"):
        FileLock.take(tmp_path / "none" / "lock")


def test_a_program_that_is_killed_holds_no_lock(tmp_path):
    path = tmp_path / "lock"
    command = [sys.executable, "-c", HOLDER, path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as other:
        assert other.stdout.readline().strip() == b"True"
        assert FileLock.take(path) is None
        os.kill(other.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    lock = FileLock.take(path)
    assert lock is not None
    lock.release(remove=True)
