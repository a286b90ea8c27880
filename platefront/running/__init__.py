"""Runs: solve, write, show progress, say how it ended."""
