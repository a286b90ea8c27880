"""Current lines of a section: contours of a stream function at equal intervals."""
