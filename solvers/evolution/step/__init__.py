"""A time step: its length, its solution, the metal it may take, its error and its end."""
