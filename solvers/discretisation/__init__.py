"""Fields on one mesh: transport, time scheme, mesh motion, transfer."""
