"""Convergence studies: dependence of the results on mesh size and time step."""
