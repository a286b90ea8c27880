"""The distributed mesh, its periodic walls, and its ties to the front."""
