"""The balances of a run: charge, anions, areas, and the record of a step."""
