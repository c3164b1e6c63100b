"""Runs pdfLaTeX and reads what it made."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

needs_latex = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no pdflatex")


def compiled(folder, source, name="figure"):
    """Return the PDF of a file, and the log; anything LaTeX calls an error fails the test."""
    (folder / f"{name}.tex").write_bytes(source if isinstance(source, bytes) else source.encode("ascii"))
    command = [
        "pdflatex",
        "-interaction=nonstopmode",
        "-halt-on-error",
        "-no-shell-escape",
        f"-jobname={name}",
    ]
    # Uncompressed, so that tests can read the size of a page.
    command.append(rf"\pdfobjcompresslevel=0\pdfcompresslevel=0\input{{{name}}}")
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    log = run.stdout.decode("utf-8", "replace")
    assert run.returncode == 0, log[-1500:]
    return (folder / f"{name}.pdf").read_bytes(), log


def pages_of(log):
    """Return how many pages a run of LaTeX wrote."""
    return int(re.search(r"Output written on .*?\((\d+) pages?", log, re.DOTALL)[1])
