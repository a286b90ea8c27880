"""Weak forms of the equations, and their binding to a mesh."""
