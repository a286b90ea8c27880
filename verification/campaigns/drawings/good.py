"""Good drawings of every format, from which damaged ones are made: fibres in a box."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import ezdxf
import gmsh
import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image

_BOX = shapely.box(0, 0, 100, 80)
_FIBRES = [shapely.Point(x, y).buffer(8.0, quad_segs=8) for x in (20, 50, 80) for y in (25, 55)]
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="100mm" height="80mm" viewBox="0 0 100 80">\n'
    '<rect id="box" x="0" y="0" width="100" height="80"/>\n<g id="fibres">\n{body}\n</g></svg>\n'
)


def svg(body: str) -> str:
    """Return an SVG drawing with a box and a group of fibres."""
    return _SVG.format(body=body)


def _svg() -> bytes:
    circles = "\n".join(
        f'<circle id="c{n}" cx="{shape.centroid.x:g}" cy="{shape.centroid.y:g}" r="8" '
        f'transform="rotate({n})" style="fill:#ff0000"/>'
        for n, shape in enumerate(_FIBRES[:1])
    )
    path = '<path id="p" d="M 50,17 a 8,8 0 1 0 0.1,0 z M 70,40 h 20 v 20 c -5,5 -15,5 -20,0 z"/>'
    return svg(f'{circles}\n{path}\n<use xlink:href="#p" transform="translate(-30,0)"/>').encode()


def _dxf() -> bytes:
    # no time and no identifiers of its own
    ezdxf.options.write_fixed_meta_data_for_testing = True  # type: ignore[attr-defined]
    document = ezdxf.new(units=13)  # type: ignore[attr-defined]
    space = document.modelspace()
    space.add_lwpolyline(list(_BOX.exterior.coords), close=True, dxfattribs={"layer": "box"})
    block = document.blocks.new("fibre")
    block.add_circle((0, 0), 8.0)
    for shape in _FIBRES[:3]:
        place = (shape.centroid.x, shape.centroid.y)
        space.add_blockref("fibre", place, dxfattribs={"layer": "fibres"})
    for shape in _FIBRES[3:]:
        points = list(shape.exterior.coords)[:-1]
        space.add_lwpolyline(points, close=True, dxfattribs={"layer": "fibres"})
    written = StringIO()
    document.write(written)
    return written.getvalue().encode()


def _geojson() -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"layer": name},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for name, shape in [("box", _BOX), *(("fibres", shape) for shape in _FIBRES)]
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _wkt() -> bytes:
    return "\n".join([f"box: {_BOX.wkt}", *(f"fibres: {shape.wkt}" for shape in _FIBRES)]).encode()


def _by_gmsh(ending: str, options: dict[str, float]) -> bytes:
    """Return a model of two fibres in the box, as Gmsh saves it."""
    if not gmsh.isInitialized():
        gmsh.initialize(readConfigFiles=False, interruptible=False)
    gmsh.option.setNumber("General.Terminal", 0)
    gmsh.model.add("good")
    try:
        box = gmsh.model.occ.addRectangle(0, 0, 0, 100, 80)
        fibres = [gmsh.model.occ.addDisk(x, 40, 0, 8, 8) for x in (30, 70)]
        gmsh.model.occ.fragment([(2, box)], [(2, tag) for tag in fibres])
        gmsh.model.occ.synchronize()
        tags = [tag for _, tag in gmsh.model.getEntities(2)]
        own = [tag for tag in tags if gmsh.model.occ.getMass(2, tag) < 1000]
        gmsh.model.addPhysicalGroup(2, own, name="fibres")
        gmsh.model.addPhysicalGroup(2, [tag for tag in tags if tag not in own], name="box")
        for option, value in options.items():
            gmsh.option.setNumber(f"Mesh.{option}", value)
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"good{ending}"
            if options:
                gmsh.model.mesh.setSize(gmsh.model.getEntities(0), 5.0)
                gmsh.model.mesh.generate(2)
            gmsh.write(str(path))
            return _without_origin(path.read_bytes())
    finally:
        gmsh.model.remove()


def _without_origin(step: bytes) -> bytes:
    """Return a model as STEP without file name, time and the count of models written."""
    named = re.sub(rb"(?<=FILE_NAME\()'[^']*','[^']*'", b"'good','2026'", step)
    return re.sub(rb"(STEP translator [\d.]+ |USAGE_OCCURRENCE\(')\d+", rb"\g<1>1", named)


def _levels() -> NDArray[np.uint8]:
    """Return grey levels of bright fibres on a dark ground, with noise."""
    rng = np.random.default_rng(7)
    rows, columns = np.indices((160, 200))
    bright = np.zeros((160, 200), dtype=bool)
    for shape in _FIBRES:
        x, y = 2 * shape.centroid.x, 160 - 2 * shape.centroid.y
        bright |= (rows - y) ** 2 + (columns - x) ** 2 < 16**2
    noisy = np.where(bright, 180, 60) + rng.normal(0.0, 6.0, bright.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def _picture(ending: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"good{ending}"
        Image.fromarray(_levels()).save(path)
        return path.read_bytes()


_MADE: dict[str, Callable[[], bytes]] = {
    "a.svg": _svg,
    "a.dxf": _dxf,
    "a.geojson": _geojson,
    "a.wkt": _wkt,
    "text.msh": lambda: _by_gmsh(".msh", {"MshFileVersion": 4.1, "Binary": 0}),
    "binary.msh": lambda: _by_gmsh(".msh", {"MshFileVersion": 4.1, "Binary": 1}),
    "old.msh": lambda: _by_gmsh(".msh", {"MshFileVersion": 2.2, "Binary": 0}),
    "a.step": lambda: _by_gmsh(".step", {}),
    "a.brep": lambda: _by_gmsh(".brep", {}),
    "a.png": lambda: _picture(".png"),
    "a.tif": lambda: _picture(".tif"),
}
NAMES = tuple(_MADE)
"""File names of the good drawings."""
PICTURES = (".png", ".tif")
"""Extensions of images."""


@cache
def good(name: str) -> bytes:
    """Return the content of a good drawing."""
    return _MADE[name]()
