"""Collectors whose section is imported from a file."""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from dataclasses import replace
from pathlib import Path

import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from platefront.geometry.collectors.base import Collector, Feature
from platefront.geometry.collectors.shapes.territories import territories
from platefront.geometry.errors import SectionError
from platefront.geometry.importing.cleaning import DrawnSection
from platefront.geometry.importing.drawing import DrawingError
from platefront.geometry.importing.inventory import Inventory
from platefront.geometry.importing.reading import content_of, largest_size
from platefront.geometry.lengths import metres
from platefront.geometry.parameters import input_file, option
from platefront.geometry.plane.connectivity import connected_round
from platefront.geometry.plane.polygons import narrowest_polygon, polygons_of
from platefront.geometry.section.conformal_layer import conformal_layer
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer
from platefront.geometry.section.regions import ElectrolyteRegion, check_inside

# Pores narrower than this fraction of the narrowest solid are bridged by pre-deposited lithium.
_NARROW = 0.25
_OFF_FLOOR = 1e-4  # lower end of the host's region, relative to the height: the floor is inert


class DrawnCollector(Collector):
    """Collector imported from a file."""

    file: str = input_file(
        "Path of the file, relative to the folder of the case file.", drawing=True
    )
    sha256: str | None = option(
        "SHA-256 of the file, written into the resolved case; a changed file is refused.",
        None,
    )

    @abstractmethod
    def drawn(self) -> DrawnSection:
        """Return the cleaned shapes of the file.

        Raises:
            DrawingError: the file gives no valid section.
        """

    def content(self) -> str:
        """Return the SHA-256 of the present content of the file.

        Raises:
            DrawingError: the file cannot be read or has changed since the case was resolved.
        """
        path = Path(self.file)
        found = hashlib.sha256(content_of(path, largest_size(path))).hexdigest()
        if self.sha256 is not None and self.sha256 != found:
            raise DrawingError(
                path.name,
                "the file has changed since this case was resolved; to use it as it is now, "
                "delete the key sha256",
            )
        return found

    @property
    def remarks(self) -> tuple[str, ...]:
        """Repairs, assumptions and omissions; empty for a file that is refused."""
        try:
            return self.drawn().notes
        except DrawingError:
            return ()

    @property
    def inventory(self) -> Inventory | None:
        """Objects of the file by what became of them; None for an image or a refused file."""
        try:
            return self.drawn().inventory
        except DrawingError:
            return None

    @property
    def finest_feature(self) -> Feature | None:
        """Width of the solid with the smallest ratio of area to perimeter."""
        try:
            return Feature("narrowest solid", metres(narrowest_polygon(self.drawn().collector)[0]))
        except DrawingError:
            return None

    def section(self, gap: float, layer: Layer | None, *, inverted: bool) -> CrossSection:
        """Build the section from the file; lithium coats the upper half of the collector."""
        drawn = self.drawn()
        _, low, _, high = drawn.collector.bounds
        height = high + gap
        deposit = drawn.deposit
        if layer is not None:
            if not deposit.is_empty:
                raise SectionError(
                    "lithium is drawn (deposit) and asked for by [section.predeposit]: keep one"
                )
            deposit = _lithium_on_top(drawn, layer, height, self.periodic)
        if not deposit.is_empty and deposit.bounds[3] >= height:
            raise SectionError(
                f"the lithium at the start does not fit: it fills the gap of {gap:.4g} µm up to "
                f"the counter electrode. Use less of it or widen the gap"
            )
        host = shapely.box(0.0, _OFF_FLOOR * height, drawn.width, height)
        half = shapely.box(0.0, 0.5 * (low + high), drawn.width, height)
        section = CrossSection(
            width=drawn.width,
            height=height,
            collector=drawn.collector,
            deposit=deposit,
            span=(low, high),
            surfaces=drawn.surfaces or {"host": host},
            lithiated=shapely.Polygon() if layer is None or drawn.surfaces else half,
            regions=_regions_below(drawn, height),
        )
        if inverted:
            section = _inverted(section, bool(drawn.surfaces))
        if drawn.surfaces:
            return replace(section, surfaces=territories(section.surfaces, section.box))
        return section


def _regions_below(drawn: DrawnSection, height: float) -> tuple[ElectrolyteRegion, ...]:
    """Return the regions of the electrolyte up to the counter electrode [µm]."""
    cell = shapely.box(0.0, 0.0, drawn.width, height)
    made = []
    for name, area in drawn.regions.items():
        inside = shapely.MultiPolygon(polygons_of(area.intersection(cell)))
        if inside.is_empty:
            raise SectionError(
                f'the region "{name}" begins at y = {area.bounds[1]:.6g} µm, above the counter '
                f"electrode at {height:.6g} µm: widen the gap"
            )
        made.append(ElectrolyteRegion.within(name, inside))
    return tuple(made)


def _inverted(section: CrossSection, surfaces_drawn: bool) -> CrossSection:
    """Return the section turned over in place; named surfaces follow their solids."""
    low, high = section.span
    if not section.deposit.is_empty and section.deposit.bounds[3] - high >= low:
        raise SectionError(
            f"the lithium at the start stands {section.deposit.bounds[3] - high:.4g} µm out of the "
            f"collector, but inverted there is only {low:.4g} µm below it. Draw the floor of the "
            f"box lower or use less lithium"
        )
    flipped = section.flipped()
    check_inside(flipped.regions, flipped.height, "inverted")
    if not surfaces_drawn:
        return flipped
    turn = (1.0, 0.0, 0.0, -1.0, 0.0, low + high)
    return replace(
        flipped,
        surfaces={
            name: affinity.affine_transform(region, turn)
            for name, region in section.surfaces.items()
        },
    )


def _lithium_on_top(
    drawn: DrawnSection, layer: Layer, height: float, periodic: bool
) -> BaseGeometry:
    """Return the lithium on the upper half of the collector [µm].

    Solids less than half as high as the collector are coated entirely or not at all, by the
    position of their centroid, so that no fibre is coated in part; of higher ones the part in the
    upper half is coated. Parts of a solid cut by periodic walls count as one solid.
    """
    _, low, _, high = drawn.collector.bounds
    middle = 0.5 * (low + high)
    box = shapely.box(0.0, 0.0, drawn.width, height)
    upper = shapely.box(0.0, middle, drawn.width, height)
    host: list[BaseGeometry] = []
    parts = polygons_of(drawn.collector)
    for solid in connected_round(parts, drawn.width) if periodic else [(part,) for part in parts]:
        whole = shapely.MultiPolygon(solid)
        if whole.bounds[3] - whole.bounds[1] > 0.5 * (high - low):
            host += [p for p in shapely.get_parts(whole.intersection(upper)) if p.area > 0.0]
        elif whole.centroid.y > middle:
            host += solid
    if not host:
        raise SectionError(
            "no solid lies in the upper half of the collector: there is nothing for "
            "[section.predeposit] to coat"
        )
    narrow = _NARROW * narrowest_polygon(drawn.collector)[0]
    area = layer.thickness * drawn.width
    solids = shapely.MultiPolygon(host)
    return conformal_layer(solids, drawn.collector, box, area, narrow, periodic=periodic)
