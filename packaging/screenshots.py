"""Takes the README's pictures from the running program: ``python3 packaging/dev.py screenshots [FOLDER]``.

The window is started offscreen, the first sum is pinned, the second one is built on it by mouse events, and
what is shown is saved: the window in both themes, and the presentation with one hinge still to come. Figures
are exported from a document of the example lecture. So the pictures are what the program makes today.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QPointF, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

import reluviz as rv
from reluviz.figures import FigureOptions
from reluviz.gui.app import make_window, prepare_application
from reluviz.gui.window import Window

ROOT = Path(__file__).resolve().parent.parent
SIZE = QSize(1280, 1010)
STAGE = QSize(1280, 800)
#: From where to where the mouse is dragged, in data coordinates: h₁ becomes h₂.
DRAGS = (((1.0, 2.5), (3.0, 7.0)), ((-1.0, 2.5), (-3.0, 7.0)))

#: What is chosen for the figures, by the names of their files.
FIGURES = {
    "build-up.gif": FigureOptions(size="16cmx10cm", dpi=110.0, steps="hinges", show_pins=False, fps=20.0),
    "figure-network.png": FigureOptions(
        size="16cmx10cm", dpi=150.0, theme="dark", show_network=True, show_formula=True
    ),
    "figure-lens.png": FigureOptions(
        size="16cmx10cm",
        dpi=150.0,
        show_units=False,
        show_lens=True,
        lens_x=1.0,
        lens_magnification=50.0,
        show_tolerance=True,
        tolerance=0.25,
        error_reading="absolute",
    ),
}


def main(arguments: list[str]) -> int:
    """Write the pictures into a folder, resources/help if none is named."""
    folder = Path(arguments[0]) if arguments else ROOT / "resources" / "help"
    folder.mkdir(parents=True, exist_ok=True)
    application = prepare_application()
    with tempfile.TemporaryDirectory() as settings:
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, settings)
        window = make_window()
        window.theme.choose("light")
        window.resize(SIZE)
        window.show()
        settle(application)
        window.docks.pins.pin_sum()
        for start, end in DRAGS:
            drag(window, start, end)
            settle(application)
        wait_for_par(window)
        for theme in ("light", "dark"):
            window.theme.choose(theme)
            settle(application)
            window.grab().save(str(folder / f"window-{theme}.png"), "PNG")
        present(window, application, folder / "presentation.png")
        window.session.store.mark_saved(window.session.store.document)
        window.close()
    document = rv.load(ROOT / "resources" / "examples" / "lecture" / "h2.reluviz")
    for name, options in FIGURES.items():
        rv.export(document, folder / name, options)
    print(f"wrote window-light.png, window-dark.png, presentation.png, {', '.join(FIGURES)} into {folder}")
    return 0


def present(window: Window, application: QApplication, path: Path) -> None:
    """Save what an audience sees."""
    window.theme.choose("light")
    window.presenting.toggle()
    show = window.presenting.running
    assert show is not None
    show.resize(STAGE)
    window.session.show_step(3)
    settle(application)
    show.grab().save(str(path), "PNG")
    show.close()


def settle(application: QApplication) -> None:
    """Let the window lay itself out and paint."""
    for _ in range(10):
        application.processEvents()


def wait_for_par(window: Window) -> None:
    """Let the search for the best possible error come to its end, in an event loop that leaves it time."""
    loop = QEventLoop()
    asking = QTimer()

    def ask() -> None:
        if "…" not in window.docks.error.yours.text():
            loop.quit()

    asking.timeout.connect(ask)
    asking.start(50)
    QTimer.singleShot(10_000, loop.quit)
    loop.exec()


def drag(window: Window, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Press at `start`, move to `end` and release there, through Qt's own events."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    canvas = window.canvas
    for kind, place, button, held in (
        (QEvent.Type.MouseButtonPress, start, left, left),
        (QEvent.Type.MouseMove, end, none, left),
        (QEvent.Type.MouseButtonRelease, end, left, none),
    ):
        at: QPointF = canvas.widget_place(*place)
        everywhere = QPointF(canvas.viewport().mapToGlobal(at.toPoint()))
        event = QMouseEvent(kind, at, everywhere, button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(canvas.viewport(), event)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
