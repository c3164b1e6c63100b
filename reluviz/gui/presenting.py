"""Starts and ends presentations of a window: on which screen, with which of its commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QMenu

from reluviz.gui.menus import PRESENTED

if TYPE_CHECKING:
    from reluviz.gui.presentation import Presentation
    from reluviz.gui.settings import Settings
    from reluviz.gui.window import Window

__all__ = ["Presenting"]


class Presenting(QObject):
    """Holds the one presentation of a window, while there is one.

    Attributes
    ----------
    running : Presentation or None
    menu : QMenu
        Offers the screens.
    """

    def __init__(self, window: Window, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self.running: Presentation | None = None
        self._rests = False
        self._was_whole = True
        self.menu = QMenu(window.tr("Present &on"), window)
        self.menu.aboutToShow.connect(self._fill_menu)
        window.theme.changed.connect(self._set_colours)

    def toggle(self) -> None:
        """Start, or end what runs."""
        if self.running is not None:
            self.running.close()
        else:
            self.start(self._screen())

    def start(self, screen: QScreen) -> None:
        """Present on a screen, from now on the one that is preferred."""
        from reluviz.gui.presentation import Presentation

        window = self._window
        if self.running is not None:
            self.running.close()
        actions = [window.actions_by_key.by_key[key] for key in PRESENTED]
        window.session.hand.escape_gesture()
        self._was_whole = window.session.scene.whole is None
        show = self.running = Presentation(window.session, window.theme.palette, actions, screen)
        show.play_wanted.connect(window.build_up.toggle_playing)
        show.ended.connect(self._end)
        show.canvas.strip.set_look(window.canvas.strip.look)
        if window.canvas.view_is_chosen:
            show.canvas.set_view(window.canvas.view)
        show.present()
        # What lies behind it needs no painting; on another screen it is the speaker's own view.
        self._rests = screen is window.screen()
        window.setUpdatesEnabled(not self._rests)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the window be painted as long as somebody has gone back to it; called by Qt."""
        if event.type() in (QEvent.Type.WindowActivate, QEvent.Type.WindowDeactivate) and self._rests:
            self._window.setUpdatesEnabled(event.type() == QEvent.Type.WindowActivate)
        return False

    def choose(self, screen: QScreen) -> None:
        """Present on a screen, and remember it."""
        self._settings.keep_text("presentation_screen", screen.name())
        self.start(screen)

    def _screen(self) -> QScreen:
        """Return the screen chosen last, else the one that the window is not on, else the only one."""
        name = self._settings.text_of("presentation_screen", "")
        screens, own = QGuiApplication.screens(), self._window.screen()
        others = [screen for screen in screens if screen is not own]
        return next((screen for screen in screens if screen.name() == name), others[0] if others else own)

    def _end(self) -> None:
        self.running = None
        self._window.removeEventFilter(self)
        self._window.build_up.stop()
        if self._was_whole:
            self._window.session.show_step(None)
        self._window.setUpdatesEnabled(True)
        self._window.activateWindow()
        self._window.canvas.setFocus()

    def _set_colours(self) -> None:
        if self.running is not None:
            self.running.set_colours(self._window.theme.palette)

    def _fill_menu(self) -> None:
        self.menu.clear()
        for number, screen in enumerate(QGuiApplication.screens(), start=1):
            size = screen.geometry()
            ratio = screen.devicePixelRatio()
            text = QCoreApplication.translate("Presenting", "&{0}  {1} ({2} × {3})").format(
                number, screen.name(), round(size.width() * ratio), round(size.height() * ratio)
            )
            self.menu.addAction(text).triggered.connect(lambda *_, screen=screen: self.choose(screen))
