"""Assignment of the objects of a drawing to collector, deposit, box and surfaces."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from platefront.geometry.importing.drawing import Drawing, DrawnShape

BOX = "box"
"""Default name of the box."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Names of the objects that make up a section, from the case file.

    Attributes:
        collector: names of collector objects.
        deposit: names of lithium objects.
        surfaces: surface → names of the objects or drawn regions that define it.
        box: name of the objects of walls and floor; None for an optional object `box`.
        regions: region of the electrolyte → names of its objects.
    """

    collector: tuple[str, ...]
    deposit: tuple[str, ...] = ()
    surfaces: Mapping[str, tuple[str, ...]] | None = None
    box: str | None = None
    regions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sorted:
    """Objects of a drawing by role; an object may have several."""

    collector: tuple[DrawnShape, ...]
    deposit: tuple[DrawnShape, ...]
    surfaces: Mapping[str, tuple[DrawnShape, ...]]
    box: tuple[DrawnShape, ...]
    unused: tuple[DrawnShape, ...]
    regions: Mapping[str, tuple[DrawnShape, ...]] = field(default_factory=dict)

    @property
    def fluid(self) -> tuple[DrawnShape, ...]:
        """Objects that may be electrolyte: those that are not named, and regions."""
        return (*self.unused, *(shape for shapes in self.regions.values() for shape in shapes))

    def with_box(self, box: tuple[DrawnShape, ...]) -> Sorted:
        """Return the objects with some of the unused ones as the box."""
        known = {id(shape) for shape in box}
        unused = tuple(shape for shape in self.unused if id(shape) not in known)
        return replace(self, box=box, unused=unused)

    def count(self) -> dict[str, int]:
        """Return role → number of objects, each counted in the first of its roles."""
        roles = {
            "collector": self.collector,
            "lithium": self.deposit,
            "regions": [shape for shapes in self.regions.values() for shape in shapes],
            "box": self.box,
            "surfaces only": [shape for shapes in self.surfaces.values() for shape in shapes],
            "not used": self.unused,
        }
        counted: set[int] = set()
        numbers = {}
        for role, shapes in roles.items():
            new = {id(shape) for shape in shapes} - counted
            counted |= new
            numbers[role] = len(new)
        return numbers


def sort_shapes(drawing: Drawing, roles: Roles) -> Sorted:
    """Find the objects for each role.

    Raises:
        DrawingError: a name is not in the drawing, or an object is of two materials.
    """
    if not drawing.shapes:
        raise drawing.error("the file holds no outline")
    collector = _named(drawing, roles.collector, "collector")
    deposit = _named(drawing, roles.deposit, "deposit")
    areas = {
        name: _named(drawing, objects, f"regions.{name}") for name, objects in roles.regions.items()
    }
    owners = {id(shape): "collector" for shape in collector}
    for role, shapes in (
        ("deposit", deposit),
        *((f"regions.{name}", shapes) for name, shapes in areas.items()),
    ):
        for shape in shapes:
            if (owner := owners.setdefault(id(shape), role)) != role:
                raise drawing.error(
                    f"this object is of two materials: its names {_quoted(shape.names)} are among "
                    f"those of {owner} and of {role}",
                    shape.place,
                )
    surfaces = {
        name: _named(drawing, objects, f"surfaces.{name}")
        for name, objects in (roles.surfaces or {}).items()
    }
    wanted = BOX if roles.box is None else roles.box
    boxes = _of_name(drawing, (wanted,))
    if roles.box is not None and not boxes:
        raise _unknown(drawing, wanted, BOX)
    known = [*collector, *deposit, *boxes]
    known += [shape for found in (*surfaces.values(), *areas.values()) for shape in found]
    identities = {id(shape) for shape in known}
    unused = tuple(shape for shape in drawing.shapes if id(shape) not in identities)
    return Sorted(collector, deposit, surfaces, boxes, unused, areas)


def _named(drawing: Drawing, names: Sequence[str], role: str) -> tuple[DrawnShape, ...]:
    for name in names:
        if not _of_name(drawing, (name,)):
            raise _unknown(drawing, name, role)
    return _of_name(drawing, names)


def _of_name(drawing: Drawing, names: Iterable[str]) -> tuple[DrawnShape, ...]:
    wanted = set(names)
    return tuple(shape for shape in drawing.shapes if wanted.intersection(shape.names))


def _unknown(drawing: Drawing, name: str, role: str) -> Exception:
    known = drawing.names
    near = difflib.get_close_matches(name.lower(), {other.lower() for other in known}, n=1)
    meant = next((other for other in known if near and other.lower() == near[0]), None)
    hint = f' Did you mean "{meant}"?' if meant is not None else ""
    shown = _quoted(known[:12]) + (", …" if len(known) > 12 else "")
    return drawing.error(
        f'{role} names "{name}", but no object has this name.{hint} Names: {shown}'
    )


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
