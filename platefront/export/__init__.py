"""Files of a section for other programs: drawings (SVG, DXF) and meshes."""
