"""From the parameters of a section to its shapes."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import model_validator

from platefront.geometry.assembly.placing import Transform
from platefront.geometry.collectors.base import COLLECTORS, Collector
from platefront.geometry.lengths import micrometres
from platefront.geometry.parameters import Parameters, option, quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Predeposit
from platefront.geometry.section.slits import without_slits
from platefront.geometry.section.transforms import made_periodic


class SectionParameters(Parameters):
    """The cross-section of a case: collector, orientation, gap, lithium at the start."""

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
        "How the section goes on beyond its side walls: `symmetric`, mirrored in either; "
        "`periodic`, beyond the right wall as it begins at the left one.",
        "symmetric",
    )
    predeposit: Predeposit | None = option("Lithium present at the start, if any.", None)
    transform: Transform | None = option("Changes to the section as a whole, if any.", None)

    @model_validator(mode="after")
    def _depth_has_meaning(self) -> Self:
        depth_given = self.predeposit is not None and self.predeposit.depth is not None
        if depth_given and not self.collector.lays_to_depth:
            raise ValueError(f"predeposit.depth has no meaning for kind {self.collector.kind}")
        return self

    @property
    def built(self) -> Collector:
        """The collector, which knows what lies beyond its walls."""
        mirrored = self.transform is not None and self.transform.mirrors_copies
        if self.walls == "periodic" and not mirrored:
            return self.collector.between_periodic_walls()
        return self.collector

    @property
    def scale(self) -> float:
        """What the transform multiplies all lengths by."""
        return 1.0 if self.transform is None else self.transform.scale


def build_section(parameters: SectionParameters, volume_per_charge: float) -> CrossSection:
    """Build the cross-section of a case.

    Args:
        parameters: what to build.
        volume_per_charge: volume of metal per charge [m³/C], which turns the capacity of the
            pre-deposited lithium into an area.

    Raises:
        SectionError: the parameters make no possible section.
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
    return made_periodic(section) if parameters.walls == "periodic" else section
