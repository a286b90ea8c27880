"""Parameters of a cross-section, and its construction."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import model_validator

from platefront.geometry.assembly.placing import Transform
from platefront.geometry.collectors.base import COLLECTORS, Collector
from platefront.geometry.lengths import micrometres
from platefront.geometry.parameters import Parameters, option, quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.layers import LayerParameters, with_layers
from platefront.geometry.section.predeposit import Predeposit
from platefront.geometry.section.slits import without_slits
from platefront.geometry.section.transforms import made_periodic


class SectionParameters(Parameters):
    """Cross-section of a case: collector, orientation, gap, pre-deposited lithium."""

    collector: Annotated[Collector, COLLECTORS] = option("The current collector.")
    orientation: Literal["upright", "inverted"] = option(
        "`upright`: pre-deposited lithium faces the counter electrode; `inverted`: it lies away "
        "from it.",
        "upright",
    )
    gap: float = quantity(
        "m", "Distance from the collector's top to the counter electrode.", gt=1e-9, le=1e-2
    )
    walls: Literal["symmetric", "periodic"] = option(
        "Boundary condition on the side walls: `symmetric`, symmetry planes; `periodic`, the "
        "section repeats with its width as period.",
        "symmetric",
    )
    predeposit: Predeposit | None = option("Lithium present at the start, if any.", None)
    transform: Transform | None = option("Changes to the section as a whole, if any.", None)
    layers: tuple[LayerParameters, ...] = option(
        "Layers of the electrolyte above the collector: an entry [[section.layers]] each.", ()
    )

    @model_validator(mode="after")
    def _depth_has_meaning(self) -> Self:
        depth_given = self.predeposit is not None and self.predeposit.depth is not None
        if depth_given and not self.collector.lays_to_depth:
            raise ValueError(f"predeposit.depth has no meaning for kind {self.collector.kind}")
        return self

    @property
    def built(self) -> Collector:
        """Collector with the condition on the side walls applied."""
        mirrored = self.transform is not None and self.transform.mirrors_copies
        if self.walls == "periodic" and not mirrored:
            return self.collector.between_periodic_walls()
        return self.collector

    @property
    def scale(self) -> float:
        """Factor by which the transform multiplies all lengths."""
        return 1.0 if self.transform is None else self.transform.scale


def build_section(parameters: SectionParameters, volume_per_charge: float) -> CrossSection:
    """Build the cross-section of a case.

    Args:
        parameters: parameters of the section.
        volume_per_charge: volume of metal per charge [m³/C], which converts the capacity of the
            pre-deposited lithium to an area.

    Raises:
        SectionError: the parameters give no valid section.
    """
    layer = None
    if parameters.predeposit is not None:
        layer = parameters.predeposit.layer(volume_per_charge)
    inverted = parameters.orientation == "inverted"
    collector = parameters.built
    section = collector.section(micrometres(parameters.gap), layer, inverted=inverted)
    if parameters.transform is not None:
        section = parameters.transform.applied(section, collector.finest_feature)
    section = without_slits(section)
    if parameters.walls == "periodic":
        section = made_periodic(section)
    scale = parameters.scale
    top = section.height - scale * micrometres(parameters.gap)
    return with_layers(section, parameters.layers, top, scale)
