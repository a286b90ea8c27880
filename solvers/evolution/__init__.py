"""The run: time steps, moving front, remeshing, records, stopping."""
