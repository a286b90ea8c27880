"""Solids that resist, of manufactured solutions: their strong form, and their network."""
