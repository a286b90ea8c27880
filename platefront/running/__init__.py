"""Execution of a run: solution, output, progress, closing tables."""
