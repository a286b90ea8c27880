"""The front: a polyline with a state on every vertex that moves, meets and is resampled."""
