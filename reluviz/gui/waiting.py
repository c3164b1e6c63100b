"""A moment's wait for exact slopes, before anything leaves the program that should have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QProgressDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from reluviz.gui.session import Session

__all__ = ["wait_for_slopes"]

#: Milliseconds after which a dialog says what is waited for.
_PATIENCE = 300


def wait_for_slopes(session: Session, parent: QWidget) -> bool:
    """Let the window live until the committed document is exact; False if the person would not wait."""
    store = session.store
    if store.committed_revision.is_exact:
        return True
    text = QCoreApplication.translate("Waiting", "Solving for the slopes …")
    dialog = QProgressDialog(text, QCoreApplication.translate("Waiting", "Cancel"), 0, 0, parent)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    loop = QEventLoop()

    def look() -> None:
        if store.committed_revision.is_exact:
            loop.quit()
            dialog.accept()

    unsubscribe = store.subscribe(look)
    try:
        QTimer.singleShot(_PATIENCE, loop, loop.quit)
        # What is pressed meanwhile comes after it: nothing can get in between.
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        if not store.committed_revision.is_exact:
            dialog.exec()
    finally:
        unsubscribe()
        dialog.deleteLater()
    return store.committed_revision.is_exact
