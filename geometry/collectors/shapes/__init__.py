"""Shapes that collectors are made of."""
