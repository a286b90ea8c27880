"""Reader of SVG drawings: document, style, coordinate systems, shapes."""

from platefront.geometry.importing.formats.svg.reading import read_svg

__all__ = ["read_svg"]
