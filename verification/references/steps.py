"""Steps of a protocol for the references: constant current or potential, or a ramp; their ends."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from platefront.geometry.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Ends of a step; the first one that is reached ends it.

    Attributes:
        duration: since the beginning of the step [s].
        capacity: |∫ i dt| since the beginning of the step [C/m²].
        potential_below, potential_above: φ_s falls to, or rises to [V].
        current_below: |i| falls to [A/m²].
        concentration_below: the smallest concentration falls to [mol/m³].
    """

    duration: float = math.inf
    capacity: float | None = None
    potential_below: float | None = None
    potential_above: float | None = None
    current_below: float | None = None
    concentration_below: float | None = None

    def margins(self, passed: float, instant: Instant) -> dict[str, float]:
        """Return the distances to the ends; all are positive while the step goes on.

        Args:
            passed: ∫ i dt since the beginning of the step [C/m²].
            instant: current, potential and concentration.
        """
        found: dict[str, float] = {}
        if self.capacity is not None:
            found["capacity"] = self.capacity - abs(passed)
        if self.potential_below is not None:
            found["potential_below"] = instant.potential - self.potential_below
        if self.potential_above is not None:
            found["potential_above"] = self.potential_above - instant.potential
        if self.current_below is not None:
            found["current_below"] = abs(instant.current) - self.current_below
        if self.concentration_below is not None:
            found["concentration_below"] = instant.least - self.concentration_below
        return found


@dataclass(frozen=True, slots=True)
class Instant:
    """Cell at one instant.

    Attributes:
        time: since the start of the protocol [s].
        current: plating current density [A/m²].
        potential: φ_s [V].
        charge: ∫ i dt since the start [C/m²].
        least: smallest concentration [mol/m³].
        state: state of the cell.
    """

    time: float
    current: float
    potential: float
    charge: float
    least: float
    state: Floats


@dataclass(frozen=True, slots=True)
class ConstantCurrent:
    """Galvanostatic step; a current density of zero is rest [A/m²]."""

    current: float
    ends: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class ConstantPotential:
    """Potentiostatic step [V]."""

    potential: float
    ends: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class PotentialRamp:
    """Linear sweep: φ_s = start + rate · (time in the step) [V, V/s]."""

    start: float
    rate: float
    ends: Limits = field(default_factory=Limits)


type ReferenceStep = ConstantCurrent | ConstantPotential | PotentialRamp


def rest(duration: float) -> ConstantCurrent:
    """Return a step without current [s]."""
    return ConstantCurrent(0.0, Limits(duration=duration))
