"""The cross-section of a cell: box, solids, named surfaces, and changes to them as a whole."""
