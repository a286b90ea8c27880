"""Newton's method for the fields: linear systems, convergence, balances of a solution."""
