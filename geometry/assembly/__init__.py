"""Construction of the cross-section from the parameters of a case."""
