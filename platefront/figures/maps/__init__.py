"""Maps of the cross-section: current density, concentration, thickness, filling."""
