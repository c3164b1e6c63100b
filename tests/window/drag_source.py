"""Another program: a small window from which a file can be dragged. Its arguments: x, y and the file."""

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QWidget


class Source(QWidget):
    """Drags its file as soon as it is pressed."""

    def __init__(self, path):
        super().__init__(None, Qt.WindowType.X11BypassWindowManagerHint | Qt.WindowType.WindowStaysOnTopHint)
        self.path = path
        self.setFixedSize(60, 60)

    def mousePressEvent(self, event):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(self.path)])
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)

    def showEvent(self, event):
        super().showEvent(event)
        sys.stdout.write("ready\n")
        sys.stdout.flush()


application = QApplication(sys.argv[:1])
source = Source(sys.argv[3])
source.move(int(sys.argv[1]), int(sys.argv[2]))
source.show()
application.exec()
