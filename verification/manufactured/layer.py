"""Porous layer across the box, and fields whose fluxes pass its faces.

With the stretched height s(y) = H r(y)/r(H), r = ∫ dy/f, any smooth field of (x, s(y)) is
continuous, and so is f ∂/∂y of it: fluxes normal to the faces are, while gradients jump.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import ufl

from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.solvers.mesh.domain import UFL_MESH
from platefront.solvers.model.electrolyte.region import Media
from verification.manufactured.box import HEIGHT
from verification.manufactured.exact_fields import ExactFields
from verification.manufactured.strong_forms import Rows, StrongForm


@dataclass(frozen=True, slots=True)
class BoxLayer:
    """Layer of the box.

    Attributes:
        low, high: heights of its faces [µm].
        porosity, conduction: ε and f.
    """

    low: float
    high: float
    porosity: float
    conduction: float

    @property
    def levels(self) -> tuple[float, float]:
        """Heights along which mesh edges lie [µm]."""
        return self.low, self.high

    @property
    def media(self) -> Media:
        """Regions of the box for the program."""
        return Media(
            (ElectrolyteRegion("layer", self.low, self.high),),
            np.array([1.0, self.porosity]),
            np.array([1.0, self.conduction]),
        )

    def value(self, inside: float) -> Any:
        """Return a value in the layer, and one elsewhere (UFL)."""
        y = ufl.SpatialCoordinate(UFL_MESH)[1]
        within = ufl.And(ufl.gt(y, self.low), ufl.lt(y, self.high))
        return ufl.conditional(within, inside, 1.0)

    def stretched(self, y: Any, m: Any) -> Any:
        """Return s(y) [µm]."""

        def resisting(part: Any) -> Any:
            return y + (1.0 / self.conduction - 1.0) * part

        thickness = self.high - self.low
        whole = HEIGHT + (1.0 / self.conduction - 1.0) * thickness
        return HEIGHT / whole * resisting(_clipped(y - self.low, thickness, m))

    def sources(self, model: StrongForm, c: Any, phi: Any, change: Any) -> Rows:
        """Return ε ∂c/∂t + f ∇·N and f ∇·J: `StrongForm.sources` in regions of constant ε and f."""
        still = model.sources(c, phi, 0.0 * change)
        whole = model.sources(c, phi, change)
        porosity, conduction = self.value(self.porosity), self.value(self.conduction)
        stored = whole.amount - still.amount
        return Rows(porosity * stored + conduction * still.amount, conduction * still.charge)


@dataclass(frozen=True, slots=True)
class Through:
    """Other fields with a layer across the box."""

    fields: ExactFields
    layer: BoxLayer

    def concentration(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return the other fields' c/c0 at the stretched height."""
        return self.fields.concentration(x, self.layer.stretched(y, m), time, m)

    def potential(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return the other fields' φF/RT at the stretched height."""
        return self.fields.potential(x, self.layer.stretched(y, m), time, m)


def _clipped(value: Any, largest: float, m: Any) -> Any:
    """Return a value limited to the range from 0 to the largest."""
    if m is ufl:
        above = ufl.conditional(ufl.gt(value, largest), largest, value)
        return ufl.conditional(ufl.lt(value, 0.0), 0.0, above)
    return m.clip(value, 0.0, largest)
