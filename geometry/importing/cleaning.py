"""Cleaning of a drawing: shapes of a section, unambiguous defects repaired, others refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.box import box_of
from platefront.geometry.importing.drawing import Drawing, DrawingError, DrawnShape
from platefront.geometry.importing.electrolyte_regions import fitted_regions
from platefront.geometry.importing.inventory import Inventory
from platefront.geometry.importing.materials import check_contacts, fitted, united
from platefront.geometry.importing.naming import Roles, Sorted, sort_shapes
from platefront.geometry.importing.rings import marked, region
from platefront.geometry.importing.walls import Walls
from platefront.geometry.lengths import micrometres

_WIDEST, _NARROWEST = 0.02, 1e-8  # limits of a section's width [m]; beyond them the scale is wrong


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """Clean shapes of a section [µm], y upwards, lower left corner of the box at the origin.

    Attributes:
        width: width of the box.
        drawn_height: height of the box, or of all shapes if no box is drawn.
        collector: polygons, possibly on the walls.
        deposit: polygons, disjoint from the collector.
        surfaces: surface → regions that contain it or lie nearest to it, or lines; empty if
            none are named.
        notes: repairs, assumptions and omissions, one sentence each.
        regions: name → polygons of regions of the electrolyte, disjoint from solids and each other.
        inventory: the file's objects by what became of them; None for an image.
    """

    width: float
    drawn_height: float
    collector: BaseGeometry
    deposit: BaseGeometry
    surfaces: Mapping[str, BaseGeometry]
    notes: tuple[str, ...]
    regions: Mapping[str, BaseGeometry] = field(default_factory=dict)
    inventory: Inventory | None = None


def clean_section(
    drawing: Drawing, roles: Roles, tolerance: float, scale: float | None
) -> DrawnSection:
    """Clean a drawing.

    Repaired, with a note: gaps in outlines, repeated points, overlaps of one material, corners
    near a wall, slits between deposit and collector. Ambiguous defects are refused.

    Args:
        drawing: the drawing as read or traced.
        roles: names of the objects that are collector, deposit, box, surfaces and regions.
        tolerance: distances up to this are treated as zero [m].
        scale: length of one unit of the file [m]; None for the unit stated in the file.

    Raises:
        DrawingError: the drawing gives no valid section; the text states place and coordinates.
    """
    notes = [f"{drawing.file}: {note}" for note in (*drawing.notes, *drawing.left_out)]
    try:
        unit = drawing.unit if scale is None else scale
        if unit is None:
            raise drawing.error(
                "the file does not state the length of its unit; add for example "
                'scale = "1 um" to [section.collector]'
            )
        return _cleaned(drawing, sort_shapes(drawing, roles), tolerance / unit, unit, notes)
    except DrawingError as error:
        for note in notes:
            error.add_note(note)
        raise


def _cleaned(
    drawing: Drawing, found: Sorted, fine: float, unit: float, notes: list[str]
) -> DrawnSection:
    """Clean sorted objects; `fine` is the tolerance in units of the file, each `unit` long [m]."""

    def regions(shapes: Iterable[DrawnShape]) -> list[tuple[DrawnShape, BaseGeometry]]:
        return [(shape, region(shape, drawing, fine, notes)) for shape in shapes]

    solid, metal = regions(found.collector), regions(found.deposit)
    notes += _remarks(drawing, [shape for shape, _ in (*solid, *metal)])
    shapes = [whole for _, whole in (*solid, *metal)]
    areas = {name: regions(parts) for name, parts in found.regions.items()}
    around = [whole for parts in areas.values() for _, whole in parts]
    box = box_of(regions(found.box), shapes, found.fluid, drawing, fine, around)
    if not box.is_drawn:
        notes.append(f"{drawing.file}: no box is drawn; walls and floor are where the shapes end")
    elif not found.box:
        notes.append(
            f"{drawing.file}: no box is named; it is the outer ring of {box.source}, which with "
            f"the solids fills a rectangle"
        )
        found = found.with_box(box.objects)
    notes += _unused(drawing, found.unused)
    bounds = box.outline.bounds
    _check_size(drawing, bounds[2] - bounds[0], unit)
    walls = Walls(box, drawing, fine)
    solid = [(shape, walls.snapped(shape, whole, notes)) for shape, whole in solid]
    metal = [(shape, walls.snapped(shape, whole, notes)) for shape, whole in metal]
    collector = walls.exact(united("collector", solid, drawing, fine, notes))
    deposit: BaseGeometry = shapely.Polygon()
    if metal:
        deposit = walls.exact(fitted(collector, metal, drawing, fine, notes))
    solids = collector if deposit.is_empty else shapely.union_all([collector, deposit])
    check_contacts(solids, drawing, fine)
    walls.check_contacts(solids, found.unused)
    inside = {
        name: [(shape, walls.snapped(shape, whole, notes)) for shape, whole in parts]
        for name, parts in areas.items()
    }
    fluid = fitted_regions(inside, solids, walls, notes)
    surfaces = {
        name: shapely.union_all([marked(shape, drawing, fine, notes) for shape in shapes])
        for name, shapes in found.surfaces.items()
    }

    def placed(shape: BaseGeometry) -> BaseGeometry:
        """Map to coordinates of the section, vertices on the walls exactly there."""
        left = bounds[0]
        up = -micrometres(unit) if drawing.y_down else micrometres(unit)
        across = micrometres(unit)
        moved = affinity.affine_transform(
            shape, (across, 0.0, 0.0, up, -across * left, -up * walls.floor)
        )
        return shapely.orient_polygons(shapely.transform(moved, on_walls))

    width = micrometres(unit) * (bounds[2] - bounds[0])

    def on_walls(points: Floats) -> Floats:
        for axis, wall in ((0, 0.0), (0, width), (1, 0.0)):
            near = np.abs(points[:, axis] - wall) < 1e-9 * width
            points[near, axis] = wall
        return points

    return DrawnSection(
        width=width,
        drawn_height=micrometres(unit) * (bounds[3] - bounds[1]),
        collector=placed(collector),
        deposit=placed(deposit),
        surfaces={name: placed(shape) for name, shape in surfaces.items()},
        notes=tuple(notes),
        regions={name: placed(area) for name, area in fluid.items()},
        inventory=Inventory(drawing.file, drawing.held, found.count(), drawing.left_out),
    )


def _unused(drawing: Drawing, shapes: tuple[DrawnShape, ...]) -> list[str]:
    if not shapes:
        return []
    places = ", ".join(shape.place for shape in shapes[:5])
    more = f" and {len(shapes) - 5} more" if len(shapes) > 5 else ""
    return [f"{drawing.file}: not used, as the case does not name them: {places}{more}"]


def _remarks(drawing: Drawing, solids: list[DrawnShape]) -> list[str]:
    """Return the remarks on solids, each with the places of its objects."""
    places: dict[str, list[str]] = {}
    for shape in solids:
        if shape.remark:
            places.setdefault(shape.remark, []).append(shape.place)
    return [
        f"{drawing.file}, {found[0]}{f' and {len(found) - 1} more' if found[1:] else ''}: {remark}"
        for remark, found in places.items()
    ]


def _check_size(drawing: Drawing, units: float, unit: float) -> None:
    width = unit * units
    if not _NARROWEST <= width <= _WIDEST:
        raise drawing.error(
            f"the section would be {width:.4g} m wide; with scale the case says how long one of "
            f'the file\'s units is meant to be, for example scale = "1 um"'
        )
