"""The sum itself as a file: formulas, tables and code. Every writer takes a document and returns its text."""
