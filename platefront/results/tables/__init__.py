"""Tables of a run, each written row by row."""
