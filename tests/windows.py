"""How tests put a window away: nothing of it may reach the next test."""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QApplication

from reluviz.gui.background import _Crew

#: Milliseconds; a figure that nobody waits for any more is drawn to its end, matplotlib's first one slowly.
_LONGEST_JOB = 20_000


def put_away(window):
    """Close a window without its question about unsaved changes, and free what it held."""
    window.session.hand.escape_gesture()
    # What a test that failed left half typed would be taken, and asked about, when the window closes.
    focus = QApplication.focusWidget()
    if focus is not None:
        focus.clearFocus()
    window.session.store.mark_saved(window.session.store.document)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    _Crew.of_application().pool.waitForDone(_LONGEST_JOB)
    QPixmapCache.clear()
    # As before a first start: a window that is made under a style sheet takes nearly twice as long.
    QApplication.instance().setStyleSheet("")
    # What was copied must not be freed after Python.
    QApplication.clipboard().clear()
