"""Lithium deposited before the simulation starts."""

from __future__ import annotations

from dataclasses import dataclass

from platefront.geometry.lengths import micrometres
from platefront.geometry.parameters import Parameters, quantity


@dataclass(frozen=True, slots=True)
class Layer:
    """Amount and depth of pre-deposited metal, in lengths.

    Attributes:
        thickness: area of metal per width of the section [µm], the thickness of an equivalent
            flat layer.
        depth: depth below the collector's outer face that the metal reaches [µm]; None for the
            default.
    """

    thickness: float
    depth: float | None = None


class Predeposit(Parameters):
    """Lithium on one side of the collector before the simulation starts."""

    capacity: float = quantity(
        "C/m^2", "Charge of the pre-deposited metal per electrode footprint.", gt=0, le=3.6e6
    )
    depth: float | None = quantity(
        "m",
        "Depth below the collector's outer face that the metal reaches (carbon_cloth only; "
        "half the thickness if absent).",
        None,
        gt=0,
        le=1e-2,
    )

    def layer(self, volume_per_charge: float) -> Layer:
        """Return the metal of this capacity, at `volume_per_charge` [m³/C]."""
        depth = None if self.depth is None else micrometres(self.depth)
        return Layer(micrometres(self.capacity * volume_per_charge), depth)
