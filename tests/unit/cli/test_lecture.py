"""The example lecture: its documents say what its slides say, and `make` builds it without a mishap."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reluviz.assets import resource_path
from reluviz.document.fileformat import encode_document
from reluviz.document.storage import load
from reluviz.maths.measure import good_interval, measure

ROOT = Path(__file__).resolve().parents[3]
LECTURE = resource_path("examples", "lecture")
SOURCES = ("Makefile", "lecture.tex", "h1.reluviz", "h2.reluviz", "relus.reluviz")


def test_its_documents_are_written_as_the_program_writes_files():
    files = sorted(LECTURE.glob("*.reluviz"))
    assert [file.name for file in files] == [name for name in SOURCES if name.endswith(".reluviz")]
    for file in files:
        assert encode_document(load(file)) == file.read_bytes()


@pytest.mark.parametrize(
    ("name", "half_square", "largest", "good"),
    [("h1", 2.85, 6.0, (1 + 2**0.5) / 2), ("h2", 11 / 60, 2.0, (3 + 2**0.5) / 2)],
)
def test_its_sums_have_the_errors_that_its_slides_tell(name, half_square, largest, good):
    document = load(LECTURE / f"{name}.reluviz")
    errors = measure(document.model, document.target)
    assert document.target.interval == (-3.0, 3.0)
    assert errors.mean_half_square == pytest.approx(half_square, rel=1e-12)
    assert errors.max == pytest.approx(largest, rel=1e-12)
    assert abs(errors.max_at) == 3.0
    assert good_interval(document.model, document.target, 0.25) == pytest.approx((-good, good), rel=1e-9)


def test_the_second_sum_begins_with_the_first_and_has_it_as_its_pin():
    first, second = (load(LECTURE / f"{name}.reluviz").model for name in ("h1", "h2"))
    assert second.partial(2) == first
    assert [pin.model for pin in load(LECTURE / "h2.reluviz").pins] == [first]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_make_builds_it_with_nothing_clipped_and_clean_leaves_what_was_there(tmp_path):
    for package in ("beamer.cls", "pgfplots.sty", "lmodern.sty"):
        if subprocess.run(["kpsewhich", package], capture_output=True, check=False).returncode != 0:
            pytest.skip(f"TeX has no {package}")
    for name in SOURCES:
        shutil.copy(LECTURE / name, tmp_path)
    command = ["make", "-j2", f"RELUVIZ={sys.executable} -m reluviz"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}

    def make(*goals):
        done = subprocess.run(
            [*command, *goals], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    make()
    log = " ".join((tmp_path / "lecture.log").read_text("latin-1").split())
    assert "Output written on lecture.pdf (19 pages" in log
    overfull = [float(points) for points in re.findall(r"Overfull \\[hv]box \(([\d.]+)pt", log)]
    assert max(overfull, default=0.0) < 3.0
    make("clean")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(SOURCES)
