"""The look of the window: one palette made into Qt's palette and one style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from reluviz.assets import resource_path
from reluviz.scene.palette import PALETTES, Palette, palette

if TYPE_CHECKING:
    from reluviz.gui.settings import Settings

__all__ = ["Theme"]


class Theme(QObject):
    """Which palette is in force: light, dark, high contrast, or the one of the two that the system asks for.

    Nothing is shown in it before `apply`, which is called when all widgets of a window are there: where a
    style sheet is in force, Qt goes through it again for all that is in a widget each time that one gets a
    parent.

    Signals
    -------
    changed(Palette)
    """

    changed = Signal(object)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.palette = palette(self._wanted())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._refresh)

    @property
    def choice(self) -> str:
        """What was chosen: "light", "dark", "contrast" or "system"."""
        return self._settings.theme

    def choose(self, choice: str) -> None:
        """Take "light", "dark", "contrast" or "system"; remembered."""
        self._settings.theme = choice
        self._refresh()

    def _wanted(self) -> str:
        if self._settings.theme in PALETTES:
            return self._settings.theme
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def _refresh(self) -> None:
        wanted = palette(self._wanted())
        if wanted is not self.palette:
            self.palette = wanted
            self.apply()
            self.changed.emit(wanted)

    def apply(self) -> None:
        """Show all widgets of the application in the palette."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(_qt_palette(self.palette))
            application.setStyleSheet(_style_sheet(self.palette))


def _qt_palette(colours: Palette) -> QPalette:
    result = QPalette()
    role = QPalette.ColorRole
    for name, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.panel),
        (role.AlternateBase, colours.outside),
        (role.Text, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Button, colours.panel),
        (role.ButtonText, colours.text),
        (role.ToolTipBase, colours.panel),
        (role.ToolTipText, colours.text),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.accent_text),
        (role.Link, colours.accent),
        (role.Light, colours.panel),
        (role.Mid, colours.border),
        (role.Dark, colours.border),
        (role.Shadow, colours.border),
    ):
        result.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.axis))
    return result


def _style_sheet(c: Palette) -> str:
    return f"""
QDialogButtonBox, QMessageBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QMainWindow, QDialog {{ background: {c.window}; }}
QMainWindow::separator {{ background: {c.window}; width: 8px; height: 6px; }}
QToolBar {{ background: {c.window}; border: none; padding: 4px 8px; spacing: 2px; }}
QToolBar::separator {{ background: {c.border}; width: 1px; margin: 5px 6px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 6px; padding: 4px 7px; color: {c.text}; }}
QToolButton:hover {{ background: {c.panel}; border-color: {c.border}; }}
QToolButton:pressed {{ background: {c.border}; }}
QToolButton:checked {{ background: {c.panel}; border: 2px solid {c.accent}; padding: 3px 6px; }}
QToolButton:focus, QPushButton:focus, QCheckBox:focus {{ border: 1px solid {c.accent}; }}
QMenuBar {{ background: {c.window}; color: {c.text}; padding: 2px 4px; }}
QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {c.border}; }}
QMenu {{ background: {c.panel}; color: {c.text}; border: 1px solid {c.border}; padding: 4px; }}
QMenu::item {{ padding: 5px 26px 5px 24px; border-radius: 4px; }}
QMenu::item:selected {{ background: {c.border}; color: {c.text}; }}
QMenu::item:disabled {{ color: {c.axis}; }}
QMenu::separator {{ height: 1px; background: {c.border}; margin: 4px 8px; }}
QStatusBar {{ background: {c.window}; color: {c.muted}; padding-left: 10px; min-height: 24px; }}
QStatusBar QLabel {{ color: {c.muted}; padding-left: 12px; }}
QStatusBar::item {{ border: none; }}
QDockWidget {{
  color: {c.text}; font-weight: 600;
  titlebar-close-icon: url("{_drawing("close")}"); titlebar-normal-icon: url("{_drawing("float")}");
}}
QTabBar {{ qproperty-drawBase: 0; background: transparent; }}
QTabBar::tab {{
    color: {c.muted}; background: transparent; border: none; border-bottom: 2px solid transparent;
    padding: 5px 12px; margin-right: 2px;
}}
QTabBar::tab:hover {{ color: {c.text}; }}
QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; font-weight: bold; }}
QTabBar::tab:disabled, QCheckBox:disabled {{ color: {c.axis}; }}
QDockWidget::title {{ background: {c.window}; padding: 6px 4px 4px 4px; text-align: left; }}
#shelf, #shelf > QWidget, #shelf > QWidget > QWidget {{ background: {c.window}; }}
#panel, #card {{ background: {c.panel}; border: 1px solid {c.border}; border-radius: 8px; }}
#notice {{
  background: {c.panel}; border: 1px solid {c.accent}; border-radius: 8px; margin-bottom: 6px;
}}
QLabel#muted {{ color: {c.muted}; }}
QLabel#problem {{ color: {c.danger}; }}
QLabel#reading {{ font-size: 17px; font-weight: 600; color: {c.text}; }}
QLabel#sum_name {{ color: {c.sum}; font-weight: 600; font-size: 15px; }}
QLabel#target_name {{ color: {c.target}; font-weight: 600; font-size: 15px; }}
QLineEdit, QComboBox {{
  background: {c.panel}; color: {c.text}; border: 1px solid {c.border}; border-radius: 6px; padding: 4px 7px;
  selection-background-color: {c.accent}; selection-color: {c.accent_text};
}}
QLineEdit:focus, QComboBox:focus {{ border-color: {c.accent}; }}
QLineEdit:disabled {{ color: {c.axis}; }}
QLineEdit[problem="true"], QComboBox[problem="true"] {{ border-color: {c.danger}; }}
QLineEdit#formula {{ font-size: 15px; padding: 6px 9px; }}
QComboBox QLineEdit {{ border: none; padding: 0; background: transparent; }}
QComboBox:disabled {{ color: {c.axis}; background: {c.window}; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: url("{_drawing("chevron")}"); width: 11px; height: 11px; }}
QComboBox QAbstractItemView {{ background: {c.panel}; color: {c.text}; border: 1px solid {c.border}; }}
QComboBox QAbstractItemView::item {{ min-height: 22px; padding-left: 4px; }}
QPushButton {{
  background: {c.panel}; color: {c.text}; border: 1px solid {c.border}; border-radius: 6px; padding: 5px 14px;
}}
QPushButton:hover {{ border-color: {c.axis}; }}
QPushButton:pressed {{ background: {c.border}; }}
QPushButton:disabled {{ color: {c.axis}; }}
QPushButton#primary {{
  background: {c.accent}; color: {c.accent_text}; border-color: {c.accent}; font-weight: 600;
}}
QPushButton#primary:disabled {{ background: {c.border}; border-color: {c.border}; color: {c.muted}; }}
QPushButton#primary:focus {{ border: 2px solid {c.text}; padding: 4px 13px; }}
QPushButton[segment] {{ padding: 5px 6px; border-radius: 0; }}
QPushButton[segment="first"] {{ border-top-left-radius: 6px; border-bottom-left-radius: 6px; }}
QPushButton[segment="middle"] {{ border-left: none; border-right: none; }}
QPushButton[segment="last"] {{ border-top-right-radius: 6px; border-bottom-right-radius: 6px; }}
QPushButton:checked {{ background: {c.outside}; color: {c.accent}; border: 1px solid {c.accent}; }}
QPushButton[segment]:focus {{ border: 2px solid {c.text}; padding: 4px 5px; }}
QSpinBox {{
  background: {c.panel}; color: {c.text}; border: 1px solid {c.border}; border-radius: 6px; padding: 4px 7px;
  selection-background-color: {c.accent}; selection-color: {c.accent_text};
}}
QSpinBox QLineEdit {{ border: none; padding: 0; background: transparent; }}
QSpinBox:focus {{ border-color: {c.accent}; }}
QSpinBox::up-button, QSpinBox::down-button {{ border: none; width: 20px; subcontrol-origin: border; }}
QSpinBox::up-button {{ subcontrol-position: top right; padding-top: 3px; }}
QSpinBox::down-button {{ subcontrol-position: bottom right; padding-bottom: 3px; }}
QSpinBox::up-arrow {{ image: url("{_drawing("chevron-up")}"); width: 9px; height: 9px; }}
QSpinBox::down-arrow {{ image: url("{_drawing("chevron")}"); width: 9px; height: 9px; }}
#entry {{ background: {c.panel}; border: 1px solid {c.axis}; border-radius: 8px; }}
#entry QLabel#title {{ font-weight: 600; color: {c.text}; }}
QSlider {{ min-height: 20px; }}
QSlider::groove:horizontal {{ height: 4px; background: {c.border}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {c.accent}; border-radius: 2px; }}
QSlider::sub-page:horizontal:disabled {{ background: {c.border}; }}
QSlider::handle:horizontal {{
  background: {c.panel}; border: 2px solid {c.accent}; width: 11px; height: 11px; margin: -6px 0;
  border-radius: 7px;
}}
QSlider::handle:horizontal:focus {{ background: {c.accent}; }}
QSlider::handle:horizontal:disabled {{ border-color: {c.axis}; }}
QProgressBar {{ background: {c.border}; border: none; border-radius: 3px; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
QCheckBox {{
  color: {c.text}; spacing: 7px; border: 1px solid transparent; border-radius: 4px; padding: 2px;
}}
QCheckBox::indicator {{
  width: 15px; height: 15px; border: 1px solid {c.axis}; border-radius: 4px; background: {c.panel};
}}
QCheckBox::indicator:checked {{
  background: {c.accent}; border-color: {c.accent}; image: url("{_drawing("check")}");
}}
QCheckBox::indicator:disabled {{ border-color: {c.border}; }}
QTableView {{ border: 1px solid {c.border}; gridline-color: {c.grid}; }}
QTableView::item:selected {{ background: {c.accent}; color: {c.accent_text}; }}
QTableView::indicator {{
  width: 13px; height: 13px; border: 1px solid {c.axis}; border-radius: 3px; background: {c.panel};
}}
QTableView::indicator:checked {{
  background: {c.accent}; border-color: {c.panel}; image: url("{_drawing("check")}");
}}
QTableView QLineEdit {{ border-radius: 0; padding: 0 3px; }}
QHeaderView {{ background: {c.panel}; border: none; }}
QHeaderView::section {{
  background: {c.panel}; color: {c.muted};
  border: none; border-bottom: 1px solid {c.border}; padding: 4px 6px;
}}
QTableCornerButton::section {{ background: {c.panel}; border: none; }}
QToolTip {{ background: {c.panel}; color: {c.text}; border: 1px solid {c.border}; padding: 4px; }}
QScrollBar:vertical {{ background: transparent; width: 11px; margin: 1px; }}
QScrollBar::handle:vertical {{ background: {c.border}; border-radius: 4px; min-height: 28px; }}
QScrollBar:horizontal {{ background: transparent; height: 11px; margin: 1px; }}
QScrollBar::handle:horizontal {{ background: {c.border}; border-radius: 4px; min-width: 28px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
"""


def _drawing(name: str) -> str:
    """Return the path of a drawing as style sheets want it: with slashes on every system."""
    return resource_path("icons", f"{name}.svg").as_posix()
