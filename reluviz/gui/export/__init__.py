"""Figures leave the window: the dialog with its preview, the clipboard, files in many sizes."""
