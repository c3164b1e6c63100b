"""The window: the only package that knows of Qt. It turns events into edits and paints scenes."""
