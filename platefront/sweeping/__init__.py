"""Sweeps: many runs of one case with other values of some keys, in one table."""
