"""Porous hosts of manufactured solutions: their strong form, and pores that fill."""
