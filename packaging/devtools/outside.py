"""What the program never needs, but tests run what it writes in: PyTorch, JAX, LaTeX, and ffmpeg for films.

Where they are missing those tests are skipped; a run of everything that counts (``CI=true``, as root on
Debian) installs them, about a gigabyte. PyTorch comes from Debian and into the system's Python, since the
wheels bring graphics libraries of several gigabytes. JAX goes into a folder of its own, and shares the
NumPy and SciPy of the environment.
"""

import hashlib
import os
import shutil
import sys
from pathlib import Path

from devtools import system
from devtools.environment import pip_install
from devtools.places import CODE_LOCK, say

STAMP_NAME = "reluviz-stamp.txt"
# A file or folder -> the Debian package that brings it.
PACKAGES = {
    "/usr/lib/python3/dist-packages/torch": "python3-torch",
    "/usr/bin/pdflatex": "texlive-latex-base",
    "/usr/share/texlive/texmf-dist/tex/latex/beamer": "texlive-latex-recommended",
    "/usr/share/texlive/texmf-dist/tex/latex/pgfplots": "texlive-pictures",
    "/usr/share/texmf/tex/latex/lm": "lmodern",
    "/usr/bin/ffmpeg": "ffmpeg",
    "/usr/bin/make": "make",
}


def is_wanted() -> bool:
    """Return whether this run installs what else tests would be skipped for."""
    return os.environ.get("CI") == "true" and system.can_install()


def missing_packages() -> list[str]:
    """Return the Debian packages that this run is to install."""
    if not is_wanted():
        return []
    return [package for place, package in PACKAGES.items() if not Path(place).exists()]


def settings(venv: Path) -> dict[str, str]:
    """Return what tells the tests where the folder of libraries is, making it first if it is wanted."""
    folder = venv.with_name(venv.name + "-code")
    stamp = f"{hashlib.sha256(CODE_LOCK.read_bytes()).hexdigest()} {sys.implementation.cache_tag}\n"
    if not has_stamp(folder, stamp):
        if not is_wanted():
            return {}
        say(f"making {folder} (once, takes about half a minute)")
        # A folder that is half made has no stamp.
        shutil.rmtree(folder, ignore_errors=True)
        pip_install(venv, "--no-deps", "--require-hashes", "--target", folder, "-r", CODE_LOCK)
        (folder / STAMP_NAME).write_text(stamp, encoding="utf-8")
    return {"RELUVIZ_CODE_LIBRARIES": str(folder)}


def has_stamp(folder: Path, stamp: str) -> bool:
    """Return whether a folder was finished from the present lock by the present Python."""
    try:
        return (folder / STAMP_NAME).read_text(encoding="utf-8") == stamp
    except (OSError, UnicodeDecodeError):
        return False
