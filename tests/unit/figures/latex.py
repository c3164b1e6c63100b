"""Runs pdfLaTeX and reads what it made."""

from __future__ import annotations

import io
import re
import shutil
import subprocess

import numpy as np
import pytest
from PIL import Image

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="there is no pdftotext")
needs_latex = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no pdflatex")


def compiled(folder, source, name="figure"):
    """Return the PDF of a file, and the log; anything LaTeX calls an error fails the test."""
    folder.mkdir(exist_ok=True)
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


def words_of(path):
    """Return the words of each page of a PDF, each with its left and upper edge in points."""
    command = ["pdftotext", "-bbox", str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode("utf-8")
    word = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)".*?>(.*?)</word>')
    return [
        [(found[3], float(found[1]), float(found[2])) for found in word.finditer(page)]
        for page in text.split("<page ")[1:]
    ]


def pixels_of(path, dpi=50):
    """Return the first page of a PDF as an array of shape (height, width, 3)."""
    command = ["pdftoppm", "-r", str(dpi), "-f", "1", "-l", "1", str(path)]
    shown = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    return np.asarray(Image.open(io.BytesIO(shown)).convert("RGB"))
