"""Style of a drawing: rules, their cascade and the values of properties."""
