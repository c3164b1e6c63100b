"""Presentation mode: the canvas alone, large enough to be read from the last row, played by a few keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reluviz.gui.canvas.canvas import Canvas
from reluviz.gui.covers import Blank, KeyCard, Laser
from reluviz.gui.hinge_words import built_up_in_words
from reluviz.gui.numbers import spoken
from reluviz.gui.reading import Elided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent, QScreen

    from reluviz.gui.session import Session
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["KEYS", "Presentation"]

#: What the keys do, as the help page says it; those of presenters send Page Up and Page Down.
KEYS = (
    ("→, Page Down", "one hinge more"),
    ("←, Page Up", "one hinge less"),
    ("Home, End", "no hinge, all hinges"),
    ("Space", "play the build-up, or stop"),
    ("B", "blank the screen, or show it again"),
    ("L", "a laser pointer in place of the hand"),
    ("E, T, 0", "read the error in another way, tolerance band, fit the view"),
    ("Z held", "the lens"),
    ("F1", "show these keys, or hide them"),
    ("Esc, F5", "back to the window"),
)
#: The height of a screen on which everything has its usual size; 1080 rows are read from far away at 2.2.
_USUAL_HEIGHT = 490
_LEAST_MAGNIFICATION = 1.3
_MOST_WRITTEN = 24
_TITLE_PIXELS, _WORDS_PIXELS = 17, 14


class Presentation(QWidget):
    """A window of its own on a screen, with a canvas of its own on the same session.

    The window that it was started from stays as it is, behind it or on another screen.

    Parameters
    ----------
    session : Session
    colours : Palette
    actions : iterable of QAction
        Commands that work here too, by their shortcuts.

    Signals
    -------
    play_wanted()
        The build-up is to be played, or stopped.
    ended()
        The presentation is over.
    """

    play_wanted = Signal()
    ended = Signal()

    def __init__(
        self, session: Session, colours: Palette, actions: Iterable[QAction], screen: QScreen
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("ReLU Viz: presentation"))
        self._session = session
        self.magnification = max(_LEAST_MAGNIFICATION, screen.geometry().height() / _USUAL_HEIGHT)
        self.canvas = Canvas(session, colours, self.magnification)
        self.canvas.installEventFilter(self)
        self._sum, self._words, self._target = Elided(), Elided(), QLabel()
        self._error = Elided("max |h − f| = 8.8888e−88", Qt.AlignmentFlag.AlignRight)
        self._lay_out()
        self._blank = Blank(self)
        self._laser = Laser(self, self.magnification)
        self._keys = KeyCard(self, self.magnification, KEYS)
        for action in actions:
            self.canvas.addAction(action)
        session.scene_changed.connect(self._show_scene)
        self.set_colours(colours)
        self._show_scene(session.scene, None)
        self.setGeometry(screen.geometry())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        edge = round(8 * self.magnification)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(round(4 * self.magnification))
        for left, right, pixels in (
            (self._sum, self._target, _TITLE_PIXELS),
            (self._words, self._error, _WORDS_PIXELS),
        ):
            row = QHBoxLayout()
            row.setContentsMargins(edge, 0, edge, 0)
            for label, stretch in ((left, 1), (right, 0)):
                font = QFont(label.font())
                font.setPixelSize(round(pixels * self.magnification))
                font.setWeight(QFont.Weight.DemiBold)
                label.setFont(font)
                row.addWidget(label, stretch)
            column.addLayout(row)
        column.insertWidget(1, self.canvas, 1)

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        self.canvas.set_colours(colours)
        self._keys.set_colours(colours)
        c = colours
        self.setStyleSheet(f"Presentation {{ background: {c.background}; }}")
        self.setAutoFillBackground(True)
        ground = self.palette()
        ground.setColor(self.backgroundRole(), QColor(c.background))
        self.setPalette(ground)
        for label, own in (
            (self._sum, c.sum),
            (self._target, c.target),
            (self._words, c.text),
            (self._error, c.error),
        ):
            label.setStyleSheet(f"color: {own};")

    def present(self) -> None:
        """Fill the screen."""
        self.showFullScreen()
        self.activateWindow()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_blank(self) -> bool:
        """Whether the screen is black."""
        return self._blank.isVisible()

    @property
    def has_laser(self) -> bool:
        """Whether the pointer is a dot of light that touches nothing."""
        return self._laser.isVisible()

    @property
    def has_keys(self) -> bool:
        """Whether a card says what the keys do."""
        return self._keys.isVisible()

    def _show_scene(self, scene: Scene, previous: Scene | None) -> None:
        if previous is not None and previous.document is scene.document and previous.whole is scene.whole:
            return
        document = scene.document
        # What does not fit is not seen: a long sum is not written out on every frame.
        written = document.model.partial(_MOST_WRITTEN).formula(4).replace("-", "−")
        rest = " + …" if len(document.model) > _MOST_WRITTEN else ""
        self._sum.show_text(f"h(x) = {written}{rest}")
        self._target.setText(f"f(x) = {document.target.text}")
        self._error.show_text(f"max |h − f| = {spoken(scene.errors.max)}")
        self._words.show_text(built_up_in_words(scene))

    # -- keys ------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Esc before the canvas does, unless it has a gesture to take back."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
            and not self._session.hand.is_busy
            and not self._session.hand.draws
            and not self.canvas.strip.is_held
            and not self.canvas.has_lens
            and not self._session.fits.takes_long
        ):
            if self.has_keys:
                self._keys.hide()
            else:
                self.close()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, blank, point, or leave."""
        count = len(self._session.store.document.model)
        key = Qt.Key
        walks = {
            key.Key_Right: self._session.step + 1,
            key.Key_PageDown: self._session.step + 1,
            key.Key_Left: self._session.step - 1,
            key.Key_PageUp: self._session.step - 1,
            key.Key_Home: 0,
            key.Key_End: count,
        }
        others = {
            key.Key_Space: self.play_wanted.emit,
            key.Key_B: self._blank.toggle,
            key.Key_Period: self._blank.toggle,
            key.Key_L: self._laser.toggle,
            key.Key_E: self.canvas.strip.next_reading,
            key.Key_T: self.canvas.strip.toggle_band,
            key.Key_0: self.canvas.fit_view,
            key.Key_F1: self._keys.toggle,
            key.Key_F5: self.close,
            key.Key_Escape: self.close,
        }
        pressed = Qt.Key(event.key())
        if pressed in walks:
            self._session.show_step(min(max(walks[pressed], 0), count))
        elif pressed in others:
            if not event.isAutoRepeat():
                others[pressed]()
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what lies over the canvas as large as the window."""
        super().resizeEvent(event)
        for cover in (self._blank, self._laser, self._keys):
            cover.setGeometry(self.rect())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that it is over."""
        self._session.hand.escape_gesture()
        self.ended.emit()
        super().closeEvent(event)
