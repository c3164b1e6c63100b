"""The .reluviz file: a document as versioned, readable JSON, and back."""

from __future__ import annotations

from reluviz.document.fileformat.limits import LARGEST_FILE, LONGEST_NAME, MOST_POINTS
from reluviz.document.fileformat.reading import decode_document
from reluviz.document.fileformat.writing import VERSION, encode_document

__all__ = ["LARGEST_FILE", "LONGEST_NAME", "MOST_POINTS", "VERSION", "decode_document", "encode_document"]
