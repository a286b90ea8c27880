"""Checkpoints: the whole state of a run as data, in a file, and back."""
