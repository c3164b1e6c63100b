"""A real window under a window manager, played by a real mouse and keyboard through xdotool."""

import subprocess
import time

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QDockWidget, QTabBar

from reluviz.gui.app import make_window
from tests.windows import put_away

PATIENCE = 15.0


class RealHand:
    """Moves the pointer of the X server; the program gets the events a person would make."""

    def __init__(self, window):
        self.window = window
        self.canvas = window.canvas

    def _xdotool(self, *arguments):
        running = subprocess.Popen(["xdotool", *map(str, arguments)])
        give_up = time.monotonic() + PATIENCE
        # The program has to go on living while the pointer moves.
        while running.poll() is None:
            QApplication.processEvents()
            assert time.monotonic() < give_up, f"xdotool {arguments} hangs"
        assert running.returncode == 0
        QApplication.processEvents()

    def place(self, x, y):
        point = self.canvas.viewport().mapToGlobal(self.canvas.widget_place(x, y).toPoint())
        # Xlib speaks device pixels.
        ratio = self.window.devicePixelRatioF()
        return round(point.x() * ratio), round(point.y() * ratio)

    def drag(self, start, end, steps=8):
        places = [
            self.place(*(a + step / steps * (b - a) for a, b in zip(start, end, strict=True)))
            for step in range(steps + 1)
        ]
        self._xdotool("mousemove", *places[0], "mousedown", 1)
        for place in places[1:]:
            self._xdotool("mousemove", *place)
        self._xdotool("mouseup", 1)

    def click(self, x, y, button=1):
        self._xdotool("mousemove", *self.place(x, y), "click", button)

    def click_widget(self, widget):
        ratio = self.window.devicePixelRatioF()
        point = widget.mapToGlobal(widget.rect().center())
        self._xdotool("mousemove", round(point.x() * ratio), round(point.y() * ratio), "click", 1)

    def open_panel(self, panel):
        """Click on the tab of a panel, if it is behind another one on a low screen."""
        if panel.visibleRegion().isEmpty():
            dock = next(one for one in self.window.findChildren(QDockWidget) if one.isAncestorOf(panel))
            for bar in self.window.findChildren(QTabBar):
                for index in range(bar.count()):
                    if bar.tabText(index) == dock.windowTitle():
                        ratio = self.window.devicePixelRatioF()
                        point = bar.mapToGlobal(bar.tabRect(index).center())
                        place = (round(point.x() * ratio), round(point.y() * ratio))
                        self._xdotool("mousemove", *place, "click", 1)

    def press(self, x, y):
        self._xdotool("mousemove", *self.place(x, y), "mousedown", 1)

    def move(self, x, y):
        self._xdotool("mousemove", *self.place(x, y))

    def release(self):
        self._xdotool("mouseup", 1)

    def key(self, *keys):
        # Not --clearmodifiers: that would let go of a mouse button held as well.
        self._xdotool("key", *keys)

    def type(self, text):
        self._xdotool("type", "--delay", 5, text)


@pytest.fixture
def window(qtbot, tmp_path):
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    QApplication.instance().setStyle("Fusion")
    window = make_window()
    window.session.tween.is_reduced = True  # a test that wants to see the motion says so
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=10_000)
    qtbot.waitUntil(lambda: window.canvas.view.width > 100)
    yield window
    put_away(window)


@pytest.fixture
def hand(window):
    return RealHand(window)
