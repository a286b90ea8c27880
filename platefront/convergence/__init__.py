"""How much the numbers of a case depend on mesh and time step."""
