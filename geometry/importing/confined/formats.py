"""Formats of foreign files: reader, largest size, confidence needed."""

from __future__ import annotations

from dataclasses import dataclass

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Format:
    """Reader of one kind of file.

    Attributes:
        module: module of `platefront.geometry.importing` with the reader.
        function: name of the reader.
        largest: largest size of a file [bytes].
        is_program: whether a file is a program, so that only a trusted one is read.
    """

    module: str
    function: str
    largest: int
    is_program: bool = False


DRAWINGS = {
    ".svg": Format("formats.svg", "read_svg", 50 * _MEGABYTE),
    ".dxf": Format("formats.dxf", "read_dxf", 100 * _MEGABYTE),
    ".geojson": Format("formats.geojson", "read_geojson", 100 * _MEGABYTE),
    ".json": Format("formats.geojson", "read_geojson", 100 * _MEGABYTE),
    ".wkt": Format("formats.wkt", "read_wkt", 100 * _MEGABYTE),
    ".msh": Format("formats.msh", "read_msh", 200 * _MEGABYTE),
    ".step": Format("formats.gmsh_model", "read_step", 50 * _MEGABYTE),
    ".stp": Format("formats.gmsh_model", "read_step", 50 * _MEGABYTE),
    ".brep": Format("formats.gmsh_model", "read_brep", 50 * _MEGABYTE),
    ".geo": Format("formats.gmsh_model", "read_geo", 10 * _MEGABYTE, is_program=True),
}
"""File extension → format."""

IMAGE = Format("images.grey_image", "read_image", 500 * _MEGABYTE)
"""Grey-level images, whatever the extension."""
