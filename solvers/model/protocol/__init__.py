"""Protocol of a run: steps under one control each, and what ends them."""
