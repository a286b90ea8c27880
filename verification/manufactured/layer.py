"""Porous layer across the box, and fields whose fluxes pass its faces.

With the stretched height s(y) = H r(y)/r(H), r = ∫ dy/f, any smooth field of (x, s(y)) is
continuous, and so is f ∂/∂y of it: fluxes normal to the faces are, while gradients jump.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import ufl

from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.solvers.mesh.domain import UFL_MESH
from platefront.solvers.model.electrolyte.region import Media
from verification.manufactured.box import HEIGHT
from verification.manufactured.exact_fields import ExactFields
from verification.manufactured.strong_forms import Rows, StrongForm


class RegionOfBox(Protocol):
    """Region of the box whose transport is not that of free electrolyte."""

    @property
    def levels(self) -> tuple[float, ...]:
        """Heights along which mesh edges lie [µm]."""

    @property
    def media(self) -> Media:
        """Regions of the box for the program."""

    def stretched(self, y: Any, time: Any, m: Any) -> Any:
        """Return s(y) [µm] at a time [s]."""

    def sources(self, model: StrongForm, c: Any, phi: Any, now: Any) -> Rows:
        """Return the sources of the box, as `StrongForm.sources` in free electrolyte.

        Args:
            model: strong form in free electrolyte.
            c: concentration [mol/m³].
            phi: potential [V].
            now: time [s], of which both are functions (UFL variable).
        """

    def surplus(
        self,
        model: StrongForm,
        c: Any,
        phi: Any,
        now: Any,
        normal: Any,
        velocity: Any,
        current: Any,
    ) -> Rows:
        """Return the outward fluxes in excess of the rate law, as `StrongForm.surplus`."""


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
    def levels(self) -> tuple[float, ...]:
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

    def stretched(self, y: Any, time: Any, m: Any) -> Any:
        """Return s(y) [µm], the same at all times."""
        return stretched_height(y, self.low, self.high, self.conduction, m)

    def sources(self, model: StrongForm, c: Any, phi: Any, now: Any) -> Rows:
        """Return ε ∂c/∂t + f ∇·N and f ∇·J."""
        porosity, conduction = (
            within(self.low, self.high, value, 1.0) for value in (self.porosity, self.conduction)
        )
        return stored_and_transported(model, c, phi, porosity * ufl.diff(c, now), conduction)

    def surplus(
        self,
        model: StrongForm,
        c: Any,
        phi: Any,
        now: Any,
        normal: Any,
        velocity: Any,
        current: Any,
    ) -> Rows:
        """Return that of free electrolyte, in which all surfaces lie."""
        return model.surplus(c, phi, normal, velocity, current)


@dataclass(frozen=True, slots=True)
class Through:
    """Other fields with a layer across the box."""

    fields: ExactFields
    layer: RegionOfBox

    def concentration(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return the other fields' c/c0 at the stretched height."""
        return self.fields.concentration(x, self.layer.stretched(y, time, m), time, m)

    def potential(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return the other fields' φF/RT at the stretched height."""
        return self.fields.potential(x, self.layer.stretched(y, time, m), time, m)


def stretched_height(y: Any, low: float, high: float, conduction: Any, m: Any) -> Any:
    """Return s(y) [µm] with the conduction f between two heights, and one elsewhere."""

    def resisting(part: Any) -> Any:
        return y + (1.0 / conduction - 1.0) * part

    thickness = high - low
    whole = HEIGHT + (1.0 / conduction - 1.0) * thickness
    return HEIGHT / whole * resisting(_clipped(y - low, thickness, m))


def within(low: float, high: float, inside: Any, outside: Any) -> Any:
    """Return a value between two heights, and another elsewhere (UFL)."""
    y = ufl.SpatialCoordinate(UFL_MESH)[1]
    return ufl.conditional(ufl.And(ufl.gt(y, low), ufl.lt(y, high)), inside, outside)


def stored_and_transported(
    model: StrongForm, c: Any, phi: Any, stored: Any, conduction: Any
) -> Rows:
    """Return ∂(ε c)/∂t + f ∇·N and f ∇·J in regions of constant f.

    Args:
        model: strong form in free electrolyte.
        c: concentration [mol/m³].
        phi: potential [V].
        stored: ∂(ε c)/∂t [mol m⁻³ s⁻¹].
        conduction: f.
    """
    still, whole = model.sources(c, phi, 0.0 * stored), model.sources(c, phi, stored)
    held = whole.amount - still.amount
    return Rows(held + conduction * still.amount, conduction * still.charge)


def _clipped(value: Any, largest: float, m: Any) -> Any:
    """Return a value limited to the range from 0 to the largest."""
    if m is ufl:
        above = ufl.conditional(ufl.gt(value, largest), largest, value)
        return ufl.conditional(ufl.lt(value, 0.0), 0.0, above)
    return m.clip(value, 0.0, largest)
