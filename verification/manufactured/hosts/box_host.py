"""Porous host on the bottom of the box: strong form of its balances, and of its metal.

In SI units, with metal s(t) that is the same everywhere, ε = ε0 - s, f = ε^b,
a = a0 [(ε - ε_c)/(ε0 - ε_c)]^p and h = s/a0 on the walls of the pores:

    ∂(ε c)/∂t + f ∇·N + u a i_n = S,   f ∇·J + a i_n = Q,   -σ ∇²w - a i_n = M,
    ds/dt - a i_n V_m/(n_e F (1 - ε_d)) = G,

with i_n at φ_s = E + w by the rate law of the walls. Above the host there is free electrolyte.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import ufl

from platefront.geometry.lengths import metres
from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.solvers.mesh.domain import UFL_MESH
from platefront.solvers.model.electrolyte.hosts import Hosts
from platefront.solvers.model.electrolyte.porous_host import PorousHost
from platefront.solvers.model.electrolyte.region import Media, PorousMedium
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.metal import Metal
from verification.manufactured.exact_fields import RiseOfMatrix
from verification.manufactured.layer import stored_and_transported, stretched_height
from verification.manufactured.rate_laws import ELECTRODE_POTENTIAL
from verification.manufactured.strong_forms import F, R, Rows, StrongForm, divergence, gradient

HOST_MARK = 3
"""Mark of the host, after those of the surfaces."""
_NAME = "host"


@dataclass(frozen=True, slots=True)
class BoxHost:
    """Host from the bottom to a height.

    Attributes:
        high: height of its upper face [µm].
        porosity: ε0.
        exponent: b.
        matrix: a0, p, ε_c, σ and the rate law of the walls.
        walls: this rate law.
        deposit: V_m = M/ρ, n_e and ε_d.
        rise: exact w of a matrix with σ; None at one potential.
        filled: s at the start.
        grown: growth of s in the duration; zero for metal that stays as it is.
        duration: time scale [s].
    """

    high: float
    porosity: float
    exponent: float
    matrix: PorousHost
    walls: ButlerVolmer
    deposit: Metal
    rise: RiseOfMatrix | None
    filled: float
    grown: float
    duration: float

    # --- for the program

    @property
    def levels(self) -> tuple[float, ...]:
        """Height along which mesh edges lie [µm]."""
        return (self.high,)

    @property
    def hosts(self) -> Hosts:
        """This host."""
        region = ElectrolyteRegion("host", 0.0, self.high)
        medium = PorousMedium(
            porosity=self.porosity, bruggeman_exponent=self.exponent, host=self.matrix
        )
        sigma = self.matrix.conductivity
        media = Media(
            (region,),
            np.array([1.0, medium.porosity]),
            np.array([1.0, medium.conduction]),
            {HOST_MARK: 1},
            {} if sigma is None else {HOST_MARK: sigma},
        )
        return Hosts(media, (region,), (medium,), (metres(self.high),))

    @property
    def media(self) -> Media:
        """Regions of the box."""
        return self.hosts.media

    # --- exact solution

    def metal(self, time: Any, m: Any) -> Any:
        """Return s at a time [s]."""
        late = time / self.duration
        return self.filled + self.grown * (late + 0.2 * m.sin(4.0 * late))

    def rise_at(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return wF/RT at (x, y) [µm] in the host and time [s]."""
        return 0.0 * x if self.rise is None else self.rise.at(x, y / self.high, time, m)

    def stretched(self, y: Any, time: Any, m: Any) -> Any:
        """Return s(y) [µm] at a time [s]."""
        return stretched_height(y, 0.0, self.high, self._conduction(time, m), m)

    def inside(self, value: Any, outside: Any = 0.0) -> Any:
        """Return a value in the host and another one above it (UFL)."""
        return ufl.conditional(
            ufl.lt(ufl.SpatialCoordinate(UFL_MESH)[1], self.high), value, outside
        )

    # --- strong form

    def sources(self, model: StrongForm, c: Any, phi: Any, now: Any) -> Rows:
        """Return S and Q."""
        content = self.inside(self.porosity - self.metal(now, ufl), 1.0) * c
        conduction = self.inside(self._conduction(now, ufl), 1.0)
        made = stored_and_transported(model, c, phi, ufl.diff(content, now), conduction)
        nothing = ufl.as_vector((0.0, 0.0))
        reaction = self.inside(self.reaction(model, c, phi, now))
        taken = model.surplus(c, phi, nothing, nothing, reaction)
        return Rows(made.amount - taken.amount, made.charge - taken.charge)

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
        """Return outward fluxes f N·n and f J·n in excess of the rate law."""
        still = model.surplus(c, phi, normal, velocity, 0.0 * phi)
        whole = model.surplus(c, phi, normal, velocity, current)
        conduction = self.inside(self._conduction(now, ufl), 1.0)
        return Rows(*(w - (1.0 - conduction) * s for w, s in zip(whole, still, strict=True)))

    def of_matrix(self, model: StrongForm, c: Any, phi: Any, now: Any) -> Any:
        """Return M [A/m³]."""
        sigma = self.matrix.conductivity
        assert sigma is not None  # of a matrix that has a row
        x, y = ufl.SpatialCoordinate(UFL_MESH)
        rise = self._volt(model) * self.rise_at(x, y, now, ufl)
        return -divergence(sigma * gradient(rise)) - self.reaction(model, c, phi, now)

    def of_metal(self, model: StrongForm, c: Any, phi: Any, now: Any) -> Any:
        """Return G [1/s]."""
        dense = self.deposit.molar_mass / self.deposit.density / (self.deposit.electrons * F)
        per_charge = dense / (1.0 - self.deposit.porosity)
        growth = ufl.diff(self.metal(now, ufl), now)
        return growth - per_charge * self.reaction(model, c, phi, now)

    def reaction(self, model: StrongForm, c: Any, phi: Any, now: Any) -> Any:
        """Return a i_n [A/m³].

        i_n = i0 [(c/c0) exp(-α_c Fη/RT) - exp(α_a Fη/RT)] with
        η = E + w - φ - E_eq + η_nuc exp(-h/h_nuc), where plating is driven beyond the barrier.
        """
        matrix, law = self.matrix, self.walls
        x, y = ufl.SpatialCoordinate(UFL_MESH)
        metal, volt = self.metal(now, ufl), self._volt(model)
        room = self.porosity - matrix.closed_porosity
        left = (self.porosity - metal - matrix.closed_porosity) / room
        area = matrix.specific_area * left**matrix.area_exponent
        thickness = metal / matrix.specific_area
        eta = ELECTRODE_POTENTIAL + volt * self.rise_at(x, y, now, ufl) - phi
        eta += law.nucleation_barrier * ufl.exp(-thickness / law.nucleation_thickness)
        eta -= law.equilibrium_potential
        plating = c / model.electrolyte.concentration * ufl.exp(-law.cathodic_transfer * eta / volt)
        stripping = ufl.exp(law.anodic_transfer * eta / volt)
        return area * law.exchange_current_density * (plating - stripping)

    def _conduction(self, time: Any, m: Any) -> Any:
        """Return f = ε^b at a time [s]."""
        return (self.porosity - self.metal(time, m)) ** self.exponent

    def _volt(self, model: StrongForm) -> float:
        """Return RT/F [V]."""
        return R * model.electrolyte.temperature / F
