"""Electronic potential of host and deposit: conductors, their networks, its unknowns."""
