"""A window of its own for each test, with settings in a folder of its own, and a mouse to play it with."""

import gc

import pytest
from PySide6.QtCore import QEvent, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from reluviz.gui.app import make_window
from reluviz.gui.background import _Crew
from tests.windows import put_away


@pytest.fixture(autouse=True)
def collecting():
    """Between these tests, and in those without an event loop, Python frees cycles itself."""
    if _Crew._present is not None:
        gc.disable()
    yield
    gc.enable()


@pytest.fixture
def private_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    return tmp_path / "settings"


@pytest.fixture
def window(qtbot, private_settings):
    QApplication.instance().setStyle("Fusion")
    window = make_window()
    window.session.tween.is_reduced = True  # a test that wants to see the motion says so
    # The screen of these tests is smaller than anybody's.
    window.resize(1280, 820)
    window.show()
    qtbot.waitExposed(window)
    qtbot.waitUntil(lambda: window.canvas.view.width > 100)
    yield window
    put_away(window)


class Mouse:
    """Presses, moves and wheels on the canvas, in data coordinates, through Qt's own events."""

    def __init__(self, canvas):
        self.canvas = canvas

    def place(self, x, y):
        return self.canvas.widget_place(x, y)

    def _send(self, kind, x, y, button, held, modifiers=Qt.KeyboardModifier.NoModifier):
        viewport, place = self.canvas.viewport(), self.place(x, y)
        everywhere = QPointF(viewport.mapToGlobal(place.toPoint()))
        QApplication.sendEvent(viewport, QMouseEvent(kind, place, everywhere, button, held, modifiers))

    def press(self, x, y, button=Qt.MouseButton.LeftButton, modifiers=Qt.KeyboardModifier.NoModifier):
        self._send(QEvent.Type.MouseButtonPress, x, y, button, button, modifiers)

    def move(self, x, y, button=Qt.MouseButton.LeftButton):
        self._send(QEvent.Type.MouseMove, x, y, Qt.MouseButton.NoButton, button)
        QApplication.processEvents()

    def release(self, x, y, button=Qt.MouseButton.LeftButton):
        self._send(QEvent.Type.MouseButtonRelease, x, y, button, Qt.MouseButton.NoButton)
        QApplication.processEvents()

    def click(self, x, y, modifiers=Qt.KeyboardModifier.NoModifier):
        self.press(x, y, modifiers=modifiers)
        self.release(x, y)

    def double_click(self, x, y):
        self.click(x, y)
        left = Qt.MouseButton.LeftButton
        self._send(QEvent.Type.MouseButtonDblClick, x, y, left, left)
        self.release(x, y)

    def drag(self, start, end, button=Qt.MouseButton.LeftButton):
        self.press(*start, button=button)
        for step in range(1, 5):
            self.move(*(a + step / 4 * (b - a) for a, b in zip(start, end, strict=True)), button=button)
        self.release(*end, button=button)

    def wheel(self, x, y, angle):
        place = self.place(x, y)
        event = QWheelEvent(
            place,
            QPointF(self.canvas.viewport().mapToGlobal(place.toPoint())),
            QPointF(0, 0).toPoint(),
            QPointF(0, angle).toPoint(),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.canvas.viewport(), event)


@pytest.fixture
def mouse(window):
    return Mouse(window.canvas)
