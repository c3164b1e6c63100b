"""Animations of a sequence: which pictures are shown when, and the files that show them."""
