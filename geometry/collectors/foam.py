"""Open-cell metal foam."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Literal, Self

import numpy as np
import shapely
from pydantic import model_validator
from shapely.geometry.base import BaseGeometry

from platefront.geometry.collectors.base import COLLECTORS, Collector, Feature
from platefront.geometry.collectors.shapes.cells import tessellate
from platefront.geometry.collectors.shapes.struts import PorousSheet
from platefront.geometry.collectors.shapes.suspended_sheet import SuspendedSheet
from platefront.geometry.collectors.shapes.windows import channels
from platefront.geometry.errors import SectionError
from platefront.geometry.lengths import metres, micrometres
from platefront.geometry.parameters import option, quantity
from platefront.geometry.plane.connectivity import connected_round
from platefront.geometry.plane.polygons import polygons_of
from platefront.geometry.plane.side_walls import SideWalls
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer

# Largest number of pores; the time to build the section is proportional to it.
_MOST_PORES = 2000
_GAP_IN_WINDOW = 0.8  # struts are offset slightly to meet the porosity
_NARROW = 0.5  # gaps narrower than this fraction of a strut are bridged by lithium
_EQUAL = 1e-9  # relative tolerance for the equality of lengths


@COLLECTORS.register
class Foam(Collector):
    """Open-cell metal foam. Part: `host`, with a lithiated half.

    The pores are random cells of uniform size. A plane section through struts of all orientations
    shows islands (curved triangles where struts meet), and ligaments where a strut lies in the
    plane. Two neighbouring pores are connected by a window or separated by a ligament, at random,
    but such that all pores are connected and open to both faces. The thickness of the struts
    follows from the porosity, which is met exactly. Metal cut by a side wall continues beyond it,
    mirrored or periodically.

    Islands are isolated in the section; in the foam they are held, and connected electrically, in
    the third dimension. The wall below the foam is inert. Pre-deposited lithium coats the upper
    half of the foam uniformly and fills gaps narrower than half a strut. Inverted, foam and lithium
    are turned over in place.
    """

    kind: Literal["foam"] = option("Kind of collector.", "foam")
    width: float = quantity("m", "Width of the section.", 90e-6, gt=1e-6, le=1e-2)
    thickness: float = quantity("m", "Thickness of the foam.", 90e-6, gt=1e-6, le=1e-2)
    porosity: float = quantity("1", "Area fraction of pores in the foam.", 0.9, ge=0.75, le=0.98)
    pore_size: float = quantity(
        "m", "Diameter of the circle with the mean area of a pore cell.", 30e-6, gt=1e-7, le=2e-3
    )
    window: float = quantity(
        "1", "Width of the windows between pores, as a fraction of pore_size.", 0.35, ge=0.1, le=0.4
    )
    ligaments: float = quantity(
        "1",
        "Fraction of the windows closed by a ligament, of those not needed for connectivity.",
        0.25,
        ge=0,
        le=1,
    )
    min_gap: float = quantity(
        "m", "Width of the narrowest passage in the foam.", 2e-6, ge=1e-8, le=1e-3
    )
    floor_gap: float = quantity(
        "m", "Electrolyte between the foam and the inert wall below it.", 8e-6, gt=0, le=1e-3
    )
    seed: int = option("Seed of the random pores and windows.", 1, ge=0)
    split: float = quantity(
        "1",
        "Height of the border between `bare` and `lithiated` half, from the face away from the "
        "lithium, as a fraction of the thickness.",
        0.5,
        gt=0,
        lt=1,
    )

    @model_validator(mode="after")
    def _pores_possible(self) -> Self:
        if self.pore_size > min(self.width, self.thickness) * (1.0 + _EQUAL):
            raise ValueError("pore_size must exceed neither width nor thickness")
        if self.min_gap > _GAP_IN_WINDOW * self.window * self.pore_size * (1.0 + _EQUAL):
            raise ValueError(
                f"min_gap must not exceed {_GAP_IN_WINDOW} of the windows, which are window times "
                f"pore_size wide"
            )
        if self.width * self.thickness > _MOST_PORES * self.pore_size**2:
            raise ValueError(
                f"pore_size is too small for the section: more than {_MOST_PORES} pores"
            )
        return self

    @property
    def finest_feature(self) -> Feature:
        """Thickness of the struts or width of the windows, whichever is smaller."""
        try:
            _, strut = self.metal()
        except SectionError:  # reported when the section is built
            strut = math.inf
        return min(
            Feature("strut thickness", metres(strut)),
            Feature("window between pores", self.window * self.pore_size),
            key=lambda feature: feature.size,
        )

    def metal(self) -> tuple[shapely.MultiPolygon, float]:
        """Return the metal, 0 ≤ x ≤ width, 0 ≤ y ≤ thickness, and the thickness of its struts [µm].

        Raises:
            SectionError: the pores leave no room for the metal that `porosity` requires.
        """
        return _metal(self)

    def section(self, gap: float, layer: Layer | None, *, inverted: bool) -> CrossSection:
        """Build the section; lithium coats the struts of one side."""
        metal, strut = self.metal()
        sheet = SuspendedSheet(
            name="foam",
            metal=metal,
            low=0.0,
            width=micrometres(self.width),
            thickness=micrometres(self.thickness),
            floor=micrometres(self.floor_gap),
            split=self.split,
            narrow=_NARROW * strut,
            periodic=self.periodic,
            above=_above,
        )
        return sheet.section(gap, layer, inverted=inverted)


def _above(limit: float, foam: shapely.MultiPolygon) -> BaseGeometry:
    """Return the struts above `limit`."""
    left, _, right, top = foam.bounds
    return shapely.MultiPolygon(
        polygons_of(foam.intersection(shapely.box(left, limit, right, top)))
    )


@lru_cache(maxsize=32)
def _metal(foam: Foam) -> tuple[shapely.MultiPolygon, float]:
    """Compute `Foam.metal`, cached because checks and the simulation request it in turn."""
    width, thickness, size = map(micrometres, (foam.width, foam.thickness, foam.pore_size))
    rng = np.random.default_rng(foam.seed)
    box = shapely.box(0.0, 0.0, width, thickness)
    walls = SideWalls(width, foam.periodic)
    # cells extend one size beyond the faces, which cut them at arbitrary heights
    tessellation = tessellate(walls, -size, thickness + size, size, rng)
    open_windows = channels(tessellation, box, foam.window * size, foam.ligaments, rng)
    sheet = PorousSheet(box, walls, tessellation.cells, open_windows, micrometres(foam.min_gap))
    metal, strut = sheet.struts((1.0 - foam.porosity) * box.area)
    free = shapely.get_parts(shapely.box(0.0, -size, width, thickness + size).difference(metal))
    if len(connected_round(free, width) if foam.periodic else free) > 1:
        raise SectionError("the struts close pores off: raise porosity or window, or change seed")
    return metal, strut
