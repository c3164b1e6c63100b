"""How tests put a window away: nothing of it may reach the next test."""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPixmapCache


def put_away(window):
    """Close a window without its question about unsaved changes, and free what it held."""
    window.session.hand.escape_gesture()
    window.session.store.mark_saved(window.session.store.document)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QPixmapCache.clear()
