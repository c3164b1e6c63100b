"""The document: what a person makes, the edits that change it, its history and its files."""
