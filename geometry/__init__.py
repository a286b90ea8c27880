"""Cross-sections, fronts and meshes: shapes without physics.

Lengths in parameter classes are metres (SI). Coordinates of shapes, fronts and meshes are
micrometres, the natural unit of a section and well scaled for GEOS and Gmsh; the factor between
the two is `geometry.lengths.MICROMETRES_PER_METRE` and is applied where a section is built.
"""
