"""Commands that fit: which error is made small, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reluviz.document import arrange, edits
from reluviz.gui.commands.command import Command, has_selection

if TYPE_CHECKING:
    from collections.abc import Callable

    from reluviz.fitting.norms import Norm
    from reluviz.gui.window import Window

__all__ = ["FITS"]


def _can(fit: str) -> Callable[[Window], bool]:
    return lambda window: not window.session.fits.why_not(fit)


def _use_norm(norm: Norm) -> Callable[[Window], object]:
    return lambda window: window.session.apply_fit(edits.set_norm(norm))


def _has_norm(norm: Norm) -> Callable[[Window], bool]:
    return lambda window: window.session.store.document.norm == norm


def _keep_fitted(window: Window) -> None:
    window.session.apply_fit(edits.keep_fitted(not window.session.scene.document.keep_fitted))


FITS: tuple[Command, ...] = (
    Command(
        "fit",
        "Fit &slopes",
        lambda w: w.session.fits.fit_slopes(),
        ("Ctrl+F",),
        enabled=_can("fit"),
        icon="fit",
        tip="Solve for the slopes that make the error smallest",
    ),
    Command(
        "fit_only",
        "Fit &only these",
        lambda w: w.session.apply_fit(arrange.fit_only(w.session.scene.selection)),
        enabled=has_selection,
        tip="Solve for the slopes of the selected hinges alone; everything else stays",
    ),
    Command(
        "keep_fitted",
        "&Keep fitted",
        _keep_fitted,
        ("Ctrl+Shift+F",),
        tip="Solve again after every change",
        checked=lambda w: w.session.store.document.keep_fitted,
    ),
    Command(
        "place",
        "&Place hinges",
        lambda w: w.session.fits.place(),
        ("Ctrl+P",),
        enabled=_can("place"),
        tip="Put as many hinges as the Fit panel says where they make the error smallest",
    ),
    Command(
        "improve",
        "&Improve from here",
        lambda w: w.session.fits.improve(),
        ("Ctrl+I",),
        enabled=_can("improve"),
        tip="Move the hinges from where they are until the error grows no smaller",
    ),
    Command(
        "add_best",
        "Add &best hinge",
        lambda w: w.session.fits.add_best(),
        ("B",),
        None,
        True,
        tip="Add the one hinge that lowers the error most",
    ),
    Command(
        "tolerance",
        "&Fewest hinges for the tolerance",
        lambda w: w.session.fits.reach_tolerance(),
        enabled=_can("tolerance"),
        tip="Place as few hinges as keep the error within the tolerance of the Fit panel",
    ),
    Command(
        "norm_l2",
        "&Least squares",
        _use_norm("l2"),
        tip="Fits make the mean square error smallest",
        checked=_has_norm("l2"),
        group="norm",
    ),
    Command(
        "norm_max",
        "&Minimax",
        _use_norm("max"),
        tip="Fits make the largest error smallest",
        checked=_has_norm("max"),
        group="norm",
    ),
    Command(
        "norm_l1",
        "Least &absolute",
        _use_norm("l1"),
        tip="Fits make the mean absolute error smallest",
        checked=_has_norm("l1"),
        group="norm",
    ),
    Command(
        "rate_plot",
        "&Rate plot…",
        lambda w: w.show_rates(),
        ("Ctrl+R",),
        tip="See how fast the error can fall with the number of hinges, and where your own attempts stand",
    ),
)
