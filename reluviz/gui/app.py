"""Starts the program's window."""

from __future__ import annotations

import atexit
import gc
import logging
import sys
import threading
from typing import TYPE_CHECKING
from weakref import WeakSet

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from reluviz.document.opening import opening_store
from reluviz.document.storage import load_with_origin
from reluviz.gui.background import end_background_work
from reluviz.gui.first_frame import after_first_frame

if TYPE_CHECKING:
    from types import TracebackType

    from reluviz.gui.window import Window

__all__ = ["make_window", "prepare_application", "run"]

#: Platforms of Qt that have no system to hold what is copied.
_WITHOUT_CLIPBOARD = ("offscreen", "minimal")
#: Those that somebody still has, open or closed.
_windows: WeakSet[Window] = WeakSet()
_log = logging.getLogger("reluviz")


def run(path: str | None = None) -> int:
    """Open the window, on a file if one is given, and return when it is closed.

    Raises
    ------
    InputError
        If the file cannot be opened; no window has been shown then.
    """
    opened = None if path is None else load_with_origin(path)
    application = prepare_application()
    window = make_window()
    if opened is not None:
        window.files.put(*opened)
    after_first_frame(window, lambda: _keep_safe(window))
    window.show()
    # What has been imported stays: no collection needs to look at it again. From now on `GarbageCollector`
    # does what Python's own collector was switched off for during the start.
    gc.freeze()
    return application.exec()


def prepare_application() -> QApplication:
    """Return the one QApplication, set up, with defects going to the log and the screen once."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    # Once, and it keeps the application until then: windows must go first.
    atexit.unregister(_end)
    atexit.register(_end, application)
    QCoreApplication.setOrganizationName("reluviz")
    QCoreApplication.setApplicationName("reluviz")
    QApplication.setApplicationDisplayName("ReLU Viz")
    QApplication.setDesktopFileName("reluviz")
    application.setStyle("Fusion")
    sys.excepthook = _log_defect
    threading.excepthook = lambda args: _log_defect(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )
    return application


def make_window() -> Window:
    """Return a window on the opening document; `prepare_application` comes first."""
    from reluviz.gui.icons import application_icon
    from reluviz.gui.session import Session
    from reluviz.gui.settings import Settings
    from reluviz.gui.theme import Theme
    from reluviz.gui.window import Window

    settings = Settings()
    theme = Theme(settings)
    window = Window(Session(opening_store()), settings, theme)
    _windows.add(window)
    theme.setParent(window)
    after_first_frame(window, _leave_a_core_to_the_window)
    window.setWindowIcon(application_icon())
    return window


def _end(application: QApplication) -> None:
    """Put everything away while Python is whole, when a script ends or the last window was closed.

    Left to itself, it would free the parts of an open window in any order, with the window still on the
    screen and asking those that are gone to handle its events, and with threads still at work.
    """
    if not isValid(application):
        return
    end_background_work()
    if QApplication.platformName() in _WITHOUT_CLIPBOARD:
        # There, Qt frees what was copied after Python, which made it.
        application.clipboard().clear()
    for window in list(_windows):
        if isValid(window):
            window.hide()
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _keep_safe(window: Window) -> None:
    from reluviz.gui.recovery import Recovery

    Recovery(window)


def _leave_a_core_to_the_window() -> None:
    """Have linear algebra use one thread: on short vectors more of them only wait for each other.

    They wait busily, and the window, whose frames are full of short vectors, waits with them.
    """
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, "blas")


def _log_defect(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Keep the program running after a defect; the log has the details, the work stays on the screen."""
    if issubclass(kind, KeyboardInterrupt):
        QCoreApplication.quit()
        return
    _log.error("a defect of the program", exc_info=(kind, error, trace))
