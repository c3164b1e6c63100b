"""Where the commands stand: menus, toolbar and the menus of a right click, by the keys of commands."""

from __future__ import annotations

__all__ = ["CANVAS_MENU", "HINGE_MENU", "MENUS", "STRIP_MENU", "TOOLBAR"]

#: Title of each menu and the commands in it; None is a separator, a tuple with a title is a submenu.
MENUS: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("&File", ("new", "open", "recent", None, "save", "save_as", None, "export", None, "quit")),
    ("&Edit", ("undo", "redo", None, "select_all", "delete", "clear")),
    (
        "H&inge",
        (
            "add",
            "flip",
            None,
            "lock",
            "lock_knot",
            "lock_slope",
            None,
            "nudge_left",
            "nudge_right",
            "nudge_far_left",
            "nudge_far_right",
            "steeper",
            "flatter",
        ),
    ),
    (
        "Fi&t",
        (
            "fit",
            "keep_fitted",
            None,
            "place",
            "tolerance",
            None,
            "improve",
            "add_best",
            None,
            ("&Make small", ("norm_l2", "norm_max", "norm_l1")),
            None,
            "rate_plot",
        ),
    ),
    (
        "&View",
        (
            "fit_view",
            "zoom_in",
            "zoom_out",
            "full_screen",
            None,
            ("&Error strip", ("error_signed", "error_square", "error_absolute", None, "error_next")),
            "tolerance_band",
            None,
            ("&Theme", ("theme_system", "theme_light", "theme_dark")),
            "reduce_motion",
            "panels",
        ),
    ),
    ("&Help", ("commands", "shortcuts", None, "about")),
)

#: Commands with a button; None is a gap.
TOOLBAR: tuple[str | None, ...] = (
    "new",
    "open",
    "save",
    None,
    "undo",
    "redo",
    None,
    "add",
    "flip",
    "delete",
    None,
    "fit",
    None,
    "zoom_in",
    "zoom_out",
    "fit_view",
    None,
    "export",
)

#: The menus of a right click: on a hinge, on the open canvas, on the error strip.
HINGE_MENU: tuple[str | None, ...] = (
    "flip",
    "delete",
    None,
    "lock",
    "lock_knot",
    "lock_slope",
    None,
    "fit",
    None,
    "undo",
    "redo",
)
CANVAS_MENU: tuple[str | None, ...] = ("add_here", "fit", None, "undo", "redo", None, "fit_view", "export")
STRIP_MENU: tuple[str | None, ...] = (
    "error_signed",
    "error_square",
    "error_absolute",
    None,
    "tolerance_band",
    "tolerance_value",
    None,
    "fit_view",
)
