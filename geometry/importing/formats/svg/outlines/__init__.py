"""Outlines of shapes: path data, lines, Bézier curves and arcs."""
