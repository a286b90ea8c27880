"""Reference solutions of cells under a protocol, independent of the solver.

Closed series, ordinary differential equations, and a one-dimensional integration with its own
discretisation. They share with the solver only the classes of parameters and the constants.

Signs: i > 0 plates at y = 0; the potential is that of the plated electrode against the counter
electrode at y = L. Units are SI; concentrations are in units of c0 unless stated otherwise.
"""
