"""Changes of the topology of the front: gaps that close, pockets that form and open."""
