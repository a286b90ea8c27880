"""Parts of the potential of a planar cell, at one instant of its one-dimensional solution.

    φ_s = E_eq + kinetic + counter + nucleation + film + deposit + concentration + ohmic

kinetic and counter are the overpotentials of the reactions against the local Nernst potential;
concentration has three parts: Nernst shifts of both electrodes and the diffusion potential

    concentration = γ_f/n_f (RT/F) ln c_f - γ_t/n_t (RT/F) ln c_t + ∫ β (RT/F) c_y/c dy
    ohmic = -i ∫ dy/κ

All are negative for plating, and add to the potential of the electrode. Here both integrals are
taken over the fields by Gauss's rule in each element, other than in the integration in time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial.legendre import leggauss

from platefront.geometry.arrays import Floats
from verification.references.cell_1d import OneDimensionalCell


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanarVoltageParts:
    """Parts of φ_s [V].

    Attributes:
        equilibrium: E_eq at c0.
        kinetic: reaction at the front.
        counter: reaction at the counter electrode.
        nucleation: barrier of bare host.
        film: film on the front.
        deposit: resistance of the deposit.
        nernst_front, nernst_counter: shifts of the equilibrium potentials by c.
        diffusion: diffusion potential in the electrolyte.
        ohmic: resistance of the electrolyte.
    """

    equilibrium: float
    kinetic: float
    counter: float
    nucleation: float
    film: float
    deposit: float
    nernst_front: float
    nernst_counter: float
    diffusion: float
    ohmic: float

    @property
    def concentration(self) -> float:
        """All parts that vanish with differences of concentration."""
        return self.nernst_front + self.nernst_counter + self.diffusion

    @property
    def total(self) -> float:
        """φ_s [V]."""
        parts = (self.equilibrium, self.kinetic, self.counter, self.nucleation, self.film)
        return sum(parts) + self.deposit + self.concentration + self.ohmic


def voltage_parts(cell: OneDimensionalCell, state: Floats, current: float) -> PlanarVoltageParts:
    """Return the parts at a state and a plating current density [A/m²]."""
    low, high = cell.ends(state)
    front = cell.front.parts(low, cell.thickness(state), current)
    kinetic = nernst = 0.0
    if cell.counter is not None:
        counter = cell.counter.parts(high, 0.0, -current)
        kinetic, nernst = -counter.kinetic, -counter.nernst
    diffusion, resistance = _integrals(cell, state)
    return PlanarVoltageParts(
        equilibrium=front.equilibrium,
        kinetic=front.kinetic,
        counter=kinetic,
        nucleation=front.nucleation,
        film=front.film,
        deposit=front.deposit,
        nernst_front=front.nernst,
        nernst_counter=nernst,
        diffusion=cell.transport.volt * cell.transport.junction * diffusion,
        ohmic=-current * resistance,
    )


def _integrals(cell: OneDimensionalCell, state: Floats) -> tuple[float, float]:
    """Return ∫ c_y/c dy and ∫ dy/κ [Ω m²] between front and counter electrode."""
    line = cell.line
    x, weight = leggauss(2 * line.order)
    size = np.diff(line.breaks)[:, None]
    points = line.breaks[:-1, None] + 0.5 * size * (x + 1.0)
    weights = (0.5 * size * weight).ravel()
    c = line.interpolated(state[:-1], points.ravel())
    slope = line.slope(state[:-1], points.ravel())
    relative = c if cell.transport.proportional else np.ones_like(c)
    resistance = cell.length(state) * float(weights @ (1.0 / relative))
    return float(weights @ (slope / c)), resistance / cell.transport.conductivity
