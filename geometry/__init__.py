"""Cross-sections, fronts and meshes: shapes without physics.

Lengths in parameter classes are metres (SI). Coordinates of shapes, fronts and meshes are
micrometres, the natural unit of a section and well scaled for GEOS and Gmsh; the factor between
the two is in `platefront.geometry.lengths` and is applied when a section is built.
"""
