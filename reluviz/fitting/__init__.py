"""Fitting: functions that take a model and a target and return a result object. NumPy and SciPy only."""
