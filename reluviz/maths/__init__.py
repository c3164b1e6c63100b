"""Exact one-dimensional mathematics: piecewise-linear functions, hinges, errors. NumPy only."""
