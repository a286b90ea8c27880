"""Weak forms of the equations, and the forms bound to one mesh."""
