"""The virtual environment: made from the hashed lock, stamped, made anew when stale or half-made."""

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from devtools.places import (
    FULL_LOCK,
    IS_WINDOWS,
    PYTHON_LEAD_ASTRAY,
    SetupError,
    must,
    requirements_digest,
    say,
    venv_folder,
    venv_program,
)

STAMP_NAME = "reluviz-stamp.txt"
LONGEST_WAIT = 900.0
PIP_QUIET = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_REQUIRE_VIRTUALENV": "0"}


def expected_stamp() -> str:
    """Return what the stamp of an up-to-date environment says: lock, requirements and Python."""
    if not FULL_LOCK.is_file():
        raise SetupError(f"{FULL_LOCK.name} is missing; make it with: python3 packaging/dev.py lock")
    lock = hashlib.sha256(FULL_LOCK.read_bytes()).hexdigest()
    python = f"{sys.implementation.cache_tag} {sys.version} {sys.base_prefix}"
    return "\n".join((f"lock {lock}", f"requirements {requirements_digest()}", f"python {python}")) + "\n"


def is_ready(venv: Path) -> bool:
    """Return whether the environment was finished from the present lock by the present Python."""
    try:
        stamp = (venv / STAMP_NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return stamp == expected_stamp() and venv_program(venv, "python").exists()


def pip_install(venv: Path, *arguments: str | Path) -> None:
    """Run ``pip install`` in an environment; wheels only, for building from source would need compilers."""
    must(
        [
            venv_program(venv, "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--only-binary",
            ":all:",
            *arguments,
        ],
        "installing the Python packages",
        environment={**clean_environment(), **PIP_QUIET},
    )


def clean_environment() -> dict[str, str]:
    """Return this process's environment without what leads a child Python elsewhere."""
    lead_astray = (*PYTHON_LEAD_ASTRAY, "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_USER")
    return {name: value for name, value in os.environ.items() if name not in lead_astray}


def create(venv: Path, lock: Path) -> None:
    """Make a virtual environment and install a hashed lock in it."""
    must(
        [sys.executable, "-m", "venv", venv],
        "making the virtual environment",
        environment=clean_environment(),
    )
    pip_install(venv, "--require-hashes", "-r", lock)


def remove_old(venv: Path) -> None:
    """Remove a stale or half-made environment, and nothing else.

    RELUVIZ_VENV may name any folder by mistake: one that is neither empty nor an environment stays.
    """
    if not venv.exists() and not venv.is_symlink():
        return
    if not venv.is_dir() or (any(venv.iterdir()) and not (venv / "pyvenv.cfg").is_file()):
        raise SetupError(f"{venv} is there but is no virtual environment; move it away or set RELUVIZ_VENV")
    say(f"{venv.name} is stale or half-made: making it anew")
    for entry in venv.iterdir():
        # pyvenv.cfg goes last: a removal that is cut short must still be known for what it is.
        if entry.name != "pyvenv.cfg":
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    (venv / "pyvenv.cfg").unlink(missing_ok=True)


def ensure() -> Path:
    """Return the folder of an up-to-date environment, making it first if need be."""
    venv = venv_folder()
    if is_ready(venv):
        return venv
    with only_one(venv.with_name(venv.name + ".lock")):
        # Whoever held the lock may have done the work meanwhile.
        if is_ready(venv):
            return venv
        began = time.monotonic()
        remove_old(venv)
        say(f"making {venv} (once, takes about half a minute)")
        create(venv, FULL_LOCK)
        (venv / STAMP_NAME).write_text(expected_stamp(), encoding="utf-8")
        say(f"environment ready after {time.monotonic() - began:.0f} s")
    return venv


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold a file lock, waiting politely for another holder; the system frees it when a holder dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        # The child that installs holds the lock too: if this process is killed, nobody may start to rebuild
        # a folder into which that child still writes.
        os.set_inheritable(file.fileno(), True)
        if not try_lock(file):
            say("another set-up is at work on this environment: waiting for it")
            give_up = time.monotonic() + LONGEST_WAIT
            while not try_lock(file):
                if time.monotonic() > give_up:
                    raise SetupError(
                        f"another set-up has held {path.name} for {LONGEST_WAIT / 60:.0f} minutes; end it"
                    )
                time.sleep(0.2)
        yield


def try_lock(file: IO[bytes]) -> bool:
    """Try to lock an open file for this process; closing the file frees the lock."""
    try:
        if IS_WINDOWS:
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
