"""Export of sections to other programs: drawings (SVG, DXF) and meshes."""
