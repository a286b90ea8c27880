"""Objects of CAD drawings: visibility, placement in blocks, and conversion to polylines."""
