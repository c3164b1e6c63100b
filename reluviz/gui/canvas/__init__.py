"""The canvas and its layers: the plane people work on, and the error strip below it."""
