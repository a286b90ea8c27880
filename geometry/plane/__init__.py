"""Polygons of the plane and of the cylinder: offsets, images, connectivity."""
