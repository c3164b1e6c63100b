"""The build-up bar: a slider over the steps from nothing to all hinges, and a button that plays them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from reluviz.gui.hinge_words import built_up_in_words
from reluviz.gui.icons import icon

if TYPE_CHECKING:
    from reluviz.gui.session import Session
    from reluviz.scene.palette import Palette
    from reluviz.scene.scene import Scene

__all__ = ["BuildUpBar"]

#: Time for a step that adds one hinge, and for all steps together, in milliseconds.
_STEP_MILLISECONDS, _LONGEST_MILLISECONDS = 900, 20_000
#: Shorter than this nobody sees a step.
_SHORTEST_MILLISECONDS = 40


class BuildUpBar(QWidget):
    """Says and chooses how many hinges of the sum are there, in their order, and which came last."""

    def __init__(self, session: Session, colours: Palette) -> None:
        super().__init__()
        self._session = session
        self.setObjectName("build_up")
        self.play_button = QToolButton()
        self.play_button.setIconSize(QSize(18, 18))
        self.play_button.clicked.connect(lambda *_: self.toggle_playing())
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(self.tr("Build-up: number of hinges shown"))
        self.slider.setToolTip(self.tr("Build the sum up hinge by hinge (keys , and .)"))
        self.slider.setPageStep(1)
        self.slider.valueChanged.connect(self._go_to)
        self.words = QLabel()
        self.words.setObjectName("muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 14, 5)
        row.setSpacing(8)
        row.addWidget(self.play_button)
        row.addWidget(self.slider, 2)
        row.addWidget(self.words, 3)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._play_on)
        self._is_following = False
        session.scene_changed.connect(self._show_scene)
        self.set_colours(colours)
        self._show_scene(session.scene, None)

    @property
    def is_playing(self) -> bool:
        """Whether step follows step by itself."""
        return self._clock.isActive()

    def set_colours(self, colours: Palette) -> None:
        """Use another palette."""
        self._icons = {name: icon(name, colours.text) for name in ("play", "pause")}
        self._show_playing()

    def toggle_playing(self) -> None:
        """Play the steps from here, from the start if all are there; or stop where they are."""
        if self.is_playing:
            self.stop()
            return
        count = self._count
        if count == 0:
            return
        if self._session.step == count:
            self._session.show_step(0)
        self._clock.start(
            min(_STEP_MILLISECONDS, max(_SHORTEST_MILLISECONDS, _LONGEST_MILLISECONDS // count))
        )
        self._show_playing()

    def stop(self) -> None:
        """Stay at the step that is shown."""
        self._clock.stop()
        self._show_playing()

    def walk(self, steps: int) -> None:
        """Go so many steps on, or back if negative."""
        self.stop()
        self._session.show_step(min(max(self._session.step + steps, 0), self._count))

    @property
    def _count(self) -> int:
        return len(self._session.store.document.model)

    def _play_on(self) -> None:
        count, step = self._count, self._session.step
        if self._session.hand.is_busy or step >= count:
            self.stop()
            return
        # With thousands of hinges several come at once, so that the end is seen.
        together = max(1, round(count * _SHORTEST_MILLISECONDS / _LONGEST_MILLISECONDS))
        self._session.show_step(min(step + together, count))
        if self._session.step >= count:
            self.stop()

    def _go_to(self, step: int) -> None:
        if not self._is_following:
            self.stop()
            self._session.show_step(step)

    def _show_playing(self) -> None:
        self.play_button.setIcon(self._icons["pause" if self.is_playing else "play"])
        name = self.tr("Stop the build-up") if self.is_playing else self.tr("Play the build-up (Space)")
        self.play_button.setToolTip(name)
        self.play_button.setAccessibleName(name)

    def _show_scene(self, scene: Scene, previous: Scene | None) -> None:
        if previous is not None and (
            scene.document.model is previous.document.model and scene.whole is previous.whole
        ):
            return
        step = len(scene.document.model)
        count = step if scene.whole is None else len(scene.whole.model)
        self._is_following = True
        try:
            if self.slider.maximum() != count:
                self.slider.setRange(0, count)
            self.slider.setValue(step)
        finally:
            self._is_following = False
        self.setEnabled(count > 0)
        self.words.setText(built_up_in_words(scene))
