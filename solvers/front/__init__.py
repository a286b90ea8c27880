"""Front of a run: position, metal below it, currents and charges along it."""
