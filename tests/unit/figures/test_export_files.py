"""One way for a document to become files: a picture, numbered pictures, pages, an animation, a formula."""

from dataclasses import replace

import pytest

from reluviz.document.opening import opening_store
from reluviz.errors import InputError
from reluviz.figures import FORMATS, FigureOptions, export, export_files, figure_bytes, files_of


@pytest.fixture(scope="module")
def document():
    return opening_store().document


SMALL = FigureOptions(size="column", dpi=40)
IN_STEPS = FigureOptions(size="column", dpi=40, steps="hinges")


def test_a_picture_is_one_file_and_its_steps_are_numbered(document, tmp_path):
    assert export_files(document, tmp_path / "a.png", "png", SMALL) == (tmp_path / "a.png",)
    steps = export_files(document, tmp_path / "a.png", "png", IN_STEPS)
    assert [path.name for path in steps] == ["a-1.png", "a-2.png", "a-3.png"]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in steps)


def test_the_style_of_a_document_counts_where_no_options_are_given(document, tmp_path):
    styled = replace(document, figure_style=(("dpi", 40.0), ("size", "column"), ("theme", "dark")))
    export(styled, tmp_path / "a.svg", theme="grey")
    assert (tmp_path / "a.svg").read_bytes() == figure_bytes(document, "svg", replace(SMALL, theme="grey"))
    export(styled, tmp_path / "a.svg", FigureOptions())
    assert (tmp_path / "a.svg").read_bytes() == figure_bytes(document, "svg", FigureOptions())


def test_the_steps_of_a_pdf_are_its_pages(document, tmp_path):
    (path,) = export_files(document, tmp_path / "a.pdf", "pdf", IN_STEPS)
    assert path.read_bytes().count(b"/Type /Page\n") + path.read_bytes().count(b"/Type /Page ") == 3
    assert path.read_bytes() == figure_bytes(document, "pdf", IN_STEPS)


def test_what_is_there_is_replaced_only_where_it_may_go(document, tmp_path):
    for name, options in (("a.csv", SMALL), ("a.png", IN_STEPS)):
        format = name.partition(".")[2]
        (tmp_path / "a.csv").write_bytes(b"precious")
        (tmp_path / "a-2.png").write_bytes(b"precious")
        with pytest.raises(InputError, match="exist"):
            export_files(document, tmp_path / name, format, options, replace=False)
        assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "a-2.png").read_bytes() == b"precious"
        assert not (tmp_path / "a-1.png").exists()


def test_files_that_exist_are_named_and_counted(document, tmp_path):
    for number in (2, 3):
        (tmp_path / f"a-{number}.png").write_bytes(b"mine")
    with pytest.raises(InputError, match=r"'a-2\.png' and 1 more exist"):
        export_files(document, tmp_path / "a.png", "png", IN_STEPS, replace=False)


@pytest.mark.parametrize("options", [SMALL, IN_STEPS])
@pytest.mark.parametrize("format", ["png", "pdf", "csv", "gif"])
def test_a_folder_that_is_none_is_said_before_anything_is_drawn(
    document, tmp_path, format, options, monkeypatch
):
    monkeypatch.setattr("reluviz.figures.formats._loaded", None)
    with pytest.raises(InputError, match="there is no folder"):
        export_files(document, tmp_path / "none" / f"a.{format}", format, options)


@pytest.mark.parametrize("format", ["png", "pdf", "csv", "gif"])
def test_who_cancels_at_the_last_moment_keeps_the_old_file(document, tmp_path, format):
    def watch(share):
        if share == 1:
            raise InterruptedError

    path = tmp_path / f"a.{format}"
    path.write_bytes(b"old")
    with pytest.raises(InterruptedError):
        export_files(document, path, format, FigureOptions(size="column", dpi=20, fps=2), watch)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_files_are_known_before_they_are_there(document, tmp_path):
    for format in ("svg", "pdf", "csv"):
        path = tmp_path / f"a.{format}"
        for options in (SMALL, IN_STEPS):
            assert files_of(document, path, format, options) == export_files(document, path, format, options)


def test_pictures_in_single_files_cannot_be_one_file(document):
    with pytest.raises(InputError, match="a file of its own"):
        figure_bytes(document, "svg", IN_STEPS)


@pytest.mark.parametrize("row", FORMATS.values(), ids=FORMATS.keys())
def test_every_format_writes_the_same_bytes_again(document, tmp_path, row):
    options = FigureOptions(size="column", dpi=30, fps=4)
    path = tmp_path / f"figure.{row.suffix}"
    try:
        export(document, path, options, as_format=row.key)
    except InputError as error:
        # Only a program that is not part of this one may be missing.
        assert row.key == "mp4"
        pytest.skip(str(error))
    assert path.read_bytes() == figure_bytes(document, row.key, options)


def test_a_watch_that_raises_leaves_nothing_behind(document, tmp_path):
    def watch(_):
        raise InterruptedError

    for format in ("gif", "png", "pdf"):
        with pytest.raises(InterruptedError):
            export_files(document, tmp_path / f"a.{format}", format, IN_STEPS, watch)
    assert list(tmp_path.iterdir()) == []
