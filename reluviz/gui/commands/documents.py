"""Commands on the document as a whole: files, undo."""

from __future__ import annotations

from reluviz.gui.commands.command import Command, Keys

__all__ = ["DOCUMENTS"]

DOCUMENTS: tuple[Command, ...] = (
    Command(
        "new",
        "&New",
        lambda w: w.files.new(),
        ("Ctrl+N",),
        Keys.New,
        icon="new",
        tip="Start with an empty canvas",
    ),
    Command(
        "open", "&Open…", lambda w: w.files.open(), ("Ctrl+O",), Keys.Open, icon="open", tip="Open a document"
    ),
    Command(
        "import_data",
        "&Import data…",
        lambda w: w.data.ask(),
        ("Ctrl+Shift+O",),
        tip="Approximate the points of a table: CSV, TSV, semicolons or blanks",
    ),
    Command(
        "paste_data",
        "&Paste data",
        lambda w: w.data.paste(),
        ("Ctrl+Shift+V",),
        tip="Approximate the points of a table copied in another program",
    ),
    Command(
        "save",
        "&Save",
        lambda w: w.files.save(),
        ("Ctrl+S",),
        Keys.Save,
        icon="save",
        tip="Save the document",
    ),
    Command("save_as", "Save &as…", lambda w: w.files.save_as(), ("Ctrl+Shift+S",), Keys.SaveAs),
    Command(
        "export",
        "&Export figure…",
        lambda w: w.exporting.ask(),
        ("Ctrl+E",),
        icon="export",
        tip="Write figures, steps and animations for slides or print, or formula and code",
    ),
    Command(
        "export_again",
        "Export a&gain",
        lambda w: w.exporting.again(),
        ("Ctrl+Shift+E",),
        tip="Write the figure where the last one went, in the same way",
    ),
    Command(
        "copy_figure",
        "Copy f&igure",
        lambda w: w.exporting.copy(),
        tip="Copy the figure as a picture for other programs, with what was chosen last",
    ),
    Command(
        "copy_formula",
        "&Copy formula",
        lambda w: w.copy_formula(latex=False),
        ("Ctrl+Shift+C",),
        tip="Copy the sum as text, in the form of the formula line",
    ),
    Command(
        "copy_latex",
        "Copy formula as &LaTeX",
        lambda w: w.copy_formula(latex=True),
        tip="Copy the sum as a LaTeX formula, rounded to six digits",
    ),
    Command("quit", "&Quit", lambda w: w.quit(), ("Ctrl+Q",), Keys.Quit),
    Command(
        "undo",
        "&Undo {0}",
        lambda w: w.session.store.undo(),
        ("Ctrl+Z",),
        Keys.Undo,
        enabled=lambda w: w.session.store.undo_name is not None or w.session.store.gesture_is_running,
        detail=lambda w: w.session.store.undo_name or "",
        icon="undo",
    ),
    Command(
        "redo",
        "&Redo {0}",
        lambda w: w.session.store.redo(),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        Keys.Redo,
        enabled=lambda w: w.session.store.redo_name is not None,
        detail=lambda w: w.session.store.redo_name or "",
        icon="redo",
    ),
)
