"""Physics and numerics of plating: transport, kinetics, front motion, time stepping, balances.

All functions work on arrays and value objects; files and the command line belong to the
`platefront` package. Parameters are SI; mesh coordinates are micrometres (see `geometry`).
"""
