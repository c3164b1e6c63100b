"""Where panels and texts of a picture stand on the page, before anything is drawn."""
