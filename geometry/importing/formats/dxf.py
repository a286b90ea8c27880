"""Reader of DXF drawings from CAD programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ezdxf
import numpy as np
from ezdxf import disassemble
from ezdxf.path import from_hatch, make_path

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.drawing import Drawing, DrawingError, DrawnLine, DrawnShape
from platefront.geometry.importing.formats.chaining import chained
from platefront.geometry.importing.formats.nesting import with_holes

# $INSUNITS → length of one unit [m]; 0 is "no unit"
_UNITS = {
    1: 0.0254, 2: 0.3048, 4: 1e-3, 5: 1e-2, 6: 1.0, 8: 2.54e-8, 9: 2.54e-5,
    11: 1e-10, 12: 1e-9, 13: 1e-6, 14: 0.1,
}  # fmt: skip
_CURVES = {
    "ARC", "CIRCLE", "ELLIPSE", "LINE", "LWPOLYLINE", "POLYLINE", "SOLID", "SPLINE", "TRACE",
}  # fmt: skip

# exceptions that ezdxf raises for damaged files
_DAMAGE = (ezdxf.DXFError, OSError, ValueError, LookupError, TypeError, ArithmeticError)  # type: ignore[attr-defined]
_ARC_PIECES = 8  # Bézier curves per circle; deviation 6e-6 of its radius


def read_dxf(path: Path, name: str, tolerance: float, scale: float | None) -> Drawing:
    """Read the model space: polylines, lines, arcs, circles, ellipses, splines, hatches, blocks.

    Lines and arcs of one layer and colour whose ends meet form one outline; an outline inside
    another one of its layer is a hole, an outline inside a hole is solid again. Arguments and
    errors as for `read_svg`; names are the layer, `colour N` and the handle.
    """
    try:
        document = ezdxf.readfile(path)  # type: ignore[attr-defined]
    except _DAMAGE as error:
        reason = " ".join(str(error).split()).replace(str(path), name)
        raise DrawingError(name, f"the file is not a readable DXF drawing ({reason})") from None
    unit = _UNITS.get(document.header.get("$INSUNITS", 0))
    length = scale or unit
    fine = tolerance / length if length is not None else 1.0
    outlines: list[DrawnShape] = []
    hatches: list[DrawnShape] = []
    left_out: Counter[str] = Counter()
    for entity in disassemble.recursive_decompose(document.modelspace()):
        if entity.dxftype() not in _CURVES | {"HATCH"}:
            left_out[entity.dxftype()] += 1
            continue
        layer = _layer(entity)
        place = f'{entity.dxftype()} {_handle(entity)} on layer "{layer}"'
        names: tuple[str, ...]
        names = (layer, f"colour {entity.dxf.color}", f"handle {_handle(entity)}")
        lines = tuple(_lines(entity, fine))
        for line in lines:
            _check_flat(line, name, place)
        if entity.dxftype() == "HATCH":
            plane = tuple(_in_plane(line, closed=True) for line in lines)
            hatches.append(DrawnShape(names, plane, place))
        else:
            names = names if _closed(lines[0]) else names[:2]  # pieces of a chain share names
            drawn = _in_plane(lines[0], closed=_closed(lines[0]))
            outlines.append(DrawnShape(names, (drawn,), place))
    notes = tuple(
        f"{count} {kind} left out: no outline" for kind, count in sorted(left_out.items())
    )
    shapes = (*with_holes(chained(outlines, fine)), *hatches)
    return Drawing(name, shapes, unit, notes=notes)


def _handle(entity: Any) -> str:
    """Return the handle of an entity, or of the block reference it belongs to."""
    origin = entity.source_block_reference if entity.dxf.handle is None else entity
    return str(origin.dxf.handle) if origin is not None else "without handle"


def _layer(entity: Any) -> str:
    """Return the layer of an entity; layer 0 within a block is the layer of its reference."""
    origin = entity.source_block_reference
    on_reference = origin is not None and entity.dxf.layer == "0"
    return str(origin.dxf.layer if on_reference else entity.dxf.layer)


def _lines(entity: Any, tolerance: float) -> Iterator[Floats]:
    """Return the (n, 3) polylines of an entity."""
    paths = (
        from_hatch(entity)
        if entity.dxftype() == "HATCH"
        else [make_path(entity, segments=_ARC_PIECES)]
    )
    for path in paths:
        points = np.array([tuple(point) for point in path.flattening(tolerance)])
        if len(points):
            yield points


def _closed(points: Floats) -> bool:
    return len(points) > 2 and bool(np.allclose(points[0], points[-1], rtol=1e-9, atol=1e-12))


def _in_plane(points: Floats, closed: bool) -> DrawnLine:
    repeated = closed and _closed(points)
    return DrawnLine(points[:-1, :2] if repeated else points[:, :2], closed)


def _check_flat(points: Floats, name: str, place: str) -> None:
    if np.ptp(points[:, 2]) > 0.0 or points[0, 2] != 0.0:
        raise DrawingError(
            name, f"the drawing is not flat: z = {points[:, 2].max():.6g}, must be 0", place
        )
