"""The same drawing, a square ring in its box, in every format that is read."""

from __future__ import annotations

import json
from pathlib import Path

import ezdxf
import gmsh
import shapely

from platefront.geometry.trust import trust
from tests.shared.drawings import FRAME, svg

OUTER = [(20, 10), (60, 10), (60, 50), (20, 50)]
INNER = [(30, 20), (50, 20), (50, 40), (30, 40)]
BOX = [(0, 0), (100, 0), (100, 80), (0, 80)]
GEO = """
SetFactory("OpenCASCADE");
Rectangle(1) = {20, 10, 0, 40, 40};
Rectangle(2) = {30, 20, 0, 20, 20};
BooleanDifference(3) = { Surface{1}; Delete; }{ Surface{2}; Delete; };
Rectangle(4) = {0, 0, 0, 100, 80};
Physical Surface("fibres") = {3};
Physical Surface("box") = {4};
"""


def write_svg(path: Path) -> None:
    # y downwards, in a group moved by (10, 0), with the hole drawn in the same sense
    path.write_text(
        svg(
            '<g transform="translate(10,0)"><path id="p" style="fill-rule:evenodd" '
            'd="m 10,70 h 40 v -40 h -40 z m 10,-10 h 20 v -20 h -20 z"/></g>'
        )
    )


def write_dxf(path: Path) -> None:
    document = ezdxf.new(units=ezdxf.units.MM)  # type: ignore[attr-defined]
    space = document.modelspace()
    space.add_lwpolyline(BOX, close=True, dxfattribs={"layer": "box"})
    hatch = space.add_hatch(dxfattribs={"layer": "fibres"})
    hatch.paths.add_polyline_path(OUTER, is_closed=True)
    hatch.paths.add_polyline_path(INNER, is_closed=True)
    document.saveas(path)


def write_geojson(path: Path) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"layer": name},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for name, shape in (("box", shapely.Polygon(BOX)), ("fibres", FRAME))
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def write_wkt(path: Path) -> None:
    path.write_text(f"# a frame\nbox: {shapely.Polygon(BOX).wkt}\nfibres: {FRAME.wkt}\n")


def write_geo(path: Path) -> None:
    path.write_text(GEO)
    trust(path)


def _gmsh_model(path: Path) -> None:
    """Build the frame in Gmsh, as a model of its own."""
    geo = path.with_suffix(".geo")
    geo.write_text(GEO)
    if not gmsh.isInitialized():
        gmsh.initialize(interruptible=False)
    gmsh.option.setNumber("General.Terminal", 0)
    gmsh.open(str(geo))


def write_step(path: Path) -> None:
    _gmsh_model(path)
    gmsh.write(str(path))
    gmsh.model.remove()


def write_msh(path: Path) -> None:
    _gmsh_model(path)
    gmsh.model.mesh.setSize(gmsh.model.getEntities(0), 10.0)
    gmsh.model.mesh.generate(2)
    gmsh.write(str(path))
    gmsh.model.remove()


WRITERS = {
    ".svg": write_svg,
    ".dxf": write_dxf,
    ".geojson": write_geojson,
    ".wkt": write_wkt,
    ".geo": write_geo,
    ".msh": write_msh,
}
