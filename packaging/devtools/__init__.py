"""The commands behind ``packaging/dev.py``, with the standard library alone.

``places`` knows the files, ``system`` the libraries, ``environment`` the virtual environment, ``screen``
whether a window can open; ``suite``, ``program`` and ``wheel`` are the commands, ``commands`` reads the line.
"""
