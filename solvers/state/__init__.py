"""State of a run: front, fields and balances, and how it starts."""
