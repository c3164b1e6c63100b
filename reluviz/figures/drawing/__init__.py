"""Pictures drawn with matplotlib: pixels and vectors, pages and decks."""
