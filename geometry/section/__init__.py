"""Cross-section of a cell: box, solids, named surfaces, and transforms of the whole section."""
