"""The dock panels. Each knows the session and nothing else."""
