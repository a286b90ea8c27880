"""Figures of a sweep: curves over one key, maps over two."""
