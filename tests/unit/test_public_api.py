import tomllib
from pathlib import Path

import pytest

import reluviz as rv


def test_all_public_names_are_there():
    for name in rv.__all__:
        assert getattr(rv, name) is not None


def test_the_version_is_that_of_the_package():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    # Where pyproject.toml reads it from the package, there is nothing to compare.
    assert project.get("version", rv.__version__) == rv.__version__


def test_the_core_can_be_used_as_the_documentation_says(tmp_path):
    h = rv.HingeSum.parse("g(x) + g(-x) + g(2x-2) + g(-2x-2)")
    target = rv.Target.named("square")
    assert rv.measure(h, target).max == pytest.approx(2)
    assert rv.fit_slopes(h, target, bias=True, linear=True).error.rmse < rv.measure(h, target).rmse
    document = rv.Document(target=target, model=h)
    rv.save(document, tmp_path / "a.reluviz")
    assert rv.load(tmp_path / "a.reluviz") == document
    rv.export(document, tmp_path / "a.svg", size="square")
    assert (tmp_path / "a.svg").read_bytes().startswith(b"<?xml")


def test_errors_of_input_are_one_kind(tmp_path):
    document = rv.Document(target=rv.Target.named("square"), model=rv.HingeSum())
    for wrong in (
        lambda: rv.export(document, tmp_path / "a.bmp"),
        lambda: rv.export(document, tmp_path / "a.png", colour="red"),
        lambda: rv.load(tmp_path / "none"),
        lambda: rv.HingeSum.parse("g("),
    ):
        with pytest.raises(rv.InputError):
            wrong()
