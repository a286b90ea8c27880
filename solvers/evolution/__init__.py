"""The run: state, time steps, moving front, remeshing, records, stopping."""
