"""Fitting: functions that take a model and a target and return a result object. NumPy and SciPy only.

Slopes, the knots given (`slopes.fit_slopes`). The unknowns are the values at the knots, in the basis of
hat functions (`hats`); which values hinges can make at all is a matter of `span`. Least squares is one
tridiagonal solve (`projection`), minimax an exchange over small linear programs (`minimax`, `levels`),
least absolute deviations a convex problem with tridiagonal curvature (`deviation`, `interior`).

Knots and slopes together (`placement.place_hinges`). Least squares: starts from the bend of the target
(`curvature`) and from dynamic programmes (`programmes`), polished by Newton's method (`polish`), compared
with the relaxed problem (`spline_search`). Minimax: the narrowest tube that so few lines can pass (`tube`,
`minimax_search`). Least absolute deviations: Newton's method on the exact integral (`deviation_moments`,
`deviation_polish`) from the best knots of least squares and others (`deviation_search`). What is locked or
not free is met by descent in the basis of the hinges (`descent`, `improve`).

What the user is told: the best error possible (`par`), the next best hinge (`growth`), the fewest hinges
for a tolerance (`tolerance`), the error against their number (`rates`).
"""
