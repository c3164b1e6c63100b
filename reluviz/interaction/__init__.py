"""The command of the hand: what presses, moves and keys mean, in data coordinates and without Qt."""
