"""Fields on one mesh: transport, time scheme, Newton's method, mesh motion, transfer."""
