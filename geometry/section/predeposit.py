"""Lithium that is there before the run starts."""

from __future__ import annotations

from dataclasses import dataclass

from platefront.geometry.lengths import micrometres
from platefront.geometry.parameters import Parameters, quantity


@dataclass(frozen=True, slots=True)
class Layer:
    """Metal to lay down, as geometry sees it: lengths, no charge.

    Attributes:
        thickness: area of metal per width of the section [µm], the thickness it would have as a
            flat layer.
        depth: how far below the collector's outer face it reaches [µm]; None for the default.
    """

    thickness: float
    depth: float | None = None


class Predeposit(Parameters):
    """Lithium laid on one side of the collector before the run."""

    capacity: float = quantity(
        "C/m^2", "Charge of the pre-deposited metal per electrode footprint.", gt=0, le=3.6e6
    )
    depth: float | None = quantity(
        "m",
        "How far below the collector's outer face the metal reaches (carbon_cloth only; "
        "half the thickness if absent).",
        None,
        gt=0,
        le=1e-2,
    )

    def layer(self, volume_per_charge: float) -> Layer:
        """The metal that `capacity` makes, at `volume_per_charge` [m³/C]."""
        depth = None if self.depth is None else micrometres(self.depth)
        return Layer(micrometres(self.capacity * volume_per_charge), depth)
