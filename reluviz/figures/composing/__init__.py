"""From a scene to a picture: which panels, layers, entries and texts a figure has."""
