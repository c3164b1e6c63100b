"""How data comes into the window: from a file, the clipboard or a drop, through one dialog."""
