"""Report of runs: one HTML page with everything in it, for a browser without a network."""
