"""What can be chosen about a figure: contents, size, style, and the steps of a sequence."""
