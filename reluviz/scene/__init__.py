"""What there is to see of a document. The window and the figures both read it, and draw nothing else."""
