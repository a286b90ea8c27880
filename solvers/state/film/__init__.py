"""Films that grow along the front: what they are, and how they grow in a time step."""
